"""Who may replace the database file; the kernel releases it however the holder ends."""

from __future__ import annotations

import contextlib
import fcntl
import os
import threading
import time
from typing import TYPE_CHECKING

from clara_edge.domain.errors import StorageUnavailableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Recovering checks every page three times: 7 s with 100,000 tasks on a PC, more on a Pi.
TIMEOUT_S = 90.0

# Writers leave gaps of about a millisecond, which a blocking flock() would often miss:
# the kernel lets new shared holders in while somebody waits for the exclusive lock.
_RETRY_S = 0.001

_mine = threading.local()


@contextlib.contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Keep every other process from writing, migrating, restoring and recovering.

    A thread that has it already may take it again.

    Raises:
        StorageUnavailableError: somebody else keeps it for too long.
    """
    held: set[Path] = _mine.__dict__.setdefault("folders", set())
    if folder in held:
        yield
        return
    descriptor = _open(folder)
    try:
        _wait(descriptor, fcntl.LOCK_EX, folder)
        held.add(folder)
        yield
    finally:
        held.discard(folder)
        os.close(descriptor)


@contextlib.contextmanager
def shared(folder: Path) -> Iterator[bool]:
    """Write while nobody replaces the file; lends False if somebody does just now."""
    if folder in _mine.__dict__.get("folders", ()):
        yield True
        return
    descriptor = _open(folder)
    try:
        yield _take(descriptor, fcntl.LOCK_SH)
    finally:
        os.close(descriptor)


def wait_until_free(folder: Path) -> None:
    """Wait until nobody has the exclusive lock.

    Raises:
        StorageUnavailableError: somebody keeps it for too long.
    """
    descriptor = _open(folder)
    try:
        _wait(descriptor, fcntl.LOCK_SH, folder)
    finally:
        os.close(descriptor)


def _open(folder: Path) -> int:
    return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)


def _take(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _wait(descriptor: int, kind: int, folder: Path) -> None:
    until = time.monotonic() + TIMEOUT_S
    while not _take(descriptor, kind):
        if time.monotonic() > until:
            raise StorageUnavailableError(
                f"the tasks in {folder} are busy: another program keeps them locked",
                remedy="end the program that holds them and try again",
            )
        time.sleep(_RETRY_S)

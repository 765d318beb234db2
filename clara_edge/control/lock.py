"""One daemon per data folder."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from clara_edge.domain.errors import DaemonRunningError, StorageUnavailableError

if TYPE_CHECKING:
    from types import TracebackType


@dataclass(frozen=True, slots=True)
class LockHolder:
    """Who holds a lock, as far as the file tells."""

    pid: int
    command: str
    since: str
    """Local ISO 8601 time, to the second."""

    def __str__(self) -> str:
        return f"{self.command}, pid {self.pid}, since {self.since.replace('T', ' ')}"


class DaemonLock:
    """A flock that names its holder; the kernel releases it however the holder ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Take the lock and write who we are into it.

        Raises:
            DaemonRunningError: another process holds it; the message says which.
            StorageUnavailableError: the file cannot be made.
        """
        descriptor = _open(self._path)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _write_holder(descriptor)
        except BlockingIOError as error:
            os.close(descriptor)
            raise _running(self._path, read_holder(self._path)) from error
        except OSError as error:
            os.close(descriptor)
            raise _unavailable(self._path, error) from error
        self._descriptor = descriptor

    def release(self) -> None:
        """Give the lock back. Idempotent; the file stays, which avoids a race on it."""
        if self._descriptor is not None:
            os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()


def refuse_if_held(path: Path) -> None:
    """Raise DaemonRunningError if somebody holds this lock just now; never takes it."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    except OSError as error:
        raise _unavailable(path, error) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise _running(path, read_holder(path)) from error
    finally:
        os.close(descriptor)


def read_holder(path: Path) -> LockHolder | None:
    """Return who last wrote into the lock file, None if nobody or it is unreadable."""
    try:
        return LockHolder(**json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def _open(path: Path) -> int:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise _unavailable(path, error) from error


def _write_holder(descriptor: int) -> None:
    command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])[:200]
    since = datetime.now().astimezone().isoformat(timespec="seconds")
    holder = LockHolder(os.getpid(), command, since)
    os.ftruncate(descriptor, 0)
    # on a full disk the lock holds without a name: reading tasks and typing still help
    with suppress(OSError):
        os.pwrite(descriptor, json.dumps(asdict(holder)).encode() + b"\n", 0)


def _running(path: Path, holder: LockHolder | None) -> DaemonRunningError:
    who = str(holder) if holder else "a process that has not said its name yet"
    return DaemonRunningError(
        f"Clara already runs here: {path} is held by {who}",
        remedy="use that one, or stop it first",
    )


def _unavailable(path: Path, error: OSError) -> StorageUnavailableError:
    reason = errno.errorcode.get(error.errno or 0, "")
    return StorageUnavailableError(
        f"lock {path} cannot be used: {error.strerror or error} ({reason})",
        remedy="make its folder writable, or set paths.data to one that is",
    )

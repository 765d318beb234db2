"""The kernel's notices that files of a folder change (inotify(7))."""

from __future__ import annotations

import ctypes
import os
import select
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# linux/inotify.h
_IN_MODIFY = 0x002
_IN_MOVED_TO = 0x080
_IN_CREATE = 0x100
_IN_DELETE = 0x200
_IN_ONLYDIR = 0x0100_0000
_IN_CLOEXEC = os.O_CLOEXEC
_IN_NONBLOCK = os.O_NONBLOCK

_BUFFER_BYTES = 64 * 1024


class FolderEvents:
    """Waits for something to change in a folder; one thread, except for stop()."""

    def __init__(self, folder: Path) -> None:
        """Watch a folder.

        Raises:
            OSError: the kernel gives no watch, or the folder is not there.
        """
        self._watch = -1
        self._stop = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)
        try:
            self._watch = _watch(folder)
        except OSError:
            os.close(self._stop)
            raise
        self._poll = select.poll()
        self._poll.register(self._watch, select.POLLIN)
        self._poll.register(self._stop, select.POLLIN)

    def wait(self, timeout_s: float | None) -> bool:
        """Wait; True if something changed, False after the time or stop()."""
        timeout_ms = None if timeout_s is None else max(0.0, timeout_s * 1000)
        for descriptor, _ in self._poll.poll(timeout_ms):
            if descriptor == self._watch:
                os.read(self._watch, _BUFFER_BYTES)
                return True
        return False

    def stop(self) -> None:
        """End wait() now, and every later one at once; from any thread."""
        os.eventfd_write(self._stop, 1)

    def close(self) -> None:
        """Give the watch back. Idempotent."""
        if self._watch >= 0:
            os.close(self._watch)
            os.close(self._stop)
            self._watch = self._stop = -1


def _watch(folder: Path) -> int:
    libc = ctypes.CDLL(None, use_errno=True)
    descriptor = libc.inotify_init1(_IN_CLOEXEC | _IN_NONBLOCK)
    if descriptor < 0:
        raise _failure(folder)
    mask = _IN_MODIFY | _IN_MOVED_TO | _IN_CREATE | _IN_DELETE | _IN_ONLYDIR
    if libc.inotify_add_watch(descriptor, os.fsencode(folder), mask) < 0:
        failure = _failure(folder)
        os.close(descriptor)
        raise failure
    return int(descriptor)


def _failure(folder: Path) -> OSError:
    number = ctypes.get_errno()
    return OSError(number, os.strerror(number), str(folder))

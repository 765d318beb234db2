"""Learning at once that somebody, in whatever process, changed a task."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from typing import TYPE_CHECKING, Self

from clara_edge.domain.errors import StorageError

from .backup_copy import last_change
from .database import TaskDatabase
from .folder_events import FolderEvents

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Database

_LOGGER = logging.getLogger(__name__)

# The kernel tells of the write to the WAL; the commit becomes visible only after the
# fsync that follows, which a slow SD card takes its time for.
_LOOKS_S = (0.0, 0.001, 0.002, 0.004, 0.008, 0.016, 0.032)
_LOOK_EVERY_S = 0.05
_LOOKED_AT_FOR_S = 2.0

# Where the kernel gives no notices (a network mount, too many watches).
_POLL_S = 0.5


class ChangeWatcher:
    """Waits for changes of tasks by any connection; one thread, except for stop().

    Sleeps in the kernel while nothing is written.
    """

    def __init__(self, path: Path, *, since: int | None = None) -> None:
        """Watch a database.

        Args:
            path: the file; it may be missing, replaced or restored meanwhile.
            since: the sequence number of the last change that is known already; by
                default that of the last one that there is.
        """
        self._path = path
        self._database = TaskDatabase(path)
        self._version: tuple[Database, int] | None = None
        self._stopped = threading.Event()
        self._events: FolderEvents | None = None
        self._events_lock = threading.Lock()
        self._seen = 0
        self._watch_folder()
        self._seen = self._last() if since is None else since
        self._version = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def seq(self) -> int:
        """Return the sequence number of the last change that wait() told of."""
        return self._seen

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait until there are changes that it did not tell of; None waits for ever.

        Returns:
            False when the time is over or stop() was called.
        """
        until = None if timeout_s is None else time.monotonic() + timeout_s
        while not self._stopped.is_set():
            if self._is_changed():
                return True
            left = None if until is None else until - time.monotonic()
            if left is not None and left <= 0:
                return False
            if self._await_event(left) and self._look_for_commit(until):
                return True
        return False

    def stop(self) -> None:
        """End wait() now and for good; from any thread."""
        self._stopped.set()
        with self._events_lock:
            if self._events is not None:
                self._events.stop()

    def close(self) -> None:
        """Release the database and the watch. Idempotent."""
        self._stopped.set()
        self._database.close()
        self._drop_events()

    def _look_for_commit(self, until: float | None) -> bool:
        """After a write, look often enough for its commit, until it or some time has passed."""
        began = time.monotonic()
        looks = iter(_LOOKS_S)
        while not self._stopped.is_set():
            now = time.monotonic()
            if self._is_changed():
                return True
            if now - began > _LOOKED_AT_FOR_S or (until is not None and now >= until):
                return False
            if self._await_event(next(looks, _LOOK_EVERY_S)):
                began, looks = time.monotonic(), iter(_LOOKS_S)
        return False

    def _await_event(self, timeout_s: float | None) -> bool:
        """Wait for a write; without the kernel's help, for the next time to look."""
        if self._events is None:
            self._watch_folder()
        if self._events is None:
            wait_s = _POLL_S if timeout_s is None else min(timeout_s, _POLL_S)
            self._stopped.wait(wait_s)
            return False
        happened = self._events.wait(timeout_s)
        if happened and not self._path.parent.is_dir():
            self._drop_events()
        return happened

    def _is_changed(self) -> bool:
        with contextlib.suppress(StorageError):
            last = self._last()
            if last != self._seen:
                self._seen = last
                return True
        return False

    def _last(self) -> int:
        """Return the last change; data_version says cheaply that there is no new one."""
        try:
            if not self._path.exists():
                return self._seen
            with self._database.read() as db:
                # it counts anew in each connection (sqlite.org/pragma)
                version = (db, db.execute("PRAGMA data_version").fetchone()[0])
                if self._version == version:
                    return self._seen
                last = last_change(db)
                self._version = version
                return last
        except StorageError:
            self._version = None
            return self._seen

    def _watch_folder(self) -> None:
        with self._events_lock:
            try:
                self._events = FolderEvents(self._path.parent)
            except OSError as error:
                _LOGGER.debug("no notices for %s: %s", self._path.parent, error)
            if self._events is not None and self._stopped.is_set():
                self._events.stop()

    def _drop_events(self) -> None:
        with self._events_lock:
            if self._events is not None:
                self._events.close()
                self._events = None

"""Task stores for the threads of the web service: a few, lent to one thread after another."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING

from clara_edge.domain.errors import StorageUnavailableError
from clara_edge.storage.database import TaskDatabase
from clara_edge.storage.history import SqliteHistory
from clara_edge.storage.store import SqliteTaskStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from clara_edge.ports.clock import Clock

ORIGIN = "web"
"""Whose changes these are in the journal."""
STORES = 6
"""More would only wait for each other; each keeps up to 2 MB of pages (sqlite.org/pragma)."""
WAIT_S = 20.0
"""Longer than any page takes; an import in another process holds writers for 16 s."""


class StorePool:
    """Lends stores; safe from any thread."""

    def __init__(self, path: Path, clock: Clock, *, stores: int = STORES) -> None:
        """Open nothing before the first use."""
        self._path = path
        self._clock = clock
        self._free = threading.Semaphore(stores)
        self._idle: list[_Lent] = []
        self._lock = threading.Lock()
        self._mine = threading.local()
        self._closed = False

    @contextlib.contextmanager
    def store(self) -> Iterator[SqliteTaskStore]:
        """Lend a store to this thread; within such a block, the same one.

        Raises:
            StorageUnavailableError: all are in use for too long.
            StorageError: from whatever is done with it.
        """
        with self._lend() as lent:
            yield lent.tasks

    @contextlib.contextmanager
    def lent(self) -> Iterator[tuple[SqliteTaskStore, TaskDatabase]]:
        """Lend a store and the database that it is in, as store() does."""
        with self._lend() as lent:
            yield lent.tasks, lent.database

    @contextlib.contextmanager
    def history(self) -> Iterator[SqliteHistory]:
        """Lend what guesses are made from; in a block of store(), of the same database."""
        with self._lend() as lent:
            yield lent.history

    def close(self) -> None:
        """Release every database; those lent just now when they come back. Idempotent."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for lent in idle:
            lent.close()

    @contextlib.contextmanager
    def _lend(self) -> Iterator[_Lent]:
        mine: _Lent | None = getattr(self._mine, "lent", None)
        if mine is not None:
            yield mine
            return
        if not self._free.acquire(timeout=WAIT_S):
            raise StorageUnavailableError(
                "the tasks are busy: other requests wait for them",
                remedy="try again in a few seconds",
            )
        try:
            lent = self._take()
            self._mine.lent = lent
            try:
                yield lent
            finally:
                self._mine.lent = None
                self._give_back(lent)
        finally:
            self._free.release()

    def _take(self) -> _Lent:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return _Lent(self._path, self._clock)

    def _give_back(self, lent: _Lent) -> None:
        with self._lock:
            if not self._closed:
                self._idle.append(lent)
                return
        lent.close()


class _Lent:
    """One database and the stores in it."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self.database = TaskDatabase(path, clock)
        self.tasks = SqliteTaskStore(self.database, clock, origin=ORIGIN)
        self.history = SqliteHistory(self.database)

    def close(self) -> None:
        self.database.close()

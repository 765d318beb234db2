"""Open the task store for one thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .database import TaskDatabase
from .store import SqliteTaskStore

if TYPE_CHECKING:
    from pathlib import Path

    from clara_edge.ports.clock import Clock


def open_store(path: Path, clock: Clock, *, origin: str = "cli") -> SqliteTaskStore:
    """Open, check and migrate the database, making it if there is none.

    Raises:
        StorageError: it cannot be used; the file was not changed.
    """
    database = TaskDatabase(path, clock)
    database.open()
    return SqliteTaskStore(database, clock, origin=origin)

"""Putting another file in the database's place, so that nothing is lost and nobody is misled."""

from __future__ import annotations

import contextlib
import os
from datetime import UTC
from typing import TYPE_CHECKING

from clara_edge.domain.steps import StepKind, StepState

from .backup_copy import last_change, sync
from .checked import forget_checked
from .times import to_column
from .view import wal_of

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from sqlite_utils import Database

# When nobody can tell how far the changes were counted: more than anybody makes.
UNKNOWN_CHANGES = 1_000_000


def put_in_place(
    path: Path, fresh: Path, now: datetime, *, kept_as: str = "damaged"
) -> Path | None:
    """Put a complete database file at the path; the one that was there is kept aside.

    The caller has the folder's exclusive lock. Connections to the old file notice, because
    the path now leads to another one; SQLite leaves the WAL alone when that is so.

    Returns:
        where the old file is now; None if there was none.
    """
    sync(fresh)
    aside, there = _free(path, kept_as, now), path.exists()
    if there:
        _keep(path, aside)
    with contextlib.suppress(FileNotFoundError):
        # a WAL of another file would be taken for the new one's
        wal_of(path).replace(wal_of(aside))
    with contextlib.suppress(FileNotFoundError):
        path.with_name(f"{path.name}-shm").unlink()
    forget_checked(path)
    fresh.replace(path)
    sync(path.parent)
    return aside if there else None


def note_restored(db: Database, summary: str, origin: str, now: datetime) -> None:
    """Tell whoever follows the changes that anything may be different; within a transaction."""
    stamp = to_column(now)
    cursor = db.execute(
        "INSERT INTO steps (kind, summary, origin, at, state) VALUES (?, ?, ?, ?, ?)",
        [StepKind.BACKUP_RESTORE, summary, origin, stamp, StepState.DROPPED],
    )
    db.execute(
        "INSERT INTO changes (step_id, action, at) VALUES (?, 'do', ?)",
        [cursor.lastrowid, stamp],
    )


def count_on_from(db: Database, change: int, task_number: int) -> None:
    """Never give a number again that somebody may have seen; within a transaction."""
    last = max(change, last_change(db))
    db.execute("DELETE FROM sqlite_sequence WHERE name = 'changes'")
    db.execute("INSERT INTO sqlite_sequence VALUES ('changes', ?)", [last])
    db.execute(
        "UPDATE counters SET value = max(value, ?) WHERE name = 'task'", [task_number]
    )


def _keep(path: Path, aside: Path) -> None:
    try:
        # unlike a rename, this leaves no moment at which there is no database
        os.link(path, aside)
    except OSError:
        path.replace(aside)


def _free(path: Path, kept_as: str, now: datetime) -> Path:
    stem = f"{path.name}.{kept_as}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    names = (stem, *(f"{stem}-{number}" for number in range(2, 1000)))
    return next(p for name in names if not (p := path.with_name(name)).exists())

"""Rows of the log of what happened to who may do what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.domain.access import LogEntry
from clara_edge.storage.times import from_column, to_column

if TYPE_CHECKING:
    import sqlite3

MOST_OF_ONE_EVENT = 500
"""Of each event on its own: a flood of wrong codes must not push out who was paired."""
_LONGEST = 200


def add(db: sqlite3.Connection, entry: LogEntry) -> None:
    """Write an entry and let the oldest of its event go."""
    db.execute(
        "INSERT INTO log (at, event, device, address, detail) VALUES (?, ?, ?, ?, ?)",
        (
            to_column(entry.at),
            entry.event,
            entry.device[:_LONGEST],
            entry.address[:_LONGEST],
            entry.detail[:_LONGEST],
        ),
    )
    db.execute(
        "DELETE FROM log WHERE event = ? AND id <= (SELECT id FROM log WHERE event = ?"
        " ORDER BY id DESC LIMIT 1 OFFSET ?)",
        (entry.event, entry.event, MOST_OF_ONE_EVENT),
    )


def newest(db: sqlite3.Connection, limit: int) -> list[LogEntry]:
    """Return entries, the newest first."""
    rows = db.execute("SELECT * FROM log ORDER BY id DESC LIMIT ?", (limit,))
    return [
        LogEntry(
            from_column(row["at"]),
            row["event"],
            row["device"],
            row["address"],
            row["detail"],
        )
        for row in rows
    ]

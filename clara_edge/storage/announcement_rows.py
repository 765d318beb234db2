"""Rows of announcements, written within other transactions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .times import to_column

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database


def insert_announcement(db: Database, kind: str, text: str, now: datetime) -> None:
    """Add a row within a transaction of the caller's."""
    db.execute(
        "INSERT INTO announcements (kind, text, at) VALUES (?, ?, ?)",
        [kind, text, to_column(now)],
    )

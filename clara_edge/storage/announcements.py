"""What must be said to a person at the next occasion, until it was said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .announcement_rows import insert_announcement
from .times import from_column, to_column

if TYPE_CHECKING:
    from datetime import datetime

    from .database import TaskDatabase


@dataclass(frozen=True, slots=True)
class Announcement:
    """Something that happened and that a person must know."""

    id: int
    kind: str
    text: str
    """Whole sentences, to be spoken or shown as they are."""
    at: datetime


class Announcements:
    """The announcements in a database; one thread."""

    def __init__(self, database: TaskDatabase) -> None:
        self._database = database

    def add(self, kind: str, text: str, now: datetime) -> None:
        """Keep an announcement until it was told."""
        with self._database.write() as db:
            insert_announcement(db, kind, text, now)

    def untold(self) -> list[Announcement]:
        """Return what nobody was told yet, the oldest first."""
        with self._database.read() as db:
            rows = list(
                db.table("announcements").rows_where("told_at IS NULL", order_by="id")
            )
        return [
            Announcement(row["id"], row["kind"], row["text"], from_column(row["at"]))
            for row in rows
        ]

    def mark_told(self, announcement_id: int, now: datetime) -> None:
        """Note that somebody heard or saw it."""
        with self._database.write() as db:
            db.execute(
                "UPDATE announcements SET told_at = ? WHERE id = ? AND told_at IS NULL",
                [to_column(now), announcement_id],
            )

"""Secret addresses under which calendar programs read dates, without being paired."""

from __future__ import annotations

import hmac
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from clara_edge.domain.access import LogEntry, checked_name
from clara_edge.domain.errors import DeviceUnknownError, FieldInvalidError
from clara_edge.storage.times import from_column, to_column

from . import log
from .devices import TOKEN_BYTES, hash_of
from .file import FILE_NAME, AccessFile

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from clara_edge.ports.clock import Clock

MOST_FEEDS = 50
_NOTED_EVERY = timedelta(minutes=1)
_LONGEST_SECRET = 100


@dataclass(frozen=True, slots=True)
class Feed:
    """One secret address; the secret itself is not kept."""

    id: str
    name: str
    made_at: datetime
    used_at: datetime | None = None


class FeedStore:
    """Feeds in the file of devices; safe from any thread and any process."""

    def __init__(self, data: Path, clock: Clock) -> None:
        """Use the file in a data folder."""
        self._file = AccessFile(data / FILE_NAME)
        self._clock = clock

    def add(self, name: str) -> tuple[Feed, str]:
        """Make a feed and return it with its secret, which cannot be read again.

        Raises:
            FieldInvalidError: the name cannot be used, or there are too many.
        """
        feed = Feed(uuid.uuid4().hex, checked_name(name), self._clock.now())
        secret = secrets.token_urlsafe(TOKEN_BYTES)
        with self._file.write() as db:
            count = db.execute("SELECT COUNT(*) FROM feeds").fetchone()[0]
            if count >= MOST_FEEDS:
                raise FieldInvalidError(
                    f"there are {count} calendar addresses, and can be no more",
                    remedy="revoke those that nobody uses",
                )
            db.execute(
                "INSERT INTO feeds (id, name, secret_hash, made_at)"
                " VALUES (?, ?, ?, ?)",
                (feed.id, feed.name, hash_of(secret), to_column(feed.made_at)),
            )
            self._log(db, "calendar address made", feed)
        return feed, secret

    def admit(self, secret: str) -> Feed | None:
        """Return whose secret this is and note its use; None: nobody's (any more)."""
        if not 0 < len(secret) <= _LONGEST_SECRET or not secret.isascii():
            return None
        wanted = hash_of(secret)
        with self._file.read() as db:
            row = db.execute(
                "SELECT * FROM feeds WHERE secret_hash = ?", (wanted,)
            ).fetchone()
        if row is None or not hmac.compare_digest(row["secret_hash"], wanted):
            return None
        feed, now = _feed(row), self._clock.now()
        if feed.used_at is None or not timedelta() <= now - feed.used_at < _NOTED_EVERY:
            with self._file.write() as db:
                db.execute(
                    "UPDATE feeds SET used_at = ? WHERE id = ?",
                    (to_column(now), feed.id),
                )
        return feed

    def feeds(self) -> list[Feed]:
        """Return all feeds in the order in which they were made."""
        with self._file.read() as db:
            rows = db.execute("SELECT * FROM feeds ORDER BY made_at, id").fetchall()
        return [_feed(row) for row in rows]

    def revoke(self, identity: str) -> Feed:
        """Let nobody read by this address any more.

        Raises:
            DeviceUnknownError: there is no such address (any more).
        """
        with self._file.write() as db:
            row = db.execute("SELECT * FROM feeds WHERE id = ?", (identity,)).fetchone()
            if row is None:
                raise DeviceUnknownError(
                    f"there is no calendar address {identity[:40]!r}",
                    remedy="look at the list again",
                )
            feed = _feed(row)
            db.execute("DELETE FROM feeds WHERE id = ?", (feed.id,))
            self._log(db, "calendar address revoked", feed)
        return feed

    def _log(self, db: sqlite3.Connection, event: str, feed: Feed) -> None:
        log.add(db, LogEntry(self._clock.now(), event, device=feed.name))


def _feed(row: sqlite3.Row) -> Feed:
    return Feed(
        id=row["id"],
        name=row["name"],
        made_at=from_column(row["made_at"]),
        used_at=row["used_at"] and from_column(row["used_at"]),
    )

"""Rows of wrong codes, by address and over all; setting the clock changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.domain.access import UNFORGIVEN_TRIES, delay_after

if TYPE_CHECKING:
    import sqlite3

    from .uptime import Uptime

EVERYBODY = "*"
_FORGOTTEN_AFTER_MS = 24 * 3600 * 1000
_MOST_SOURCES = 500


def wait_ms(db: sqlite3.Connection, source: str, now: Uptime) -> int:
    """Return how long this source must not try; over all of them counts as well."""
    return max(_wait_of(db, each, now) for each in (source, EVERYBODY))


def count(db: sqlite3.Connection, source: str, now: Uptime) -> int:
    """Count a try as wrong, and return how many in a row were over all."""
    for each in (source, EVERYBODY):
        failures = _failures(db, each, now) + 1
        db.execute(
            "INSERT OR REPLACE INTO tries (source, failures, boot, last_uptime_ms)"
            " VALUES (?, ?, ?, ?)",
            (each, failures, now.boot, now.ms),
        )
    db.execute(
        "DELETE FROM tries WHERE source <> ? AND source NOT IN (SELECT source FROM tries"
        " ORDER BY boot = ? DESC, last_uptime_ms DESC LIMIT ?)",
        (EVERYBODY, now.boot, _MOST_SOURCES),
    )
    return _failures(db, EVERYBODY, now)


def forget(db: sqlite3.Connection, source: str) -> None:
    """Start from zero after a right code from this source."""
    db.execute("DELETE FROM tries WHERE source IN (?, ?)", (source, EVERYBODY))


def forgive(db: sqlite3.Connection) -> None:
    """Let people try again, but not who was wrong too often to be the owner."""
    db.execute(
        "DELETE FROM tries WHERE source = ? OR failures < ?",
        (EVERYBODY, UNFORGIVEN_TRIES),
    )


def _wait_of(db: sqlite3.Connection, source: str, now: Uptime) -> int:
    delay_ms = int(1000 * delay_after(_failures(db, source, now)).total_seconds())
    return max(0, delay_ms - _since_last(db, source, now))


def _failures(db: sqlite3.Connection, source: str, now: Uptime) -> int:
    if _since_last(db, source, now) > _FORGOTTEN_AFTER_MS:
        return 0
    row = db.execute(
        "SELECT failures FROM tries WHERE source = ?", (source,)
    ).fetchone()
    return 0 if row is None else int(row[0])


def _since_last(db: sqlite3.Connection, source: str, now: Uptime) -> int:
    """Return the time since the last wrong try; of a former run, since the machine started."""
    row = db.execute(
        "SELECT last_uptime_ms FROM tries WHERE source = ? AND boot = ?"
        " AND last_uptime_ms <= ?",
        (source, now.boot, now.ms),
    ).fetchone()
    return now.ms if row is None else now.ms - int(row[0])

"""Between rows and timers: a timer runs by the machine's uptime while the machine does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from clara_edge.domain.timekeeping import Timer, TimerState

from .times import from_column, to_column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

    from clara_edge.ports.clock import Clock

_MS = timedelta(milliseconds=1)

SELECT = """
SELECT timers.*, rings.state AS ring_state FROM timers LEFT JOIN rings
    ON rings.kind = 'timer' AND rings.source_id = timers.id
    AND rings.occurrence = timers.ends_at
"""
"""Selects what timer_from() reads; continue with WHERE."""

_OVER = {"stopped", "unanswered", "missed"}


@dataclass(frozen=True, slots=True)
class Reading:
    """All clocks at one moment."""

    now: datetime
    """UTC."""
    uptime_ms: int
    boot: str | None

    @classmethod
    def of(cls, clock: Clock, boot: str | None) -> Reading:
        """Read the clock."""
        return cls(clock.now().astimezone(UTC), round(clock.monotonic_s() * 1000), boot)


def select_timers(
    db: Database, reading: Reading, where: str, arguments: list[Any]
) -> Iterator[Timer]:
    """Yield timers; `where` may name columns of timers."""
    for row in db.query(f"{SELECT} WHERE {where}", arguments):
        yield timer_from(row, reading)


def timer_from(row: dict[str, Any], reading: Reading) -> Timer:
    """Return the timer of a row of SELECT."""
    ends_at = ends(row, reading)
    remaining = row["remaining_ms"]
    return Timer(
        id=row["id"],
        number=row["number"],
        duration=row["duration_ms"] * _MS,
        state=_state(ends_at, row["ring_state"], reading.now),
        created_at=from_column(row["created_at"]),
        updated_at=from_column(row["updated_at"]),
        name=row["name"],
        ends_at=ends_at,
        remaining=None if remaining is None else remaining * _MS,
    )


def ends(row: dict[str, Any], reading: Reading) -> datetime | None:
    """Return when it ends on the clock as it goes now; None while it is paused."""
    if row["ends_at"] is None:
        return None
    if row["boot"] is None or row["boot"] != reading.boot:
        return from_column(row["ends_at"])
    left_ms: int = row["ends_uptime_ms"] - reading.uptime_ms
    return reading.now + left_ms * _MS


def columns(timer: Timer, reading: Reading) -> dict[str, Any]:
    """Return the columns that change with a timer's time."""
    row: dict[str, Any] = {
        "duration_ms": timer.duration // _MS,
        "ends_at": None,
        "ends_uptime_ms": None,
        "boot": None,
        "remaining_ms": None,
    }
    if timer.ends_at is None:
        row["remaining_ms"] = (timer.remaining or timedelta(0)) // _MS
        return row
    row["ends_at"] = to_column(timer.ends_at)
    if reading.boot is not None:
        row["boot"] = reading.boot
        row["ends_uptime_ms"] = reading.uptime_ms + (timer.ends_at - reading.now) // _MS
    return row


def _state(
    ends_at: datetime | None, ring_state: str | None, now: datetime
) -> TimerState:
    if ends_at is None:
        return TimerState.PAUSED
    if ring_state in _OVER:
        return TimerState.DONE
    if ring_state is None and ends_at > now:
        return TimerState.RUNNING
    return TimerState.RINGING

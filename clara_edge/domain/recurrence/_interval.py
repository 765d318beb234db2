"""Intervals that begin when the task is completed."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from clara_edge.domain.due import Due
from clara_edge.domain.errors import DueInvalidError, RecurrenceInvalidError

from ._limits import MAX_INTERVAL_YEARS
from ._reading import MAX_INTERVAL

if TYPE_CHECKING:
    from .recurrence import Recurrence

UNITS = {"H": "hour", "D": "day", "W": "week", "M": "month", "Y": "year"}


@dataclass(frozen=True, slots=True)
class Interval:
    """So many hours, days, weeks, months or years."""

    size: int
    unit: str
    """A key of UNITS."""

    @property
    def text(self) -> str:
        """ISO 8601: PT4H, P3D, P2W, P1M, P1Y."""
        return f"P{'T' if self.unit == 'H' else ''}{self.size}{self.unit}"


def read_interval(text: str, start: Due) -> Interval:
    """Read an ISO 8601 duration with one unit, or raise RecurrenceInvalidError."""
    match = re.fullmatch(
        r"P(?:T0*([0-9]{1,6})(H)|0*([0-9]{1,6})([DWMY]))", text.upper()
    )
    if match is None:
        raise RecurrenceInvalidError(
            f"{text[:40]!r} is no interval after completion",
            remedy="write one unit, as in PT4H, P3D, P2W, P1M or P1Y",
        )
    size, unit = int(match[1] or match[3]), match[2] or match[4]
    limit = MAX_INTERVAL_YEARS if unit == "Y" else MAX_INTERVAL
    if not 1 <= size <= limit:
        raise RecurrenceInvalidError(
            f"{size} {UNITS[unit]}s after completion cannot be used",
            remedy=f"give a number from 1 to {limit}",
        )
    if unit == "H" and start.time is None:
        raise RecurrenceInvalidError(
            f"{size} hours after completion need a due time",
            remedy="give the due date a time",
        )
    return Interval(size, unit)


def slot_after_completion(
    recurrence: Recurrence, slot: Due, completed: datetime
) -> Due | None:
    """Return the interval after completion, but always later than the slot; None past the calendar.

    Hours are elapsed time; longer units count days and keep the start's time of day, as
    RFC 5545 (3.3.6) tells exact durations from nominal ones.
    """
    start = recurrence.start
    interval = read_interval(recurrence.after_completion or "", start)
    try:
        found = _from_completion(start, interval, completed)
        if _key(found, start) <= _key(slot, start):
            found = _later(_like(start, slot), interval)
        while found.text in recurrence.exceptions:
            found = _later(found, interval)
    except (ValueError, OverflowError, DueInvalidError):
        return None
    return found


def _from_completion(start: Due, interval: Interval, completed: datetime) -> Due:
    if start.zone is None:
        return _later(Due(completed.date()), interval)
    local = Due.at_instant(completed, start.zone)
    if interval.unit != "H":
        return _later(replace(local, time=start.time), interval)
    meant = completed.astimezone(UTC) + timedelta(hours=interval.size)
    found = Due.at_instant(meant, start.zone)
    read_as = found.instant
    # in an hour that comes twice a Due is the first one: rather late than too early
    if read_as is not None and meant - read_as >= timedelta(minutes=1):
        found = found.moved(meant.replace(microsecond=0) - read_as)
    return found


def _later(due: Due, interval: Interval) -> Due:
    size = interval.size
    match interval.unit:
        case "H":
            return due.moved(timedelta(hours=size))
        case "D":
            return due.moved(timedelta(days=size))
        case "W":
            return due.moved(timedelta(weeks=size))
        case "M":
            return replace(due, day=_months_later(due.day, size))
        case _:
            return replace(due, day=_months_later(due.day, 12 * size))


def _months_later(day: date, months: int) -> date:
    years, index = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > date.max.year:
        raise OverflowError(year)
    return date(year, index + 1, min(day.day, monthrange(year, index + 1)[1]))


def _like(start: Due, slot: Due) -> Due:
    """Return the slot as a day or a time in the zone, as the start is."""
    if start.zone is None:
        return Due(slot.day)
    instant = slot.instant
    if instant is None:
        return replace(start, day=slot.day)
    return Due.at_instant(instant, start.zone)


def _key(due: Due, start: Due) -> str:
    return _like(start, due).text

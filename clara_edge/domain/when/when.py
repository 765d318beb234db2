"""What an expression of time turned out to mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Grain(StrEnum):
    """How exactly something was said, finest first."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    PART_OF_DAY = "part_of_day"
    DAY = "day"
    WEEKEND = "weekend"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Ask(StrEnum):
    """What should be asked before anything is done with the answer."""

    TIME = "which_time"
    DAY = "which_day"
    REPEAT = "once_or_repeating"


class Relation(StrEnum):
    """How something stands to the time that was named."""

    BEFORE = "before"
    """By then at the latest: "by Friday", "before 9"."""
    AFTER = "after"
    """From then on: "after 5", "since Monday"."""


@dataclass(frozen=True, slots=True)
class When:
    """A point, an interval, a duration, a recurrence, or what of these was said."""

    text: str
    """The words it was read from."""
    at: date | datetime | None = None
    """Local; a datetime without zone, or a date where the grain is a day or coarser."""
    end: date | datetime | None = None
    """Of an interval: the last day of it, or the time at which it is over."""
    grain: Grain | None = None
    duration_s: float | None = None
    recurrence: str | None = None
    """RFC 5545 RRULE value; `at` is its first slot (DTSTART)."""
    relation: Relation | None = None
    alternatives: tuple[date | datetime, ...] = ()
    """Other readings of `at`, the likelier ones first."""
    ask: Ask | None = None
    """Set when another reading is about as likely."""


@dataclass(frozen=True, slots=True)
class Found:
    """An expression within a longer text, which is text[start:end]."""

    start: int
    end: int
    when: When


def iso(moment: date | datetime | None) -> str | None:
    """Return local ISO 8601; minutes unless there are seconds, a date for a whole day."""
    if isinstance(moment, datetime):
        return moment.isoformat(timespec="seconds" if moment.second else "minutes")
    return None if moment is None else moment.isoformat()

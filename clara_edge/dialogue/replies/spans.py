"""Intervals, durations and repetition in words."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from clara_edge.domain.calendar_names import MONTHS
from clara_edge.domain.day_words import zone_name
from clara_edge.domain.due import Due
from clara_edge.domain.errors import RecurrenceInvalidError
from clara_edge.domain.recurrence import Recurrence, in_words
from clara_edge.domain.when import Grain

from .moments import (
    Manner,
    day_shown,
    day_spoken,
    full_day,
    moment_shown,
    moment_spoken,
    monday_of,
    nth,
    time_shown,
    time_spoken,
)

# A clock's worth of seconds, largest first.
_UNITS = ((86_400, "day", "d"), (3_600, "hour", "h"), (60, "minute", "min"))
# Above this a rest of seconds is noise.
_EXACT_BELOW_S = 3_600
_EVERY_OTHER = "every 2 "
# Hours at which a part of the day begins, as people call them.
_PARTS = ((17, "evening"), (12, "afternoon"), (0, "morning"))


def duration_spoken(seconds: float) -> str:
    """Return "8 minutes 30 seconds", "1 hour 5 minutes", "2 days"."""
    parts = [
        f"{count} {unit}{'' if count == 1 else 's'}"
        for count, unit, _ in _counted(seconds)
    ]
    return " ".join(parts) or "0 seconds"


def duration_shown(seconds: float) -> str:
    """Return "8 min 30 s"."""
    return " ".join(f"{n} {short}" for n, _, short in _counted(seconds)) or "0 s"


def repeat_in_words(recurrence: Recurrence, manner: Manner, *, shown: bool) -> str:
    """Return "every Friday at 9 am"; of a rule that cannot be read, that it repeats."""
    try:
        said = in_words(recurrence)
    except RecurrenceInvalidError:
        return "repeating"
    if not shown and said.startswith(_EVERY_OTHER):
        unit, space, rest = said.removeprefix(_EVERY_OTHER).partition(" ")
        said = f"every other {unit.removesuffix('s')}{space}{rest}"
    clock = recurrence.start.time
    if clock is None or " hour" in said or " at " in said:
        return said
    often, comma, until = said.partition(",")
    at = (time_shown if shown else time_spoken)(clock, manner)
    return f"{often} at {at}{comma}{until}"


def as_recurrence(rule: str, start: date, now: datetime) -> Recurrence:
    """Return a bare RRULE value as a recurrence from its first slot on."""
    if isinstance(start, datetime):
        clock = start.time().replace(microsecond=0, tzinfo=None)
        return Recurrence(Due(start.date(), clock, zone_name(now)), rule)
    return Recurrence(Due(start), rule)


def interval_spoken(
    start: date, end: date | None, grain: Grain | None, manner: Manner
) -> str:
    """Return "this weekend", "next week", "December", "today from 2 pm to 4 pm"."""
    day = start.date() if isinstance(start, datetime) else start
    if named := _named(day, grain, manner):
        return named
    if isinstance(start, datetime) and grain is Grain.PART_OF_DAY:
        return _part(start, manner)
    if end is None or end == start:
        return moment_spoken(start, manner)
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return f"from {day_spoken(day, manner)} to {moment_spoken(end, manner)}"
    if end.date() == day:
        until = time_spoken(end.time(), manner)
        said = day_spoken(day, manner)
        comma = "," if "," in said else ""
        return f"{said}{comma} from {time_spoken(start.time(), manner)} to {until}"
    return f"from {moment_spoken(start, manner)} to {moment_spoken(end, manner)}"


def interval_shown(start: date, end: date | None, manner: Manner) -> str:
    """Return "Sat 28 Nov to Sun 29 Nov", "Tue 24 Nov, 14:00 to 16:00"."""
    if end is None or end == start:
        return moment_shown(start, manner)
    if isinstance(start, datetime) and isinstance(end, datetime):
        if end.date() == start.date():
            return f"{moment_shown(start, manner)} to {time_shown(end.time(), manner)}"
        return f"{moment_shown(start, manner)} to {moment_shown(end, manner)}"
    last = end.date() if isinstance(end, datetime) else end
    return f"{moment_shown(start, manner)} to {day_shown(last, manner)}"


def _counted(seconds: float) -> list[tuple[int, str, str]]:
    left = max(0, round(seconds))
    if left >= _EXACT_BELOW_S:
        left = round(left / 60) * 60
    counts = []
    for size, unit, short in _UNITS:
        count, left = divmod(left, size)
        counts.append((count, unit, short))
    counts.append((left, "second", "s"))
    return [count for count in counts if count[0]]


def _named(day: date, grain: Grain | None, manner: Manner) -> str | None:
    """Name a stretch of the calendar by where it is from today."""
    today = manner.now.date()
    if grain in {Grain.WEEK, Grain.WEEKEND}:
        weeks = (monday_of(day) - monday_of(today)).days // 7
        unit = str(grain)
        near = {-1: f"last {unit}", 0: f"this {unit}", 1: f"next {unit}"}.get(weeks)
        return near or f"the {unit} of {full_day(day, today)}"
    if grain is Grain.YEAR:
        years = {-1: "last year", 0: "this year", 1: "next year"}
        return years.get(day.year - today.year) or str(day.year)
    if grain is Grain.MONTH:
        months = (day.year - today.year) * 12 + day.month - today.month
        near = {-1: "last month", 0: "this month", 1: "next month"}.get(months)
        year = "" if 0 <= months < 12 else f" {day.year}"
        return near or f"{MONTHS[day.month - 1]}{year}"
    if grain is Grain.QUARTER:
        return f"the {nth((day.month + 2) // 3)} quarter of {day.year}"
    return None


def _part(start: datetime, manner: Manner) -> str:
    day = start.date()
    part = next(name for hour, name in _PARTS if start.hour >= hour)
    said = day_spoken(day, manner)
    if manner.exact:
        return f"{said}, in the {part}"
    if day == manner.now.date():
        return f"this {part}"
    is_near = abs(day - manner.now.date()) < timedelta(days=2)
    return f"{said} {part}" if is_near else f"{said} in the {part}"

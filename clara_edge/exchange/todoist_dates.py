"""Due dates as Todoist writes and reads them: "2026-12-01 14:30", "every mon at 9:00"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clara_edge.domain.day_words import parse_due
from clara_edge.domain.due import Due
from clara_edge.domain.errors import DueInvalidError
from clara_edge.domain.recurrence import parse_repeat

from .ical_rules import only_repeats_start, rule_parts
from .moments import due_from_text

if TYPE_CHECKING:
    from datetime import datetime

    from clara_edge.domain.recurrence import Recurrence
    from clara_edge.domain.tasks import Task

    from .source import Source

_UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_DAYS = {
    "MO": "monday",
    "TU": "tuesday",
    "WE": "wednesday",
    "TH": "thursday",
    "FR": "friday",
    "SA": "saturday",
    "SU": "sunday",
}
_LENGTH = re.compile(r"P(\d+)([DWMY])|PT(\d+)H")
_LENGTH_UNITS = {"D": "day", "W": "week", "M": "month", "Y": "year"}
_REPEATS = re.compile(
    r"(?:every|ev)(?P<after>!?)\s+(?P<what>.+)|(?P<adverb>daily|weekly|monthly|yearly)\b(?P<rest>.*)",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?:\s+at)?\s+(\d{1,2}(?::\d\d)?\s*(?:am|pm)|\d{1,2}:\d\d)$|\s+at\s+(\d{1,2})$",
    re.IGNORECASE,
)


def date_cell(task: Task) -> str:
    """Return the DATE of a task: its repetition if Todoist can say it, else its due date."""
    if task.due is None:
        return ""
    words = None if task.recurrence is None else _in_words(task.recurrence)
    clock = task.due.time.isoformat("minutes") if task.due.time else None
    if words is None:
        return task.due.day.isoformat() + (f" {clock}" if clock else "")
    starting = f" starting {task.due.day.isoformat()}"
    return words + (f" at {clock}" if clock else "") + starting


def read_date(text: str, source: Source) -> tuple[Due, Recurrence | None]:
    """Return the due date of a DATE cell, and how it repeats.

    Raises:
        InputInvalidError: it cannot be read.
    """
    repeats = _REPEATS.fullmatch(" ".join(text.split()))
    if repeats is None:
        return due_from_text(text, source), None
    words = repeats["what"] or f"{repeats['adverb']}{repeats['rest']}"
    words, start = _start(words, source)
    words, clock = _clock(words, source.now)
    if clock is not None:
        start = Due(start.day, clock.time, clock.zone)
    if repeats["what"]:
        words = f"every {words}"
    if repeats["after"]:
        words = f"{words} after completion"
    recurrence = parse_repeat(words, start)
    return recurrence.start, recurrence


def _start(words: str, source: Source) -> tuple[str, Due]:
    """Split "… starting 2026-12-01" off."""
    rest, found, day = words.rpartition(" starting ")
    if not found:
        return words, Due(source.now.date())
    return rest, Due(due_from_text(day, source).day)


def _clock(words: str, now: datetime) -> tuple[str, Due | None]:
    """Split "… at 9:00" off."""
    found = _CLOCK.search(words)
    if found is None:
        return words, None
    clock = found[1] or f"{found[2]}:00"
    due = parse_due(f"{now.date().isoformat()} {clock}", now)
    if due.time is None:
        raise DueInvalidError(f"{clock!r} is not a time of day")
    return words[: found.start()], due


def _in_words(recurrence: Recurrence) -> str | None:
    """Return "every 2 weeks", "every! 3 days", or None for what Todoist cannot say."""
    if recurrence.exceptions:
        return None
    if recurrence.after_completion is not None:
        length = _LENGTH.fullmatch(recurrence.after_completion)
        if length is None or length[3]:
            return None
        return f"every! {_counted(int(length[1]), _LENGTH_UNITS[length[2]])}"
    return _rule_in_words(rule_parts(recurrence.rule or ""), recurrence.start)


def _rule_in_words(parts: dict[str, str], start: Due) -> str | None:
    frequency = parts.pop("FREQ", "")
    count = int(parts.pop("INTERVAL", "1"))
    parts.pop("WKST", None)
    names = [_DAYS.get(day) for day in parts.get("BYDAY", "").split(",")]
    if (frequency, count, set(parts)) == ("WEEKLY", 1, {"BYDAY"}) and None not in names:
        return f"every {', '.join(filter(None, names))}"
    if frequency not in _UNITS or not only_repeats_start(frequency, parts, start):
        return None
    return f"every {_counted(count, _UNITS[frequency])}"


def _counted(count: int, unit: str) -> str:
    return unit if count == 1 else f"{count} {unit}s"

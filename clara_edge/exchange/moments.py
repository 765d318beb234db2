"""Due dates, reminders and lengths of time in the notation that our text formats share."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from clara_edge.domain.day_words import parse_due
from clara_edge.domain.due import Due
from clara_edge.domain.errors import DueInvalidError, FieldInvalidError
from clara_edge.domain.recurrence import Recurrence, parse_repeat
from clara_edge.domain.tasks import Reminder

if TYPE_CHECKING:
    from .source import Source

# the zone in brackets as in RFC 9557
_EXACT = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?))?(?:\[([^\]]+)\])?", re.ASCII
)
_LEAD = re.compile(r"(-?)(\d{1,9}) ?(m|min|h|d)", re.ASCII)
_UNIT_MINUTES = {"m": 1, "min": 1, "h": 60, "d": 24 * 60}
_RULE = re.compile(r"(?:RRULE:)?(FREQ=.+|[A-Z]+=.+;FREQ=.+)", re.IGNORECASE)


def due_text(due: Due) -> str:
    """Write 2026-12-01, or 2026-12-01T14:30[Europe/Berlin]."""
    return due.text if due.zone is None else f"{due.text}[{due.zone}]"


def due_from_text(text: str, source: Source) -> Due:
    """Read what due_text() writes, or a date in words; the local zone if none is named.

    Raises:
        DueInvalidError: it is no date.
    """
    exact = _EXACT.fullmatch(text.strip())
    if exact is None:
        return parse_due(text, source.now)
    day, time, zone = exact.groups()
    if time is None:
        return Due.parse(day)
    return Due.parse(f"{day}T{time}", zone or source.zone)


def day_from_text(text: str, source: Source) -> date:
    """Read a day.

    Raises:
        DueInvalidError: it is no date.
    """
    return due_from_text(text, source).day


def instant_from_text(text: str, source: Source) -> datetime:
    """Read a moment; a day alone is its first one, no offset means the local zone.

    Raises:
        DueInvalidError: it is none.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise DueInvalidError(
            f"{text[:40]!r} is not a time: {error}",
            remedy="write 2026-12-01T14:30:00+01:00",
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=source.now.tzinfo)


def reminder_text(reminder: Reminder) -> str:
    """Write 30m (before due), -10m (after it), or a due_text()."""
    if reminder.at is not None:
        return due_text(reminder.at)
    return f"{reminder.minutes_before}m"


def reminder_from_text(text: str, source: Source) -> Reminder:
    """Read what reminder_text() writes.

    Raises:
        InputInvalidError: it is none.
    """
    lead = _LEAD.fullmatch(text.strip())
    if lead is None:
        return Reminder("", at=due_from_text(text, source))
    minutes = int(lead[2]) * _UNIT_MINUTES[lead[3]]
    return Reminder("", minutes_before=-minutes if lead[1] else minutes)


def minutes_from_text(text: str) -> int:
    """Read an estimate: 90, 90m, 2h, 1h30.

    Raises:
        FieldInvalidError: it is none.
    """
    parts = re.fullmatch(
        r"(?:(\d{1,6}) ?h)? ?(?:(\d{1,6}) ?(?:m|min)?)?", text.strip(), re.ASCII
    )
    if parts is None or not any(parts.groups()):
        raise FieldInvalidError(
            f"{text[:40]!r} is no number of minutes", remedy="write 90, 90m or 2h"
        )
    return 60 * int(parts[1] or 0) + int(parts[2] or 0)


def recurrence_from_text(text: str, start: Due) -> Recurrence:
    """Read a rule of RFC 5545, or words as in "every Monday".

    Raises:
        RecurrenceInvalidError: it is neither.
    """
    rule = _RULE.fullmatch(text.strip())
    if rule is not None:
        return Recurrence(start, rule=rule[1].upper())
    return parse_repeat(text, start)

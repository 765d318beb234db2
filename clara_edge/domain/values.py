"""Values of a task as people and programs give them, checked before they are stored.

Every function returns the value to store, or raises FieldInvalidError (for a due date
DueInvalidError, for a title TitleInvalidError) that names the value.
"""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from clara_edge.domain.drafts import ReminderDraft
from clara_edge.domain.due import Due
from clara_edge.domain.errors import (
    DueInvalidError,
    FieldInvalidError,
    TitleInvalidError,
)
from clara_edge.domain.shown import shown
from clara_edge.domain.tasks import clean_title

if TYPE_CHECKING:
    from collections.abc import Iterable
    from enum import StrEnum

NOTES_MAX_CHARS = 20_000
TAG_MAX_CHARS = 100
MAX_TAGS = 50
MAX_REMINDERS = 20
MAX_MINUTES = 100_000
# ten years either side of the due date
MAX_REMINDER_MINUTES = 10 * 366 * 24 * 60
FIRST_YEAR = 1970
# beyond it, not every whole number is a float of its own
MAX_POSITION = 2.0**53

_E = TypeVar("_E", bound="StrEnum")


def clean_notes(raw: object) -> str:
    r"""Return notes with line ends as "\n"; control characters other than tabs are refused."""
    if not isinstance(raw, str):
        raise FieldInvalidError(f"the description {shown(raw)} is not text")
    notes = raw.replace("\r\n", "\n").replace("\r", "\n")
    bad = next((c for c in notes if _is_control(c)), None)
    if bad is not None:
        raise FieldInvalidError(
            f"the description has a control character (U+{ord(bad):04X})",
            remedy="remove it and try again",
        )
    if len(notes) > NOTES_MAX_CHARS:
        raise FieldInvalidError(
            f"the description has {len(notes):,} characters, the limit is {NOTES_MAX_CHARS:,}",
            remedy="shorten it",
        )
    return notes


def clean_tag(raw: object) -> str:
    """Return a tag name: one word without a leading "#", joined by "-" where it had gaps.

    Commas and quotes, which filters use, count as gaps.
    """
    if not isinstance(raw, str):
        raise FieldInvalidError(f"the tag {shown(raw)} is not text")
    try:
        title = clean_title(raw)
    except TitleInvalidError as error:
        raise FieldInvalidError(
            f"{shown(raw)} is no tag: {error.what.replace('title', 'tag')}",
            remedy=f"use a word of 1 to {TAG_MAX_CHARS} characters",
        ) from error
    clean = "-".join(title.translate(_GAPS).lstrip("# ").split())
    if not clean or len(clean) > TAG_MAX_CHARS:
        raise FieldInvalidError(
            f"the tag {clean[:40]!r} has {len(clean)} characters",
            remedy=f"use 1 to {TAG_MAX_CHARS}",
        )
    return clean


def clean_tags(raw: object) -> tuple[str, ...]:
    """Return tag names, each once in whatever case, in the order given."""
    if not isinstance(raw, tuple | list | set | frozenset):
        raise FieldInvalidError(f"the tags {shown(raw)} are not a list of names")
    names: dict[str, str] = {}
    for name in map(clean_tag, raw):
        names.setdefault(name.casefold(), name)
    check_tag_count(len(names))
    return tuple(names.values())


def check_tag_count(count: int) -> None:
    """Raise FieldInvalidError if a task would have too many tags."""
    if count > MAX_TAGS:
        raise FieldInvalidError(
            f"a task cannot have {count} tags, the limit is {MAX_TAGS}",
            remedy="leave some out",
        )


def checked_choice(kind: type[_E], value: object) -> _E:
    """Return a member of an enumeration, also of its text."""
    for member in kind:
        if value == member:
            return member
    raise FieldInvalidError(
        f"{shown(value)} is no {kind.__name__.lower()}",
        remedy=f"use {', '.join(kind)}",
    )


def checked_minutes(value: object) -> int | None:
    """Return an estimate."""
    if value is None:
        return None
    # True is an int, too
    if type(value) is not int or not 1 <= value <= MAX_MINUTES:
        raise FieldInvalidError(
            f"{shown(value)} is no number of minutes",
            remedy=f"use a whole number from 1 to {MAX_MINUTES:,}",
        )
    return value


def checked_position(value: object) -> float:
    """Return a position among siblings."""
    # comparing is exact for any int, while float() of a large one overflows; NaN fails it
    if (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and -MAX_POSITION < value < MAX_POSITION
    ):
        return float(value)
    raise FieldInvalidError(
        f"{shown(value)} is no position", remedy="use a number of moderate size"
    )


def checked_due(value: object) -> Due | None:
    """Return a due date between the years 1970 and 9999."""
    if value is None:
        return None
    if not isinstance(value, Due):
        raise DueInvalidError(f"{shown(value)} is not a due date")
    _check_day(value.day)
    if value.time is not None and (value.time.tzinfo or value.time.microsecond):
        raise DueInvalidError(
            f"{value.text!r} has an offset or fractions of a second",
            remedy="give the local time to the second",
        )
    _ = value.instant  # raises when it is out of range in UTC
    return value


def checked_start(value: object, due: Due | None) -> date | None:
    """Return a start day, which is never after the due day."""
    if value is None:
        return None
    if type(value) is not date:  # a datetime is a date, too
        raise FieldInvalidError(f"the start {shown(value)} is not a day")
    _check_day(value)
    if due is not None and value > due.day:
        raise FieldInvalidError(
            f"the start {value.isoformat()} is after the due date {due.text}",
            remedy="start earlier, or move the due date first",
        )
    return value


def checked_reminders(
    drafts: Iterable[ReminderDraft], due: Due | None
) -> tuple[ReminderDraft, ...]:
    """Return reminders, each once; relative ones need a due date, absolute ones a time."""
    if not isinstance(drafts, tuple | list):
        raise FieldInvalidError(f"{shown(drafts)} is not a list of reminders")
    kept = tuple(dict.fromkeys(_checked_reminder(draft, due) for draft in drafts))
    if len(kept) > MAX_REMINDERS:
        raise FieldInvalidError(
            f"a task cannot have {len(kept)} reminders, the limit is {MAX_REMINDERS}",
            remedy="leave some out",
        )
    return kept


def _checked_reminder(draft: object, due: Due | None) -> ReminderDraft:
    if not isinstance(draft, ReminderDraft):
        raise FieldInvalidError(f"{shown(draft)} is not a reminder")
    if (draft.minutes_before is None) == (draft.at is None):
        raise FieldInvalidError(
            "a reminder needs either a time of its own or minutes before the due date"
        )
    if draft.minutes_before is None:
        at = checked_due(draft.at)
        if at is None or at.time is None:
            raise FieldInvalidError(
                f"the reminder at {'' if at is None else at.text!r} has no time of day",
                remedy="give one, as in 2026-12-01T14:30",
            )
        return draft
    minutes = draft.minutes_before
    if type(minutes) is not int or abs(minutes) > MAX_REMINDER_MINUTES:
        raise FieldInvalidError(
            f"{shown(minutes)} is no number of minutes before the due date",
            remedy=f"use a whole number up to {MAX_REMINDER_MINUTES:,}",
        )
    if due is None:
        raise FieldInvalidError(
            f"a reminder {minutes} minutes before needs a due date",
            remedy="give the task one, or the reminder a time of its own",
        )
    return draft


def _check_day(day: object) -> None:
    if type(day) is not date or day.year < FIRST_YEAR:
        raise DueInvalidError(
            f"the day {shown(day)} is out of range",
            remedy=f"use the years {FIRST_YEAR} to {date.max.year}",
        )


def _is_control(char: str) -> bool:
    return char not in "\n\t" and unicodedata.category(char) in {"Cc", "Cs"}


_GAPS = dict.fromkeys(map(ord, ",\"'()"), " ")

"""Values of options: spans of time, reminders, standard input."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from clara_edge.domain.errors import (
    DueInvalidError,
    FieldInvalidError,
    InputInvalidError,
)
from clara_edge.domain.time_spans import is_span, minutes_of

if TYPE_CHECKING:
    from datetime import datetime

    from clara_edge.domain.drafts import ReminderDraft

STDIN_MAX_BYTES = 10_000_000
LINES_MAX = 10_000
_MINUTES = {"weeks": 7 * 24 * 60, "days": 24 * 60}


def span_text(minutes: int) -> str:
    """Return "1 h 30 min", "2 days"."""
    for unit, name in (("weeks", "week"), ("days", "day")):
        number, rest = divmod(minutes, _MINUTES[unit])
        if number and not rest:
            return f"{number} {name}" if number == 1 else f"{number} {name}s"
    hours, minutes = divmod(minutes, 60)
    parts = [f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes)
    return " ".join(parts) or "0 min"


def reminder_of(text: str, now: datetime) -> ReminderDraft:
    """Read "10m" (before the due time) or a date with a time.

    Raises:
        FieldInvalidError: it is neither.
    """
    from clara_edge.cli.task.due_words import due_of
    from clara_edge.domain.drafts import ReminderDraft

    if is_span(text):
        return ReminderDraft(minutes_before=minutes_of(text))
    try:
        at = due_of(text, now)
    except DueInvalidError as error:
        raise FieldInvalidError(
            f"the reminder {text[:40]!r} cannot be read: {error.what}",
            remedy='write 10m, 1h or 2d, or a time as in "2026-12-01 08:00"',
        ) from error
    if at.time is None:
        raise FieldInvalidError(
            f"the reminder {text[:40]!r} has no time of day",
            remedy='write "2026-12-01 08:00", or 10m for ten minutes before it is due',
        )
    return ReminderDraft(at=at)


def typed_lines() -> list[str]:
    """Return the lines of standard input that are not blank.

    Raises:
        InputInvalidError: there is too much of it, nothing, or it is no text.
    """
    lines = [line for line in typed_text().split("\n") if line.strip()]
    if not lines:
        raise InputInvalidError(
            "standard input has no line with a title", remedy="write one task a line"
        )
    if len(lines) > LINES_MAX:
        raise InputInvalidError(
            f"standard input has {len(lines):,} lines, the limit is {LINES_MAX:,}",
            remedy="clara task import reads larger files",
        )
    return lines


def typed_text() -> str:
    """Return standard input as text; raises as typed_lines() does."""
    raw = sys.stdin.buffer.read(STDIN_MAX_BYTES + 1)
    if len(raw) > STDIN_MAX_BYTES:
        raise InputInvalidError(
            f"standard input has more than {STDIN_MAX_BYTES // 1_000_000} MB",
            remedy="clara task import reads larger files",
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputInvalidError(
            f"standard input is not UTF-8 at byte {error.start:,}",
            remedy="convert it, for example with iconv",
        ) from error

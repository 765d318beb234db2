"""The small notation behind a title in a checklist: !high #tag due:2026-12-01."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clara_edge.domain.due import Due
from clara_edge.domain.errors import InputInvalidError
from clara_edge.domain.recurrence import Recurrence
from clara_edge.domain.tasks import Priority, Status

from .moments import (
    day_from_text,
    due_from_text,
    due_text,
    instant_from_text,
    minutes_from_text,
    recurrence_from_text,
    reminder_from_text,
    reminder_text,
)

if TYPE_CHECKING:
    from clara_edge.domain.tasks import Task

    from .found import Found
    from .gathering import Gathering
    from .source import Source

_PRIORITIES = {f"!{priority.value}": priority for priority in Priority}
_KEYS = ("due", "start", "est", "remind", "every", "from", "after", "done")
_FIRST = {"due": 0, "from": 1}
_KEYED = re.compile(rf"({'|'.join(_KEYS)}):(\S+)")
# a "#" before digits is a number, as in "flat #4"
_TAG = re.compile(r"#(?=\S*[^\W\d])\S+")
# the Tasks plugin of Obsidian; the text of a mark reaches to the next one
_EMOJI = {
    "\N{CALENDAR}": "due",
    "\N{TEAR-OFF CALENDAR}": "due",
    "\N{SPIRAL CALENDAR PAD}": "due",
    "\N{HOURGLASS WITH FLOWING SAND}": "start",
    "\N{HOURGLASS}": "start",
    "\N{AIRPLANE DEPARTURE}": "start",
    "\N{WHITE HEAVY CHECK MARK}": "done",
    "\N{CROSS MARK}": "cancelled",
    "\N{HEAVY PLUS SIGN}": "created",
    "\N{CLOCKWISE RIGHTWARDS AND LEFTWARDS OPEN CIRCLE ARROWS}": "every",
}
_EMOJI_PRIORITIES = {
    "\N{UP-POINTING RED TRIANGLE}": Priority.URGENT,
    "\N{BLACK UP-POINTING DOUBLE TRIANGLE}": Priority.HIGH,
    "\N{UP-POINTING SMALL RED TRIANGLE}": Priority.MEDIUM,
    "\N{DOWN-POINTING SMALL RED TRIANGLE}": Priority.LOW,
    "\N{BLACK DOWN-POINTING DOUBLE TRIANGLE}": Priority.LOW,
}
_MARK = re.compile(
    f"([{''.join([*_EMOJI, *_EMOJI_PRIORITIES])}])\N{VARIATION SELECTOR-16}?"
)


def marked_title(task: Task) -> str:
    """Return the title with everything behind it that the notation can say."""
    words = [_escaped(word) for word in task.title.split(" ")]
    if task.priority is not Priority.MEDIUM:
        words.append(f"!{task.priority.value}")
    words += [
        f"#{tag}" if _TAG.fullmatch(f"#{tag}") else f"tag:{tag}" for tag in task.tags
    ]
    if task.due is not None:
        words.append(f"due:{due_text(task.due)}")
    if task.start is not None:
        words.append(f"start:{task.start.isoformat()}")
    if task.estimated_minutes is not None:
        words.append(f"est:{task.estimated_minutes}m")
    words += [f"remind:{reminder_text(reminder)}" for reminder in task.reminders]
    if task.recurrence is not None:
        words += _recurrence_words(task.recurrence, task.due)
    if task.completed_at is not None:
        words.append(f"done:{task.completed_at.isoformat()}")
    return " ".join(words)


def read_marks(found: Found, gathering: Gathering) -> None:
    """Move what the notation says out of the title into the task."""
    _read_emoji(found, gathering)
    kept: list[str] = []
    keyed: list[tuple[str, str]] = []
    for word in found.title.split():
        mark = _KEYED.fullmatch(word)
        if word in _PRIORITIES:
            found.priority = _PRIORITIES[word]
        elif mark is not None:
            keyed.append((mark[1], mark[2]))
        elif word.startswith("tag:") and len(word) > len("tag:"):
            found.tags.append(word.removeprefix("tag:"))
        elif _TAG.fullmatch(word):
            found.tags.append(word[1:])
        else:
            kept.append(_unescaped(word))
    _apply_all(found, gathering, keyed)
    found.title = " ".join(kept)


def _recurrence_words(recurrence: Recurrence, due: Due | None) -> list[str]:
    words = (
        [f"every:{recurrence.rule}"]
        if recurrence.rule is not None
        else [f"after:{recurrence.after_completion}"]
    )
    if recurrence.start != due:
        words.append(f"from:{due_text(recurrence.start)}")
    return words


def _escaped(word: str) -> str:
    word = _MARK.sub(r"\\\g<0>", word)
    return f"\\{word}" if _is_mark(word.lstrip("\\")) else word


def _unescaped(word: str) -> str:
    return word[1:] if word[0] == "\\" and _is_mark(word.lstrip("\\")) else word


def _is_mark(word: str) -> bool:
    return (
        word in _PRIORITIES
        or _KEYED.fullmatch(word) is not None
        or _TAG.fullmatch(word) is not None
        or word.startswith("tag:")
    )


def _read_emoji(found: Found, gathering: Gathering) -> None:
    pieces = _MARK.split(found.title)
    # an emoji that belongs to the title is not followed by a date
    title, keyed = pieces[0], []
    for mark, text in zip(pieces[1::2], pieces[2::2], strict=True):
        value = text.strip()
        if title.endswith("\\"):
            title = f"{title[:-1]}{mark}{text}"
        elif mark in _EMOJI_PRIORITIES:
            found.priority = _EMOJI_PRIORITIES[mark]
            title += text
        elif _EMOJI[mark] == "every" or re.match(r"\d{4}-\d\d-\d\d", value):
            words = value.split() if _EMOJI[mark] != "every" else [value]
            keyed.append((_EMOJI[mark], words[0]))
            title += " " + " ".join(words[1:])
        else:
            title += mark + text
    _apply_all(found, gathering, keyed)
    found.title = title


def _apply_all(
    found: Found, gathering: Gathering, keyed: list[tuple[str, str]]
) -> None:
    # a recurrence begins at the due date, wherever that is on the line
    for key, value in sorted(keyed, key=lambda mark: _FIRST.get(mark[0], 2)):
        try:
            _set(found, key, value, gathering.source)
        except InputInvalidError as error:
            gathering.reject(found.where, f"{key}:{value}", error)


def _set(found: Found, key: str, value: str, source: Source) -> None:
    start = found.recurrence.start if found.recurrence else found.due
    start = start or Due(source.now.date())
    match key:
        case "due":
            found.due = due_from_text(value, source)
        case "from":
            # only "every" or "after" beside it makes a recurrence of this
            found.recurrence = Recurrence(due_from_text(value, source))
        case "start":
            found.start = day_from_text(value, source)
        case "est":
            found.estimated_minutes = minutes_from_text(value)
        case "remind":
            found.reminders.append(reminder_from_text(value, source))
        case "every":
            found.recurrence = recurrence_from_text(value.replace("_", " "), start)
        case "after":
            found.recurrence = Recurrence(start, after_completion=value.upper())
        case "created":
            found.created_at = instant_from_text(value, source)
        case "cancelled":
            found.status = Status.CANCELLED
        case _:
            found.completed_at = instant_from_text(value, source)

"""How much a new task matters, from its words and its deadline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from clara_edge.domain.tasks import Priority

from .words import plain_words

if TYPE_CHECKING:
    from datetime import datetime

    from clara_edge.domain.due import Due

CLOSE = timedelta(hours=24)
"""A task that is due at a time within this is close."""


@dataclass(frozen=True, slots=True)
class InferredPriority:
    """A priority and the reason for it, as a person would give it."""

    priority: Priority
    reason: str | None = None
    """None when nothing speaks for another priority than the usual one."""


# Of all phrases that a title has, the longest counts; of equally long ones, the first.
# None: the words only look like a sign ("urgent care" is a place).
PHRASES: tuple[tuple[Priority | None, tuple[str, ...]], ...] = (
    (None, ("urgent care", "important dates", "important date")),
    (
        Priority.LOW,
        (
            "not urgent",
            "isn't urgent",
            "is not urgent",
            "not so urgent",
            "not very urgent",
            "nothing urgent",
            "not important",
            "isn't important",
            "is not important",
            "not so important",
            "not very important",
            "low priority",
            "no rush",
            "no hurry",
            "there's no rush",
            "there's no hurry",
            "not in a hurry",
            "whenever",
            "someday",
            "some day",
            "some time or other",
            "at some point",
            "eventually",
            "when i have time",
            "when i get time",
            "when there's time",
            "if i have time",
            "if there's time",
        ),
    ),
    (
        Priority.URGENT,
        (
            "urgent",
            "urgently",
            "very urgent",
            "asap",
            "a s a p",
            "as soon as possible",
            "immediately",
            "right away",
            "straight away",
            "top priority",
            "highest priority",
        ),
    ),
    (
        Priority.HIGH,
        (
            "important",
            "very important",
            "really important",
            "high priority",
            "crucial",
            "without fail",
            "deadline",
        ),
    ),
)


def infer_priority(title: str, due: Due | None, now: datetime) -> InferredPriority:
    """Return the priority of a task whose owner gave none.

    Words count first, then the deadline.

    Args:
        title: its title, which keeps its words.
        due: when it is due.
        now: local time, aware.
    """
    phrase, priority = _sign(plain_words(title))
    if phrase is not None and priority is not None:
        return InferredPriority(priority, f'it says "{phrase}"')
    closeness = _closeness(due, now)
    if closeness is not None:
        return InferredPriority(Priority.HIGH, closeness)
    return InferredPriority(Priority.MEDIUM)


def _sign(words: str) -> tuple[str | None, Priority | None]:
    found: list[tuple[str, Priority | None]] = [
        (phrase, priority)
        for priority, phrases in PHRASES
        for phrase in phrases
        if f" {phrase} " in words
    ]
    # max() keeps the first of equals
    return max(found, key=lambda sign: len(sign[0].split()), default=(None, None))


def _closeness(due: Due | None, now: datetime) -> str | None:
    if due is None:
        return None
    if due.is_past(now):
        return "it is overdue"
    instant = due.instant
    if instant is None:
        return "it is due today" if due.day == now.date() else None
    return "it is due within a day" if instant - now <= CLOSE else None

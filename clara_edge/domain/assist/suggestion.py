"""A suggestion: what Clara asks, why, and what a "yes" does."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clara_edge.domain.due import Due
    from clara_edge.domain.tasks import Priority


class SuggestionKind(StrEnum):
    """What a suggestion is about, in the order in which they are made."""

    CLASH = "clash"
    """Several tasks at the same time today."""
    OVERDUE = "overdue"
    HABIT = "habit"
    """Something that is done on this weekday."""
    STUCK = "stuck"
    """A task that was put off again and again."""
    UNDATED = "undated"
    """A task that has waited for weeks without a date."""


@dataclass(frozen=True, slots=True)
class AddTask:
    """Store one task."""

    title: str
    due: Due | None = None
    project: str | None = None
    """Its name."""


@dataclass(frozen=True, slots=True)
class ChangeTasks:
    """Change tasks alike; exactly one of the two values is set."""

    task_ids: tuple[str, ...]
    due: Due | None = None
    priority: Priority | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One question to the person."""

    kind: SuggestionKind
    key: str
    """The same question has the same key: what was declined is not asked again soon."""
    text: str
    """Two short sentences, the second one a question."""
    reason: str
    """The numbers behind it."""
    action: AddTask | ChangeTasks
    """What is done if the person agrees: one undoable step."""
    done: str
    """What is said then."""

"""Which tasks: filters that the command line, the pages and the voice share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

NONE = "none"
"""The value that stands for no due date, no project, no tag, no parent."""
SPAN = ".."
"""Between the first and the last day of a range."""


class Field(StrEnum):
    """What a condition looks at, and what its values are."""

    STATUS = "status"
    """Status values."""
    PRIORITY = "priority"
    """Priority values."""
    PROJECT = "project"
    """Names or ids; "none" is the inbox."""
    TAG = "tag"
    """Names; "none"."""
    DUE = "due"
    """Days: "2026-12-01", "2026-12-01..2026-12-07" (both included), "none"."""
    START = "start"
    CREATED = "created"
    COMPLETED = "completed"
    PARENT = "parent"
    """References as get() takes them; "none". Direct subtasks only."""
    IS = "is"
    """State values."""
    HAS = "has"
    """Part values."""
    TEXT = "text"
    """Words, all of which begin a word of title, notes, tags or project."""


DATES = frozenset({Field.DUE, Field.START, Field.CREATED, Field.COMPLETED})


class State(StrEnum):
    """What a task can be."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"
    DELETED = "deleted"
    """In the trash."""
    OVERDUE = "overdue"
    """Open, and its day or its time is over."""
    AVAILABLE = "available"
    """Without a start date in the future."""
    RECURRING = "recurring"
    SUBTASK = "subtask"
    PARENT = "parent"
    """With subtasks outside the trash."""


class Part(StrEnum):
    """What a task can have."""

    DUE = "due"
    TIME = "time"
    """A due date with a time of day."""
    START = "start"
    NOTES = "notes"
    TAGS = "tags"
    REMINDERS = "reminders"
    RECURRENCE = "recurrence"
    ESTIMATE = "estimate"
    PROJECT = "project"
    SUBTASKS = "subtasks"


class Operator(StrEnum):
    """How the values are compared; all but EQUAL take one value, a day or a priority."""

    EQUAL = ":"
    BEFORE = "<"
    UNTIL = "<="
    AFTER = ">"
    FROM = ">="


class Order(StrEnum):
    """How the tasks are sorted, smallest and earliest first; ties are broken by number."""

    NATURAL = "natural"
    """By due day and time as they were given (whole days after the times of that day),
    undated tasks at the end; then by priority, then by the order that people gave them."""
    DUE = "due"
    PRIORITY = "priority"
    """Urgent first."""
    CREATED = "created"
    UPDATED = "updated"
    COMPLETED = "completed"
    TITLE = "title"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class Condition:
    """One term; several values mean any of them."""

    field: Field
    values: tuple[str, ...]
    operator: Operator = Operator.EQUAL
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """All conditions hold.

    Without one on status or completed, and without is:open, done, cancelled or deleted,
    only open tasks; the trash only if is:deleted, not negated, asks for it.
    """

    conditions: tuple[Condition, ...] = ()
    text: str = ""
    """Free text: each of its words begins a word of title, notes, tags or project."""
    order: Order = Order.NATURAL
    reverse: bool = False
    """The whole order backwards."""
    now: datetime | None = None
    """Aware; its zone says when days begin. None is the time of the store."""

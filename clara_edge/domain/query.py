"""Which tasks: filters that the command line, the pages and the voice share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Field(StrEnum):
    """What a condition looks at."""

    STATUS = "status"
    PRIORITY = "priority"
    PROJECT = "project"
    TAG = "tag"
    DUE = "due"
    START = "start"
    CREATED = "created"
    COMPLETED = "completed"
    PARENT = "parent"
    IS = "is"
    """overdue, recurring, subtask, parent, open, done, deleted, available, …"""
    HAS = "has"
    """due, time, notes, tags, reminders, recurrence, estimate, project, subtasks."""


class Operator(StrEnum):
    """How the values are compared."""

    EQUAL = ":"
    BEFORE = "<"
    UNTIL = "<="
    AFTER = ">"
    FROM = ">="


class Order(StrEnum):
    """How the tasks are sorted; ties are broken by number."""

    NATURAL = "natural"
    """By due day, then time (whole days last), undated tasks at the end; then by
    priority, then by the order that people gave them."""
    DUE = "due"
    PRIORITY = "priority"
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

    Without one on status only open tasks; the trash only if is:deleted asks for it.
    """

    conditions: tuple[Condition, ...] = ()
    text: str = ""
    """Free text: title, notes, tags and project must have all its words."""
    order: Order = Order.NATURAL
    reverse: bool = False

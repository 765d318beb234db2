"""What a person asks for before it is stored: new tasks and projects, and changes to them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from clara_edge.domain.tasks import Priority, Status

if TYPE_CHECKING:
    from datetime import date

    from clara_edge.domain.due import Due
    from clara_edge.domain.recurrence import Recurrence


class Unset(Enum):
    """The type of UNSET, which leaves a value as it is (None would clear it)."""

    UNSET = "unset"


UNSET = Unset.UNSET


@dataclass(frozen=True, slots=True)
class ReminderDraft:
    """One of the two: minutes before due, or a time of its own."""

    minutes_before: int | None = None
    at: Due | None = None


@dataclass(frozen=True, slots=True)
class TaskDraft:
    """A task to be stored; the store cleans and checks every value."""

    title: str
    description: str = ""
    project: str | None = None
    """Its name (any case, found or made); None is the inbox, or the parent's project."""
    priority: Priority = Priority.MEDIUM
    status: Status = Status.TODO
    due: Due | None = None
    start: date | None = None
    estimated_minutes: int | None = None
    parent_task_id: str | None = None
    tags: tuple[str, ...] = ()
    """Names with or without "#"; found in any case, or made."""
    reminders: tuple[ReminderDraft, ...] = ()
    recurrence: Recurrence | None = None
    """If due is None, the first slot becomes the due date."""
    subtasks: tuple[TaskDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskPatch:
    """Changes to one or several tasks; what is UNSET stays."""

    title: str | Unset = UNSET
    description: str | Unset = UNSET
    project: str | Unset | None = UNSET
    """Its name, found or made; None moves to the inbox. Subtasks go along."""
    priority: Priority | Unset = UNSET
    status: Status | Unset = UNSET
    """todo, in_progress or cancelled; use complete() to complete."""
    due: Due | Unset | None = UNSET
    start: date | Unset | None = UNSET
    estimated_minutes: int | Unset | None = UNSET
    parent_task_id: str | Unset | None = UNSET
    position: float | Unset = UNSET
    tags: tuple[str, ...] | Unset = UNSET
    """Exactly these."""
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    reminders: tuple[ReminderDraft, ...] | Unset = UNSET
    """Exactly these."""
    recurrence: Recurrence | Unset | None = UNSET


@dataclass(frozen=True, slots=True)
class ProjectDraft:
    """A project to be stored."""

    name: str
    description: str = ""
    color: str | None = None
    archived: bool = False
    default_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProjectPatch:
    """Changes to a project; what is UNSET stays."""

    name: str | Unset = UNSET
    description: str | Unset = UNSET
    color: str | Unset | None = UNSET
    archived: bool | Unset = UNSET
    default_for: tuple[str, ...] | Unset = UNSET
    position: float | Unset = UNSET

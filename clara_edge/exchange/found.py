"""A task as an importer finds it, before anything in it was checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from clara_edge.domain.tasks import Priority, Status

if TYPE_CHECKING:
    from datetime import date, datetime

    from clara_edge.domain.due import Due
    from clara_edge.domain.recurrence import Recurrence
    from clara_edge.domain.tasks import Occurrence, Reminder


@dataclass(slots=True)
class Found:
    """Raw text, values of the domain where the importer has made them."""

    where: str
    id: str
    title: str
    description: str = ""
    project: str | None = None
    """Its name."""
    parent_id: str | None = None
    priority: Priority = Priority.MEDIUM
    status: Status = Status.TODO
    due: Due | None = None
    start: date | None = None
    estimated_minutes: int | None = None
    position: float | None = None
    tags: list[str] = field(default_factory=list)
    reminders: list[Reminder] = field(default_factory=list)
    recurrence: Recurrence | None = None
    occurrence: Occurrence | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    completed_at: datetime | None = None
    number: int = 0
    unsaid: frozenset[str] = frozenset()
    """Fields of a task of which the file says nothing."""

"""Named task trees with dates relative to the day on which they are used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clara_edge.domain.tasks import Priority

if TYPE_CHECKING:
    from datetime import time


@dataclass(frozen=True, slots=True)
class TemplateTask:
    """A task that does not exist yet."""

    title: str
    description: str = ""
    priority: Priority = Priority.MEDIUM
    due_after_days: int | None = None
    """Days from the anchor; may be negative. None: no due date."""
    due_time: time | None = None
    start_after_days: int | None = None
    estimated_minutes: int | None = None
    tags: tuple[str, ...] = ()
    remind_minutes_before: tuple[int, ...] = ()
    subtasks: tuple[TemplateTask, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """A named task tree."""

    id: str
    name: str
    tasks: tuple[TemplateTask, ...]
    project: str | None = None
    """Where its tasks go unless another is named."""

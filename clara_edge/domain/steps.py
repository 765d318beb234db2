"""What was changed, as people think of it: one step, which can be undone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from clara_edge.domain.tasks import Task


class StepKind(StrEnum):
    """What a person did."""

    TASK_ADD = "task.add"
    TASK_EDIT = "task.edit"
    TASK_COMPLETE = "task.complete"
    TASK_REOPEN = "task.reopen"
    TASK_SKIP = "task.skip"
    TASK_DELETE = "task.delete"
    TASK_RESTORE = "task.restore"
    PROJECT_ADD = "project.add"
    PROJECT_EDIT = "project.edit"
    PROJECT_DELETE = "project.delete"
    TAG_EDIT = "tag.edit"
    TAG_DELETE = "tag.delete"
    TEMPLATE_SAVE = "template.save"
    TEMPLATE_USE = "template.use"
    TEMPLATE_DELETE = "template.delete"
    TIMER_ADD = "timer.add"
    TIMER_EDIT = "timer.edit"
    TIMER_CANCEL = "timer.cancel"
    ALARM_ADD = "alarm.add"
    ALARM_EDIT = "alarm.edit"
    ALARM_DELETE = "alarm.delete"
    IMPORT = "import"
    BACKUP_RESTORE = "backup.restore"
    """Anything may have changed; no step of the journal takes it back."""


class StepState(StrEnum):
    """Whether a step is in force."""

    DONE = "done"
    UNDONE = "undone"
    """Can be redone."""
    DROPPED = "dropped"
    """Was undone, then something else was done: cannot be redone."""


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the journal."""

    id: int
    kind: StepKind
    summary: str
    """The titles or names concerned, for example "Buy milk" or "Buy milk and 2 more"."""
    origin: str
    """Who did it: voice, web, cli, or another name."""
    at: datetime
    state: StepState = StepState.DONE


@dataclass(frozen=True, slots=True)
class Completion:
    """What completing did."""

    completed: tuple[Task, ...]
    """The tasks asked for and their open subtasks; without those that were done already."""
    spawned: tuple[Task, ...] = ()
    """The next occurrences of recurring tasks (roots only)."""


@dataclass(frozen=True, slots=True)
class ChangeNotice:
    """A committed change, as other processes see it."""

    seq: int
    """Grows with every change; ask for what came after it."""
    step: Step
    action: str
    """do, undo or redo."""
    task_ids: tuple[str, ...]
    project_ids: tuple[str, ...] = ()

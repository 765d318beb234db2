"""Adding and changing tasks; see ports.task_writer.TaskWriter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.domain.drafts import UNSET, TaskPatch
from clara_edge.domain.errors import FieldInvalidError
from clara_edge.domain.shown import shown
from clara_edge.domain.steps import StepKind

from .base import StoreBase, summary_of
from .moves import keep_apart, move_rows
from .task_changes import change_status, change_tags, change_values
from .task_rows import live_rows, tasks_by_id, titles
from .task_trees import insert_trees

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from clara_edge.domain.drafts import TaskDraft
    from clara_edge.domain.tasks import Task

    from .base import OpenStep


class TaskWrites(StoreBase):
    """The writing part of the store."""

    def add(self, *drafts: TaskDraft) -> list[Task]:
        """Store tasks with their subtasks; see the port."""
        with self._step(StepKind.TASK_ADD) as step:
            tasks = tasks_by_id(step.db, insert_trees(step, drafts))
            step.summary = summary_of([task.title for task in tasks])
            return tasks

    def change(self, task_ids: Sequence[str], patch: TaskPatch) -> list[Task]:
        """Change tasks alike; see the port. docs/task-model.md tells what goes along."""
        with self._step(StepKind.TASK_EDIT) as step:
            return _change(step, task_ids, patch)

    def change_each(self, patches: Mapping[str, TaskPatch]) -> list[Task]:
        """Change tasks, each in its own way; see the port."""
        with self._step(StepKind.TASK_EDIT) as step:
            for task_id, patch in patches.items():
                _change(step, [task_id], patch)
            tasks = tasks_by_id(step.db, patches)
            step.summary = summary_of([task.title for task in tasks])
            return tasks


def _change(step: OpenStep, task_ids: Sequence[str], patch: TaskPatch) -> list[Task]:
    if not isinstance(patch, TaskPatch):
        raise FieldInvalidError(f"{shown(patch)} is not a change of tasks")
    rows = live_rows(step.db, task_ids)
    step.summary = summary_of(titles(rows.values()))
    if patch.status is not UNSET:
        change_status(step, rows.values(), patch.status)
        rows = live_rows(step.db, rows)
    move_rows(step, rows, patch)
    change_values(step, rows.values(), patch)
    change_tags(step, rows.values(), patch)
    if patch.position is not UNSET:
        for row in rows.values():
            keep_apart(step, row)
    return tasks_by_id(step.db, rows)

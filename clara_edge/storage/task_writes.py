"""Adding and changing tasks; see ports.task_writer.TaskWriter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.domain.steps import StepKind

from .base import StoreBase, summary_of
from .task_rows import tasks_by_id
from .task_trees import insert_trees

if TYPE_CHECKING:
    from clara_edge.domain.drafts import TaskDraft
    from clara_edge.domain.tasks import Task


class TaskWrites(StoreBase):
    """The writing part of the store."""

    def add(self, *drafts: TaskDraft) -> list[Task]:
        """Store tasks with their subtasks; see the port."""
        with self._step(StepKind.TASK_ADD) as step:
            tasks = tasks_by_id(step.db, insert_trees(step, drafts))
            step.summary = summary_of([task.title for task in tasks])
            return tasks

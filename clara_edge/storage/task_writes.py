"""Adding, changing, completing and removing tasks; see ports.task_writer.TaskWriter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.domain.steps import StepKind

from .base import StoreBase, summary_of
from .project_rows import find_or_make_project
from .task_rows import insert_task, tasks_by_id

if TYPE_CHECKING:
    from clara_edge.domain.drafts import TaskDraft
    from clara_edge.domain.tasks import Task

    from .base import OpenStep


class TaskWrites(StoreBase):
    """The writing part of the store."""

    def add(self, *drafts: TaskDraft) -> list[Task]:
        """Store tasks with their subtasks; see the port."""
        with self._step(StepKind.TASK_ADD) as step:
            ids = [self._insert(step, draft) for draft in drafts]
            tasks = tasks_by_id(step.db, ids)
            step.summary = summary_of([task.title for task in tasks])
        return tasks

    def _insert(self, step: OpenStep, draft: TaskDraft) -> str:
        project_id = (
            None
            if draft.project is None
            else find_or_make_project(step.db, draft.project, step.stamp)
        )
        return insert_task(
            step, draft, project_id=project_id, parent_task_id=draft.parent_task_id
        )

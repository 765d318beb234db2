"""Store drafts with their subtasks inside an open step."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from clara_edge.domain.drafts import TaskDraft
from clara_edge.domain.errors import FieldInvalidError, ParentInvalidError
from clara_edge.domain.shown import shown
from clara_edge.domain.tasks import clean_name

from .project_rows import find_or_make_project
from .task_rows import insert_task, rows_by_id
from .trees import MAX_OPEN_SUBTASKS, above, check_depth, check_room

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .base import OpenStep


def insert_trees(step: OpenStep, drafts: Iterable[TaskDraft]) -> list[str]:
    """Store drafts; return the ids of the topmost tasks.

    Raises:
        TaskNotFoundError: there is no such parent.
        ParentInvalidError: the parent is in the trash.
        InputInvalidError: a value cannot be stored.
    """
    planting = _Planting(step)
    return [planting.root(draft) for draft in drafts]


@dataclass(slots=True)
class _Planting:
    step: OpenStep
    projects: dict[str, str] = field(default_factory=dict)
    """Ids by the name that drafts use: many tasks of one project ask once."""

    def root(self, draft: TaskDraft) -> str:
        draft = _checked(draft)
        if draft.parent_task_id is None:
            return self._tree(draft, self._project(draft), None, depth=0)
        row = rows_by_id(self.step.db, [draft.parent_task_id])[draft.parent_task_id]
        if row["deleted_at"] is not None:
            raise ParentInvalidError(
                f"the parent {row['title'][:80]!r} is in the trash",
                remedy="restore it first",
            )
        check_room(self.step.db, row["id"], 1)
        depth = 1 + len(above(self.step.db, row["id"]))
        project_id = self._project_below(draft, row["project_id"])
        return self._tree(draft, project_id, row["id"], depth=depth)

    def _tree(
        self,
        draft: TaskDraft,
        project_id: str | None,
        parent_id: str | None,
        *,
        depth: int,
    ) -> str:
        check_depth(depth)
        if len(draft.subtasks) > MAX_OPEN_SUBTASKS:
            raise FieldInvalidError(
                f"a task cannot have {len(draft.subtasks):,} subtasks,"
                f" the limit is {MAX_OPEN_SUBTASKS:,}",
                remedy="make it a project, or group them",
            )
        task_id = insert_task(
            self.step, draft, project_id=project_id, parent_task_id=parent_id
        )
        for child in map(_checked, draft.subtasks):
            if child.parent_task_id is not None:
                raise FieldInvalidError(
                    f"the subtask {shown(child.title)} names a parent of its own",
                    remedy="leave its parent out: it is the task around it",
                )
            below = self._project_below(child, project_id)
            self._tree(child, below, task_id, depth=depth + 1)
        return task_id

    def _project(self, draft: TaskDraft) -> str | None:
        if draft.project is None:
            return None
        name = clean_name(draft.project, "project")
        if name not in self.projects:
            found = find_or_make_project(self.step.db, name, self.step.stamp)
            self.projects[name] = found
        return self.projects[name]

    def _project_below(self, draft: TaskDraft, project_id: str | None) -> str | None:
        if draft.project is not None and self._project(draft) != project_id:
            raise FieldInvalidError(
                f"the subtask {shown(draft.title)} cannot be in the project"
                f" {shown(draft.project)}: it goes where its parent is",
                remedy="leave its project out",
            )
        return project_id


def _checked(draft: object) -> TaskDraft:
    if not isinstance(draft, TaskDraft) or not isinstance(draft.subtasks, tuple | list):
        raise FieldInvalidError(f"{shown(draft)} is not a task to be added")
    return draft

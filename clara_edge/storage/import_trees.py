"""Where tasks that are brought in go: below which parent, into which project or trash."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from clara_edge.domain.errors import FieldInvalidError, ParentInvalidError

from .conflicts import own_ancestor
from .series_rows import leave_if_continued, recurs, successor
from .task_rows import rows_by_id
from .trees import above, below, check_depth

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlite_utils import Database

    from clara_edge.domain.tasks import Task

    from .base import OpenStep

Row = dict[str, Any]


def parents_first(tasks: Sequence[Task]) -> list[Task]:
    """Return tasks so that each comes after its parent, otherwise in their order.

    Raises:
        FieldInvalidError: two have the same id.
        ParentInvalidError: one is its own ancestor.
    """
    by_id = {task.id: task for task in tasks}
    if len(by_id) < len(tasks):
        raise FieldInvalidError("two of the tasks have the same id")
    children: dict[str, list[Task]] = {}
    ordered: list[Task] = []
    for task in tasks:
        if task.parent_task_id in by_id:
            children.setdefault(str(task.parent_task_id), []).append(task)
        else:
            ordered.append(task)
    # grows while it is walked: the children of children come after them
    for task in ordered:
        ordered.extend(children.get(task.id, ()))
    if len(ordered) < len(tasks):
        left = set(by_id) - {task.id for task in ordered}
        title = next(task.title for task in tasks if task.id in left)
        raise ParentInvalidError(f"the task {title[:80]!r} is its own ancestor")
    return ordered


class Placing:
    """Adds to rows what depends on other rows; parents must be placed first."""

    def __init__(self, db: Database, project_ids: Mapping[str, str]) -> None:
        self._db = db
        self._project_ids = project_ids
        self._rows: dict[str, Row] = {}
        self._depths: dict[str, int] = {}

    def place(self, task: Task, row: Row) -> None:
        """Add the parent, the project and what it was deleted with.

        A subtask is where its parent is; alive below one in the trash it has none.

        Raises:
            InputInvalidError: the parent or the project is not there, or it is too deep.
        """
        parent = self._parent(task)
        if parent is not None and parent["deleted_at"] and row["deleted_at"] is None:
            parent = None
        row["parent_task_id"] = None if parent is None else parent["id"]
        row["project_id"] = (
            self._project(task) if parent is None else parent["project_id"]
        )
        row["deleted_with"] = None if row["deleted_at"] is None else row["id"]
        if (
            parent is not None
            and row["deleted_at"] is not None
            and parent["deleted_at"] == row["deleted_at"]
        ):
            row["deleted_with"] = parent["deleted_with"]
        self._rows[task.id] = row

    def _project(self, task: Task) -> str | None:
        if task.project_id is None:
            return None
        if task.project_id not in self._project_ids:
            raise FieldInvalidError(
                f"the project of the task {task.title[:80]!r} is not there"
            )
        return self._project_ids[task.project_id]

    def _parent(self, task: Task) -> Row | None:
        parent_id = task.parent_task_id
        if parent_id is None:
            self._depths[task.id] = 0
            return None
        if parent_id not in self._rows:
            found = self._db.query("SELECT * FROM tasks WHERE id = ?", [parent_id])
            parent = next(iter(found), None)
            if parent is None:
                raise ParentInvalidError(
                    f"the parent of the task {task.title[:80]!r} is not there"
                )
            self._rows[parent_id] = parent
            self._depths[parent_id] = len(above(self._db, parent_id))
        self._depths[task.id] = self._depths[parent_id] + 1
        check_depth(self._depths[task.id])
        return self._rows[parent_id]


def settle(step: OpenStep, changed: Iterable[str], imported: Mapping[str, Row]) -> None:
    """Let tasks that were not brought in follow those that were changed.

    Raises:
        ParentInvalidError: a task has become its own ancestor.
    """
    db = step.db
    for task_id in changed:
        if title := own_ancestor(db, task_id):
            raise ParentInvalidError(
                f"the task {title[:80]!r} would become its own ancestor"
            )
        row = imported[task_id]
        ids = json.dumps(list(below(db, [task_id], also_trashed=True)))
        db.execute(
            "UPDATE tasks SET project_id = :project WHERE project_id IS NOT :project"
            " AND id IN (SELECT value FROM json_each(:ids))",
            {"project": row["project_id"], "ids": ids},
        )
        if row["deleted_at"] is not None:
            db.execute(
                "UPDATE tasks SET deleted_at = ?, deleted_with = ?"
                " WHERE deleted_at IS NULL AND id IN (SELECT value FROM json_each(?))",
                [row["deleted_at"], row["deleted_with"], ids],
            )
    for row in imported.values():
        if recurs(row):
            follower = successor(db, row)
            if follower is not None and follower not in imported:
                leave_if_continued(step, rows_by_id(db, [row["id"]])[row["id"]])

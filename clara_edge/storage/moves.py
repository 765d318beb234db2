"""Put tasks below others, into projects and in order inside an open step."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from clara_edge.domain.drafts import UNSET
from clara_edge.domain.errors import FieldInvalidError, ParentInvalidError
from clara_edge.domain.shown import shown

from .project_rows import find_or_make_project
from .task_rows import rows_by_id, update_row
from .trees import below, check_new_parent

if TYPE_CHECKING:
    from clara_edge.domain.drafts import TaskPatch

    from .base import OpenStep
    from .task_rows import Row

# Halving the gap between two neighbours at position 100,000 is exact down to 2**-36.
_MIN_GAP = 1e-6


def move_rows(step: OpenStep, rows: dict[str, Row], patch: TaskPatch) -> None:
    """Give tasks another parent or project; all that is below them goes along.

    A subtask that goes to another project leaves its parent, unless that goes as well.

    Raises:
        ParentInvalidError: a task would become its own ancestor.
        FieldInvalidError: the new parent is in another project than the one named.
    """
    if patch.parent_task_id is not UNSET and patch.parent_task_id is not None:
        project_id = _move_below(step, rows, patch.parent_task_id)
        _check_project(step, patch, project_id)
    elif patch.project is not UNSET:
        project_id = _named_project(step, patch.project)
        _move_to_project(step, rows, patch, project_id)
    elif patch.parent_task_id is None:
        for row in rows.values():
            update_row(step, row, {"parent_task_id": None})
        return
    else:
        return
    _take_along(step, rows, project_id)


def keep_apart(step: OpenStep, row: Row) -> None:
    """Number the siblings of a task anew if its position is hardly another than one of theirs."""
    siblings = (
        "parent_task_id = :parent"
        if row["parent_task_id"] is not None
        # as an index has it: the tasks of one project
        else "project_id IS :project AND parent_task_id IS NULL"
        " AND status IN ('todo', 'in_progress')"
    )
    arguments = {"parent": row["parent_task_id"], "project": row["project_id"]}
    where = f"{siblings} AND deleted_at IS NULL AND id <> :id"
    near = step.db.execute(
        f"SELECT 1 FROM tasks WHERE {where}"  # noqa: S608 - constants
        " AND position BETWEEN :position - :gap AND :position + :gap LIMIT 1",
        {**arguments, **row, "gap": _MIN_GAP},
    ).fetchone()
    if near is None:
        return
    ordered = step.db.query(
        f"SELECT * FROM tasks WHERE {where} OR id = :id ORDER BY position, number",  # noqa: S608 - constants
        {**arguments, "id": row["id"]},
    )
    for place, sibling in enumerate(list(ordered), start=1):
        same = row if sibling["id"] == row["id"] else sibling
        update_row(step, same, {"position": float(place)})


def _move_below(step: OpenStep, rows: dict[str, Row], parent_id: str) -> str | None:
    parent = rows_by_id(step.db, [parent_id])[parent_id]
    if parent["deleted_at"] is not None:
        raise ParentInvalidError(
            f"the parent {parent['title'][:80]!r} is in the trash",
            remedy="restore it first",
        )
    moving = {i for i, row in rows.items() if row["parent_task_id"] != parent_id}
    check_new_parent(step.db, moving, parent_id)
    for task_id in moving:
        update_row(step, rows[task_id], {"parent_task_id": parent_id})
    project_id: str | None = parent["project_id"]
    return project_id


def _move_to_project(
    step: OpenStep, rows: dict[str, Row], patch: TaskPatch, project_id: str | None
) -> None:
    inner = below(step.db, rows)
    parents = rows_by_id(
        step.db, {row["parent_task_id"] for row in rows.values()} - {None}
    )
    for task_id, row in rows.items():
        parent = parents.get(row["parent_task_id"])
        leaves = patch.parent_task_id is None or (
            task_id not in inner
            and parent is not None
            and parent["project_id"] != project_id
        )
        if leaves:
            update_row(step, row, {"parent_task_id": None})


def _check_project(step: OpenStep, patch: TaskPatch, project_id: str | None) -> None:
    if patch.project is UNSET or _named_project(step, patch.project) == project_id:
        return
    raise FieldInvalidError(
        f"a subtask cannot be in the project {shown(patch.project)}:"
        " it goes where its parent is",
        remedy="leave the project out",
    )


def _named_project(step: OpenStep, name: str | None) -> str | None:
    return None if name is None else find_or_make_project(step.db, name, step.stamp)


def _take_along(step: OpenStep, rows: dict[str, Row], project_id: str | None) -> None:
    for row in rows.values():
        update_row(step, row, {"project_id": project_id})
    # what is in the trash below them as well, or it would come back elsewhere
    tree = below(step.db, rows, also_trashed=True)
    step.db.execute(
        "UPDATE tasks SET project_id = ?, updated_at = ?"
        " WHERE id IN (SELECT value FROM json_each(?)) AND project_id IS NOT ?",
        [project_id, step.stamp, json.dumps(list(tree)), project_id],
    )

"""Why a step cannot be taken back: what stands in its way, and who put it there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.domain.errors import UndoConflictError

from .times import from_column

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo

    from sqlite_utils import Database

    from clara_edge.domain.steps import Step

    from .replay import RowChange

_NOUNS = {
    "projects": "the project",
    "task_tags": "the tag",
    "templates": "the template",
    "timers": "the timer",
    "alarms": "the alarm",
}


def conflict_error(
    db: Database, step: Step, change: RowChange, zone: tzinfo | None
) -> UndoConflictError:
    """Return the error for a row that is not as the step left it."""
    name = _name(db, change)
    row = db.execute(
        "SELECT steps.origin, max(changes.at) FROM step_rows"
        " JOIN steps ON steps.id = step_rows.step_id"
        " JOIN changes ON changes.step_id = steps.id"
        " WHERE steps.id <> :step AND steps.state = 'done' AND (step_rows.row_key = :key"
        " AND step_rows.table_name = :table OR step_rows.task_id = :task)"
        " AND changes.seq > (SELECT min(seq) FROM changes WHERE step_id = :step)",
        {
            "step": step.id,
            "key": change.key,
            "table": change.table,
            "task": change.task_id,
        },
    ).fetchone()
    if row[0] is None:
        return UndoConflictError(
            f"{name} is in use or was changed since",
            remedy="change it by hand",
        )
    when = from_column(row[1]).astimezone(zone)
    return UndoConflictError(
        f"{name} was changed since, by {row[0]} on {when:%Y-%m-%d at %H:%M}",
        remedy="undo that first, or change it by hand",
    )


def tree_conflict(db: Database, changes: Iterable[RowChange]) -> str | None:
    """Say which task would now be where none may be: above itself, away from its parent."""
    for task_id in {c.key: None for c in changes if c.table == "tasks"}:
        if title := own_ancestor(db, task_id):
            return f"the task {title!r} would become its own ancestor"
        if title := _first(db, _PARENT_IN_TRASH, task_id):
            return f"the task {title!r} would have a parent that is in the trash"
        if title := _first(db, _PARENT_ELSEWHERE, task_id):
            return f"the task {title!r} would be in another project than its parent"
    return None


def own_ancestor(db: Database, task_id: str) -> str | None:
    """Return the title of a task that is its own ancestor."""
    return _first(db, _OWN_ANCESTOR, task_id)


_OWN_ANCESTOR = """
WITH RECURSIVE above (id) AS (
    SELECT parent_task_id FROM tasks WHERE id = :task
    UNION SELECT tasks.parent_task_id FROM tasks JOIN above ON above.id = tasks.id)
SELECT title FROM tasks WHERE id = :task AND id IN (SELECT id FROM above)
"""

_PARENT_IN_TRASH = """
SELECT child.title FROM tasks AS child JOIN tasks AS parent
    ON parent.id = child.parent_task_id
WHERE (child.id = :task OR parent.id = :task)
    AND child.deleted_at IS NULL AND parent.deleted_at IS NOT NULL
"""

_PARENT_ELSEWHERE = """
SELECT child.title FROM tasks AS child JOIN tasks AS parent
    ON parent.id = child.parent_task_id
WHERE (child.id = :task OR parent.id = :task)
    AND child.project_id IS NOT parent.project_id
"""


def _first(db: Database, sql: str, task_id: str) -> str | None:
    row = db.execute(sql, {"task": task_id}).fetchone()
    return None if row is None else str(row[0])


def _name(db: Database, change: RowChange) -> str:
    if change.table in _NOUNS:
        image = change.before or change.after or {}
        name = image.get("name", change.key)
        return (
            _NOUNS[change.table] if name is None else f"{_NOUNS[change.table]} {name!r}"
        )
    title = _first(db, "SELECT title FROM tasks WHERE id = :task", change.task_id or "")
    if title is None:
        title = (change.before or change.after or {}).get("title", change.key)
    return f"the task {title!r}"

"""Which tasks are above and below others."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from clara_edge.domain.errors import FieldInvalidError, ParentInvalidError

from .rows import OPEN_TASKS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlite_utils import Database

MAX_DEPTH = 50
MAX_OPEN_SUBTASKS = 1000


def below(
    db: Database, ids: Iterable[str], *, also_trashed: bool = False
) -> dict[str, int]:
    """Return all descendants with their depth below the given tasks, parents first.

    A given task that is below another given one is among them.
    """
    alive = "" if also_trashed else "AND tasks.deleted_at IS NULL"
    # the limit ends the walk even in a database that somebody gave a cycle by hand
    rows = db.execute(
        f"""
        WITH RECURSIVE tree (id, depth) AS (
            SELECT value, 0 FROM json_each(?)
            UNION
            SELECT tasks.id, tree.depth + 1 FROM tree
            JOIN tasks ON tasks.parent_task_id = tree.id {alive}
            WHERE tree.depth < {2 * MAX_DEPTH}
        )
        SELECT id, max(depth) FROM tree WHERE depth > 0 GROUP BY id
        ORDER BY max(depth), id
        """,  # noqa: S608 - constants
        [json.dumps(list(ids))],
    )
    return dict(rows.fetchall())


def above(db: Database, task_id: str) -> list[str]:
    """Return the ancestors of a task, the parent first."""
    rows = db.execute(
        """
        WITH RECURSIVE line (id, depth) AS (
            SELECT parent_task_id, 1 FROM tasks WHERE id = ?
            UNION
            SELECT tasks.parent_task_id, line.depth + 1 FROM line
            JOIN tasks ON tasks.id = line.id WHERE line.depth < ?
        )
        SELECT id FROM line WHERE id IS NOT NULL ORDER BY depth
        """,
        [task_id, 2 * MAX_DEPTH],
    )
    return [row[0] for row in rows.fetchall()]


def check_new_parent(db: Database, ids: Collection[str], parent_id: str) -> None:
    """Raise unless the tasks may become subtasks of a parent that exists.

    Raises:
        ParentInvalidError: one of them is the parent or above it.
        FieldInvalidError: the tree would become too deep, or the parent too wide.
    """
    line = [parent_id, *above(db, parent_id)]
    cycle = next((task_id for task_id in line if task_id in ids), None)
    if cycle is not None:
        row = db.execute("SELECT title FROM tasks WHERE id = ?", [cycle]).fetchone()
        raise ParentInvalidError(
            f"the task {row[0][:80]!r} would become its own ancestor",
            remedy="choose a parent outside of it",
        )
    height = max(below(db, ids, also_trashed=True).values(), default=0)
    check_depth(len(line) + height)
    check_room(db, parent_id, len(ids))


def check_depth(depth: int) -> None:
    """Raise FieldInvalidError if a task would have too many ancestors."""
    if depth > MAX_DEPTH:
        raise FieldInvalidError(
            f"the subtask would be {depth} levels deep, the limit is {MAX_DEPTH}",
            remedy="put it further up",
        )


def check_room(db: Database, parent_id: str, more: int) -> None:
    """Raise FieldInvalidError if a parent would have too many open subtasks."""
    row = db.execute(
        f"SELECT count(*) FROM tasks WHERE parent_task_id = ? AND {OPEN_TASKS}",  # noqa: S608 - a constant
        [parent_id],
    ).fetchone()
    if row[0] + more > MAX_OPEN_SUBTASKS:
        raise FieldInvalidError(
            f"a task cannot have {row[0] + more:,} open subtasks,"
            f" the limit is {MAX_OPEN_SUBTASKS:,}",
            remedy="make it a project, or group them",
        )

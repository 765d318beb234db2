"""Deleting tasks, bringing them back, and forgetting them; see ports.task_writer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from clara_edge.domain.steps import StepKind

from .base import StoreBase, summary_of
from .rows import select_tasks
from .series_rows import leave_if_continued
from .task_rows import rows_by_id, tasks_by_id, titles, update_row
from .times import to_column
from .trees import below

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlite_utils import Database

    from clara_edge.domain.tasks import Task

    from .base import OpenStep
    from .task_rows import Row


class TrashWrites(StoreBase):
    """The trash of the store."""

    def delete(self, task_ids: Sequence[str]) -> list[Task]:
        """Move tasks and their subtasks to the trash; see the port.

        What is there already stays as it is. A recurring task takes its series along:
        nothing comes back until it is restored.
        """
        with self._step(StepKind.TASK_DELETE) as step:
            rows = rows_by_id(step.db, task_ids)
            alive = [i for i, row in rows.items() if row["deleted_at"] is None]
            inner = below(step.db, alive)
            gone = []
            for root in (task_id for task_id in alive if task_id not in inner):
                tree = [root, *below(step.db, [root])]
                _throw_away(step, tree, root)
                gone += tree
            step.summary = summary_of(titles(rows[i] for i in alive))
            return tasks_by_id(step.db, gone)

    def restore(self, task_ids: Sequence[str]) -> list[Task]:
        """Bring tasks, and the subtasks that went with them, back; see the port.

        What is not in the trash stays as it is. A task whose parent is still there, or
        gone for good, comes back without one.
        """
        with self._step(StepKind.TASK_RESTORE) as step:
            rows = rows_by_id(step.db, task_ids)
            gone = [i for i, row in rows.items() if row["deleted_at"] is not None]
            depths = below(step.db, gone, also_trashed=True)
            back: dict[str, None] = {}
            # from the top, so that those below find their parents again
            for task_id in sorted(gone, key=lambda i: depths.get(i, 0)):
                if task_id not in back:
                    back |= dict.fromkeys(_bring_back(step, task_id))
            step.summary = summary_of(titles(rows[i] for i in gone))
            return tasks_by_id(step.db, back)

    def trash(self) -> list[Task]:
        """Return what is in the trash, last deleted first; see the port."""
        with self._database.read() as db:
            clauses = (
                "WHERE tasks.deleted_at IS NOT NULL"
                " ORDER BY tasks.deleted_at DESC, tasks.number"
            )
            return list(select_tasks(db, clauses))

    def purge_trash(self, before: datetime) -> int:
        """Forget for good what was deleted before a moment; return how many tasks.

        This is no step: neither it nor what was done to these tasks can be undone. What was
        deleted after a change since that moment stays, whatever the clock said then.
        """
        now = self._clock.now()
        with self._database.write() as db:
            rows = db.execute(
                _LONG_DELETED, {"before": to_column(before), "now": to_column(now)}
            ).fetchall()
            ids = json.dumps([row[0] for row in rows])
            if rows:
                _forget_history(db, ids)
                _forget(db, ids)
        return len(rows)


# A clock that is behind, until the network tells the time, dates a deletion too early. The
# numbers of changes never go back; those of a clock that was ahead tell nothing.
_LONG_DELETED = """
SELECT id FROM tasks WHERE deleted_at < :before AND NOT EXISTS (
    SELECT 1 FROM step_rows JOIN changes ON changes.step_id = step_rows.step_id
    WHERE step_rows.task_id = tasks.id AND step_rows.table_name = 'tasks'
        AND json_extract(step_rows.old, '$.deleted_at')
        IS NOT json_extract(step_rows.new, '$.deleted_at')
        AND changes.seq >= (SELECT min(seq) FROM changes WHERE at BETWEEN :before AND :now))
"""


def _throw_away(step: OpenStep, tree: list[str], root: str) -> None:
    # when a task was updated last stays, so that restoring leaves no mark on it
    step.db.execute(
        "UPDATE tasks SET deleted_at = ?, deleted_with = ?"
        " WHERE id IN (SELECT value FROM json_each(?))",
        [step.stamp, root, json.dumps(tree)],
    )


def _bring_back(step: OpenStep, task_id: str) -> list[str]:
    """Bring a task back with those below it that went to the trash in the same deletion."""
    inner = below(step.db, [task_id], also_trashed=True)
    root, *others = rows_by_id(step.db, [task_id, *inner]).values()
    deletion = root["deleted_with"]
    parent = _live_parent(step.db, root)
    if parent is None:
        update_row(step, root, {"parent_task_id": None})
    project_id = root["project_id"] if parent is None else parent[0]
    back = [root, *(other for other in others if other["deleted_with"] == deletion)]
    for row in back:
        _revive(step, row)
        if row["project_id"] != project_id:
            update_row(step, row, {"project_id": project_id})
        leave_if_continued(step, row)
    return [row["id"] for row in back]


def _revive(step: OpenStep, row: Row) -> None:
    step.db.execute(
        "UPDATE tasks SET deleted_at = NULL, deleted_with = NULL WHERE id = ?",
        [row["id"]],
    )
    row |= {"deleted_at": None, "deleted_with": None}


def _live_parent(db: Database, row: Row) -> tuple[str | None] | None:
    """Return the project of the parent, if that is there and not in the trash."""
    found: tuple[str | None] | None = db.execute(
        "SELECT project_id FROM tasks WHERE id = ? AND deleted_at IS NULL",
        [row["parent_task_id"]],
    ).fetchone()
    return found


def _forget_history(db: Database, ids: str) -> None:
    """Forget what was done to tasks; what the same steps did to others can still be undone."""
    rows = db.execute(
        "SELECT DISTINCT step_id FROM step_rows"
        " WHERE task_id IN (SELECT value FROM json_each(?))",
        [ids],
    ).fetchall()
    db.execute(
        "DELETE FROM step_rows WHERE task_id IN (SELECT value FROM json_each(?))", [ids]
    )
    db.execute(
        "DELETE FROM steps WHERE id IN (SELECT value FROM json_each(?)) AND NOT EXISTS"
        " (SELECT 1 FROM step_rows WHERE step_id = steps.id AND task_id IS NOT NULL)",
        [json.dumps([row[0] for row in rows])],
    )


def _forget(db: Database, ids: str) -> None:
    these = "(SELECT value FROM json_each(:ids))"
    # nothing that is not purged itself may go along with its parent
    db.execute(
        f"UPDATE tasks SET parent_task_id = NULL WHERE parent_task_id IN {these}"  # noqa: S608 - a constant
        f" AND id NOT IN {these}",
        {"ids": ids},
    )
    db.execute(f"DELETE FROM tasks WHERE id IN {these}", {"ids": ids})  # noqa: S608 - a constant

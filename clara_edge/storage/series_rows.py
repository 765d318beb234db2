"""Which occurrence carries a series on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from .rows import recurrence_columns
from .task_rows import rows_by_id, update_row
from .trees import below

if TYPE_CHECKING:
    from sqlite_utils import Database

    from .base import OpenStep
    from .task_rows import Row


def recurs(row: Row) -> bool:
    """Whether a task has a recurrence."""
    return row["repeat_start"] is not None


def successor(db: Database, row: Row) -> str | None:
    """Return the id of the next occurrence after this one, in the trash or not."""
    found = db.execute(
        "SELECT id FROM tasks WHERE series_id = ? AND series_index > ?"
        " ORDER BY series_index LIMIT 1",
        [row["series_id"], row["series_index"]],
    ).fetchone()
    return None if found is None else str(found[0])


def leave_if_continued(step: OpenStep, row: Row) -> None:
    """Make an open occurrence a one-off task if its series went on without it.

    So a series never has two open occurrences that both bring about a next one.
    """
    if (
        recurs(row)
        and row["status"] in {"todo", "in_progress"}
        and row["deleted_at"] is None
        and successor(step.db, row) is not None
    ):
        update_row(step, row, recurrence_columns(None))


def remove_if_untouched(step: OpenStep, task_id: str, born: str) -> bool:
    """Remove an occurrence with its subtasks if nobody changed it since it came about.

    Args:
        step: the open step.
        task_id: the occurrence.
        born: when the one before it was completed.
    """
    tree = [task_id, *below(step.db, [task_id], also_trashed=True)]
    rows = rows_by_id(step.db, tree).values()
    if any(
        row["created_at"] != born
        or row["updated_at"] != born
        or row["status"] != "todo"
        for row in rows
    ):
        return False
    ids = json.dumps(tree)
    for table in ("task_tag_relations", "reminders"):
        step.db.execute(
            f"DELETE FROM {table} WHERE task_id IN (SELECT value FROM json_each(?))",  # noqa: S608 - constants
            [ids],
        )
    # from the leaves: the journal puts them back in the opposite order
    for gone in reversed(tree):
        step.db.execute("DELETE FROM tasks WHERE id = ?", [gone])
    return True

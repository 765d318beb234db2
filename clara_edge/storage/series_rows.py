"""Which occurrence carries a series on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from clara_edge.domain.errors import TaskStateError
from clara_edge.domain.series import check_alike, checked_recurrence, first_slot
from clara_edge.domain.values import checked_due

from .base import new_id
from .rows import due_from, recurrence_columns, recurrence_from
from .task_rows import rows_by_id, update_row
from .trees import below

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clara_edge.domain.due import Due

    from .base import OpenStep
    from .task_rows import Row

# The zone stays: the slot of the record is read in it.
ENDED = {
    column: value
    for column, value in recurrence_columns(None).items()
    if column != "repeat_zone"
}
"""The columns of a task that does not recur any more."""


def recurs(row: Row) -> bool:
    """Whether a task has a recurrence."""
    return row["repeat_start"] is not None


def restarted(
    db: Database, row: Row, recurrence: object, wanted: Due | None
) -> tuple[Due | None, dict[str, Any]]:
    """Return the due date of a task that gets another recurrence, and its columns.

    A plain task starts a series on the first slot that is not before its due date; an
    occurrence goes on with the first slot not before its own or, if the start is
    another, with the first of all. A due date given in the same breath comes first.

    Raises:
        RecurrenceInvalidError: it cannot be used.
        TaskStateError: the task is done.
    """
    new = checked_recurrence(recurrence)
    if row["status"] not in {"todo", "in_progress"}:
        raise TaskStateError(
            f"the task {row['title'][:80]!r} is done", remedy="reopen it first"
        )
    check_alike(new, wanted)
    old, due = recurrence_from(row), due_from(row["due_date"], row["due_zone"])
    base = wanted
    if wanted is None and old is None:
        base = due
    elif wanted is None and old is not None and old.start == new.start:
        base = due_from(row["slot"], row["repeat_zone"])
    slot = first_slot(new, base)
    checked_due(slot)
    columns: dict[str, Any] = {**recurrence_columns(new), "slot": slot.text}
    if row["series_id"] is None:
        columns |= {"series_id": row["id"], "series_index": 0}
    elif successor(db, row) is not None:
        # its old series went on without it, perhaps under its own id
        columns |= {"series_id": new_id(), "series_index": 0}
    in_place = (row["slot"], row["repeat_zone"]) == (slot.text, new.start.zone)
    stays = wanted is None and old is not None and in_place
    return due if stays else slot, columns


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
        update_row(step, row, ENDED)


def remove_if_untouched(step: OpenStep, task_id: str, born: str) -> bool:
    """Remove an occurrence with its subtasks if nobody changed it since it came about.

    Args:
        step: the open step.
        task_id: the occurrence.
        born: when the one before it was completed.
    """
    tree = [task_id, *below(step.db, [task_id], also_trashed=True)]
    rows = rows_by_id(step.db, tree)
    if any(
        row["created_at"] != born
        or row["updated_at"] != born
        or row["status"] != "todo"
        or row["deleted_with"] != rows[task_id]["deleted_with"]
        for row in rows.values()
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

"""Read, insert and change rows of tasks inside an open step."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from clara_edge.domain.errors import (
    FieldInvalidError,
    TaskNotFoundError,
    TaskStateError,
)
from clara_edge.domain.series import check_alike, checked_recurrence, first_slot
from clara_edge.domain.shown import shown
from clara_edge.domain.tasks import Priority, Status, clean_title
from clara_edge.domain.values import (
    checked_choice,
    checked_due,
    checked_minutes,
    checked_reminders,
    checked_start,
    clean_notes,
    clean_tags,
)

from .base import new_id
from .rows import day_text, due_columns, recurrence_columns, select_tasks
from .tag_rows import add_tags

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlite_utils import Database

    from clara_edge.domain.drafts import ReminderDraft, TaskDraft
    from clara_edge.domain.due import Due
    from clara_edge.domain.tasks import Task

    from .base import OpenStep

Row = dict[str, Any]
"""The columns of one task as they are stored."""


def insert_task(
    step: OpenStep,
    draft: TaskDraft,
    *,
    project_id: str | None,
    parent_task_id: str | None,
) -> str:
    """Check and store one task of a draft without its subtasks; return its id.

    Raises:
        InputInvalidError: a value of the draft cannot be stored.
    """
    task_id = new_id()
    due, series = _series(draft, task_id)
    reminders = checked_reminders(draft.reminders, due)
    status = checked_choice(Status, draft.status)
    row: Row = {
        "id": task_id,
        "title": clean_title(draft.title),
        "description": clean_notes(draft.description),
        "project_id": project_id,
        "priority": checked_choice(Priority, draft.priority),
        "status": status,
        "start_date": day_text(checked_start(draft.start, due)),
        "estimated_minutes": checked_minutes(draft.estimated_minutes),
        "parent_task_id": parent_task_id,
        "completed_at": step.stamp if status is Status.COMPLETED else None,
        **due_columns(due),
        **series,
    }
    tags = clean_tags(draft.tags)
    insert_row(step, row)
    add_tags(step.db, task_id, tags)
    add_reminders(step.db, task_id, reminders)
    return task_id


def insert_row(step: OpenStep, row: Row) -> None:
    """Store a new task; number, position after all others, and times are filled in."""
    number = next_number(step.db)
    insert(
        step.db,
        "tasks",
        {
            "number": number,
            "position": float(number),
            "created_at": step.stamp,
            "updated_at": step.stamp,
            **row,
        },
    )


def insert(db: Database, table: str, row: Row) -> None:
    """Insert one row; sqlite-utils asks for the schema first, which bulk cannot afford."""
    columns = ", ".join(row)
    marks = ", ".join("?" * len(row))
    db.execute(
        f"INSERT INTO {table} ({columns}) VALUES ({marks})",  # noqa: S608 - constants
        list(row.values()),
    )


def update_row(step: OpenStep, row: Row, values: Mapping[str, Any]) -> bool:
    """Change a task where it differs, `row` along with it; return whether it did."""
    changed = {
        column: value for column, value in values.items() if row[column] != value
    }
    if not changed:
        return False
    changed["updated_at"] = step.stamp
    assignments = ", ".join(f"{column} = ?" for column in changed)
    step.db.execute(
        f"UPDATE tasks SET {assignments} WHERE id = ?",  # noqa: S608 - constants
        [*changed.values(), row["id"]],
    )
    row.update(changed)
    return True


def touch(step: OpenStep, row: Row) -> None:
    """Note that something which belongs to the task was changed."""
    if row["updated_at"] != step.stamp:
        step.db.execute(
            "UPDATE tasks SET updated_at = ? WHERE id = ?", [step.stamp, row["id"]]
        )
        row["updated_at"] = step.stamp


def next_number(db: Database) -> int:
    """Return a number that no task ever had."""
    row = db.execute(
        "UPDATE counters SET value = value + 1 WHERE name = 'task' RETURNING value"
    ).fetchall()
    return int(row[0][0])


def add_reminders(db: Database, task_id: str, drafts: Iterable[ReminderDraft]) -> None:
    """Give a task reminders."""
    for draft in drafts:
        at = draft.at
        row = {
            "id": new_id(),
            "task_id": task_id,
            "minutes_before": draft.minutes_before,
            "at": None if at is None else at.text,
            "zone": None if at is None else at.zone,
        }
        insert(db, "reminders", row)


def rows_by_id(db: Database, ids: Iterable[str]) -> dict[str, Row]:
    """Return the rows of tasks by id, each once, in the order given.

    Raises:
        TaskNotFoundError: there is no such task.
    """
    if isinstance(ids, str) or not hasattr(ids, "__iter__"):
        raise FieldInvalidError(f"{shown(ids)} is not a list of ids")
    wanted = dict.fromkeys(map(_checked_id, ids))
    found = {
        row["id"]: row
        for row in db.query(
            "SELECT * FROM tasks WHERE id IN (SELECT value FROM json_each(?))",
            [json.dumps(list(wanted))],
        )
    }
    for task_id in wanted:
        if task_id not in found:
            raise TaskNotFoundError(
                f"there is no task with the id {task_id[:40]!r}",
                remedy="clara task list shows all",
            )
    return {task_id: found[task_id] for task_id in wanted}


def live_rows(db: Database, ids: Iterable[str]) -> dict[str, Row]:
    """Return the rows of tasks as rows_by_id() does, none of which is in the trash.

    Raises:
        TaskNotFoundError: there is no such task.
        TaskStateError: one is in the trash.
    """
    rows = rows_by_id(db, ids)
    for row in rows.values():
        if row["deleted_at"] is not None:
            raise TaskStateError(
                f"the task {row['title'][:80]!r} is in the trash",
                remedy="restore it first",
            )
    return rows


def tasks_by_id(db: Database, ids: Iterable[str]) -> list[Task]:
    """Return tasks that exist in the order of their ids."""
    wanted = list(ids)
    clauses = "WHERE tasks.id IN (SELECT value FROM json_each(?))"
    found = {t.id: t for t in select_tasks(db, clauses, [json.dumps(wanted)])}
    return [found[i] for i in wanted]


def titles(rows: Iterable[Row]) -> list[str]:
    """Return what a step's summary is made of."""
    return [row["title"] for row in rows]


def _series(draft: TaskDraft, task_id: str) -> tuple[Due | None, Row]:
    """Return the due date of a draft, and the columns of the series that it starts."""
    due = checked_due(draft.due)
    if draft.recurrence is None:
        return due, recurrence_columns(None)
    recurrence = checked_recurrence(draft.recurrence)
    check_alike(recurrence, due)
    slot = first_slot(recurrence, due)
    series = {"series_id": task_id, "series_index": 0, "slot": slot.text}
    return checked_due(slot), {**recurrence_columns(recurrence), **series}


def _checked_id(value: object) -> str:
    if not isinstance(value, str):
        raise FieldInvalidError(f"{shown(value)} is not the id of a task")
    return value

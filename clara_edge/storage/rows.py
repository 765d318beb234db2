"""Between rows and domain objects."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from clara_edge.domain.due import Due
from clara_edge.domain.recurrence import Recurrence
from clara_edge.domain.tasks import (
    Occurrence,
    Priority,
    Project,
    Reminder,
    Status,
    Tag,
    Task,
)

from .times import from_column, to_column

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlite_utils import Database

OPEN_TASKS = "tasks.deleted_at IS NULL AND tasks.status IN ('todo', 'in_progress')"
"""As the partial indexes have it, so that SQLite uses them."""

TASK_SELECT = """
SELECT tasks.*,
  (SELECT json_group_array(name) FROM (
     SELECT task_tags.name FROM task_tag_relations
     JOIN task_tags ON task_tags.id = task_tag_relations.tag_id
     WHERE task_tag_relations.task_id = tasks.id
     ORDER BY task_tags.name COLLATE NOCASE)) AS tag_names,
  (SELECT json_group_array(json_array(id, minutes_before, at, zone)) FROM (
     SELECT id, minutes_before, at, zone FROM reminders
     WHERE reminders.task_id = tasks.id
     ORDER BY at, minutes_before DESC, id)) AS reminder_rows
FROM tasks
"""
"""Selects what task_from() reads; continue with WHERE or JOIN."""


def select_tasks(
    db: Database, clauses: str, arguments: Sequence[Any] | dict[str, Any] = ()
) -> Iterator[Task]:
    """Yield tasks; `clauses` follows FROM tasks."""
    for row in db.query(TASK_SELECT + clauses, arguments):
        yield task_from(row)


def task_from(row: dict[str, Any]) -> Task:
    """Return the task of a row of TASK_SELECT."""
    return Task(
        id=row["id"],
        number=row["number"],
        title=row["title"],
        description=row["description"],
        project_id=row["project_id"],
        priority=Priority(row["priority"]),
        status=Status(row["status"]),
        due=due_from(row["due_date"], row["due_zone"]),
        start=date.fromisoformat(row["start_date"]) if row["start_date"] else None,
        estimated_minutes=row["estimated_minutes"],
        created_at=from_column(row["created_at"]),
        updated_at=from_column(row["updated_at"]),
        completed_at=from_column(row["completed_at"]) if row["completed_at"] else None,
        deleted_at=from_column(row["deleted_at"]) if row["deleted_at"] else None,
        parent_task_id=row["parent_task_id"],
        position=row["position"],
        tags=_names(row["tag_names"]),
        reminders=_reminders(row["reminder_rows"]),
        recurrence=recurrence_from(row),
        occurrence=_occurrence(row),
    )


def project_from(row: dict[str, Any]) -> Project:
    """Return the project of a row."""
    return Project(
        row["id"],
        row["name"],
        row["description"],
        row["color"],
        archived=bool(row["archived"]),
        default_for=_names(row["default_for"]),
        position=row["position"],
    )


def _names(text: str) -> tuple[str, ...]:
    # most have none, and lists have hundreds of rows
    return () if text == "[]" else tuple(json.loads(text))


def tag_from(row: dict[str, Any]) -> Tag:
    """Return the tag of a row."""
    return Tag(row["id"], row["name"], row["color"])


def due_from(text: str | None, zone: str | None) -> Due | None:
    """Return a due date from its columns."""
    return None if text is None else Due.parse(text, zone)


def due_columns(due: Due | None) -> dict[str, str | None]:
    """Return the columns due_date, due_zone and due_at."""
    if due is None:
        return {"due_date": None, "due_zone": None, "due_at": None}
    instant = due.instant
    return {
        "due_date": due.text,
        "due_zone": due.zone,
        "due_at": None if instant is None else to_column(instant),
    }


def day_text(day: date | None) -> str | None:
    """Return a day as a column holds it."""
    return None if day is None else day.isoformat()


def recurrence_columns(recurrence: Recurrence | None) -> dict[str, str | None]:
    """Return the columns that hold a recurrence."""
    if recurrence is None:
        return {
            **dict.fromkeys(("rrule", "repeat_after", "repeat_start", "repeat_zone")),
            "repeat_exceptions": "[]",
        }
    return {
        "rrule": recurrence.rule,
        "repeat_after": recurrence.after_completion,
        "repeat_start": recurrence.start.text,
        "repeat_zone": recurrence.start.zone,
        "repeat_exceptions": json.dumps(recurrence.exceptions),
    }


def recurrence_from(row: dict[str, Any]) -> Recurrence | None:
    """Return the recurrence of a row of tasks."""
    start = due_from(row["repeat_start"], row["repeat_zone"])
    if start is None:
        return None
    return Recurrence(
        start=start,
        rule=row["rrule"],
        after_completion=row["repeat_after"],
        exceptions=tuple(json.loads(row["repeat_exceptions"])),
    )


def _occurrence(row: dict[str, Any]) -> Occurrence | None:
    if row["series_id"] is None:
        return None
    slot = due_from(row["slot"], row["repeat_zone"])
    return Occurrence(row["series_id"], row["series_index"], slot)


def _reminders(packed: str) -> tuple[Reminder, ...]:
    if packed == "[]":
        return ()
    return tuple(
        Reminder(identity, minutes, due_from(at, zone))
        for identity, minutes, at, zone in json.loads(packed)
    )

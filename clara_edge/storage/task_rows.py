"""Insert and touch single rows of tasks, tags and reminders inside an open step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clara_edge.domain.errors import FieldInvalidError
from clara_edge.domain.tasks import clean_title

from .base import new_id
from .rows import due_columns, recurrence_columns, select_tasks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlite_utils import Database

    from clara_edge.domain.drafts import ReminderDraft, TaskDraft
    from clara_edge.domain.tasks import Task

    from .base import OpenStep

TAG_MAX_CHARS = 100


def insert_task(
    step: OpenStep,
    draft: TaskDraft,
    *,
    project_id: str | None,
    parent_task_id: str | None,
) -> str:
    """Store one task of a draft without its subtasks; return its id."""
    task_id, number = new_id(), next_number(step.db)
    due = draft.due or (draft.recurrence.start if draft.recurrence else None)
    row: dict[str, Any] = {
        "id": task_id,
        "number": number,
        "position": float(number),
        "title": clean_title(draft.title),
        "description": draft.description,
        "project_id": project_id,
        "priority": draft.priority,
        "status": draft.status,
        "start_date": None if draft.start is None else draft.start.isoformat(),
        "estimated_minutes": draft.estimated_minutes,
        "parent_task_id": parent_task_id,
        "created_at": step.stamp,
        "updated_at": step.stamp,
        **due_columns(due),
        **recurrence_columns(draft.recurrence),
    }
    if draft.recurrence is not None and due is not None:
        row |= {"series_id": task_id, "series_index": 0, "slot": due.text}
    step.db.table("tasks").insert(row)
    add_tags(step.db, task_id, draft.tags)
    add_reminders(step.db, task_id, draft.reminders)
    return task_id


def next_number(db: Database) -> int:
    """Return a number that no task ever had."""
    db.execute("UPDATE counters SET value = value + 1 WHERE name = 'task'")
    row = db.execute("SELECT value FROM counters WHERE name = 'task'").fetchone()
    return int(row[0])


def add_tags(db: Database, task_id: str, names: Iterable[str]) -> None:
    """Give a task tags, making those that there are not."""
    for name in names:
        db.execute(
            "INSERT OR IGNORE INTO task_tag_relations (task_id, tag_id) VALUES (?, ?)",
            [task_id, tag_id(db, name)],
        )


def tag_id(db: Database, name: str) -> str:
    """Return the id of a tag found in any case, or made."""
    clean = clean_tag(name)
    folded = clean.casefold()
    for row in db.query("SELECT id, name FROM task_tags"):
        if row["name"].casefold() == folded:
            return str(row["id"])
    made = new_id()
    db.table("task_tags").insert({"id": made, "name": clean})
    return made


def clean_tag(name: str) -> str:
    """Return a tag name fit to store: one word, no leading "#".

    Raises:
        FieldInvalidError: it is empty, too long or has characters that filters use.
    """
    clean = "-".join(clean_title(name).lstrip("#").split())
    if not clean or len(clean) > TAG_MAX_CHARS:
        raise FieldInvalidError(
            f"the tag {clean[:40]!r} has {len(clean)} characters",
            remedy=f"use 1 to {TAG_MAX_CHARS}",
        )
    return clean


def add_reminders(db: Database, task_id: str, drafts: Iterable[ReminderDraft]) -> None:
    """Give a task reminders."""
    for draft in drafts:
        row = {
            "id": new_id(),
            "task_id": task_id,
            "minutes_before": draft.minutes_before,
        }
        if draft.at is not None:
            row |= {"at": draft.at.text, "zone": draft.at.zone}
        db.table("reminders").insert(row)


def tasks_by_id(db: Database, ids: Sequence[str]) -> list[Task]:
    """Return tasks in the order of their ids."""
    marks = ", ".join("?" * len(ids))
    found = {t.id: t for t in select_tasks(db, f"WHERE tasks.id IN ({marks})", ids)}
    return [found[i] for i in ids]

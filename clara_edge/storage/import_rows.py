"""Columns of tasks that are brought in, every value checked."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from clara_edge.domain.drafts import ReminderDraft
from clara_edge.domain.errors import FieldInvalidError, InputInvalidError
from clara_edge.domain.recurrence import checked
from clara_edge.domain.shown import shown
from clara_edge.domain.tasks import Priority, Status, clean_title
from clara_edge.domain.values import (
    checked_choice,
    checked_due,
    checked_minutes,
    checked_position,
    checked_reminders,
    checked_start,
    clean_notes,
    clean_tags,
)

from .rows import day_text, due_columns, recurrence_columns
from .times import to_column

if TYPE_CHECKING:
    from clara_edge.domain.tasks import Task

ID_MAX_CHARS = 200
_INDEX_MAX = 2**53


def check_id(value: object) -> str:
    """Return an id of this or another program, or raise FieldInvalidError."""
    if (
        not isinstance(value, str)
        or not 1 <= len(value) <= ID_MAX_CHARS
        or not value.isprintable()
        or " " in value
    ):
        raise FieldInvalidError(
            f"{shown(value)} cannot be an id",
            remedy=f"use 1 to {ID_MAX_CHARS} visible characters",
        )
    return value


def row_of(task: Task) -> dict[str, Any]:
    """Return the columns that only depend on the task itself.

    Raises:
        InputInvalidError: a value cannot be stored; it names the task.
    """
    try:
        return _row(task)
    except InputInvalidError as error:
        raise type(error)(
            f"the task {str(task.title)[:80]!r}: {error.what}", remedy=error.remedy
        ) from error


def pack_reminders(task: Task) -> list[tuple[str, int | None, str | None, str | None]]:
    """Return the reminders of a task as (id, minutes_before, at, zone)."""
    return [
        (
            reminder.id,
            reminder.minutes_before,
            None if reminder.at is None else reminder.at.text,
            None if reminder.at is None else reminder.at.zone,
        )
        for reminder in task.reminders
    ]


def _row(task: Task) -> dict[str, Any]:
    recurrence = None if task.recurrence is None else checked(task.recurrence)
    due = checked_due(task.due)
    if recurrence is not None:
        due = due or recurrence.start
    status = checked_choice(Status, task.status)
    clean_tags(task.tags)
    checked_reminders(
        tuple(ReminderDraft(r.minutes_before, r.at) for r in task.reminders), due
    )
    if task.completed_at is not None and status is not Status.COMPLETED:
        raise FieldInvalidError(f"it is {status}, but has a time of completion")
    return {
        "id": check_id(task.id),
        "number": task.number if type(task.number) is int else 0,
        "title": clean_title(task.title),
        "description": clean_notes(task.description),
        "priority": checked_choice(Priority, task.priority),
        "status": status,
        "start_date": day_text(checked_start(task.start, due)),
        "estimated_minutes": checked_minutes(task.estimated_minutes),
        "position": checked_position(task.position),
        "created_at": _stamp(task.created_at),
        "updated_at": _stamp(task.updated_at),
        "completed_at": _stamp_or_none(task.completed_at),
        "deleted_at": _stamp_or_none(task.deleted_at),
        **due_columns(due),
        **recurrence_columns(recurrence),
        **_series(task, None if due is None else due.text),
    }


def _series(task: Task, due_text: str | None) -> dict[str, Any]:
    occurrence = task.occurrence
    if occurrence is None:
        if task.recurrence is None:
            return {"series_id": None, "series_index": None, "slot": None}
        return {"series_id": task.id, "series_index": 0, "slot": due_text}
    if type(occurrence.index) is not int or not 0 <= occurrence.index < _INDEX_MAX:
        raise FieldInvalidError(f"{shown(occurrence.index)} is no place in a series")
    slot = checked_due(occurrence.slot)
    zone = None if task.recurrence is None else task.recurrence.start.zone
    if slot is not None and slot.zone != zone:
        # a slot is stored without its zone, which is that of the recurrence
        raise FieldInvalidError(f"the slot {slot.text!r} does not fit how it repeats")
    return {
        "series_id": check_id(occurrence.series_id),
        "series_index": occurrence.index,
        "slot": None if slot is None else slot.text,
    }


def _stamp(value: object) -> str:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise FieldInvalidError(
            f"{shown(value)} is no moment", remedy="give a time with its offset"
        )
    try:
        return to_column(value)
    except OverflowError as error:
        raise FieldInvalidError(f"{shown(value)} is out of range") from error


def _stamp_or_none(value: datetime | None) -> str | None:
    return None if value is None else _stamp(value)

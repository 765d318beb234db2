"""Bring about the next occurrence of a recurring task inside an open step."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from clara_edge.domain.recurrence import next_slot
from clara_edge.domain.series import Shift

from .base import new_id
from .rows import day_text, due_columns, due_from, recurrence_from
from .series_rows import recurs, successor
from .tag_rows import attach, tags_of
from .task_rows import insert, insert_row, rows_by_id
from .trees import below

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from clara_edge.domain.due import Due

    from .base import OpenStep
    from .task_rows import Row

# What an occurrence takes over from the one before it.
_COPIED = (
    "title",
    "description",
    "project_id",
    "priority",
    "estimated_minutes",
    "parent_task_id",
    "position",
    "rrule",
    "repeat_after",
    "repeat_start",
    "repeat_zone",
    "repeat_exceptions",
)


def spawn(
    step: OpenStep, row: Row, completed: Collection[str], now: datetime
) -> str | None:
    """Store the occurrence that follows a completed one; None if there is one, or none any more.

    Its subtasks come along, to be done anew. Those that recur themselves come along when
    they were completed with it, and go on in their own rhythm.

    Args:
        step: the open step.
        row: the occurrence that was completed.
        completed: the ids of everything that was completed with it.
        now: aware local time.
    """
    slot = following_slot(row, now)
    # an imported backup may have opened an occurrence that was completed before
    if slot is None or successor(step.db, row) is not None:
        return None
    tree = list(rows_by_id(step.db, [row["id"], *below(step.db, [row["id"]])]).values())
    copying = _Copying(step, shift_to(row, slot), now, frozenset(completed))
    copying.tags = tags_of(step.db, (member["id"] for member in tree))
    latest = _latest_of_series(tree)
    copying.copy(row, row["parent_task_id"], slot)
    for member in tree[1:]:
        if member["series_id"] is None or latest[member["series_id"]] == member["id"]:
            copying.subtask(member)
    return copying.made[row["id"]]


def following_slot(row: Row, now: datetime) -> Due | None:
    """Return where the rule of a recurring task puts its next occurrence."""
    recurrence = recurrence_from(row)
    if recurrence is None:
        return None
    slot = due_from(row["slot"], row["repeat_zone"]) or recurrence.start
    return next_slot(recurrence, slot, now)


def shift_to(row: Row, slot: Due) -> Shift:
    """Return how far an occurrence moves when it becomes due at a slot."""
    return Shift.between(due_from(row["due_date"], row["due_zone"]) or slot, slot)


def shifted_columns(row: Row, shift: Shift) -> dict[str, str | None]:
    """Return the columns of the dates of a task, moved along."""
    start = row["start_date"]
    return {
        **due_columns(shift.due(due_from(row["due_date"], row["due_zone"]))),
        "start_date": day_text(shift.day(date.fromisoformat(start) if start else None)),
    }


@dataclass(slots=True)
class _Copying:
    step: OpenStep
    shift: Shift
    now: datetime
    completed: frozenset[str]
    tags: dict[str, set[str]] = field(default_factory=dict)
    made: dict[str, str] = field(default_factory=dict)
    """The copy of each task."""

    def subtask(self, row: Row) -> None:
        """Copy a task below the occurrence, unless its own series is over."""
        parent = self.made.get(row["parent_task_id"])
        if parent is None:
            return
        if not recurs(row):
            self.copy(row, parent, None)
        elif row["id"] in self.completed:
            slot = following_slot(row, self.now)
            if slot is not None and successor(self.step.db, row) is None:
                self.copy(row, parent, slot)

    def copy(self, row: Row, parent: str | None, slot: Due | None) -> None:
        """Copy a task; with a slot, as the next occurrence of its series."""
        task_id = new_id()
        shift = self.shift if slot is None else shift_to(row, slot)
        values = {column: row[column] for column in _COPIED}
        values |= shifted_columns(row, shift)
        if slot is not None:
            values |= due_columns(slot)
            # the index is unique: whatever else goes wrong, nobody stores this one twice
            values |= {
                "series_id": row["series_id"],
                "series_index": row["series_index"] + 1,
                "slot": slot.text,
            }
        insert_row(self.step, {**values, "id": task_id, "parent_task_id": parent})
        for tag in sorted(self.tags.get(row["id"], ())):
            attach(self.step.db, task_id, tag)
        copy_reminders(self.step, row["id"], task_id, shift)
        self.made[row["id"]] = task_id


def copy_reminders(step: OpenStep, task_id: str, copy_id: str, shift: Shift) -> None:
    """Give a copy the reminders of a task, those with a time of their own moved along."""
    rows = step.db.query("SELECT * FROM reminders WHERE task_id = ?", [task_id])
    for row in list(rows):
        at = shift.due(due_from(row["at"], row["zone"]))
        if row["minutes_before"] is None and at is None:
            continue  # it would be beyond the calendar
        moved = None if at is None else at.text
        values = {"id": new_id(), "task_id": copy_id, "at": moved}
        insert(step.db, "reminders", {**row, **values})


def _latest_of_series(tree: list[Row]) -> dict[str, str]:
    """Return the last occurrence of each series; the ones before it are history."""
    members = [row for row in tree if row["series_id"] is not None]
    members.sort(key=lambda row: row["series_index"])
    return {row["series_id"]: row["id"] for row in members}

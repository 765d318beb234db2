"""Apply a patch to rows of tasks inside an open step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from clara_edge.domain.drafts import UNSET, ReminderDraft, TaskPatch
from clara_edge.domain.errors import FieldInvalidError, TaskStateError
from clara_edge.domain.tasks import Priority, Status, clean_title
from clara_edge.domain.values import (
    check_tag_count,
    checked_choice,
    checked_due,
    checked_minutes,
    checked_position,
    checked_reminders,
    checked_start,
    clean_notes,
    clean_tags,
)

from .completion import cancel_rows, reopen_rows
from .rows import day_text, due_columns, due_from
from .series_rows import ENDED, recurs, restarted
from .tag_rows import attach, detach, find_tag, tag_id, tags_of
from .task_rows import add_reminders, touch, update_row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

    from clara_edge.domain.due import Due

    from .base import OpenStep
    from .task_rows import Row


def change_status(step: OpenStep, rows: Iterable[Row], wanted: Status) -> None:
    """Open, start or cancel tasks; the rows are not kept up to date.

    Raises:
        TaskStateError: it would complete them.
    """
    status = checked_choice(Status, wanted)
    if status is Status.COMPLETED:
        raise TaskStateError(
            "a change cannot complete a task", remedy="complete it instead"
        )
    if status is Status.CANCELLED:
        cancel_rows(step, [row for row in rows if row["status"] != status])
        return
    open_already = [row for row in rows if row["status"] in {"todo", "in_progress"}]
    reopen_rows(step, rows, status)
    for row in open_already:
        update_row(step, row, {"status": status})


def change_values(step: OpenStep, rows: Iterable[Row], patch: TaskPatch) -> None:
    """Change what a task has of its own: texts, numbers, dates, recurrence, reminders."""
    alike = _alike_columns(patch)
    for row in rows:
        dates = _Dates.after(row, patch)
        update_row(step, row, {**alike, **dates.columns(step.db, row, patch)})
        _change_reminders(step, row, patch)


def change_tags(step: OpenStep, rows: Iterable[Row], patch: TaskPatch) -> None:
    """Give tasks exactly the tags of a patch, or add and remove some."""
    if patch.tags is UNSET and not patch.add_tags and not patch.remove_tags:
        return
    tasks = list(rows)
    added = {tag_id(step.db, name) for name in clean_tags(patch.add_tags)}
    removed = {find_tag(step.db, name) for name in clean_tags(patch.remove_tags)}
    exactly = None
    if patch.tags is not UNSET:
        exactly = {tag_id(step.db, name) for name in clean_tags(patch.tags)}
    present = tags_of(step.db, (row["id"] for row in tasks))
    for row in tasks:
        have = present.get(row["id"], set())
        wanted = ((have if exactly is None else exactly) | added) - removed
        check_tag_count(len(wanted))
        for tag in sorted(have - wanted):
            detach(step.db, row["id"], tag)
        for tag in sorted(wanted - have):
            attach(step.db, row["id"], tag)
        if have != wanted:
            touch(step, row)


def _alike_columns(patch: TaskPatch) -> dict[str, Any]:
    """Return the columns that become the same in every task."""
    columns: dict[str, Any] = {}
    if patch.title is not UNSET:
        columns["title"] = clean_title(patch.title)
    if patch.description is not UNSET:
        columns["description"] = clean_notes(patch.description)
    if patch.priority is not UNSET:
        columns["priority"] = checked_choice(Priority, patch.priority)
    if patch.estimated_minutes is not UNSET:
        columns["estimated_minutes"] = checked_minutes(patch.estimated_minutes)
    if patch.position is not UNSET:
        columns["position"] = checked_position(patch.position)
    return columns


@dataclass(frozen=True, slots=True)
class _Dates:
    due: Due | None
    start: date | None

    @classmethod
    def after(cls, row: Row, patch: TaskPatch) -> _Dates:
        """Return the dates that a task has after a patch, before its recurrence."""
        due = _due(row) if patch.due is UNSET else checked_due(patch.due)
        start = date.fromisoformat(row["start_date"]) if row["start_date"] else None
        return cls(due, start)

    def columns(self, db: Database, row: Row, patch: TaskPatch) -> dict[str, Any]:
        """Return the columns of due date, start and recurrence after a patch.

        A start day that the caller leaves alone gives way to an earlier due date.
        """
        columns: dict[str, Any] = {}
        due = self.due
        if patch.recurrence is None:
            columns |= ENDED
        elif patch.recurrence is not UNSET:
            wanted = None if patch.due is UNSET else due
            due, series = restarted(db, row, patch.recurrence, wanted)
            columns |= series
        elif due is None and recurs(row):
            raise FieldInvalidError(
                f"the recurring task {row['title'][:80]!r} needs a due date",
                remedy="clear its recurrence as well",
            )
        start = self.start
        if patch.start is not UNSET:
            start = checked_start(patch.start, due)
        elif start is not None and due is not None:
            start = min(start, due.day)
        return {**columns, **due_columns(due), "start_date": day_text(start)}


def _change_reminders(step: OpenStep, row: Row, patch: TaskPatch) -> None:
    """Replace reminders; relative ones go with the due date that they relate to."""
    due = _due(row)
    if patch.reminders is UNSET and not (patch.due is None and due is None):
        return
    rows = step.db.query("SELECT * FROM reminders WHERE task_id = ?", [row["id"]])
    present = {
        ReminderDraft(r["minutes_before"], due_from(r["at"], r["zone"])): r["id"]
        for r in rows
    }
    wanted = (
        tuple(draft for draft in present if draft.at is not None)
        if patch.reminders is UNSET
        else checked_reminders(patch.reminders, due)
    )
    gone = [identity for draft, identity in present.items() if draft not in wanted]
    for identity in gone:
        step.db.execute("DELETE FROM reminders WHERE id = ?", [identity])
    new = [draft for draft in wanted if draft not in present]
    add_reminders(step.db, row["id"], new)
    if gone or new:
        touch(step, row)


def _due(row: Row) -> Due | None:
    return due_from(row["due_date"], row["due_zone"])

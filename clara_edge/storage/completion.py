"""Completing, reopening and skipping tasks; see ports.task_writer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.domain.errors import RecurrenceInvalidError, TaskStateError
from clara_edge.domain.steps import Completion, StepKind
from clara_edge.domain.tasks import Status

from .base import StoreBase, summary_of
from .occurrences import following_slot, shift_to, shifted_columns, spawn
from .rows import due_columns, due_from
from .series_rows import leave_if_continued, recurs, remove_if_untouched, successor
from .task_rows import live_rows, rows_by_id, tasks_by_id, titles, touch, update_row
from .trees import below

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from clara_edge.domain.due import Due
    from clara_edge.domain.series import Shift
    from clara_edge.domain.tasks import Task

    from .base import OpenStep
    from .task_rows import Row

_OPEN = frozenset({Status.TODO, Status.IN_PROGRESS})


class CompletionWrites(StoreBase):
    """What becomes of tasks in the end."""

    def complete(self, task_ids: Sequence[str]) -> Completion:
        """Complete tasks and their open subtasks; see the port.

        Only tasks asked for bring about a next occurrence: a recurring subtask that is
        completed along with its parent waits for the parent's next occurrence.
        """
        with self._step(StepKind.TASK_COMPLETE) as step:
            asked = live_rows(step.db, task_ids).values()
            fresh = [row for row in asked if row["status"] != Status.COMPLETED]
            inner = below(step.db, [row["id"] for row in fresh])
            rows = _with_open(step, fresh, inner)
            for row in rows:
                done = {"status": Status.COMPLETED, "completed_at": step.stamp}
                update_row(step, row, done)
            ids, now = [row["id"] for row in rows], self._clock.now()
            spawned = [
                spawn(step, row, ids, now)
                for row in fresh
                if row["id"] not in inner and recurs(row)
            ]
            step.summary = summary_of(titles(fresh))
            return Completion(
                tuple(tasks_by_id(step.db, ids)),
                tuple(tasks_by_id(step.db, filter(None, spawned))),
            )

    def reopen(self, task_ids: Sequence[str]) -> list[Task]:
        """Make completed or cancelled tasks open again; see the port.

        Subtasks that were completed or cancelled in the same step open again as well. If
        the next occurrence was touched, or done, it stays and carries the series on; the
        reopened one is then a task that does not recur.
        """
        with self._step(StepKind.TASK_REOPEN) as step:
            rows = live_rows(step.db, task_ids)
            reopened = reopen_rows(step, rows.values(), Status.TODO)
            step.summary = summary_of(
                titles(row for row in rows.values() if row["id"] in reopened)
            )
            return tasks_by_id(step.db, rows)

    def skip(self, task_id: str) -> Task:
        """Leave out this occurrence of a recurring task; see the port.

        Start, reminders and the open subtasks move as far as the due date does.
        """
        with self._step(StepKind.TASK_SKIP) as step:
            row = live_rows(step.db, [task_id])[task_id]
            slot = self._slot_after(row)
            shift = shift_to(row, slot)
            for child in rows_by_id(step.db, below(step.db, [task_id])).values():
                if child["status"] in _OPEN and not recurs(child):
                    _move(step, child, shift, None)
            _move(step, row, shift, slot)
            step.summary = row["title"]
            return tasks_by_id(step.db, [task_id])[0]

    def _slot_after(self, row: Row) -> Due:
        if not recurs(row) or row["status"] not in _OPEN:
            state = "does not recur" if row["status"] in _OPEN else "is done"
            raise TaskStateError(
                f"the task {row['title'][:80]!r} {state}",
                remedy="only an open occurrence of a recurring task can be skipped",
            )
        slot = following_slot(row, self._clock.now())
        if slot is None:
            raise RecurrenceInvalidError(
                f"there is no occurrence of {row['title'][:80]!r} after this one",
                remedy="complete or delete it",
            )
        return slot


def reopen_rows(step: OpenStep, rows: Iterable[Row], status: Status) -> set[str]:
    """Open done tasks again, with the subtasks that were done along; return all ids."""
    asked = {row["id"]: row for row in rows}
    reopened: set[str] = set()
    for row in asked.values():
        if row["status"] in _OPEN or row["id"] in reopened:
            continue
        along = _done_along(step, row)
        _take_back_next(step, row, asked)
        for other in (row, *along):
            new = status if other is row else Status.TODO
            update_row(step, other, {"status": new, "completed_at": None})
            leave_if_continued(step, other)
            reopened.add(other["id"])
    return reopened


def cancel_rows(step: OpenStep, rows: Iterable[Row]) -> None:
    """Give tasks up, and their open subtasks with them; nothing comes back."""
    asked = list(rows)
    inner = below(step.db, [row["id"] for row in asked])
    for row in _with_open(step, asked, inner):
        update_row(step, row, {"status": Status.CANCELLED, "completed_at": None})


def _with_open(step: OpenStep, rows: list[Row], inner: Iterable[str]) -> list[Row]:
    """Return tasks, and those of their descendants that are open."""
    asked = {row["id"] for row in rows}
    others = rows_by_id(step.db, (i for i in inner if i not in asked)).values()
    return [*rows, *(row for row in others if row["status"] in _OPEN)]


def _done_along(step: OpenStep, row: Row) -> list[Row]:
    mark = "completed_at" if row["status"] == Status.COMPLETED else "updated_at"
    return [
        other
        for other in rows_by_id(step.db, below(step.db, [row["id"]])).values()
        if other["status"] == row["status"] and other[mark] == row[mark]
    ]


def _take_back_next(step: OpenStep, row: Row, kept: Container[str]) -> None:
    """Remove the occurrence that completing a task brought about, if nobody touched it.

    One that is to be kept stays, with all its subtasks.
    """
    if row["completed_at"] is None or not recurs(row):
        return
    following = successor(step.db, row)
    if following is None:
        return
    tree = (following, *below(step.db, [following], also_trashed=True))
    if not any(task_id in kept for task_id in tree):
        remove_if_untouched(step, following, row["completed_at"])


def _move(step: OpenStep, row: Row, shift: Shift, slot: Due | None) -> None:
    values = shifted_columns(row, shift)
    if slot is not None:
        values |= {**due_columns(slot), "slot": slot.text}
    moved = update_row(step, row, values)
    reminders = step.db.query(
        "SELECT * FROM reminders WHERE task_id = ? AND at IS NOT NULL", [row["id"]]
    )
    for reminder in list(reminders):
        at = shift.due(due_from(reminder["at"], reminder["zone"]))
        if at is not None:
            moved = True
            step.db.execute(
                "UPDATE reminders SET at = ? WHERE id = ?", [at.text, reminder["id"]]
            )
    if moved:
        touch(step, row)

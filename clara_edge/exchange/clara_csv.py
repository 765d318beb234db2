"""CSV: one row per task, for spreadsheets; also reads tables of other programs."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from clara_edge.domain.due import Due
from clara_edge.domain.errors import (
    FieldInvalidError,
    FileInvalidError,
    InputInvalidError,
)
from clara_edge.domain.recurrence import Recurrence
from clara_edge.domain.tasks import Occurrence, Priority, Status

from .cells import harmless, plain
from .found import Found
from .gathering import Gathering
from .moments import (
    day_from_text,
    due_from_text,
    due_text,
    instant_from_text,
    minutes_from_text,
    recurrence_from_text,
    reminder_from_text,
    reminder_text,
)
from .source import foreign_id, is_id, is_uuid, made_id
from .structure import parents_first
from .tables import table_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from clara_edge.domain.snapshot import ImportPlan, Snapshot
    from clara_edge.domain.tasks import Task

    from .source import Source

COLUMNS = (
    *("id", "number", "title", "notes", "project", "parent", "status", "priority"),
    *("tags", "due", "start", "estimated_minutes", "reminders"),
    *("repeat", "repeat_after", "repeat_start", "repeat_except"),
    *("series", "series_index", "series_slot"),
    *("position", "created", "updated", "completed"),
)
# what is not said when a table has none of these columns
_FIELDS = {
    "description": {"notes"},
    "project_id": {"project"},
    "parent_task_id": {"parent"},
    "status": {"status", "completed"},
    "completed_at": {"status", "completed"},
    "priority": {"priority"},
    "tags": {"tags"},
    "due": {"due", "repeat_start"},
    "start": {"start"},
    "estimated_minutes": {"estimated_minutes"},
    "reminders": {"reminders"},
    "recurrence": {"repeat", "repeat_after"},
    "occurrence": {"series", "repeat", "repeat_after"},
}
# names that other programs give the same columns
_ALIASES = {
    **dict.fromkeys(("task", "name", "summary", "subject", "content"), "title"),
    **dict.fromkeys(("description", "note", "comment", "comments"), "notes"),
    **dict.fromkeys(("list", "folder", "category"), "project"),
    **dict.fromkeys(("state", "completed?"), "status"),
    **dict.fromkeys(("labels", "tag", "label", "categories"), "tags"),
    **dict.fromkeys(("due date", "due_date", "deadline", "date"), "due"),
    **dict.fromkeys(("start date", "start_date"), "start"),
    **dict.fromkeys(("recurrence", "repeats", "rrule"), "repeat"),
    **dict.fromkeys(("created_at", "created at"), "created"),
    **dict.fromkeys(("completed_at", "completed at", "done"), "completed"),
    **dict.fromkeys(("uid", "uuid"), "id"),
    "estimate": "estimated_minutes",
}
_STATUSES = {
    **{status.value: status for status in Status},
    **dict.fromkeys(("open", "pending", "needs-action", "no"), Status.TODO),
    **dict.fromkeys(("in progress", "doing", "started"), Status.IN_PROGRESS),
    **dict.fromkeys(("done", "complete", "yes", "x", "true"), Status.COMPLETED),
    **dict.fromkeys(("canceled", "wontfix"), Status.CANCELLED),
    "false": Status.TODO,
}
_PRIORITIES = {
    **{priority.value: priority for priority in Priority},
    **dict.fromkeys(("normal", "none"), Priority.MEDIUM),
    **dict.fromkeys(("highest", "critical"), Priority.URGENT),
}
_T = TypeVar("_T")


def write_csv(snapshot: Snapshot, source: Source) -> str:
    """Return a header and one row per task, subtasks after their parents."""
    del source
    projects = {project.id: project.name for project in snapshot.projects}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for _, task in parents_first(snapshot.tasks):
        cells = _cells(task, projects)
        writer.writerow([harmless(cells.get(column, "")) for column in COLUMNS])
    return out.getvalue()


def read_csv(text: str, source: Source) -> ImportPlan:
    """Return what the table brings.

    Raises:
        FileInvalidError: its first row does not name a column "title".
    """
    gathering = Gathering(source)
    rows = table_rows(text, gathering)
    columns = _columns(next(rows, ("", []))[1], gathering)
    table = _Table(
        own=set(columns) >= set(COLUMNS),
        unsaid=frozenset(
            n for n, said_in in _FIELDS.items() if said_in.isdisjoint(columns)
        ),
    )
    for where, row in rows:
        cells = {
            name: plain(cell)
            for name, cell in zip(columns, row, strict=False)
            if name is not None
        }
        if len(row) > len(columns) and any(row[len(columns) :]):
            gathering.reject(where, row[len(columns)], "there is no column for this")
        _Row(where, cells, gathering).read(table)
    return gathering.plan()


def _cells(task: Task, projects: Mapping[str, str]) -> dict[str, str]:
    cells = {
        "id": task.id,
        "number": str(task.number or ""),
        "title": task.title,
        "notes": task.description,
        "project": projects.get(task.project_id or "", ""),
        "parent": task.parent_task_id or "",
        "status": task.status.value,
        "priority": task.priority.value,
        "tags": " ".join(task.tags),
        "due": due_text(task.due) if task.due else "",
        "start": task.start.isoformat() if task.start else "",
        "estimated_minutes": str(task.estimated_minutes or ""),
        "reminders": "; ".join(map(reminder_text, task.reminders)),
        "position": repr(task.position),
        "created": task.created_at.isoformat(),
        "updated": task.updated_at.isoformat(),
        "completed": task.completed_at.isoformat() if task.completed_at else "",
    }
    recurrence, occurrence = task.recurrence, task.occurrence
    if recurrence is not None:
        cells |= {
            "repeat": recurrence.rule or "",
            "repeat_after": recurrence.after_completion or "",
            "repeat_start": due_text(recurrence.start),
            "repeat_except": " ".join(recurrence.exceptions),
        }
    if occurrence is not None:
        cells |= {
            "series": occurrence.series_id,
            "series_index": str(occurrence.index),
            "series_slot": due_text(occurrence.slot) if occurrence.slot else "",
        }
    return cells


def _columns(header: list[str], gathering: Gathering) -> list[str | None]:
    """Return which of our columns each column of the table is."""
    columns: list[str | None] = []
    for raw in header:
        name = " ".join(raw.split()).casefold()
        name = name if name in COLUMNS else _ALIASES.get(name, name)
        known = name in COLUMNS and name not in columns
        columns.append(name if known else None)
        if not known and name:
            reason = "this column is not known; what it holds was left out"
            gathering.reject("line 1", raw, reason)
    if "title" not in columns:
        raise FileInvalidError(
            'the first line does not name a column "title"',
            remedy="add a line such as: title,due,priority,tags",
        )
    return columns


@dataclass(frozen=True, slots=True)
class _Table:
    """What all rows have in common."""

    own: bool
    """Whether Clara wrote it, so that its ids are hers."""
    unsaid: frozenset[str]
    seen: dict[str, int] = field(default_factory=dict)
    """How many rows without an id had the same title so far."""


class _Row:
    """Reads one row; a cell that cannot be read is reported and left out."""

    def __init__(
        self, where: str, cells: Mapping[str, str], gathering: Gathering
    ) -> None:
        self._where = where
        self._cells = cells
        self._gathering = gathering
        self._source = gathering.source

    def read(self, table: _Table) -> None:
        """Take the task."""
        found = Found(self._where, self._identity(table), self._text("title"))
        found.unsaid = table.unsaid
        found.description = self._text("notes")
        found.project = self._text("project") or None
        if parent := self._text("parent"):
            found.parent_id = self._id(parent, table)
        found.tags = self._text("tags").replace(",", " ").split()
        found.status = self._cell("status", _status) or Status.TODO
        found.priority = self._cell("priority", _priority) or Priority.MEDIUM
        self._times(found)
        self._numbers(found)
        for text in filter(str.strip, self._text("reminders").split(";")):
            reminder = self._read(text, lambda t: reminder_from_text(t, self._source))
            if reminder is not None:
                found.reminders.append(reminder)
        found.recurrence = self._recurrence(found)
        found.occurrence = self._cell(
            "series", lambda text: self._occurrence(self._id(text, table))
        )
        self._gathering.add(found)

    def _identity(self, table: _Table) -> str:
        given = self._text("id")
        if given:
            return self._id(given, table)
        key = "\0".join(self._text(name) for name in ("project", "parent", "title"))
        table.seen[key] = table.seen.get(key, 0) + 1
        return made_id("csv", self._source.name, key, str(table.seen[key]))

    def _id(self, given: str, table: _Table) -> str:
        if table.own and is_id(given):
            return given
        if is_uuid(given):
            return foreign_id(given)
        # the 1 of one table is not the 1 of another
        return made_id("csv id", self._source.name, given)

    def _times(self, found: Found) -> None:
        found.due = self._cell("due", self._due)
        found.start = self._cell("start", lambda t: day_from_text(t, self._source))
        found.created_at = self._cell("created", self._instant)
        found.updated_at = self._cell("updated", self._instant)
        completed = self._text("completed").casefold()
        if completed in _STATUSES:  # a table with a column "done" of yes and no
            if not self._text("status"):
                found.status = _STATUSES[completed]
        else:
            found.completed_at = self._cell("completed", self._instant)
            if found.completed_at is not None and not self._text("status"):
                found.status = Status.COMPLETED

    def _numbers(self, found: Found) -> None:
        found.estimated_minutes = self._cell("estimated_minutes", minutes_from_text)
        found.position = self._cell("position", lambda text: _number(text, float))
        found.number = self._cell("number", _count) or 0

    def _recurrence(self, found: Found) -> Recurrence | None:
        rule, after = self._text("repeat"), self._text("repeat_after")
        if not rule and not after:
            return None
        start = self._cell("repeat_start", self._due) or found.due
        start = start or Due(self._source.now.date())
        exceptions = tuple(self._text("repeat_except").split())
        if after:
            return Recurrence(start, None, after, exceptions)
        read = self._cell("repeat", lambda text: recurrence_from_text(text, start))
        return None if read is None else replace(read, exceptions=exceptions)

    def _occurrence(self, series: str) -> Occurrence:
        slot = self._cell("series_slot", self._due)
        index = self._cell("series_index", _count) or 0
        return Occurrence(series, index, slot)

    def _due(self, text: str) -> Due:
        return due_from_text(text, self._source)

    def _instant(self, text: str) -> datetime:
        return instant_from_text(text, self._source)

    def _text(self, name: str) -> str:
        return self._cells.get(name, "").strip()

    def _cell(self, name: str, read: Callable[[str], _T]) -> _T | None:
        """Return what a cell holds; None if it is empty, or cannot be read and is reported."""
        return self._read(self._text(name), read, f"{name}: ")

    def _read(
        self, text: str, read: Callable[[str], _T], prefix: str = ""
    ) -> _T | None:
        if not text:
            return None
        try:
            return read(text)
        except InputInvalidError as error:
            self._gathering.reject(self._where, text, f"{prefix}{error}")
            return None


def _status(text: str) -> Status:
    return _choice(_STATUSES, text)


def _priority(text: str) -> Priority:
    return _choice(_PRIORITIES, text)


def _choice(choices: Mapping[str, _T], text: str) -> _T:
    try:
        return choices[text.casefold()]
    except KeyError as error:
        raise FieldInvalidError(
            f"{text[:40]!r} is not known",
            remedy=f"use {', '.join(filter(None, choices))}",
        ) from error


def _number(text: str, kind: Callable[[str], _T]) -> _T:
    try:
        return kind(text)
    except (ValueError, OverflowError) as error:
        raise FieldInvalidError(f"{text[:40]!r} is not a number") from error


def _count(text: str) -> int:
    number = _number(text.removeprefix("#"), int)
    # within SQLite's integers, with room to count on
    if not 0 <= number < 10**15:
        raise FieldInvalidError(f"{text[:40]!r} is out of range")
    return number

"""Todoist's CSV: what "Export as CSV" of a project writes, and what its import reads."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import time
from pathlib import PurePath
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from clara_edge.domain.due import Due
from clara_edge.domain.errors import (
    DueInvalidError,
    FieldInvalidError,
    FileInvalidError,
    InputInvalidError,
)
from clara_edge.domain.tasks import OPEN, Priority

from .cells import harmless, plain
from .found import Found
from .gathering import Gathering
from .limits import MAX_DEPTH
from .source import made_id
from .structure import parents_first
from .tables import table_rows
from .todoist_dates import date_cell, read_date

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from clara_edge.domain.snapshot import ImportPlan, Snapshot
    from clara_edge.domain.tasks import Task

    from .source import Source

COLUMNS = (
    *("TYPE", "CONTENT", "DESCRIPTION", "PRIORITY", "INDENT", "AUTHOR"),
    *("RESPONSIBLE", "DATE", "DATE_LANG", "TIMEZONE", "DURATION", "DURATION_UNIT"),
)
# the CSV counts as the app does, p1 is the highest; the API counts the other way round
_PRIORITIES = {
    "1": Priority.URGENT,
    "2": Priority.HIGH,
    "3": Priority.MEDIUM,
    "4": Priority.LOW,
}
_NUMBERS = {priority: number for number, priority in _PRIORITIES.items()}
_LABEL = re.compile(r"(?<!\S)@(\S+)")
_MINUTES = {"minute": 1, "hour": 60, "day": 24 * 60}


def write_todoist(snapshot: Snapshot, source: Source) -> str:
    """Return open tasks; projects become sections, for the file is one project."""
    del source
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    by_project: dict[str | None, list[Task]] = {}
    for task in snapshot.tasks:
        if task.status in OPEN:
            by_project.setdefault(task.project_id, []).append(task)
    sections = [
        (None, ""),
        *((project.id, project.name) for project in snapshot.projects),
    ]
    for project_id, name in sections:
        tasks = by_project.get(project_id, [])
        if tasks and name:
            writer.writerow(_cells({"TYPE": "section", "CONTENT": name}))
        for depth, task in parents_first(tasks):
            writer.writerow(_cells(_task_cells(depth, task)))
    return out.getvalue()


def read_todoist(text: str, source: Source) -> ImportPlan:
    """Return the tasks of one project, which is called as the file is.

    Raises:
        FileInvalidError: the first row has no TYPE and CONTENT.
    """
    gathering = Gathering(source)
    rows = table_rows(text, gathering)
    header = [name.strip().upper() for name in next(rows, ("", []))[1]]
    if not {"TYPE", "CONTENT"} <= set(header):
        raise FileInvalidError(
            "the first line has no columns TYPE and CONTENT",
            remedy='export the project with "Export as CSV" in Todoist',
        )
    reader = _Reader(gathering)
    for where, row in rows:
        cells = {
            name: plain(cell).strip() for name, cell in zip(header, row, strict=False)
        }
        reader.row(where, cells)
    reader.end()
    return gathering.plan()


def _cells(cells: Mapping[str, str]) -> list[str]:
    return [harmless(cells.get(column, "")) for column in COLUMNS]


def _task_cells(depth: int, task: Task) -> dict[str, str]:
    labels = [f"@{tag}" for tag in task.tags]
    cells = {
        "TYPE": "task",
        "CONTENT": " ".join([task.title, *labels]),
        "DESCRIPTION": task.description,
        "PRIORITY": _NUMBERS[task.priority],
        "INDENT": str(depth + 1),
        "DATE": date_cell(task),
        "DATE_LANG": "en",
        "TIMEZONE": (task.due.zone if task.due else None) or "",
    }
    if task.estimated_minutes is not None:
        cells |= {
            "DURATION": str(task.estimated_minutes),
            "DURATION_UNIT": "minute",
        }
    return cells


class _Reader:
    """Knows the section and the tasks above the next row."""

    def __init__(self, gathering: Gathering) -> None:
        self._gathering = gathering
        self._source = gathering.source
        self._project = PurePath(self._source.name).stem.strip() or None
        self._section: str | None = None
        self._open: list[tuple[int, Found]] = []
        self._found: list[Found] = []
        self._seen: dict[str, int] = {}

    def row(self, where: str, cells: Mapping[str, str]) -> None:
        """Take one row."""
        kind = cells.get("TYPE", "").casefold()
        content = cells.get("CONTENT", "")
        match kind:
            case "section":
                self._section, self._open = content or None, []
            case "note":
                self._note(where, content)
            case "task":
                self._task(where, cells)
            case "meta" | "":
                if content and kind == "":
                    self._gathering.reject(where, content, "the row has no TYPE")
            case _:
                self._gathering.reject(where, content, f"no row is a {kind[:40]!r}")

    def end(self) -> None:
        """Hand in everything."""
        for found in self._found:
            self._gathering.add(found)

    def _task(self, where: str, cells: Mapping[str, str]) -> None:
        content = cells.get("CONTENT", "")
        indent = self._indent(where, cells)
        while self._open and self._open[-1][0] >= indent:
            self._open.pop()
        parent = self._open[-1][1] if self._open else None
        found = Found(where, self._identity(parent, content), content)
        found.parent_id = None if parent is None else parent.id
        found.project = self._project
        found.description = cells.get("DESCRIPTION", "")
        found.tags = [label[1] for label in _LABEL.finditer(content)]
        # "* " before a task takes its checkbox away
        found.title = _LABEL.sub("", content).removeprefix("* ")
        if self._section is not None:
            found.tags.append(self._section)
        self._values(found, cells)
        self._open.append((indent, found))
        self._found.append(found)

    def _values(self, found: Found, cells: Mapping[str, str]) -> None:
        priority = cells.get("PRIORITY", "")
        if priority in _PRIORITIES:
            found.priority = _PRIORITIES[priority]
        elif priority:
            reason = "a priority is a number from 1 to 4"
            self._gathering.reject(found.where, f"PRIORITY {priority}", reason)
        date = cells.get("DATE", "")
        if date:
            self._try(found, date, lambda: self._date(found, date, cells))
        duration = cells.get("DURATION", "")
        if duration and duration.casefold() != "none":
            unit = cells.get("DURATION_UNIT", "").casefold() or "minute"
            self._try(found, duration, lambda: _estimate(found, duration, unit))
        deadline = cells.get("DEADLINE", "")
        if deadline:
            self._deadline(found, deadline)

    def _date(self, found: Found, text: str, cells: Mapping[str, str]) -> None:
        language = cells.get("DATE_LANG", "").casefold() or "en"
        # dates in figures are the same in every language
        if language != "en" and not text[:4].isdigit():
            raise DueInvalidError(
                f"dates in the language {language[:10]!r} are not read"
            )
        source = self._in_zone(found, cells.get("TIMEZONE", ""))
        found.due, found.recurrence = read_date(text, source)

    def _in_zone(self, found: Found, zone: str) -> Source:
        if not zone or zone.casefold() == "none":
            return self._source
        try:
            Due(self._source.now.date(), time(0), zone)
        except InputInvalidError as error:
            self._gathering.reject(found.where, f"TIMEZONE {zone}", error)
            return self._source
        return replace(self._source, now=self._source.now.astimezone(ZoneInfo(zone)))

    def _deadline(self, found: Found, text: str) -> None:
        if found.due is None:
            self._try(found, text, lambda: self._date(found, text, {}))
        else:
            found.description = f"{found.description}\n\nDeadline: {text}".strip()

    def _try(self, found: Found, what: str, read: Callable[[], None]) -> None:
        try:
            read()
        except InputInvalidError as error:
            reason = f"{error}; the task was taken without it"
            self._gathering.reject(found.where, what, reason)

    def _note(self, where: str, content: str) -> None:
        if not self._found:
            self._gathering.reject(
                where, content, "there is no task above this comment"
            )
            return
        found = self._found[-1]
        found.description = f"{found.description}\n\n{content}".strip()

    def _indent(self, where: str, cells: Mapping[str, str]) -> int:
        text = cells.get("INDENT", "") or "1"
        if (
            text.isascii()
            and text.isdigit()
            and len(text) < 4
            and int(text) <= MAX_DEPTH
        ):
            return int(text)
        self._gathering.reject(where, f"INDENT {text}", "this is no depth; 1 was taken")
        return 1

    def _identity(self, parent: Found | None, content: str) -> str:
        key = f"{parent.id if parent else self._section or ''}\0{content}"
        self._seen[key] = self._seen.get(key, 0) + 1
        return made_id("todoist", self._source.name, key, str(self._seen[key]))


def _estimate(found: Found, duration: str, unit: str) -> None:
    if unit not in _MINUTES or not re.fullmatch(r"[0-9]{1,9}", duration):
        raise FieldInvalidError(f"{duration[:20]} {unit[:20]} is no duration")
    found.estimated_minutes = int(duration) * _MINUTES[unit]

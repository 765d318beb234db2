"""Tasks of `task export`: templates of recurring tasks and their instances become one."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any, TypeVar

from clara_edge.domain.due import Due
from clara_edge.domain.errors import (
    DueInvalidError,
    FileInvalidError,
    InputInvalidError,
)
from clara_edge.domain.recurrence import Recurrence
from clara_edge.domain.tasks import Occurrence, Priority, Status

from .clara_json import parse_json
from .found import Found
from .gathering import Gathering
from .source import foreign_id
from .taskwarrior import PARENT, PRIORITY
from .taskwarrior_periods import rule_of_period

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clara_edge.domain.snapshot import ImportPlan

    from .source import Source

    Item = dict[str, Any]

_T = TypeVar("_T")
_STAMP = re.compile(r"\d{8}T\d{6}Z", re.ASCII)
_STATUSES = {
    **dict.fromkeys(("pending", "waiting", "recurring"), Status.TODO),
    "completed": Status.COMPLETED,
    "deleted": Status.CANCELLED,
}
_PRIORITIES = {"H": Priority.HIGH, "M": Priority.MEDIUM, "L": Priority.LOW}
_READ = frozenset(
    {
        *("uuid", "status", "description", "entry", "modified", "start", "end"),
        *("project", "priority", "tags", "due", "scheduled", "wait", "parent"),
        *("recur", "imask", "depends", "annotations", PARENT, PRIORITY),
        # derived, or of no use outside Taskwarrior
        *("id", "urgency", "mask", "rtype", "last", "template"),
    }
)


def read_taskwarrior(text: str, source: Source) -> ImportPlan:
    """Return the tasks of an array, or of one object a line.

    Raises:
        FileInvalidError: it is neither.
    """
    gathering = Gathering(source)
    items = dict(_items(text, gathering))
    reader = _Reader(gathering, items)
    for where, item in items.items():
        if _text(item, "uuid") not in reader.hidden:
            reader.task(where, item)
    return gathering.plan()


def _items(text: str, gathering: Gathering) -> Iterator[tuple[str, Item]]:
    if text.lstrip().startswith("["):
        content = parse_json(text)
        placed = [(f"tasks[{index}]", raw) for index, raw in enumerate(content)]
    else:
        placed = list(_lines(text, gathering))
    for where, raw in placed:
        if isinstance(raw, dict) and isinstance(raw.get("description"), str):
            yield where, raw
        else:
            gathering.reject(where, json.dumps(raw)[:100], "it has no description")


def _lines(text: str, gathering: Gathering) -> Iterator[tuple[str, Any]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield f"line {number}", parse_json(line.strip().removesuffix(","))
        except FileInvalidError:
            gathering.reject(f"line {number}", line, "this is not JSON")


class _Reader:
    """Reads tasks that refer to each other by UUID."""

    def __init__(self, gathering: Gathering, items: dict[str, Item]) -> None:
        self._gathering = gathering
        self._source = gathering.source
        self._by_uuid = {
            item["uuid"]: item
            for item in items.values()
            if isinstance(item.get("uuid"), str)
        }
        self._bearers = self._first_open_instances()
        self.hidden = {
            uuid
            for uuid, item in self._by_uuid.items()
            if item.get("status") == "recurring" and uuid in self._bearers
        }
        """Templates that one of their instances stands for."""

    def task(self, where: str, item: Item) -> None:
        """Take one task."""
        uuid = _text(item, "uuid") or f"{where} {item['description']}"
        found = Found(where, foreign_id(uuid), item["description"])
        found.status = self._status(where, item)
        found.priority = self._priority(where, item)
        found.project = _text(item, "project")
        found.tags = [tag for tag in _list(item, "tags") if isinstance(tag, str)]
        found.created_at = self._value(where, item, "entry", _moment)
        found.updated_at = self._value(where, item, "modified", _moment)
        if found.status is Status.COMPLETED:
            found.completed_at = self._value(where, item, "end", _moment)
        found.due = self._value(where, item, "due", self._due)
        start = self._value(where, item, "scheduled", self._due)
        start = start or self._value(where, item, "wait", self._due)
        found.start = None if start is None else start.day
        found.parent_id = self._parent(item)
        self._recur(found, item)
        found.description = self._notes(found, item)
        self._gathering.add(found)

    def _status(self, where: str, item: Item) -> Status:
        status = item.get("status", "pending")
        if not isinstance(status, str) or status not in _STATUSES:
            self._gathering.reject(where, f"status {status!r:.40}", "this is no status")
            return Status.TODO
        if _STATUSES[status] is Status.TODO and "start" in item:
            return Status.IN_PROGRESS
        return _STATUSES[status]

    def _priority(self, where: str, item: Item) -> Priority:
        given = item.get("priority", "") or "M"
        # only while it still is the highest there
        if given == "H" and item.get(PRIORITY) == "urgent":
            return Priority.URGENT
        if isinstance(given, str) and given in _PRIORITIES:
            return _PRIORITIES[given]
        reason = "a priority is H, M or L"
        self._gathering.reject(where, f"priority {given!r:.40}", reason)
        return Priority.MEDIUM

    def _recur(self, found: Found, item: Item) -> None:
        """Give the rule to the template, or to the instance that stands for it."""
        template = self._by_uuid.get(_text(item, "parent") or "", item)
        uuid = _text(template, "uuid") or ""
        if "recur" not in item and "recur" not in template:
            return
        if template is not item:
            if self._bearers.get(uuid) is not item:
                return
            index = item.get("imask", 0)
            whole = (
                int(index)
                if isinstance(index, int | float) and 0 <= index < 10**9
                else 0
            )
            found.occurrence = Occurrence(foreign_id(uuid), whole, found.due)
        elif item.get("status") != "recurring":
            return
        start = self._value(found.where, template, "due", self._due) or found.due
        if start is None:
            self._gathering.reject(
                found.where, found.title, "it recurs without a due date"
            )
            return
        period = self._value(found.where, template, "recur", rule_of_period)
        if period is not None:
            found.recurrence = Recurrence(start, period)
        elif found.occurrence is not None:
            found.occurrence = None

    def _first_open_instances(self) -> dict[str, Item]:
        first: dict[str, Item] = {}
        for item in self._by_uuid.values():
            parent = item.get("parent")
            if not isinstance(parent, str) or parent not in self._by_uuid:
                continue
            if _text(item, "status") not in {"pending", "waiting"}:
                continue
            if parent not in first or _imask(item) < _imask(first[parent]):
                first[parent] = item
        return first

    def _parent(self, item: Item) -> str | None:
        parent = item.get(PARENT)
        if not isinstance(parent, str):
            return None
        return foreign_id(parent)

    def _notes(self, found: Found, item: Item) -> str:
        notes = [
            annotation["description"]
            for annotation in _list(item, "annotations")
            if isinstance(annotation, dict)
            and isinstance(annotation.get("description"), str)
        ]
        notes += [f"Depends on: {other}" for other in self._dependencies(item)]
        for name in sorted(item.keys() - _READ):
            value = item[name]
            if isinstance(value, str | int | float):
                notes.append(f"{name[:40]}: {value}")
            else:
                self._gathering.reject(found.where, name, "this attribute was left out")
        return "\n".join(notes)

    def _dependencies(self, item: Item) -> list[str]:
        """Return titles of what it waits for, without its own subtasks."""
        given = item.get("depends", [])
        # Taskwarrior before 2.6 wrote them with commas between
        uuids = given.split(",") if isinstance(given, str) else _list(item, "depends")
        titles = []
        for uuid in uuids:
            other = self._by_uuid.get(uuid, {}) if isinstance(uuid, str) else {}
            if other.get(PARENT) != item.get("uuid"):
                titles.append(str(other.get("description", uuid)))
        return titles

    def _due(self, text: str) -> Due:
        """Return a moment as a local time, or as a day if it is its local midnight."""
        try:
            due = Due.at_instant(_moment(text), self._source.zone)
        except OverflowError as error:
            raise DueInvalidError(f"{text[:40]!r} is out of range") from error
        return Due(due.day) if due.time == time(0) else due

    def _value(
        self, where: str, item: Item, name: str, read: Callable[[str], _T]
    ) -> _T | None:
        given = item.get(name)
        if given is None or given == "":
            return None
        try:
            if not isinstance(given, str):
                raise DueInvalidError(f"{given!r:.40} is not text")
            return read(given)
        except InputInvalidError as error:
            self._gathering.reject(where, f"{name} {given!r:.60}", error)
            return None


def _moment(text: str) -> datetime:
    if not _STAMP.fullmatch(text):
        raise DueInvalidError(
            f"{text[:40]!r} is not a time", remedy="write it as in 20261201T143000Z"
        )
    try:
        return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError as error:
        raise DueInvalidError(f"{text[:40]!r} is not a time: {error}") from error


def _imask(item: Item) -> float:
    given = item.get("imask", 0)
    return (
        float(given) if isinstance(given, int | float) and abs(given) < 10**9 else 0.0
    )


def _text(item: Item, name: str) -> str | None:
    value = item.get(name)
    return value if isinstance(value, str) and value else None


def _list(item: Item, name: str) -> list[Any]:
    value = item.get(name)
    return value if isinstance(value, list) else []

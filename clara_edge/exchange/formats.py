"""Every format by name: reading, writing, and telling which one a file has."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePath
from typing import TYPE_CHECKING

from clara_edge.domain.errors import FileInvalidError

from .clara_csv import read_csv, write_csv
from .clara_json import read_clara_json, write_clara_json
from .decoding import decode
from .ical_read import read_icalendar
from .ical_write import write_icalendar
from .markdown import read_markdown, write_markdown
from .merge import Carried
from .taskwarrior import write_taskwarrior
from .taskwarrior_read import read_taskwarrior
from .todoist import read_todoist, write_todoist

if TYPE_CHECKING:
    from collections.abc import Callable

    from clara_edge.domain.snapshot import ImportPlan, Snapshot

    from .source import Source


class Format(StrEnum):
    """What tasks can be written as."""

    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"
    ICS = "ics"
    TODOIST = "todoist"
    TASKWARRIOR = "taskwarrior"


@dataclass(frozen=True, slots=True)
class _Codec:
    read: Callable[[str, Source], ImportPlan]
    write: Callable[[Snapshot, Source], str]
    carries: Carried


_PLAIN = frozenset(
    {"title", "description", "project_id", "priority", "status", "due", "tags"}
)
_PLANNED = _PLAIN | {"start", "estimated_minutes", "parent_task_id", "recurrence"}
_DATED = {"created_at", "updated_at", "completed_at"}
_WHOLE = _PLANNED | _DATED | {"reminders", "occurrence", "position", "number"}
# these say only some rules, so that none does not mean that there is none
_SOME_RULES = frozenset({"recurrence"})
_CODECS = {
    Format.JSON: _Codec(
        read_clara_json, write_clara_json, Carried(_WHOLE | {"deleted_at"})
    ),
    Format.CSV: _Codec(read_csv, write_csv, Carried(_WHOLE)),
    Format.MARKDOWN: _Codec(
        read_markdown,
        write_markdown,
        Carried(_PLANNED | {"reminders", "completed_at"}),
    ),
    Format.ICS: _Codec(read_icalendar, write_icalendar, Carried(_WHOLE)),
    Format.TODOIST: _Codec(
        read_todoist,
        write_todoist,
        Carried(_PLANNED - {"start", "status"}, _SOME_RULES),
    ),
    Format.TASKWARRIOR: _Codec(
        read_taskwarrior,
        write_taskwarrior,
        Carried((_PLANNED - {"estimated_minutes"}) | _DATED, _SOME_RULES),
    ),
}
_EXTENSIONS = {
    ".json": Format.JSON,
    ".csv": Format.CSV,
    ".tsv": Format.CSV,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".txt": Format.MARKDOWN,
    ".ics": Format.ICS,
    ".ical": Format.ICS,
}


def carried(kind: Format) -> Carried:
    """Return the fields of a task that come back from a format."""
    return _CODECS[kind].carries


def read(data: bytes, kind: Format | None, source: Source) -> tuple[Format, ImportPlan]:
    """Return what a file brings, and its format, told from its content if not given.

    Raises:
        FileInvalidError: it is too large, no text, or not of the format.
    """
    text, notes = decode(data)
    kind = kind or detect(text, source.name)
    plan = _CODECS[kind].read(text, source)
    return kind, replace(plan, rejections=[*notes, *plan.rejections])


def write(snapshot: Snapshot, kind: Format, source: Source) -> str:
    """Return a snapshot as a file; only JSON has what is in the trash."""
    if kind is not Format.JSON:
        tasks = [task for task in snapshot.tasks if task.deleted_at is None]
        snapshot = replace(snapshot, tasks=tasks)
    return _CODECS[kind].write(snapshot, source)


def by_extension(name: str) -> Format | None:
    """Return the format that the name of a file suggests."""
    return _EXTENSIONS.get(PurePath(name).suffix.lower())


def detect(text: str, name: str = "") -> Format:
    """Return the format of a text; its content counts for more than its name.

    Raises:
        FileInvalidError: neither tells.
    """
    start = text.lstrip()
    head = start[:2000]
    first = head.split("\n", 1)[0]
    suggested = by_extension(name)
    if head[:15].upper() == "BEGIN:VCALENDAR":
        return Format.ICS
    if suggested is Format.JSON or re.match(r'[\[{]\s*["{}\]]', head):
        return Format.JSON if '"clara-edge"' in head else Format.TASKWARRIOR
    names = {n.strip(" \"'").upper() for n in re.split(r"[,;\t]", first)}
    if {"TYPE", "CONTENT"} <= names:
        return Format.TODOIST
    if suggested is not None:
        return suggested
    if "TITLE" in names:
        return Format.CSV
    if re.search(r"^\s*(?:[-*+]|#{1,6}) ", head, re.MULTILINE):
        return Format.MARKDOWN
    raise FileInvalidError(
        "the format of the file cannot be told",
        remedy=f"name it with --format {'|'.join(Format)}",
    )

"""Personal tasks and projects: a person's own to-dos, which nothing executes."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from clara_edge.domain.errors import TitleInvalidError
from clara_edge.domain.shown import shown

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from clara_edge.domain.due import Due
    from clara_edge.domain.recurrence import Recurrence

TITLE_MAX_CHARS = 500

# UAX 9 embeddings, overrides and isolates, zero-width space and byte order mark. Joiners
# stay: emoji and several scripts need them.
_DROPPED = dict.fromkeys(
    (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200B, 0xFEFF)
)


class Priority(StrEnum):
    """How much a task matters to its owner."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    URGENT = "urgent"


class Status(StrEnum):
    """Where a task stands."""

    TODO = "todo"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


OPEN = frozenset({Status.TODO, Status.IN_PROGRESS})


class TasksGo(StrEnum):
    """Where the tasks of a deleted project go."""

    INBOX = "inbox"
    TRASH = "trash"


@dataclass(frozen=True, slots=True)
class Project:
    """A named list of tasks; "shopping list" is just a project."""

    id: str
    name: str
    description: str = ""
    color: str | None = None
    """#rrggbb."""
    archived: bool = False
    default_for: tuple[str, ...] = ()
    """Words, and tags with a leading "#", whose tasks go here when none was named."""
    position: float = 0.0


@dataclass(frozen=True, slots=True)
class Tag:
    """A label; a task may have several."""

    id: str
    name: str
    color: str | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """When to speak up: so long before the due time, or at a time of its own."""

    id: str
    minutes_before: int | None = None
    """Relative to due; negative means after it. None exactly when `at` is set."""
    at: Due | None = None
    """With a time."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Which occurrence of a recurring task this is."""

    series_id: str
    """The id of the first task of the series."""
    index: int
    """0 for the first; every occurrence of a series has another one."""
    slot: Due | None
    """Where the rule put it, which moving this one occurrence does not change."""


@dataclass(frozen=True, slots=True)
class Task:
    """One to-do. Times are aware; ids are opaque text."""

    id: str
    number: int
    """Short and stable: what people type. Never given to another task."""
    title: str
    created_at: datetime
    updated_at: datetime
    description: str = ""
    """The notes."""
    project_id: str | None = None
    """None: the inbox."""
    priority: Priority = Priority.MEDIUM
    status: Status = Status.TODO
    due: Due | None = None
    start: date | None = None
    """Not worth looking at before this day."""
    estimated_minutes: int | None = None
    parent_task_id: str | None = None
    position: float = 0.0
    """Order among its siblings that a person gave."""
    tags: tuple[str, ...] = ()
    """Names, sorted."""
    reminders: tuple[Reminder, ...] = ()
    recurrence: Recurrence | None = None
    occurrence: Occurrence | None = None
    """Set for recurring tasks, also after they were completed."""
    completed_at: datetime | None = None
    deleted_at: datetime | None = None
    """When it went to the trash."""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.status in OPEN and self.deleted_at is None


def clean_title(raw: str) -> str:
    """Return a title fit to store, or raise TitleInvalidError.

    White space is folded and Unicode normalised (NFC); emoji, joiners and any script are
    kept. What cannot be seen but makes a text look like another is dropped.
    """
    if not isinstance(raw, str):
        raise TitleInvalidError(f"the title {shown(raw)} is not text")
    visible = raw.translate(_DROPPED)
    title = unicodedata.normalize("NFC", " ".join(visible.split()))
    kinds = {c: unicodedata.category(c) for c in title}
    bad = next((c for c, kind in kinds.items() if kind in {"Cc", "Cs"}), None)
    if bad is not None:
        raise TitleInvalidError(
            f"the title has a control character (U+{ord(bad):04X})",
            remedy="remove it and try again",
        )
    if all(kind in {"Cf", "Zs"} for kind in kinds.values()):
        raise TitleInvalidError("the title is empty", remedy="say what the task is")
    if len(title) > TITLE_MAX_CHARS:
        raise TitleInvalidError(
            f"the title has {len(title):,} characters, the limit is {TITLE_MAX_CHARS}",
            remedy="shorten it or put the rest into the description",
        )
    return title


def clean_name(raw: str, of: str) -> str:
    """Return the name of a "project" or "template": a title, but the error calls it a name."""
    try:
        return clean_title(raw)
    except TitleInvalidError as error:
        what = error.what.replace("the title", f"the name of the {of}", 1)
        remedy = f"use 1 to {TITLE_MAX_CHARS} visible characters"
        raise TitleInvalidError(what, remedy=remedy) from error


def match_project(spoken: str, projects: Iterable[Project]) -> Project | None:
    """Find a project by name in any case, then by name without "list" or "project"."""
    candidates = list(projects)
    for key in (folded_name, _bare):
        wanted = key(spoken)
        for project in candidates:
            if key(project.name) == wanted:
                return project
    return None


def folded_name(name: str) -> str:
    """Return a name as it is compared: in any case, however encoded."""
    return unicodedata.normalize("NFC", " ".join(name.split())).casefold()


def sentence_case(text: str) -> str:
    """Capitalise the first word when it is all lower case ("iPhone" and addresses stay)."""
    first, space, rest = text.partition(" ")
    if not first.islower() or "://" in first or "@" in first:
        return text
    return first[:1].upper() + first[1:] + space + rest


def _bare(name: str) -> str:
    words = folded_name(name).split()
    if len(words) > 1 and words[-1] in {"list", "project"}:
        words.pop()
    return " ".join(words)

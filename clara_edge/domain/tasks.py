"""Personal tasks and projects: a person's own to-dos, which nothing executes."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from clara_edge.domain.errors import TitleInvalidError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

TITLE_MAX_CHARS = 500


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


@dataclass(frozen=True, slots=True)
class Project:
    """A named list of tasks; "shopping list" is just a project."""

    id: str
    name: str
    description: str = ""
    color: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One to-do. Times are aware; ids are opaque text."""

    id: str
    title: str
    created_at: datetime
    updated_at: datetime
    description: str = ""
    project_id: str | None = None
    priority: Priority = Priority.MEDIUM
    status: Status = Status.TODO
    due_date: str | None = None
    """Local ISO 8601 date or date-time, as it was meant."""
    completed_at: datetime | None = None
    parent_task_id: str | None = None


def clean_title(raw: str) -> str:
    """Return a title fit to store, or raise TitleInvalidError.

    White space is folded and Unicode normalised (NFC); emoji, joiners and any script are kept.
    """
    title = unicodedata.normalize("NFC", " ".join(raw.split()))
    bad = next((c for c in title if unicodedata.category(c) in {"Cc", "Cs"}), None)
    if bad is not None:
        raise TitleInvalidError(
            f"the title has a control character (U+{ord(bad):04X})",
            remedy="remove it and try again",
        )
    if not title:
        raise TitleInvalidError("the title is empty", remedy="say what the task is")
    if len(title) > TITLE_MAX_CHARS:
        raise TitleInvalidError(
            f"the title has {len(title):,} characters, the limit is {TITLE_MAX_CHARS}",
            remedy="shorten it or put the rest into the description",
        )
    return title


def match_project(spoken: str, projects: Iterable[Project]) -> Project | None:
    """Find a project by name in any case, then by name without "list" or "project"."""
    candidates = list(projects)
    for key in (_folded, _bare):
        wanted = key(spoken)
        for project in candidates:
            if key(project.name) == wanted:
                return project
    return None


def sentence_case(text: str) -> str:
    """Capitalise the first word when it is all lower case ("iPhone" stays)."""
    first, space, rest = text.partition(" ")
    return first[:1].upper() + first[1:] + space + rest if first.islower() else text


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.split())).casefold()


def _bare(name: str) -> str:
    words = _folded(name).split()
    if len(words) > 1 and words[-1] in {"list", "project"}:
        words.pop()
    return " ".join(words)

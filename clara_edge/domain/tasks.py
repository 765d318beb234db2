"""Personal tasks and projects: a person's own to-dos, which nothing executes."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from clara_edge.domain.errors import TitleInvalidError

if TYPE_CHECKING:
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

"""Everything that one person has stored, or wants to bring in: what import and export carry."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from clara_edge.domain.tasks import Project, Tag, Task
    from clara_edge.domain.templates import Template


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Projects, tags, tasks (also done and trashed ones) and templates that belong together.

    Ids are unique within it; those of other programs are kept when they come back.
    Task.tags may name tags that `tags` does not list, Task.number may be 0 (given on import).
    """

    projects: Sequence[Project] = ()
    tags: Sequence[Tag] = ()
    tasks: Sequence[Task] = ()
    templates: Sequence[Template] = ()


@dataclass(frozen=True, slots=True)
class Rejection:
    """Something in a file that could not be taken."""

    where: str
    """For example "line 12" or "tasks[3]"."""
    what: str
    """The beginning of the text concerned."""
    reason: str


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What a file would bring."""

    snapshot: Snapshot
    rejections: Sequence[Rejection] = ()
    unsaid: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By id of a task, its fields of which the file says nothing; they hold a default."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import changed; one undoable step."""

    step_id: int | None
    """None when there was nothing new."""
    added: int
    updated: int
    """Tasks with a known id that differed."""
    unchanged: int
    projects_added: int = 0
    templates_added: int = 0

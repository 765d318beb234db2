"""What is known about a household's tasks: the material of every guess."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from clara_edge.domain.tasks import Task


@dataclass(frozen=True, slots=True)
class Filed:
    """Where an earlier task is."""

    title: str
    project_id: str | None
    """None: the inbox, which speaks against a guess."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A task that was completed in the last weeks."""

    title: str
    completed: date
    project_id: str | None = None
    recurs: bool = False
    """It comes back by itself, so nobody needs to be reminded of it."""


@dataclass(frozen=True, slots=True)
class Postponed:
    """An open task, and how often its day was moved later."""

    task: Task
    times: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What suggestions are made from; days are local."""

    overdue: tuple[Task, ...] = ()
    """Most recent first; empty when there are too many to suggest anything."""
    today: tuple[Task, ...] = ()
    """Open tasks with a time later today."""
    undated: tuple[Task, ...] = ()
    """Open, without a date, neither new nor of low priority; oldest first."""
    postponed: tuple[Postponed, ...] = ()
    seen: tuple[Seen, ...] = ()
    """The last completed first."""
    open_titles: tuple[str, ...] = ()
    project_names: Mapping[str, str] | None = None
    """Names by id, without archived projects."""

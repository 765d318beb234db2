"""The frame around every page: where one is, and where one can go."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import g, request

from clara_edge.domain.errors import StorageError
from web_ui.access.marks import principal_or_none
from web_ui.overview import overview
from web_ui.services import services

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask import Flask

    from clara_edge.domain.tasks import Project
    from clara_edge.ports.store import TaskStore

_LOGGER = logging.getLogger(__name__)

PROJECTS_MAX = 30
"""In the sidebar; the page of all projects has the others."""
TAGS_MAX = 8
_AREAS = {"": "today", "upcoming": "upcoming", "talk": "talk", "projects": "projects"}


@dataclass(frozen=True, slots=True)
class ListedProject:
    """A project with how much there is to do."""

    id: str
    name: str
    color: str | None
    open: int


@dataclass(frozen=True, slots=True)
class Navigation:
    """What the sidebar and the bar at the bottom show."""

    current: str
    """Which entry this page is: "today", "project:<id>", "tag:<name>"."""
    area: str
    """Which button of the bottom bar it belongs to."""
    today: int = 0
    inbox: int = 0
    projects: tuple[ListedProject, ...] = ()
    more_projects: int = 0
    tags: tuple[str, ...] = ()


def register(app: Flask) -> None:
    """Give the templates the frame."""
    app.jinja_env.globals.update(navigation=navigation, here=here)
    app.context_processor(_caller)


def navigation() -> Navigation | None:
    """Return the frame of this request; None for a stranger, who may go nowhere."""
    if principal_or_none() is None:
        return None
    if "navigation" not in g:
        g.navigation = _read()
    found: Navigation = g.navigation
    return found


def here() -> str:
    """Return where this page is, as a form may send one back to it."""
    query = request.query_string.decode("ascii", "ignore")
    return f"{request.path}?{query}" if query else request.path


def listed(
    projects: Sequence[Project], counts: Mapping[str | None, int]
) -> tuple[ListedProject, ...]:
    """Return projects with how many open tasks they have."""
    return tuple(
        ListedProject(one.id, one.name, one.color, counts.get(one.id, 0))
        for one in projects
    )


def _read() -> Navigation:
    first, _, rest = request.path.strip("/").partition("/")
    current = _current(first, rest)
    area = _AREAS.get(first, "more")
    try:
        with services().store() as store:
            return _filled(store, current, area)
    except StorageError as error:
        # the page itself says what is wrong
        _LOGGER.warning("no navigation: %s", type(error).__name__)
        return Navigation(current, area)


def _filled(store: TaskStore, current: str, area: str) -> Navigation:
    found = overview(store)
    projects = found.active
    return Navigation(
        current,
        area,
        today=found.today,
        inbox=found.counts.get(None, 0),
        projects=listed(projects[:PROJECTS_MAX], found.counts),
        more_projects=max(0, len(projects) - PROJECTS_MAX),
        tags=found.tags[:TAGS_MAX],
    )


def _current(first: str, rest: str) -> str:
    if first == "projects" and rest:
        return f"project:{rest}"
    if first == "tags" and rest:
        return f"tag:{rest}"
    return first or "today"


def _caller() -> dict[str, Any]:
    return {"principal": principal_or_none()}

"""The frame around every page: where one is, and where one can go."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import g, request

from clara_edge.domain.errors import StorageError
from clara_edge.domain.query import Condition, Field, Operator, Query, State
from web_ui.access.marks import principal_or_none
from web_ui.services import services
from web_ui.texts import now

if TYPE_CHECKING:
    from collections.abc import Sequence

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


def today_query() -> Query:
    """Return what there is to do today: due until its end, or begun and put in hand."""
    day = now().date().isoformat()
    return Query(
        (
            Condition(Field.DUE, (day,), Operator.UNTIL),
            Condition(Field.IS, (State.OPEN,)),
        ),
        now=now(),
    )


def listed(
    projects: Sequence[Project], counts: dict[str | None, int]
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
    projects = store.projects()
    counts = dict(store.open_counts())
    return Navigation(
        current,
        area,
        today=store.count(today_query()),
        inbox=counts.get(None, 0),
        projects=listed(projects[:PROJECTS_MAX], counts),
        more_projects=max(0, len(projects) - PROJECTS_MAX),
        tags=tuple(tag.name for tag in store.tags()[:TAGS_MAX]),
    )


def _current(first: str, rest: str) -> str:
    if first == "projects" and rest:
        return f"project:{rest}"
    if first == "tags" and rest:
        return f"tag:{rest}"
    return first or "today"


def _caller() -> dict[str, Any]:
    return {"principal": principal_or_none()}

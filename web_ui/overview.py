"""What every page shows of all tasks, read again only after a change."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from flask import current_app

from clara_edge.domain.query import Condition, Field, Operator, Query, State
from web_ui.services import services
from web_ui.texts import now

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask

    from clara_edge.domain.tasks import Project
    from clara_edge.ports.store import TaskStore

EXTENSION = "clara-overview"


@dataclass(frozen=True, slots=True)
class Overview:
    """All projects and tags, and how much there is to do."""

    projects: Mapping[str, Project]
    """By id, in their order; archived ones as well."""
    counts: Mapping[str | None, int]
    """Open tasks by project; None is the inbox."""
    tags: tuple[str, ...]
    today: int
    """How many tasks there are to do today."""

    @property
    def active(self) -> tuple[Project, ...]:
        """The projects that are not archived."""
        return tuple(one for one in self.projects.values() if not one.archived)


class Kept:
    """The last overview, and what it is of. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: tuple[object, Overview] | None = None

    def of(self, store: TaskStore) -> Overview:
        """Return the overview of a store as it is now.

        Raises:
            StorageError: it cannot be read.
        """
        # first the number: what changes meanwhile is read again by the next page
        state = (store.last_change(), _file(), now().date(), now().tzinfo)
        with self._lock:
            found = self._found
        if found is not None and found[0] == state:
            return found[1]
        overview = _read(store)
        with self._lock:
            self._found = state, overview
        return overview


def register(app: Flask) -> None:
    """Give an app its overview."""
    app.extensions[EXTENSION] = Kept()


def overview(store: TaskStore) -> Overview:
    """Return the overview of a store as it is now, see Kept.of."""
    return cast("Kept", current_app.extensions[EXTENSION]).of(store)


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


def _read(store: TaskStore) -> Overview:
    return Overview(
        MappingProxyType({one.id: one for one in store.projects(archived=True)}),
        MappingProxyType(dict(store.open_counts())),
        tuple(tag.name for tag in store.tags()),
        store.count(today_query()),
    )


def _file() -> tuple[int, int] | None:
    """Tell one database from another that replaced it, whose numbers may be the same."""
    try:
        found = services().folders.database.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino

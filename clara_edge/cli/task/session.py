"""One command's view of the store: opened in one place, tasks and projects by what was typed."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING

from clara_edge.cli.task.text import shortened
from clara_edge.domain.errors import (
    FieldInvalidError,
    ProjectNotFoundError,
    TagNotFoundError,
    TaskNotFoundError,
)
from clara_edge.domain.project_values import same_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from clara_edge.cli.main import CliState
    from clara_edge.domain.tasks import Project, Tag, Task
    from clara_edge.ports.store import TaskStore
    from clara_edge.ports.task_history import TaskHistory
    from clara_edge.storage.database import TaskDatabase

RANGE_MAX = 1_000
_RANGE = re.compile(r"#?(\d{1,12})(?:-|\.\.)#?(\d{1,12})", re.ASCII)
_REFERENCE = re.compile(r"#?[0-9]{1,20}|[0-9a-f-]{6,64}", re.IGNORECASE)


@dataclass
class TaskSession:
    """The open store and the time at which the command began."""

    store: TaskStore
    now: datetime
    database: TaskDatabase | None = None
    began_after: int | None = None
    """The last change before the command."""

    @cached_property
    def history(self) -> TaskHistory | None:
        """What guesses for new tasks are made from."""
        from clara_edge.storage.history import SqliteHistory

        return None if self.database is None else SqliteHistory(self.database)

    @cached_property
    def project_names(self) -> dict[str, str]:
        """The name of every project by id, as of the first use."""
        return {p.id: p.name for p in self.store.projects(archived=True)}

    def has_changed(self) -> bool:
        """Whether anything was changed since the command began."""
        return self.store.last_change() != self.began_after

    def look_again(self) -> None:
        """Read the names of projects anew: a change may have made one."""
        vars(self).pop("project_names", None)

    def chosen(self, references: Iterable[str]) -> list[Task]:
        """Return the tasks of numbers, ids, ranges ("3-7") and lists ("1,2"), each once.

        Raises:
            TaskNotFoundError: one of them is no task.
        """
        found: dict[str, Task] = {}
        for part in _parts(references):
            found.update((task.id, task) for task in self._fitting(part))
        if not found:
            raise TaskNotFoundError(
                "no task is named", remedy="clara task list shows the numbers"
            )
        return list(found.values())

    def one(self, reference: str) -> Task:
        """Return one task; raises as chosen() does."""
        if not _REFERENCE.fullmatch(reference):
            raise self._no_number(reference)
        try:
            return self.store.get(reference)
        except TaskNotFoundError as error:
            remedy = error.remedy or "clara task list shows the numbers"
            raise TaskNotFoundError(error.what, remedy=remedy) from error

    def project(self, name: str) -> Project:
        """Return a project by name.

        Raises:
            ProjectNotFoundError: there is none; it names the nearest.
        """
        try:
            return self.store.project(name)
        except ProjectNotFoundError as error:
            near = nearest(name, self.project_names.values())
            raise ProjectNotFoundError(
                f"there is no project called {name[:60]!r}",
                remedy=near or "clara project list shows them",
            ) from error

    def tag(self, name: str) -> Tag:
        """Return a tag by name, with or without "#".

        Raises:
            TagNotFoundError: there is none; it names the nearest.
        """
        wanted, tags = name.removeprefix("#"), self.store.tags()
        for tag in tags:
            if same_name(tag.name, wanted):
                return tag
        raise TagNotFoundError(
            f"there is no tag {name[:60]!r}",
            remedy=nearest(name, [tag.name for tag in tags])
            or "clara task tag list shows them",
        )

    def _fitting(self, part: str) -> list[Task]:
        match = _RANGE.fullmatch(part)
        if match is None:
            return [self.one(part)]
        first, last = int(match[1]), int(match[2])
        if not first <= last < first + RANGE_MAX:
            raise FieldInvalidError(
                f"{part} is not a range of at most {RANGE_MAX:,} numbers",
                remedy="write the smaller one first, as in 3-7",
            )
        found = []
        for number in range(first, last + 1):
            with contextlib.suppress(TaskNotFoundError):
                found.append(self.store.get(str(number)))
        # a range means what is there; the trash is not
        found = [task for task in found if task.deleted_at is None] or found
        if not found:
            raise TaskNotFoundError(
                f"no task has a number from {part}",
                remedy="clara task list shows the numbers",
            )
        return found

    def _no_number(self, reference: str) -> TaskNotFoundError:
        hits = self.store.search(reference[:200], limit=3) if reference.strip() else ()
        named = " or ".join(
            f"{hit.task.number} ({shortened(hit.task.title, 40)})" for hit in hits
        )
        return TaskNotFoundError(
            f"{reference[:60]!r} is not the number of a task",
            remedy=f"did you mean {named}"
            if named
            else "clara task list shows the numbers",
        )


@contextlib.contextmanager
def open_tasks(state: CliState) -> Iterator[TaskSession]:
    """Open the task store for one command.

    Raises:
        StorageError: it cannot be used.
    """
    from clara_edge.config.clock import SystemClock
    from clara_edge.storage.database import TaskDatabase
    from clara_edge.storage.store import SqliteTaskStore

    clock = SystemClock()
    with TaskDatabase(state.folders.database, clock) as database:
        database.open()
        store = SqliteTaskStore(database, clock, origin="cli")
        yield TaskSession(store, clock.now(), database, store.last_change())


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return "did you mean 'Work'", or None when nothing is near."""
    by_folded = {one.casefold(): one for one in known}
    wanted = name.removeprefix("#").casefold()
    near = get_close_matches(wanted, by_folded, n=2)
    near += [f for f in by_folded if wanted and f.startswith(wanted) and f not in near]
    if not near:
        return None
    return f"did you mean {' or '.join(repr(by_folded[f]) for f in near[:2])}"


def _parts(references: Iterable[str]) -> Sequence[str]:
    return [
        part.strip()
        for reference in references
        for part in (reference.split(",") if "," in reference else (reference,))
        if part.strip() or reference == part
    ]

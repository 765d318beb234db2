"""Tasks as lists show them: what a row needs, read with few queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clara_edge.domain.query import Condition, Field, Query, State
from clara_edge.domain.tasks import Status
from web_ui.overview import overview
from web_ui.repeats import repeat_text
from web_ui.texts import due_text, local, now, relative

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from clara_edge.domain.tasks import Project, Task
    from clara_edge.ports.store import TaskStore

ROWS_MAX = 50
"""In one list: more would neither be read nor load at once; the rest is a page away."""
PART_MAX = 25
"""In a list that is one of several on a page."""


@dataclass(frozen=True, slots=True)
class Row:
    """One task in a list."""

    task: Task
    due: str = ""
    """When, in words; empty where the list says it."""
    late: str = ""
    """How late it is, in words."""
    is_late: bool = False
    project: Project | None = None
    repeats: str = ""
    done: int = 0
    """Of its subtasks."""
    subtasks: int = 0
    snippet: tuple[tuple[str, bool], ...] = ()
    """Pieces of the text that was found, and whether each is a match."""

    @property
    def is_done(self) -> bool:
        """Whether the round button opens it again."""
        return self.task.status in {Status.COMPLETED, Status.CANCELLED}


@dataclass(frozen=True, slots=True)
class Listing:
    """A part of a list: some of its tasks, and how many there are."""

    rows: tuple[Row, ...]
    total: int
    page: int = 1
    size: int = ROWS_MAX
    """How many a full page has."""

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))


def listing(
    store: TaskStore,
    query: Query,
    *,
    page: int = 1,
    limit: int = ROWS_MAX,
    without_day: bool = False,
) -> Listing:
    """Read one page of the tasks of a query."""
    offset = (page - 1) * limit
    tasks = store.find(query, limit=limit, offset=offset)
    # a short first page says how many there are
    whole = not offset and len(tasks) < limit
    total = len(tasks) if whole else store.count(query)
    rows = rows_of(store, tasks, without_day=without_day)
    return Listing(rows, total, page, limit)


def rows_of(
    store: TaskStore, tasks: Iterable[Task], *, without_day: bool = False
) -> tuple[Row, ...]:
    """Return tasks with what their rows show beside the title."""
    tasks = list(tasks)
    projects = projects_of(store) if any(t.project_id for t in tasks) else {}
    counts = store.subtask_counts([task.id for task in tasks]) if tasks else {}
    return tuple(
        row_of(task, projects, counts, without_day=without_day) for task in tasks
    )


def row_of(
    task: Task,
    projects: Mapping[str, Project],
    counts: Mapping[str, tuple[int, int]],
    *,
    without_day: bool = False,
) -> Row:
    """Return one row."""
    done, every = counts.get(task.id, (0, 0))
    is_late = task.is_open and task.due is not None and task.due.is_past(now())
    return Row(
        task,
        due=_due(task, without_day=without_day),
        late=relative(task.due) if is_late and task.due else "",
        is_late=is_late,
        project=projects.get(task.project_id or ""),
        repeats="" if task.recurrence is None else repeat_text(task.recurrence),
        done=done,
        subtasks=every,
    )


def projects_of(store: TaskStore) -> Mapping[str, Project]:
    """Return all projects by id, archived ones as well."""
    return overview(store).projects


def topmost(project_id: str | None) -> tuple[Condition, ...]:
    """Return the conditions for the open tasks of a list that are part of no other."""
    return (
        Condition(Field.PROJECT, (project_id or "none",)),
        Condition(Field.PARENT, ("none",)),
        Condition(Field.IS, (State.OPEN,)),
    )


def _due(task: Task, *, without_day: bool) -> str:
    if task.due is None:
        return ""
    today = without_day and local(task.due)[0] >= now().date()
    return due_text(task.due, without_day=today)

"""Finding and reading tasks; see ports.task_reader.TaskReader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clara_edge.domain.errors import QueryInvalidError

from .base import StoreBase, one_moment
from .project_rows import all_projects, named_project
from .query_sql import compile_query
from .rows import OPEN_TASKS, select_tasks, tag_from
from .task_references import task_id_of

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clara_edge.domain.query import Query
    from clara_edge.domain.tasks import Project, Tag, Task

# SQLite counts with 64 bits; nobody has so many tasks.
MAX_LIMIT = 1_000_000_000
_EVERYTHING = -1

# Siblings by position; the path keeps every subtask behind its parent.
_DESCENDANTS = """
JOIN (
  WITH RECURSIVE below (id, path) AS (
    SELECT id, printf('%020.6f %012d', position + 1e12, number) FROM tasks
    WHERE parent_task_id = ? AND deleted_at IS NULL
    UNION ALL
    SELECT tasks.id, path || '/' ||
      printf('%020.6f %012d', tasks.position + 1e12, tasks.number)
    FROM tasks JOIN below ON tasks.parent_task_id = below.id
    WHERE tasks.deleted_at IS NULL
  ) SELECT id, path FROM below
) AS below ON below.id = tasks.id ORDER BY below.path
"""


class TaskQueries(StoreBase):
    """The reading part of the store, without search."""

    def get(self, reference: str) -> Task:
        """Return one task; see the port."""
        with self._database.read() as db, one_moment(db):
            task_id = task_id_of(db, reference)
            (task,) = select_tasks(db, "WHERE tasks.id = ?", [task_id])
        return task

    def find(
        self, query: Query, *, limit: int | None = None, offset: int = 0
    ) -> list[Task]:
        """Return the tasks of a query in its order; see the port."""
        bounds = [checked_limit(limit), checked_limit(offset)]
        with self._database.read() as db:
            page = limit is not None
            compiled = compile_query(db, query, self._clock.now(), page=page)
            # first which, then all of their columns; sorting those again is cheap
            clauses = (
                "WHERE tasks.number IN (SELECT tasks.number FROM tasks"  # noqa: S608 - constants, values are arguments
                f" WHERE {compiled.where} ORDER BY {compiled.order_by()}"
                f" LIMIT ? OFFSET ?) ORDER BY {compiled.order_by('+tasks.')}"
            )
            return list(select_tasks(db, clauses, [*compiled.arguments, *bounds]))

    def count(self, query: Query) -> int:
        """Count the tasks of a query; see the port."""
        with self._database.read() as db:
            compiled = compile_query(db, query, self._clock.now())
            return db.table("tasks").count_where(compiled.where, compiled.arguments)

    def subtasks(self, task_id: str) -> list[Task]:
        """Return all descendants, each after its parent; see the port."""
        with self._database.read() as db:
            return list(select_tasks(db, _DESCENDANTS, [task_id]))

    def open_tasks(
        self, *, project: str | None = None, limit: int | None = None
    ) -> list[Task]:
        """Return tasks that are not done, oldest first; see the port."""
        bound = checked_limit(limit)
        with self._database.read() as db:
            where, arguments = _scope(db, project)
            clauses = (
                "WHERE tasks.number IN (SELECT tasks.number FROM tasks"  # noqa: S608 - constants, values are arguments
                f" WHERE {where} ORDER BY tasks.created_at, tasks.number LIMIT ?)"
                " ORDER BY +tasks.created_at, tasks.number"
            )
            return list(select_tasks(db, clauses, [*arguments, bound]))

    def count_open_tasks(self, *, project: str | None = None) -> int:
        """Count tasks that are not done; see the port."""
        with self._database.read() as db:
            return db.table("tasks").count_where(*_scope(db, project))

    def projects(self, *, archived: bool = False) -> list[Project]:
        """Return projects by position, then name; see the port."""
        with self._database.read() as db:
            return [p for p in all_projects(db) if archived or not p.archived]

    def tags(self) -> list[Tag]:
        """Return all tags by name; see the port."""
        with self._database.read() as db:
            rows = db.table("task_tags").rows_where(order_by="name COLLATE NOCASE")
            return [tag_from(row) for row in rows]

    def open_counts(self) -> dict[str | None, int]:
        """Count open tasks by project id; see the port."""
        with self._database.read() as db:
            rows = db.execute(
                "SELECT project_id, count(*) FROM tasks"  # noqa: S608 - a constant
                f" WHERE {OPEN_TASKS} GROUP BY project_id"
            )
            return dict(rows.fetchall())


def checked_limit(value: int | None) -> int:
    """Return a LIMIT or OFFSET for SQLite.

    Raises:
        QueryInvalidError: it is negative or absurdly large.
    """
    if value is None:
        return _EVERYTHING
    if not 0 <= value <= MAX_LIMIT:
        raise QueryInvalidError(
            f"{value} is no number of tasks", remedy=f"use 0 to {MAX_LIMIT:,}"
        )
    return value


def _scope(db: Database, project: str | None) -> tuple[str, list[Any]]:
    if project is None:
        return OPEN_TASKS, []
    return f"{OPEN_TASKS} AND tasks.project_id = ?", [named_project(db, project).id]

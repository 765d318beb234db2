"""Finding and reading tasks; see ports.task_reader.TaskReader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .base import StoreBase
from .project_rows import all_projects, named_project
from .rows import OPEN_TASKS, select_tasks

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clara_edge.domain.tasks import Project, Task


class TaskQueries(StoreBase):
    """The reading part of the store."""

    def open_tasks(
        self, *, project: str | None = None, limit: int | None = None
    ) -> list[Task]:
        """Return tasks that are not done, oldest first; see the port."""
        with self._database.read() as db:
            where, arguments = _scope(db, project)
            clauses = f"WHERE {where} ORDER BY tasks.created_at, tasks.number LIMIT ?"
            everything = -1
            return list(
                select_tasks(
                    db, clauses, [*arguments, everything if limit is None else limit]
                )
            )

    def count_open_tasks(self, *, project: str | None = None) -> int:
        """Count tasks that are not done; see the port."""
        with self._database.read() as db:
            return db.table("tasks").count_where(*_scope(db, project))

    def projects(self, *, archived: bool = False) -> list[Project]:
        """Return projects by position, then name; see the port."""
        with self._database.read() as db:
            return [p for p in all_projects(db) if archived or not p.archived]


def _scope(db: Database, project: str | None) -> tuple[str, list[Any]]:
    if project is None:
        return OPEN_TASKS, []
    return f"{OPEN_TASKS} AND tasks.project_id = ?", [named_project(db, project).id]

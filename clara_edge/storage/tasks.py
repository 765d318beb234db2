"""Tasks and projects in SQLite."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

from clara_edge.domain.errors import ProjectNotFoundError
from clara_edge.domain.tasks import (
    Priority,
    Project,
    Status,
    Task,
    clean_title,
    match_project,
    sentence_case,
)

from .times import from_column, to_column

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clara_edge.ports.clock import Clock

    from .database import TaskDatabase

_OPEN = "status IN ('todo', 'in_progress')"


class SqliteTaskStore:
    """The task store of one thread; see ports.store.TaskStore."""

    def __init__(self, database: TaskDatabase, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add_task(self, title: str, *, project: str | None = None) -> Task:
        """Store an open task, in a project found by name or made; see the port."""
        now = self._clock.now().astimezone(UTC)
        task_title = clean_title(title)
        project_name = None if project is None else clean_title(project)
        with self._database.write() as db:
            project_id = (
                None
                if project_name is None
                else _find_or_make_project(db, project_name, now)
            )
            task = Task(
                id=uuid.uuid4().hex,
                title=task_title,
                created_at=now,
                updated_at=now,
                project_id=project_id,
            )
            db.table("tasks").insert(
                {
                    "id": task.id,
                    "title": task.title,
                    "project_id": project_id,
                    "created_at": to_column(now),
                    "updated_at": to_column(now),
                }
            )
        return task

    def open_tasks(
        self, *, project: str | None = None, limit: int | None = None
    ) -> list[Task]:
        """Return tasks that are not done, oldest first; see the port."""
        with self._database.read() as db:
            where, arguments = _scope(db, project)
            rows = db.table("tasks").rows_where(
                where, arguments, order_by="created_at, rowid", limit=limit
            )
            return [_task(row) for row in rows]

    def count_open_tasks(self, *, project: str | None = None) -> int:
        """Count tasks that are not done; see the port."""
        with self._database.read() as db:
            return db.table("tasks").count_where(*_scope(db, project))

    def projects(self) -> list[Project]:
        """Return all projects by name."""
        with self._database.read() as db:
            return _projects(db)

    def close(self) -> None:
        """Release the database. Idempotent."""
        self._database.close()


def _scope(db: Database, project: str | None) -> tuple[str, list[Any]]:
    if project is None:
        return _OPEN, []
    found = match_project(project, _projects(db))
    if found is None:
        raise ProjectNotFoundError(
            f"there is no project called {project!r}",
            remedy="adding a task to it makes it",
        )
    return f"{_OPEN} AND project_id = ?", [found.id]


def _find_or_make_project(db: Database, name: str, now: datetime) -> str:
    found = match_project(name, _projects(db))
    if found is not None:
        return found.id
    project = {
        "id": uuid.uuid4().hex,
        "name": sentence_case(name),
        "created_at": to_column(now),
        "updated_at": to_column(now),
    }
    db.table("projects").insert(project)
    return project["id"]


def _projects(db: Database) -> list[Project]:
    rows = db.table("projects").rows_where(order_by="name COLLATE NOCASE")
    return [
        Project(row["id"], row["name"], row["description"], row["color"])
        for row in rows
    ]


def _task(row: dict[str, Any]) -> Task:
    return Task(
        id=row["id"],
        title=row["title"],
        description=row["description"],
        project_id=row["project_id"],
        priority=Priority(row["priority"]),
        status=Status(row["status"]),
        due_date=row["due_date"],
        created_at=from_column(row["created_at"]),
        updated_at=from_column(row["updated_at"]),
        completed_at=from_column(row["completed_at"]) if row["completed_at"] else None,
        parent_task_id=row["parent_task_id"],
    )

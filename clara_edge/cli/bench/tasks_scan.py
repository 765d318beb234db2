"""What the store is compared with: a plain list of all tasks in memory, and LIKE.

The list keeps nothing when the power goes, and its changes cost no disk.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from clara_edge.domain.tasks import Status
from clara_edge.storage.rows import select_tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from clara_edge.domain.tasks import Task
    from clara_edge.storage.database import TaskDatabase

_RANKS = {"urgent": 0, "high": 1, "medium": 2, "low": 3}


class ListScan:
    """The same operations by looking at every task."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        self._tasks = list(tasks)

    def add(self, task: Task) -> None:
        """Add one."""
        self._tasks.append(task)

    def change(self, task_id: str, **values: Any) -> Task:
        """Find a task by its id and put a changed one in its place."""
        at = next(n for n, task in enumerate(self._tasks) if task.id == task_id)
        self._tasks[at] = replace(self._tasks[at], **values)
        return self._tasks[at]

    def complete(self, task_id: str, now: datetime) -> Task:
        """Complete a task without subtasks."""
        return self.change(task_id, status=Status.COMPLETED, completed_at=now)

    def by_number(self, number: int) -> Task:
        """Find a task by its number."""
        return next(task for task in self._tasks if task.number == number)

    def by_id(self, task_id: str) -> Task:
        """Find a task by its id."""
        return next(task for task in self._tasks if task.id == task_id)

    def due(self, first: date, last: date, limit: int | None = None) -> list[Task]:
        """Return open tasks due from one day to another."""
        return self._open(
            lambda task: task.due is not None and first <= task.due.day <= last, limit
        )

    def in_project(self, project_id: str, limit: int) -> list[Task]:
        """Return open tasks of a project."""
        return self._open(lambda task: task.project_id == project_id, limit)

    def with_tag(self, tag: str, limit: int) -> list[Task]:
        """Return open tasks with a tag."""
        return self._open(lambda task: tag in task.tags, limit)

    def urgent_in(self, project_id: str, tag: str, limit: int) -> list[Task]:
        """Return open tasks of a project that have a tag and matter."""
        return self._open(
            lambda task: (
                task.project_id == project_id
                and tag in task.tags
                and _RANKS[task.priority] <= 1
            ),
            limit,
        )

    def subtasks(self, task_id: str) -> list[Task]:
        """Return the subtasks of a task, one level."""
        return [task for task in self._tasks if task.parent_task_id == task_id]

    def counts(self) -> Counter[str | None]:
        """Count open tasks by project."""
        return Counter(task.project_id for task in self._tasks if task.is_open)

    def search(self, text: str, limit: int) -> list[Task]:
        """Return tasks that have all words anywhere in title or notes."""
        words = text.lower().split()
        found: list[Task] = []
        for task in self._tasks:
            whole = f"{task.title} {task.description}".lower()
            if task.deleted_at is None and all(word in whole for word in words):
                found.append(task)
                if len(found) == limit:
                    break
        return found

    def search_alike(self, word: str, limit: int) -> list[Task]:
        """Return tasks with a word in the title that looks like this one."""
        found: list[Task] = []
        for task in self._tasks:
            if get_close_matches(word, task.title.lower().split(), n=1, cutoff=0.8):
                found.append(task)
                if len(found) == limit:
                    break
        return found

    def _open(self, fits: Callable[[Task], bool], limit: int | None) -> list[Task]:
        found = [task for task in self._tasks if task.is_open and fits(task)]
        return sorted(found, key=_natural)[:limit]


def like(database: TaskDatabase, text: str, limit: int) -> list[Task]:
    """Return tasks that have all words anywhere in title or notes, by LIKE."""
    words = text.split()
    terms = " AND ".join("(title LIKE ? OR description LIKE ?)" for _ in words)
    arguments = [f"%{word}%" for word in words for _ in range(2)]
    clauses = f"WHERE deleted_at IS NULL AND {terms} LIMIT ?"
    with database.read() as db:
        return list(select_tasks(db, clauses, [*arguments, limit]))


def _natural(task: Task) -> tuple[str, int, float, int]:
    due = "~" if task.due is None else task.due.text
    return due, _RANKS[task.priority], task.position, task.number

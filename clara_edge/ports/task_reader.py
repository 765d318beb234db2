"""Find and read tasks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from clara_edge.domain.query import Query
    from clara_edge.domain.tasks import Tag, Task


@dataclass(frozen=True, slots=True)
class Hit:
    """A task that free text found."""

    task: Task
    snippet: str
    """The best matching piece of its text, matches in brackets: "call the [dentist]"."""
    exact: bool
    """False when it was only found by allowing for typing errors."""


class TaskReader(Protocol):
    """Reading; nothing here changes anything."""

    def get(self, reference: str) -> Task:
        """Return one task, also a completed or trashed one.

        Args:
            reference: its number ("42" or "#42"), its id, or at least the first six
                characters of its id.

        Raises:
            TaskNotFoundError: no task, or several tasks, fit.
        """
        ...

    def find(
        self, query: Query, *, limit: int | None = None, offset: int = 0
    ) -> Sequence[Task]:
        """Return the tasks of a query in its order.

        Raises:
            QueryInvalidError, ProjectNotFoundError, TagNotFoundError, TaskNotFoundError: a
                condition names something that there is not, or the bounds are no numbers
                of tasks.
        """
        ...

    def count(self, query: Query) -> int:
        """Count the tasks of a query; raises as find() does."""
        ...

    def search(
        self, text: str, *, query: Query | None = None, limit: int = 20
    ) -> Sequence[Hit]:
        """Return tasks by free text, best first; typing errors are forgiven when needed.

        Args:
            text: words; the last one may be unfinished.
            query: only among these tasks; by default all outside the trash.
            limit: at most so many.

        Raises:
            QueryInvalidError: the text is too long; also as find() does.
        """
        ...

    def subtasks(self, task_id: str) -> Sequence[Task]:
        """Return all descendants outside the trash, each after its parent, by position."""
        ...

    def subtask_counts(self, task_ids: Sequence[str]) -> Mapping[str, tuple[int, int]]:
        """Count the subtasks, at any depth, of those tasks that have some.

        Cancelled and trashed ones do not count.

        Returns:
            How many are done, and how many there are, by the id of the task.
        """
        ...

    def open_tasks(
        self, *, project: str | None = None, limit: int | None = None
    ) -> Sequence[Task]:
        """Return tasks that are not done, oldest first, optionally of one project.

        Raises:
            ProjectNotFoundError: no project has this name.
        """
        ...

    def count_open_tasks(self, *, project: str | None = None) -> int:
        """Count tasks that are not done.

        Raises:
            ProjectNotFoundError: no project has this name.
        """
        ...

    def tags(self) -> Sequence[Tag]:
        """Return all tags by name."""
        ...

    def open_counts(self) -> Mapping[str | None, int]:
        """Count open tasks by project id; None is the inbox."""
        ...

"""Where tasks are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.domain.tasks import Project, Task


class TaskStore(Protocol):
    """Durable tasks; one instance per thread, several processes at once.

    A method that changes something returns only after the change is on disk.
    All methods raise StorageError when the database cannot be used.
    """

    def add_task(self, title: str, *, project: str | None = None) -> Task:
        """Store an open task; a project named here is found by name (any case) or made.

        Raises:
            TitleInvalidError: the title or project name cannot be used.
        """
        ...

    def open_tasks(
        self, *, project: str | None = None, limit: int | None = None
    ) -> Sequence[Task]:
        """Return tasks that are not done, oldest first.

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

    def projects(self) -> Sequence[Project]:
        """Return all projects by name."""
        ...

    def close(self) -> None:
        """Release the database. Idempotent."""
        ...

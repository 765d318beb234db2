"""Projects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.domain.drafts import ProjectDraft, ProjectPatch
    from clara_edge.domain.tasks import Project, TasksGo


class ProjectStore(Protocol):
    """Projects by name (any case, "shopping" finds "Shopping list") or id.

    A project that there is not raises ProjectNotFoundError.
    """

    def projects(self, *, archived: bool = False) -> Sequence[Project]:
        """Return projects by position, then name; archived ones on request as well."""
        ...

    def project(self, reference: str) -> Project:
        """Return one project, also an archived one."""
        ...

    def add_project(self, draft: ProjectDraft) -> Project:
        """Store a project.

        Raises:
            NameTakenError, TitleInvalidError, FieldInvalidError: it cannot be stored.
        """
        ...

    def change_project(self, reference: str, patch: ProjectPatch) -> Project:
        """Change a project; raises as add_project() does."""
        ...

    def delete_project(self, reference: str, tasks_go: TasksGo | str) -> int:
        """Delete a project.

        Args:
            reference: its name or id.
            tasks_go: inbox, trash, or the id of another project.

        Returns:
            How many tasks it had, in whatever state.
        """
        ...

"""The names of projects, for answers that hold tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clara_edge.ports.store import TaskStore


def project_names(store: TaskStore) -> Mapping[str, str]:
    """Return the name of every project by id."""
    return {project.id: project.name for project in store.projects(archived=True)}

"""Tasks to try things with: added in one step, and gone in one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from clara_edge.domain.drafts import TaskDraft
from clara_edge.domain.due import Due
from clara_edge.domain.errors import ProjectNotFoundError, TaskNotFoundError
from clara_edge.domain.query import Condition, Field, Query
from clara_edge.domain.tasks import Priority, TasksGo

if TYPE_CHECKING:
    from datetime import date

    from clara_edge.domain.tasks import Task
    from clara_edge.ports.store import TaskStore


def add_samples(store: TaskStore, today: date) -> tuple[str, ...]:
    """Add the sample tasks as one undoable step; return the ids of all of them."""
    project = _("Try me")
    added = store.add(
        TaskDraft(_("Tap the circle to complete me"), project=project, due=Due(today)),
        TaskDraft(
            _("Move me to tomorrow"),
            project=project,
            due=Due(today),
            priority=Priority.HIGH,
        ),
        TaskDraft(
            _("Plan a picnic"),
            project=project,
            due=Due(today + timedelta(days=3)),
            subtasks=(
                TaskDraft(_("Ask who comes")),
                TaskDraft(_("Buy lemonade")),
                TaskDraft(_("Find the blanket")),
            ),
        ),
    )
    below = [t for task in added for t in store.subtasks(task.id)]
    return tuple(task.id for task in (*added, *below))


def remove_samples(store: TaskStore, ids: tuple[str, ...]) -> int | None:
    """Move them to the trash, with their project if nothing else is in it.

    Returns:
        how many tasks went; None if there were none left.
    """
    found = [task for id_ in ids if (task := _task(store, id_)) is not None]
    if not found:
        return None
    projects = {task.project_id for task in found if task.project_id}
    if len(projects) == 1 and _holds_only(store, project := projects.pop(), ids):
        try:
            return store.delete_project(project, TasksGo.TRASH)
        except ProjectNotFoundError:
            pass
    return len(store.delete([task.id for task in found]))


def _task(store: TaskStore, id_: str) -> Task | None:
    try:
        task = store.get(id_)
    except TaskNotFoundError:
        return None
    return None if task.deleted_at is not None else task


def _holds_only(store: TaskStore, project: str, ids: tuple[str, ...]) -> bool:
    inside = Query((Condition(Field.PROJECT, (project,)),))
    return all(task.id in ids for task in store.find(inside))

"""The order that people give tasks and projects, changed one place at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.domain.query import Order, Query
from web_ui.rows import topmost

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.domain.tasks import Project, Task
    from clara_edge.ports.store import TaskStore


def moved_position(store: TaskStore, task: Task, *, up: bool) -> float | None:
    """Return the position one place further up or down; None if there is no such place."""
    siblings = _siblings(store, task)
    return _between([(one.id, one.position) for one in siblings], task.id, up=up)


def project_positions(
    projects: Sequence[Project], project_id: str, *, up: bool
) -> dict[str, float]:
    """Return which projects get which positions so that one moves a place up or down.

    Until somebody moves one, all have the same position; then every one gets its own.
    """
    order = [one.id for one in projects]
    if project_id not in order:
        return {}
    at = order.index(project_id)
    other = at - 1 if up else at + 1
    if not 0 <= other < len(order):
        return {}
    order[at], order[other] = order[other], order[at]
    present = {one.id: one.position for one in projects}
    wanted = {one: float(place) for place, one in enumerate(order, start=1)}
    return {one: place for one, place in wanted.items() if present[one] != place}


def _between(
    places: Sequence[tuple[str, float]], mine: str, *, up: bool
) -> float | None:
    at = next((n for n, (one, _) in enumerate(places) if one == mine), None)
    if at is None:
        return None
    other = at - 1 if up else at + 1
    if not 0 <= other < len(places):
        return None
    beyond = other - 1 if up else other + 1
    position = places[other][1]
    if not 0 <= beyond < len(places):
        return position + (-1.0 if up else 1.0)
    # the store numbers them anew when they come too close
    return (position + places[beyond][1]) / 2


def _siblings(store: TaskStore, task: Task) -> Sequence[Task]:
    if task.parent_task_id:
        every = store.subtasks(task.parent_task_id)
        mine = [one for one in every if one.parent_task_id == task.parent_task_id]
        return sorted(mine, key=lambda one: (one.position, one.number))
    return store.find(Query(topmost(task.project_id), order=Order.MANUAL))

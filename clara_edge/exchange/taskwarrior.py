"""Taskwarrior's JSON, as `task export` writes and `task import` reads it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from clara_edge.domain.due import Due
from clara_edge.domain.tasks import Priority, Status

from .source import uuid_of
from .structure import parents_first
from .taskwarrior_periods import period_of

if TYPE_CHECKING:
    from clara_edge.domain.snapshot import Snapshot
    from clara_edge.domain.tasks import Task

    from .source import Source

STAMP = "%Y%m%dT%H%M%SZ"
PRIORITIES = {Priority.URGENT: "H", Priority.HIGH: "H", Priority.LOW: "L"}
_STATUSES = {
    Status.TODO: "pending",
    Status.IN_PROGRESS: "pending",
    Status.COMPLETED: "completed",
    Status.CANCELLED: "deleted",
}
PARENT = "claraparent"
"""User defined attributes: Taskwarrior has no subtasks and no "urgent", and keeps what it does not know."""
PRIORITY = "clarapriority"


def write_taskwarrior(snapshot: Snapshot, source: Source) -> str:
    """Return an array with one task a line."""
    projects = {project.id: project.name for project in snapshot.projects}
    children: dict[str, list[str]] = {}
    for task in snapshot.tasks:
        if task.parent_task_id is not None:
            children.setdefault(task.parent_task_id, []).append(uuid_of(task.id))
    lines = [
        json.dumps(
            _item(task, projects.get(task.project_id or ""), source)
            | ({"depends": children[task.id]} if task.id in children else {}),
            ensure_ascii=False,
        )
        for _, task in parents_first(snapshot.tasks)
    ]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def _item(task: Task, project: str | None, source: Source) -> dict[str, Any]:
    given: dict[str, Any] = {
        "uuid": uuid_of(task.id),
        "status": _STATUSES[task.status],
        "description": task.title,
        "entry": _stamp(task.created_at),
        "modified": _stamp(task.updated_at),
        "end": None if task.is_open else _stamp(task.completed_at or task.updated_at),
        "project": project,
        "priority": PRIORITIES.get(task.priority),
        PRIORITY: "urgent" if task.priority is Priority.URGENT else None,
        "tags": list(task.tags),
        "scheduled": _stamp(_moment(Due(task.start), source)) if task.start else None,
        PARENT: uuid_of(task.parent_task_id) if task.parent_task_id else None,
        "annotations": _annotations(task),
    }
    if task.status is Status.IN_PROGRESS:
        given["start"] = _stamp(task.updated_at)
    if task.due is not None:
        given |= {"due": _stamp(_moment(task.due, source)), **_recurring(task)}
    return {name: value for name, value in given.items() if value}


def _recurring(task: Task) -> dict[str, str]:
    period = None if task.recurrence is None else period_of(task.recurrence)
    if period is None or not task.is_open:
        return {}
    return {"status": "recurring", "recur": period, "rtype": "periodic"}


def _annotations(task: Task) -> list[dict[str, str]]:
    # annotations are kept by their time, so every line needs one of its own
    lines = [line for line in task.description.split("\n") if line.strip()]
    return [
        {
            "entry": _stamp(task.created_at + timedelta(seconds=second)),
            "description": line,
        }
        for second, line in enumerate(lines)
    ]


def _moment(due: Due, source: Source) -> datetime:
    """Return the moment of a due date; Taskwarrior takes a day for its local midnight."""
    instant = due.instant
    if instant is not None:
        return instant
    midnight = datetime.min.time()
    return Due(due.day, midnight, source.zone).instant or source.now


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(STAMP)

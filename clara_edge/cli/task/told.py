"""What a change prints: one line that says what was done, and how to take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from clara_edge.cli.task.as_object import as_object, print_json
from clara_edge.cli.task.dates import both
from clara_edge.cli.task.screen import hint
from clara_edge.cli.task.text import counted, shortened, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.cli.task.session import TaskSession
    from clara_edge.domain.tasks import Task

_NAMED = 5
"""So many tasks are named in one line."""


def named(task: Task, limit: int = 60) -> str:
    """Return "#12 Buy milk"."""
    return f"#{task.number} {shortened(task.title, limit)}"


def named_all(tasks: Sequence[Task]) -> str:
    """Return "#12 Buy milk", or "3 tasks: #12 Buy milk, #13 …"."""
    if len(tasks) == 1:
        return named(tasks[0])
    names = ", ".join(named(task, 30) for task in tasks[:_NAMED])
    more = f" and {len(tasks) - _NAMED:,} more" if len(tasks) > _NAMED else ""
    return f"{counted(len(tasks), 'task')}: {names}{more}"


def facts(session: TaskSession, task: Task) -> str:
    """Return what matters of a new task: " in Work, due tomorrow, high, every Friday"."""
    parts = []
    if task.project_id:
        parts.append(f"in {shown(session.project_names.get(task.project_id, '?'))}")
    if task.due:
        parts.append(f"due {both(task.due, session.now)}")
    if task.priority.value != "medium":
        parts.append(task.priority.value)
    if task.recurrence:
        parts.append(f"repeats {repeats(task)}")
    parts += [f"#{shown(tag)}" for tag in task.tags]
    return ", ".join(parts)


def repeats(task: Task) -> str:
    """Return the recurrence of a task in words."""
    from clara_edge.domain.recurrence import in_words

    return shown(in_words(task.recurrence)) if task.recurrence else ""


def tell(
    session: TaskSession,
    did: str,
    tasks: Sequence[Task],
    *,
    as_json: bool,
    lines: Sequence[str],
    **more: Any,
) -> None:
    """Say what a command changed, as lines or as JSON with the tasks as they are now."""
    changed = session.has_changed()
    if as_json:
        objects = [as_object(task, session.project_names) for task in tasks]
        print_json({"did": did, "changed": changed, "tasks": objects, **more})
        return
    if not changed and tasks:
        lines = [f"nothing had to be changed: {named_all(tasks)}"]
    for line in lines:
        click.echo(line)
    # without a change of its own, undo would take back one of before
    if changed:
        hint("undo: clara task undo")

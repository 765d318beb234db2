"""The facts of a task in words, as every confirmation says them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clara_edge.domain.tasks import Priority

from .names import at

if TYPE_CHECKING:
    from clara_edge.domain.tasks import Task

    from .speaker import Speaker


@dataclass(frozen=True, slots=True)
class Facts:
    """A task, and the name of its project."""

    task: Task
    project: str | None = None


def moment_of(task: Task, speaker: Speaker) -> str:
    """Return when it is due or how often it comes back; "" without a date."""
    if task.recurrence is not None:
        return speaker.repeat(task.recurrence)
    return "" if task.due is None else speaker.due(task.due)


def on_moment(task: Task, speaker: Speaker) -> str:
    """Return the same as part of a sentence."""
    if task.recurrence is not None:
        return speaker.repeat(task.recurrence)
    return "" if task.due is None else speaker.on(task.due)


def extras(facts: Facts, speaker: Speaker) -> str:
    """Return what else was understood: ", in Work, urgent"; "" if there is nothing."""
    task = facts.task
    said = [at(facts.project)]
    if task.priority is not Priority.MEDIUM:
        said.append(f"{task.priority} priority" if _mild(task) else str(task.priority))
    if not speaker.brief:
        said += [f"tagged {speaker.joined(task.tags)}" if task.tags else ""]
        said += [_estimate(task, speaker)]
    return "".join(f", {words}" for words in said if words)


def row(facts: Facts, speaker: Speaker) -> str:
    """Return a task with all its facts on one line of a screen."""
    task = facts.task
    parts = [task.title]
    if task.recurrence is not None:
        parts.append(speaker.repeat_shown(task.recurrence))
    if task.due is not None:
        parts.append(speaker.due_shown(task.due))
    if task.priority is not Priority.MEDIUM:
        parts.append(str(task.priority))
    if facts.project is not None:
        parts.append(facts.project)
    parts += [f"#{tag}" for tag in task.tags]
    if task.estimated_minutes:
        parts.append(speaker.duration_shown(task.estimated_minutes * 60))
    return " · ".join(parts)


def _mild(task: Task) -> bool:
    return task.priority in {Priority.LOW, Priority.HIGH}


def _estimate(task: Task, speaker: Speaker) -> str:
    if not task.estimated_minutes:
        return ""
    return f"about {speaker.duration(task.estimated_minutes * 60)}"

"""Finding the tasks that a command is about, or asking which ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from clara_edge.dialogue.asking import WHICH_TASK, asking
from clara_edge.dialogue.outcome import Outcome, Tools, settled
from clara_edge.dialogue.replies import task_changes, task_lists, task_questions
from clara_edge.domain.conversation import Pending
from clara_edge.domain.errors import TaskNotFoundError
from clara_edge.domain.query import Condition, Field, Order, Query, State
from clara_edge.domain.reference import find_targets

from .places import facts_of, known_project

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.domain.conversation import Conversation
    from clara_edge.domain.intents import Interpretation
    from clara_edge.domain.tasks import Project, Task

OPTIONS_MAX = 10
"""So many tasks are offered to choose from; a person would rather say more words."""
DONE_LOOKED_AT = 200
"""So far back somebody may mean a task that is done already."""


@dataclass(frozen=True, slots=True)
class Meant:
    """The tasks to act on, or what to say instead."""

    tasks: tuple[Task, ...] = ()
    instead: Outcome | None = None
    project: Project | None = None
    """The one that was named."""


def find_meant(
    reading: Interpretation,
    conversation: Conversation,
    tools: Tools,
    *,
    done: bool = False,
) -> Meant:
    """Return the tasks that a reading means, open ones or those that are done.

    Where several fit, `instead` asks which; where none does, it says so.
    """
    if tools.chosen:
        return Meant(tuple(_still_there(tools.chosen, tools)))
    project = None
    if reading.project is not None:
        project = known_project(reading.project, tools)
        if project is None:
            known = [other.name for other in tools.tasks.projects()]
            reply = task_lists.no_such_project(reading.project, known)
            return Meant(instead=Outcome(reply, settled(conversation)))
    tasks = candidates(tools, project, done=done)
    targets = find_targets(reading, tasks, conversation, tools.now)
    if targets.found:
        return Meant(targets.found, project=project)
    if targets.options:
        asked = which_one(reading, targets.options, conversation, tools)
        return Meant(instead=asked, project=project)
    name = project.name if project else None
    reply = task_changes.not_found(
        reading, name, tools.speaker, kind="finished" if done else "open"
    )
    return Meant(instead=Outcome(reply, settled(conversation)), project=project)


def which_one(
    reading: Interpretation,
    options: Sequence[Task],
    conversation: Conversation,
    tools: Tools,
) -> Outcome:
    """Ask which of several tasks was meant, or whether a single one was."""
    offered = options[:OPTIONS_MAX]
    question = task_questions.which_task(facts_of(offered, tools), tools.speaker)
    pending = Pending(WHICH_TASK, reading, tuple(task.id for task in offered))
    return asking(question, pending, conversation)


def candidates(
    tools: Tools, project: Project | None = None, *, done: bool = False
) -> Sequence[Task]:
    """Return the tasks that somebody may mean, optionally of one project."""
    conditions = []
    if project is not None:
        conditions.append(Condition(Field.PROJECT, (project.id,)))
    if not done:
        return tools.tasks.find(Query(tuple(conditions)))
    conditions.append(Condition(Field.IS, (State.DONE, State.CANCELLED)))
    query = Query(tuple(conditions), order=Order.COMPLETED, reverse=True)
    return tools.tasks.find(query, limit=DONE_LOOKED_AT)


def changed_now(conversation: Conversation, ids: Sequence[str]) -> Conversation:
    """Note the tasks that "no, I meant Thursday" is about."""
    return replace(conversation, changed_ids=tuple(ids))


def _still_there(ids: Sequence[str], tools: Tools) -> list[Task]:
    found = []
    for identity in ids:
        task = tools.tasks.get(identity)
        if task.deleted_at is None:
            found.append(task)
    if not found:
        raise TaskNotFoundError("what this was about is in the trash by now")
    return found

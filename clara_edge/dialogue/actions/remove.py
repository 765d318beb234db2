"""Deleting tasks: never more than was named, several only after a yes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from clara_edge.dialogue.asking import WHICH_TARGET, asking, confirming
from clara_edge.dialogue.outcome import Outcome, Tools, remembering, settled
from clara_edge.dialogue.replies import task_changes, task_lists, task_questions
from clara_edge.dialogue.replies.names import at
from clara_edge.domain.conversation import Pending
from clara_edge.domain.intents import Intent
from clara_edge.domain.reply import Change, ChangeKind
from clara_edge.domain.tasks import TasksGo

from .meant import candidates, changed_now, find_meant
from .places import known_project

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.domain.conversation import Conversation
    from clara_edge.domain.intents import Interpretation
    from clara_edge.domain.tasks import Project, Task

    from .table import Action

_EMPTYING = re.compile(r"\b(?:clear|empty|clean)\b", re.IGNORECASE)

_FINISHED = re.compile(
    r"\b(?:completed?|finished|done|(?:ticked|checked)[ -]off)\s+"
    r"(?:tasks?|ones?|items?|things?|reminders?|to-?dos?|stuff)\b",
    re.IGNORECASE,
)
# "please delete", "just remove that"
_BARE = 3
_ALL = frozenset({"all", "all of", "everything", "every", "whole", "entire", "both"})


def delete(
    interpretation: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    """Move what is meant to the trash; of more than one task, ask first."""
    done = _means_finished(interpretation)
    if _means_whole_project(interpretation) and not (tools.chosen or done):
        return _whole_project(interpretation, conversation, tools)
    wanted = replace(interpretation, amount="all") if done else interpretation
    meant = find_meant(wanted, conversation, tools, done=done)
    if meant.instead is not None and _names_nothing(interpretation) and not done:
        pending = Pending(WHICH_TARGET, interpretation)
        return asking(task_questions.which_to_delete(), pending, conversation)
    if meant.instead is not None:
        return meant.instead
    with_subtasks = _with_subtasks(meant.tasks, tools)
    if len(with_subtasks) > 1 and not tools.confirmed:
        where = at(meant.project.name) if meant.project else ""
        where = f"{where} that are done".strip() if done else where
        return _ask(interpretation, with_subtasks, where, conversation, tools)
    return _delete(meant.tasks, conversation, tools)


def _means_finished(reading: Interpretation) -> bool:
    """Tell whether "the completed tasks" are to go, and none that is named."""
    return reading.target is None and _FINISHED.search(reading.text) is not None


def _means_whole_project(reading: Interpretation) -> bool:
    picks = (
        reading.target,
        reading.when,
        reading.priority,
        reading.ordinal,
        reading.tags,
    )
    some = reading.amount is not None and reading.amount.lower() not in _ALL
    return reading.project is not None and not any(picks) and not some


def _names_nothing(reading: Interpretation) -> bool:
    """Tell whether it was a bare "delete"."""
    said = (
        *(reading.target, reading.title, reading.project, reading.person),
        *(reading.when, reading.priority, reading.ordinal, reading.amount),
    )
    return not any(said) and not reading.tags and len(reading.text.split()) <= _BARE


def _whole_project(
    reading: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    project = known_project(reading.project or "", tools)
    if project is None:
        known = [other.name for other in tools.tasks.projects()]
        reply = task_lists.no_such_project(reading.project or "", known)
        return Outcome(reply, settled(conversation))
    tasks = candidates(tools, project)
    if tasks:
        where = at(project.name)
        return _ask(reading, tasks, where, conversation, tools)
    if _EMPTYING.search(reading.text):
        reply = task_lists.nothing_open(project.name, tools.speaker)
        return Outcome(reply, settled(conversation))
    if tools.confirmed:
        return _delete_project(project, conversation, tools)
    question = task_questions.sure_to_delete_project(project.name)
    return confirming(question, reading, conversation)


def _ask(
    reading: Interpretation,
    tasks: Sequence[Task],
    where: str,
    conversation: Conversation,
    tools: Tools,
) -> Outcome:
    question = task_questions.sure_to_delete(tasks, where, tools.speaker)
    ids = tuple(task.id for task in tasks)
    return confirming(question, reading, conversation, options=ids)


def _with_subtasks(tasks: Sequence[Task], tools: Tools) -> list[Task]:
    """Return all that would go: each task, and what lies below it."""
    found = {task.id: task for task in tasks}
    for task in tasks:
        found |= {below.id: below for below in tools.tasks.subtasks(task.id)}
    return list(found.values())


def _delete(tasks: Sequence[Task], conversation: Conversation, tools: Tools) -> Outcome:
    gone = tools.tasks.delete([task.id for task in tasks])
    after = remembering(settled(conversation), tasks)
    return Outcome(
        task_changes.deleted(tasks, tools.speaker),
        changed_now(after, [task.id for task in tasks]),
        tuple(Change(ChangeKind.TASK_DELETED, task.id, task.title) for task in gone),
    )


def _delete_project(
    project: Project, conversation: Conversation, tools: Tools
) -> Outcome:
    """Delete a project that has no open task; what was done in it is kept."""
    tools.tasks.delete_project(project.id, TasksGo.INBOX)
    reply = task_lists.project_deleted(project.name)
    change = Change(ChangeKind.PROJECT_DELETED, project.id, project.name)
    return Outcome(reply, settled(conversation), (change,))


ACTIONS: dict[Intent, Action] = {Intent.TASK_DELETE: delete}

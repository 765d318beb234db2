"""What is done for tasks, projects and lists."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clara_edge.dialogue.outcome import Outcome, Tools, remembering, settled
from clara_edge.dialogue.replies import wording
from clara_edge.dialogue.suggesting import suggest
from clara_edge.domain.conversation import Listing
from clara_edge.domain.drafts import TaskDraft
from clara_edge.domain.errors import ProjectNotFoundError, StorageError
from clara_edge.domain.intents import Intent
from clara_edge.domain.reply import Change, ChangeKind
from clara_edge.domain.tasks import Project, match_project, sentence_case

if TYPE_CHECKING:
    from clara_edge.domain.conversation import Conversation
    from clara_edge.domain.intents import Interpretation
    from clara_edge.domain.tasks import Task
    from clara_edge.ports.store import TaskStore

    from .table import Action


def _create_task(
    interpretation: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    spoken_project = interpretation.project
    if interpretation.title is None:
        asked = replace(
            settled(conversation),
            pending_question="which_title",
            pending_project=spoken_project,
        )
        return Outcome(wording.which_title(spoken_project), asked)
    title = sentence_case(interpretation.title)
    given = TaskDraft(title, project=spoken_project, tags=interpretation.tags)
    filled = tools.assistant.filled(given, tools.now)
    known = {project.id for project in tools.tasks.projects(archived=True)}
    (task,) = tools.tasks.add(filled.draft)
    try:
        project = _project_of(task, tools.tasks)
    except StorageError:
        project = None  # the task is on disk: that must not be told as a failure
    changes = [Change(ChangeKind.TASK_CREATED, task.id, task.title)]
    if project is not None and project.id not in known:
        made = Change(ChangeKind.PROJECT_CREATED, project.id, project.name)
        changes.insert(0, made)
    name = project.name if project else filled.draft.project
    return Outcome(
        wording.task_added(task, name, conversation.turns, filled.reasons),
        remembering(settled(conversation), [task]),
        tuple(changes),
    )


def _query_tasks(
    interpretation: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    projects = tools.tasks.projects()
    fresh = settled(conversation)
    name: str | None = None
    if interpretation.project is not None:
        project = match_project(interpretation.project, projects)
        if project is None:
            known = [other.name for other in projects]
            return Outcome(
                wording.no_such_project(interpretation.project, known), fresh
            )
        name = project.name
    if interpretation.variant == "count":
        total = tools.tasks.count_open_tasks(project=name)
        return Outcome(wording.task_count(total, name), fresh)
    return read_out(Listing(name, ()), fresh, tools.tasks)


def _suggest(
    interpretation: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    del interpretation
    return suggest(conversation, tools)


def read_out(listing: Listing, conversation: Conversation, store: TaskStore) -> Outcome:
    """Read the next few tasks of a list, whatever was added or done meanwhile."""
    goes_on = bool(listing.read_ids)
    try:
        tasks = store.open_tasks(project=listing.project)
    except ProjectNotFoundError:
        tasks = []  # gone since the list was begun
    left = [task for task in tasks if task.id not in listing.read_ids]
    if not left:
        reply = (
            wording.end_of_list()
            if goes_on
            else wording.nothing_open(listing.project, conversation.turns)
        )
        return Outcome(reply, conversation)
    now = left[: wording.LISTED_AT_ONCE]
    reply = wording.task_list(now, len(left), listing.project, goes_on=goes_on)
    conversation = remembering(conversation, now)
    if reply.expects_answer:
        read_ids = (*listing.read_ids, *(task.id for task in now))
        conversation = replace(
            conversation,
            pending_question="more",
            listing=replace(listing, read_ids=read_ids),
        )
    return Outcome(reply, conversation)


def _project_of(task: Task, store: TaskStore) -> Project | None:
    return next(
        (p for p in store.projects(archived=True) if p.id == task.project_id), None
    )


ACTIONS: dict[Intent, Action] = {
    Intent.TASK_CREATE: _create_task,
    Intent.TASK_QUERY: _query_tasks,
    Intent.TASK_SUGGEST: _suggest,
}

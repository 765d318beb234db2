"""What each intent does: to the task store, and to the conversation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from clara_edge.domain.conversation import Conversation, Listing
from clara_edge.domain.drafts import TaskDraft
from clara_edge.domain.errors import ProjectNotFoundError, StorageError
from clara_edge.domain.intents import Intent, Interpretation
from clara_edge.domain.reply import Change, ChangeKind, Reply
from clara_edge.domain.tasks import Project, match_project, sentence_case

from . import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.domain.tasks import Task
    from clara_edge.ports.store import TaskStore

# How many tasks "it" or "the last one" may later reach back to.
_REMEMBERED_TASKS = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an action did, and what the next utterance may refer to."""

    reply: Reply | None
    conversation: Conversation
    changes: tuple[Change, ...] = ()
    ended: bool = False


Action = Callable[[Interpretation, Conversation, "TaskStore"], Outcome]


def act(
    interpretation: Interpretation, conversation: Conversation, store: TaskStore
) -> Outcome:
    """Do what was understood; errors of the store arise as they are."""
    return _ACTIONS[interpretation.intent](interpretation, conversation, store)


def _create_task(
    interpretation: Interpretation, conversation: Conversation, store: TaskStore
) -> Outcome:
    spoken_project = interpretation.project
    if interpretation.title is None:
        asked = replace(
            _settled(conversation),
            pending_question="which_title",
            pending_project=spoken_project,
        )
        return Outcome(wording.which_title(spoken_project), asked)
    known = {project.id for project in store.projects()}
    title = sentence_case(interpretation.title)
    (task,) = store.add(TaskDraft(title, project=spoken_project))
    try:
        project = _project_of(task, store)
    except StorageError:
        project = None  # the task is on disk: that must not be told as a failure
    changes = [Change(ChangeKind.TASK_CREATED, task.id, task.title)]
    if project is not None and project.id not in known:
        made = Change(ChangeKind.PROJECT_CREATED, project.id, project.name)
        changes.insert(0, made)
    name = project.name if project else spoken_project
    return Outcome(
        wording.task_added(task.title, name, conversation.turns),
        _remembering(_settled(conversation), [task]),
        tuple(changes),
    )


def _query_tasks(
    interpretation: Interpretation, conversation: Conversation, store: TaskStore
) -> Outcome:
    projects = store.projects()
    settled = _settled(conversation)
    name: str | None = None
    if interpretation.project is not None:
        project = match_project(interpretation.project, projects)
        if project is None:
            known = [other.name for other in projects]
            return Outcome(
                wording.no_such_project(interpretation.project, known), settled
            )
        name = project.name
    if interpretation.counts_only:
        total = store.count_open_tasks(project=name)
        return Outcome(wording.task_count(total, name), settled)
    return _read(Listing(name, ()), settled, store)


def _go_on(
    interpretation: Interpretation, conversation: Conversation, store: TaskStore
) -> Outcome:
    del interpretation
    listing = conversation.listing
    if listing is None:
        return Outcome(wording.nothing_pending(conversation.turns), conversation)
    return _read(listing, _settled(conversation), store)


def _read(listing: Listing, conversation: Conversation, store: TaskStore) -> Outcome:
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
    conversation = _remembering(conversation, now)
    if reply.expects_answer:
        read_ids = (*listing.read_ids, *(task.id for task in now))
        conversation = replace(
            conversation,
            pending_question="more",
            listing=replace(listing, read_ids=read_ids),
        )
    return Outcome(reply, conversation)


def _end(
    interpretation: Interpretation, conversation: Conversation, store: TaskStore
) -> Outcome:
    del interpretation, store
    return Outcome(None, _settled(conversation), ended=True)


def _refuse(
    interpretation: Interpretation, conversation: Conversation, store: TaskStore
) -> Outcome:
    del interpretation, store
    return Outcome(wording.unsupported(conversation.turns), _settled(conversation))


_ACTIONS: dict[Intent, Action] = {
    Intent.TASK_CREATE: _create_task,
    Intent.TASK_QUERY: _query_tasks,
    Intent.SESSION_STOP: _end,
    Intent.SESSION_YES: _go_on,
    Intent.SESSION_NO: _end,
    Intent.UNSUPPORTED: _refuse,
}


def _settled(conversation: Conversation) -> Conversation:
    """Withdraw what Clara asked: the person went on to something else."""
    return replace(
        conversation, pending_question=None, pending_project=None, listing=None
    )


def _remembering(conversation: Conversation, tasks: Sequence[Task]) -> Conversation:
    recent = [task.id for task in reversed(tasks)]
    older = [i for i in conversation.last_task_ids if i not in recent]
    return replace(
        conversation, last_task_ids=tuple((recent + older)[:_REMEMBERED_TASKS])
    )


def _project_of(task: Task, store: TaskStore) -> Project | None:
    return next((p for p in store.projects() if p.id == task.project_id), None)

"""Ticking tasks off, and taking that back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.dialogue.outcome import Outcome, Tools, remembering, settled
from clara_edge.dialogue.replies import task_changes
from clara_edge.domain.intents import Intent
from clara_edge.domain.reference import find_targets
from clara_edge.domain.reply import Change, ChangeKind

from .meant import candidates, changed_now, find_meant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.domain.conversation import Conversation
    from clara_edge.domain.intents import Interpretation
    from clara_edge.domain.tasks import Task

    from .table import Action


def complete(
    interpretation: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    """Tick off the tasks that are meant, as one step."""
    meant = find_meant(interpretation, conversation, tools)
    if meant.instead is not None:
        if meant.instead.reply and meant.instead.reply.expects_answer:
            return meant.instead
        done = _only(interpretation, conversation, tools, done=True)
        if done is None:
            return meant.instead
        reply = task_changes.done_already(done, tools.speaker)
        return Outcome(reply, settled(conversation))
    completion = tools.tasks.complete([task.id for task in meant.tasks])
    asked_for = {task.id for task in meant.tasks}
    roots = [task for task in completion.completed if task.id in asked_for]
    if not roots:
        reply = task_changes.done_already(meant.tasks[0], tools.speaker)
        return Outcome(reply, settled(conversation))
    reply = task_changes.completed(roots, completion.spawned, tools.speaker)
    return _changed(
        reply_of=Outcome(reply, conversation),
        tasks=completion.completed,
        roots=[*roots, *completion.spawned],
        kind=ChangeKind.TASK_COMPLETED,
    )


def reopen(
    interpretation: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    """Make the finished tasks open again that are meant."""
    meant = find_meant(interpretation, conversation, tools, done=True)
    if meant.instead is not None:
        if meant.instead.reply and meant.instead.reply.expects_answer:
            return meant.instead
        still = _only(interpretation, conversation, tools, done=False)
        if still is None:
            return meant.instead
        reply = task_changes.open_already(still, tools.speaker)
        return Outcome(reply, settled(conversation))
    tasks = list(tools.tasks.reopen([task.id for task in meant.tasks]))
    reply = task_changes.reopened(tasks, tools.speaker)
    return _changed(
        reply_of=Outcome(reply, conversation),
        tasks=tasks,
        roots=tasks,
        kind=ChangeKind.TASK_REOPENED,
    )


def _only(
    reading: Interpretation, conversation: Conversation, tools: Tools, *, done: bool
) -> Task | None:
    """Return the one task in the other state that is meant without doubt."""
    if not reading.target:
        return None
    others = candidates(tools, done=done)
    found = find_targets(reading, others, conversation, tools.now).found
    return found[0] if len(found) == 1 else None


def _changed(
    *, reply_of: Outcome, tasks: Sequence[Task], roots: Sequence[Task], kind: ChangeKind
) -> Outcome:
    after = remembering(settled(reply_of.conversation), roots)
    return Outcome(
        reply_of.reply,
        changed_now(after, [task.id for task in roots]),
        tuple(Change(kind, task.id, task.title) for task in tasks),
    )


ACTIONS: dict[Intent, Action] = {
    Intent.TASK_COMPLETE: complete,
    Intent.TASK_REOPEN: reopen,
}

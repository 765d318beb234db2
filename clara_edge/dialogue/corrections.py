"""Corrections right after a change: "no, I meant Thursday", "no, the other one"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from clara_edge.domain.errors import NothingToUndoError, TaskNotFoundError
from clara_edge.domain.intents import Intent, Interpretation, Source
from clara_edge.domain.reference import find_targets, likeness
from clara_edge.domain.slots import priority_of
from clara_edge.domain.steps import StepState

from . import said_words
from .actions.change import change_tasks
from .actions.meant import candidates, which_one
from .actions.places import known_project
from .asking import confirming
from .moments_said import said_moment
from .outcome import SPOKEN, Outcome, settled
from .performing import perform
from .replies import task_changes, task_proposals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.domain.conversation import Conversation
    from clara_edge.domain.tasks import Task

    from .outcome import Tools

_SET_ANEW = frozenset({Intent.TASK_CREATE, Intent.TASK_UPDATE})
_PICKED = frozenset({Intent.TASK_COMPLETE, Intent.TASK_REOPEN, Intent.TASK_DELETE})
# of what was ticked off a moment ago, "make it every Saturday" corrects nothing
_CHANGE = re.compile(r"\W*(?:make|change|set)\b", re.IGNORECASE)
_PLACE = re.compile(
    r"^(?:(?:on|to|in|for|onto|into)\s+)?(?:(?:my|the|our)\s+)?(?P<name>.+?)\s+"
    r"(?:list|project)$",
    re.IGNORECASE,
)
_ONE = re.compile(r"^(?:the\s+)?(?P<name>.+?)(?:\s+one)?$", re.IGNORECASE)
# "Rob" for "Bob": as alike as two words that a recogniser confuses.
_MISHEARD = 0.5
_STEPS_LOOKED_AT = 20


def corrected(
    reading: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome | None:
    """Change what was changed a moment ago; None if this is no correction of it."""
    last = conversation.last_reading
    if last is None or not conversation.changed_ids:
        return None
    words = said_words.corrected(said_words.bare(reading.text))
    if words is None or said_words.is_command(words):
        return None
    changes = reading.intent is Intent.TASK_UPDATE and last.intent in _PICKED
    if changes and _CHANGE.match(reading.text):
        return None
    tasks = _changed(conversation, tools)
    if last.intent in _SET_ANEW and tasks:
        changed = _set_anew(reading, words, tasks, conversation, tools)
        if changed is not None:
            return changed
    if last.intent in _PICKED or last.intent is Intent.TASK_UPDATE:
        return _another_one(last, words, conversation, tools)
    return None


def _changed(conversation: Conversation, tools: Tools) -> list[Task]:
    """Return the tasks of the last change that can still be changed."""
    found = []
    for identity in conversation.changed_ids:
        try:
            task = tools.tasks.get(identity)
        except TaskNotFoundError:
            continue
        if task.is_open:
            found.append(task)
    return found


def _set_anew(
    said: Interpretation,
    words: str,
    tasks: Sequence[Task],
    conversation: Conversation,
    tools: Tools,
) -> Outcome | None:
    """Set date, priority, project or title of what was just added or changed."""
    change = Interpretation(said.text, Intent.TASK_UPDATE, 1.0, Source.RULES)
    when = said_moment(words, tools.now)
    priority = priority_of(words)
    place = _PLACE.match(words)
    last = conversation.last_reading
    was_created = last is not None and last.intent is Intent.TASK_CREATE
    if when is not None and not _is_title(words, when.text):
        change = replace(change, new_when=when)
    elif priority is not None:
        change = replace(change, priority=priority)
    elif place is not None and known_project(place["name"], tools) is not None:
        change = replace(change, new_project=place["name"])
    elif was_created and len(tasks) == 1 and not said_words.means_the_other(words):
        title = retitled(tasks[0].title, words)
        change = replace(change, new_title=title)
        if title == words and tools.origin == SPOKEN:
            # nothing of the title was kept: a recogniser may have made it of a time
            question = task_proposals.proposal(
                replace(change, target=tasks[0].title), tools.speaker
            )
            ids = (tasks[0].id,)
            return confirming(question, change, conversation, options=ids)
    else:
        return None
    outcome = change_tasks(change, tasks, conversation, tools)
    # the next correction is about the same command
    return replace(outcome, reading=last)


def _is_title(words: str, date_words: str) -> bool:
    """Tell whether a date is only a part of what was said: "the Sunday roast"."""
    return len(words.split()) > len(date_words.split()) + 3


def retitled(title: str, words: str) -> str:
    """Return a title with the word replaced that the correction sounds or ends like."""
    old, new = title.split(), words.split()
    best, score = -1, 0.0
    for at, word in enumerate(old):
        alike = max(likeness(word.casefold(), other.casefold()) for other in new)
        if alike > score:
            best, score = at, alike
    if best < 0 or score < _MISHEARD or len(new) >= len(old) > 1:
        return words
    return " ".join([*old[:best], *new, *old[best + 1 :]])


def _another_one(
    last: Interpretation, words: str, conversation: Conversation, tools: Tools
) -> Outcome | None:
    """Take the last change back and make it for another task."""
    gone = set(conversation.changed_ids)
    others = _others(last, words, gone, conversation, tools)
    if not others:
        reply = task_changes.not_found(replace(last, target=words), None, tools.speaker)
        return Outcome(reply, conversation)
    if not _is_last_step(conversation, tools):
        return Outcome(task_proposals.changed_since(), settled(conversation))
    try:
        tools.tasks.undo(origin=tools.origin)
    except NothingToUndoError:
        return Outcome(task_proposals.changed_since(), settled(conversation))
    again = replace(last, also=(), confidence=1.0)
    if len(others) > 1:
        return which_one(again, others, conversation, tools)
    tools = replace(tools, chosen=(others[0].id,))
    outcome = perform(again, settled(conversation), tools)
    return replace(outcome, reading=last)


def _others(
    last: Interpretation,
    words: str,
    gone: set[str],
    conversation: Conversation,
    tools: Tools,
) -> list[Task]:
    """Return what can be meant instead of the tasks that were changed."""
    done = last.intent is Intent.TASK_REOPEN
    tasks = [t for t in candidates(tools, done=done) if t.id not in gone]
    if said_words.means_the_other(words):
        read_out = conversation.read_out_ids
        by_id = {task.id: task for task in tasks}
        return [by_id[i] for i in read_out if i in by_id]
    when = said_moment(words, tools.now)
    name = _ONE.match(words)
    wanted = replace(
        last,
        target=None if when else (name["name"] if name else words),
        ordinal=None,
        amount=None,
        when=when,
        project=None,
        priority=None,
        tags=(),
    )
    if when is not None:
        wanted = replace(wanted, target=last.target)
    targets = find_targets(wanted, tasks, conversation, tools.now)
    return list(targets.found or targets.options)


def _is_last_step(conversation: Conversation, tools: Tools) -> bool:
    """Tell whether the last change is the one of this conversation."""
    own = (
        step
        for step in tools.tasks.history(limit=_STEPS_LOOKED_AT)
        if step.origin == tools.origin and step.state is StepState.DONE
    )
    latest = next(own, None)
    touched = tools.tasks.history(task_id=conversation.changed_ids[0], limit=1)
    return latest is not None and bool(touched) and touched[0].id == latest.id

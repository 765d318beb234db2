"""What is said of a task that repeats: "skip the next one", "stop repeating it"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from clara_edge.domain.drafts import TaskPatch
from clara_edge.domain.intents import Intent
from clara_edge.domain.reference import find_targets
from clara_edge.domain.reply import Change, ChangeKind

from . import said_words
from .actions.meant import candidates, changed_now
from .outcome import Outcome, remembering, settled
from .replies import task_series

if TYPE_CHECKING:
    from clara_edge.domain.conversation import Conversation
    from clara_edge.domain.intents import Interpretation
    from clara_edge.domain.reply import Reply
    from clara_edge.domain.tasks import Task

    from .outcome import Tools

_THIS_TIME = r"(?: (?:this time|next time|once|this week|this month|today|tomorrow|just this once))*"
_SKIP = re.compile(
    r"^(?:please |just )*skip (?:(?P<next>(?:the )?next (?:one|time|occurrence)|(?:it|that|this)(?: one"
    rf")?|this (?:time|week|month)|once)|(?P<name>.{{2,80}}?)){_THIS_TIME}(?: please)?$",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"^(?:please )?(?:stop repeating|(?:don't|do not) repeat|no more repeating) "
    r"(?P<name>.{2,80}?)(?: any ?more| again| please)*$",
    re.IGNORECASE,
)
_ONCE = re.compile(
    r"^(?:please )?(?:make (?P<name>it|that|this) (?:a one[- ]off|not repeat|stop repeating))$",
    re.IGNORECASE,
)


def repeating(
    reading: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome | None:
    """Leave out one occurrence, or end the series; None if it is about no such task."""
    words = said_words.bare(reading.text)
    if match := _SKIP.match(words):
        task = _series(reading, match["name"] or "it", conversation, tools)
        return _skipped(task, conversation, tools) if task else None
    if match := _STOP.match(words) or _ONCE.match(words):
        task = _series(reading, match["name"], conversation, tools)
        return _ended(task, conversation, tools) if task else None
    return None


def _series(
    reading: Interpretation, name: str, conversation: Conversation, tools: Tools
) -> Task | None:
    """Return the one repeating task that is meant."""
    tasks = [task for task in candidates(tools) if task.recurrence is not None]
    wanted = replace(
        reading,
        intent=Intent.TASK_UPDATE,
        target=name,
        when=None,
        new_when=None,
        ordinal=None,
        amount=None,
        project=None,
    )
    found = find_targets(wanted, tasks, conversation, tools.now).found
    return found[0] if len(found) == 1 else None


def _skipped(task: Task, conversation: Conversation, tools: Tools) -> Outcome:
    after = tools.tasks.skip(task.id)
    return _changed(task_series.skipped(after, tools.speaker), after, conversation)


def _ended(task: Task, conversation: Conversation, tools: Tools) -> Outcome:
    (after,) = tools.tasks.change([task.id], TaskPatch(recurrence=None))
    return _changed(task_series.ended(after, tools.speaker), after, conversation)


def _changed(reply: Reply, task: Task, conversation: Conversation) -> Outcome:
    kept = remembering(settled(conversation), [task])
    change = Change(ChangeKind.TASK_UPDATED, task.id, task.title)
    return Outcome(reply, changed_now(kept, [task.id]), (change,))

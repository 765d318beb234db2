"""Suggestions as a conversation: made one at a time, accepted, declined or passed over."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clara_edge.domain.assist import AddTask, Offer
from clara_edge.domain.reply import Change, ChangeKind

from .assistant import carry_out
from .model_turns import ask_suggestion
from .outcome import Outcome, remembering, settled
from .replies import wording

if TYPE_CHECKING:
    from clara_edge.domain.conversation import Conversation

    from .outcome import Tools

SUGGESTION = "suggestion"
"""The pending question."""


def suggest(conversation: Conversation, tools: Tools) -> Outcome:
    """Make the first suggestion that was not made in this conversation."""
    if not tools.assistant.suggests:
        return Outcome(wording.suggestions_off(), settled(conversation))
    passed: tuple[str, ...] = ()
    if conversation.offer is not None:
        passed = (*conversation.offer.passed, conversation.offer.key)
    found = tools.assistant.suggestions(tools.now)
    waiting = [one for one in found if one.key not in passed]
    if not waiting:
        if (handed_over := ask_suggestion(conversation, tools)) is not None:
            return handed_over
        return Outcome(
            wording.no_suggestion(anything_before=bool(passed)), settled(conversation)
        )
    asked = replace(
        settled(conversation),
        pending_question=SUGGESTION,
        offer=Offer.of(waiting[0], passed),
    )
    return Outcome(wording.suggestion(waiting[0]), asked)


def accept(offer: Offer, conversation: Conversation, tools: Tools) -> Outcome:
    """Do what was suggested."""
    action = offer.action
    tasks = carry_out(action, tools.tasks)
    kind = (
        ChangeKind.TASK_CREATED
        if isinstance(action, AddTask)
        else ChangeKind.TASK_UPDATED
    )
    return Outcome(
        wording.accepted(offer.done),
        remembering(settled(conversation), tasks),
        tuple(Change(kind, task.id, task.title) for task in tasks),
    )


def decline(offer: Offer, conversation: Conversation, tools: Tools) -> Outcome:
    """Drop the suggestion for some days, without words."""
    tools.assistant.decline(offer.key, tools.now)
    return Outcome(None, settled(conversation), ended=True)

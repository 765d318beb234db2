"""What is done for the conversation itself."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from clara_edge.dialogue.outcome import Outcome, Tools, settled
from clara_edge.dialogue.replies import step_wording, wording
from clara_edge.dialogue.suggesting import SUGGESTION, accept, decline
from clara_edge.domain.errors import StorageError
from clara_edge.domain.intents import Intent
from clara_edge.domain.reply import Change, ChangeKind

from .query import read_out
from .ringing import silence

if TYPE_CHECKING:
    from clara_edge.domain.conversation import Conversation
    from clara_edge.domain.intents import Interpretation

    from .table import Action


def _agree(
    interpretation: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    del interpretation
    if conversation.pending_question == SUGGESTION and conversation.offer is not None:
        return accept(conversation.offer, conversation, tools)
    listing = conversation.listing
    if listing is None and silence(tools):
        # "okay" to what rings
        return Outcome(None, settled(conversation), ended=True)
    if listing is None:
        return Outcome(wording.nothing_pending(conversation.turns), conversation)
    return read_out(listing, settled(conversation), tools)


def _refuse(
    interpretation: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    if conversation.pending_question == SUGGESTION and conversation.offer is not None:
        return decline(conversation.offer, conversation, tools)
    return _end(interpretation, conversation, tools)


def _undo(
    interpretation: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    del interpretation
    step = tools.tasks.undo(origin=tools.origin)
    change = Change(ChangeKind.STEP_UNDONE, str(step.id), step.summary)
    return Outcome(step_wording.undone(step), settled(conversation), (change,))


def _redo(
    interpretation: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    del interpretation
    step = tools.tasks.redo(origin=tools.origin)
    change = Change(ChangeKind.STEP_REDONE, str(step.id), step.summary)
    return Outcome(step_wording.redone(step), settled(conversation), (change,))


def _end(
    interpretation: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    del interpretation
    # whoever says "stop" must be obeyed, whatever the disk is like
    with contextlib.suppress(StorageError):
        silence(tools)
    return Outcome(None, settled(conversation), ended=True)


def _unable(
    interpretation: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    del interpretation, tools
    return Outcome(wording.unsupported(conversation.turns), settled(conversation))


ACTIONS: dict[Intent, Action] = {
    Intent.SESSION_STOP: _end,
    Intent.SESSION_YES: _agree,
    Intent.SESSION_NO: _refuse,
    Intent.SESSION_UNDO: _undo,
    Intent.SESSION_REDO: _redo,
    Intent.UNSUPPORTED: _unable,
}

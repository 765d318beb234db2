"""Help, and hearing something again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.dialogue.outcome import Outcome, Tools
from clara_edge.dialogue.replies import help_wording
from clara_edge.domain.intents import Intent
from clara_edge.domain.schema import sayings, topic

if TYPE_CHECKING:
    from clara_edge.domain.conversation import Conversation
    from clara_edge.domain.intents import Interpretation

    from .table import Action


def _help(
    interpretation: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    """Answer without withdrawing a question that Clara asked: help may be about it."""
    about = topic(interpretation.text)
    if about is None:
        reply = help_wording.what_to_say(sayings(), tools.speaker)
    else:
        reply = help_wording.how_to_say(about, tools.speaker)
    return Outcome(reply, conversation)


def _repeat(
    interpretation: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    del interpretation
    reply = help_wording.said_again(
        conversation.last_reply,
        waits=conversation.pending_question is not None,
        speaker=tools.speaker,
    )
    return Outcome(reply, conversation)


ACTIONS: dict[Intent, Action] = {
    Intent.SESSION_HELP: _help,
    Intent.SESSION_REPEAT: _repeat,
}

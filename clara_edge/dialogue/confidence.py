"""How sure Clara must be of a reading before anything is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.domain.doubts import misheard
from clara_edge.domain.intents import Intent, Source

from .asking import confirming
from .model_turns import ask_model
from .outcome import SPOKEN, Outcome, Tools, settled
from .replies import task_proposals, wording

if TYPE_CHECKING:
    from clara_edge.domain.conversation import Conversation
    from clara_edge.domain.intents import Interpretation

# The confidence is calibrated (Interpretation.confidence), so a bar is a share of errors
# that is worth a question. A wrong answer costs one more sentence, a wrong change one
# "undo that"; a deletion goes unnoticed most easily, and switching off cannot be undone.
# Just above 0.4 every second frame of TOPv2 is wrong, but nine intents of ten are right, and
# two in three of such frames differ in nothing that Clara does (docs/nlu.md, "The ceiling").
DO = 0.4
DO_BY_INTENT = {
    Intent.TASK_DELETE: 0.7,
    Intent.TIMER_CANCEL: 0.6,
    Intent.ALARM_CANCEL: 0.7,
}
ASK = 0.2
"""Below it, the reading is more likely to annoy than to help."""

_ONLY_ANSWERS = frozenset(
    {
        Intent.TASK_QUERY,
        Intent.PROJECT_QUERY,
        Intent.TIMER_QUERY,
        Intent.ALARM_QUERY,
        Intent.CLOCK_QUERY,
        Intent.TASK_SUGGEST,
        Intent.SESSION_HELP,
        Intent.SESSION_REPEAT,
        Intent.SESSION_STOP,
        Intent.SESSION_YES,
        Intent.SESSION_NO,
        Intent.CHAT,
        Intent.UNSUPPORTED,
    }
)


def unsure(
    reading: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome | None:
    """Ask about a reading that is not sure enough, or say so; None if it is to be done."""
    if _is_settled(reading, tools):
        return None
    if reading.confidence < ASK:
        if tools.model.ready and tools.model.sees_tasks:
            return ask_model(reading, conversation, tools)
        reply = wording.not_understood(tools.speaker)
        return Outcome(reply, settled(conversation))
    if not is_guess(reading) or reading.intent in _ONLY_ANSWERS:
        return None
    question = task_proposals.proposal(reading, tools.speaker)
    return confirming(question, reading, conversation)


def doubted(
    reading: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome | None:
    """Ask whether an utterance was heard right, all its commands together."""
    if tools.origin != SPOKEN or _is_settled(reading, tools) or not misheard(reading):
        return None
    question = task_proposals.proposal(reading, tools.speaker)
    return confirming(question, reading, conversation)


def is_guess(reading: Interpretation) -> bool:
    """Tell whether a reading needs a "yes" before it is done."""
    bar = DO_BY_INTENT.get(reading.intent, DO)
    return reading.source is Source.LLM or reading.confidence < bar


def is_chatter(reading: Interpretation, conversation: Conversation) -> bool:
    """Tell whether words said to nobody in particular were not meant for Clara."""
    return conversation.pending_question is None and is_guess(reading)


def _is_settled(reading: Interpretation, tools: Tools) -> bool:
    """Tell whether the person agreed already, or it is nothing that is done."""
    return (
        reading.source is Source.LLM
        or tools.confirmed
        or bool(tools.chosen)
        or reading.intent in {Intent.CHAT, Intent.UNSUPPORTED}
    )

"""What each intent does: to the stores, to the device, and to the conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import (
    alarms,
    change,
    clock,
    create,
    device,
    finish,
    helping,
    model,
    projects,
    query,
    reminders,
    remove,
    session,
    timers,
)

if TYPE_CHECKING:
    from clara_edge.dialogue.outcome import Outcome, Tools
    from clara_edge.domain.conversation import Conversation
    from clara_edge.domain.intents import Intent, Interpretation

    from .table import Action

_ACTIONS: dict[Intent, Action] = {
    **create.ACTIONS,
    **query.ACTIONS,
    **finish.ACTIONS,
    **change.ACTIONS,
    **remove.ACTIONS,
    **projects.ACTIONS,
    **session.ACTIONS,
    **helping.ACTIONS,
    **device.ACTIONS,
    **clock.ACTIONS,
    **timers.ACTIONS,
    **alarms.ACTIONS,
    **reminders.ACTIONS,
    **model.ACTIONS,
}


def act(
    interpretation: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    """Do what was understood; errors of the stores arise as they are."""
    return _ACTIONS[interpretation.intent](interpretation, conversation, tools)

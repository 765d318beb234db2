"""What a conversation has just been about."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clara_edge.domain.conversation import Conversation


def listed(conversation: Conversation) -> tuple[str, ...]:
    """Return the ids of the list that "the second one" counts in."""
    if conversation.pending is not None and conversation.pending.options:
        return conversation.pending.options
    if conversation.read_out_ids:
        return conversation.read_out_ids
    return conversation.listing.read_ids if conversation.listing else ()


def spoken_of(conversation: Conversation) -> tuple[str, ...]:
    """Return the ids that "it" or "them" stands for: what the last turn was about."""
    if conversation.pending is not None and conversation.pending.options:
        return conversation.pending.options
    last = conversation.last_task_ids[:1]
    for group in (conversation.changed_ids, conversation.read_out_ids):
        if group and (not last or last[0] in group):
            return group
    return last or conversation.changed_ids


def in_focus(conversation: Conversation) -> frozenset[str]:
    """Return the ids of all that was said, shown or changed last."""
    return frozenset(
        (*spoken_of(conversation), *listed(conversation), *conversation.changed_ids)
    )

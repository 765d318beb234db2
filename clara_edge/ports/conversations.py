"""Where conversations are kept between two turns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from clara_edge.domain.conversation import Conversation


@dataclass(frozen=True, slots=True)
class KeptConversation:
    """A conversation with the time of its last turn."""

    conversation: Conversation
    at: datetime


class ConversationStore(Protocol):
    """Conversations that survive a process for a short while; one instance per thread.

    All methods raise StorageError when the database cannot be used.
    """

    def load(
        self, conversation_id: str, not_before: datetime
    ) -> KeptConversation | None:
        """Return a conversation unless its last turn was before the time given."""
        ...

    def latest(
        self, not_before: datetime, *, other_than: str
    ) -> KeptConversation | None:
        """Return the conversation of another session that had the last turn.

        None if that was before the time given.
        """
        ...

    def save(
        self, conversation: Conversation, now: datetime, not_before: datetime
    ) -> None:
        """Keep a conversation, and forget all that are older than not_before.

        It may be lost in a power cut: nothing was promised to anybody.
        """
        ...

    def swap(self, before: KeptConversation, after: Conversation) -> bool:
        """Replace what was loaded, at its time; False if another turn has replaced it since."""
        ...

    def forget(self, before: datetime | None = None) -> None:
        """Forget all conversations, or those whose last turn was before a time."""
        ...

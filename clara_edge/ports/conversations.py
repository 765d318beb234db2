"""Where conversations are kept between two turns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from clara_edge.domain.conversation import Conversation


class ConversationStore(Protocol):
    """Conversations that survive a process for a short while; one instance per thread.

    Both methods raise StorageError when the database cannot be used.
    """

    def load(self, conversation_id: str, not_before: datetime) -> Conversation | None:
        """Return a conversation unless its last turn was before the time given."""
        ...

    def save(
        self, conversation: Conversation, now: datetime, not_before: datetime
    ) -> None:
        """Keep a conversation, and forget all that are older than not_before.

        It may be lost in a power cut: nothing was promised to anybody.
        """
        ...

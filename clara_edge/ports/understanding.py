"""From words to an intent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from clara_edge.domain.conversation import Conversation
    from clara_edge.domain.intents import Completeness, Interpretation


class Understanding(Protocol):
    """Interpret utterances; stateless, safe from any thread, never raises on any text."""

    def interpret(
        self, text: str, conversation: Conversation, now: datetime
    ) -> Interpretation:
        """Return the best reading of a finished utterance."""
        ...

    def completeness(self, text: str, conversation: Conversation) -> Completeness:
        """Judge whether an utterance heard so far already is a whole command."""
        ...

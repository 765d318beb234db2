"""The shape of an action."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clara_edge.dialogue.outcome import Outcome, Tools
    from clara_edge.domain.conversation import Conversation
    from clara_edge.domain.intents import Interpretation

Action = Callable[["Interpretation", "Conversation", "Tools"], "Outcome"]
"""Does what was understood; errors of the stores arise as they are."""

"""A dialogue for whoever may change tasks, but not the device that they are on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .hands_off import hands_off

if TYPE_CHECKING:
    from clara_edge.domain.reply import TurnResult

    from .dialogue import Dialogue


class HandsOff:
    """A dialogue all of whose turns are such; for anything else it is the dialogue itself."""

    def __init__(self, dialogue: Dialogue) -> None:
        self._dialogue = dialogue

    def turn(
        self, text: str, conversation_id: str, *, addressed: bool = True
    ) -> TurnResult:
        """See Dialogue.turn."""
        with hands_off():
            return self._dialogue.turn(text, conversation_id, addressed=addressed)

    def __getattr__(self, name: str) -> Any:
        """Return what the dialogue has of this name."""
        return getattr(self._dialogue, name)

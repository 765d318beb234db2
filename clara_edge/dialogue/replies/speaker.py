"""How Clara puts things: style, variety, dates in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from clara_edge.config.schema import Replies


class Speaker:
    """The chosen manner of speaking, for one turn."""

    def __init__(self, settings: Replies, turn: int, now: datetime) -> None:
        self.settings = settings
        self.turn = turn
        self.now = now

    def pick(
        self,
        conversational: Sequence[str],
        brief: Sequence[str] = (),
        formal: Sequence[str] = (),
    ) -> str:
        """Return a form of the chosen style, each turn another one.

        A style without forms of its own takes the conversational ones.
        """
        forms = {"brief": brief, "formal": formal}.get(self.settings.style, ())
        chosen = forms or conversational
        return chosen[self.turn % len(chosen)]

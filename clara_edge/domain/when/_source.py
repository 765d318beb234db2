"""A text that is read, and what is known of it so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ._tokens import Token, tokens

if TYPE_CHECKING:
    from datetime import datetime

    from .settings import WhenSettings

Hits = tuple[tuple[int, Any], ...]
"""Where each reading ends, and its value; the preferred one first."""
EMPTY = ""
"""Among the words with which something may begin: it may be nothing at all."""
NUMBER = "0"
"""Among them: it may be any written number."""
KNOWN: set[str] = set()
"""Every word that some parser reads; at any other nothing begins."""
_NOTHING = Token("", 0, 0, glued=False)


@dataclass(slots=True)
class Source:
    """A text to read, and when and by whom it was said."""

    text: str
    now: datetime
    """Local and aware."""
    settings: WhenSettings
    tokens: list[Token] = field(init=False)
    memo: dict[tuple[object, int], Hits] = field(default_factory=dict)
    depth: int = 0

    def __post_init__(self) -> None:
        """Part the text."""
        self.tokens = tokens(self.text)

    def token(self, at: int) -> Token:
        """Return a token; beyond either end one without text."""
        return self.tokens[at] if 0 <= at < len(self.tokens) else _NOTHING

    def begins_with(self, at: int, starts: frozenset[str]) -> bool:
        """Whether a token is among the words with which something may begin."""
        token = self.token(at)
        if token.number is not None and NUMBER in starts:
            return True
        return token.text in starts or EMPTY in starts

    def may_begin(self, at: int) -> bool:
        """Whether anything could begin at a token."""
        token = self.token(at)
        return token.number is not None or token.text in KNOWN

"""Parts of a day as they are said."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a day, and which if that was told: this one, or the last."""

    name: str
    which: str = ""
    bare: bool = False
    """Nothing but the word, which may belong to a title."""

    def merged(self, other: Part) -> Part | None:
        """Return what both say: "first thing tomorrow morning" is early."""
        names = {self.name, other.name}
        if len(names) == 1:
            return other if self.bare else self
        early = names == {"early_morning", "morning"}
        return (self if self.name == "early_morning" else other) if early else None

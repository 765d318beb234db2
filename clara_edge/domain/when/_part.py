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

"""Text of people and of other programs, made safe for a terminal."""

from __future__ import annotations

import unicodedata

# Bidi_Control (Unicode Standard Annex 9): these could make a line look like another one
_DIRECTION = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


def shown(text: str) -> str:
    """Return a text on one line without what would steer the terminal.

    Letters of any script, emoji and their joiners stay.
    """
    return "".join(_safe(character) for character in " ".join(text.split()))


def shown_lines(text: str) -> list[str]:
    """Return the lines of a text, each safe, without blank ones at either end."""
    lines = [
        "".join(map(_safe, line.expandtabs(4))).rstrip() for line in text.splitlines()
    ]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return lines


def counted(number: int, noun: str) -> str:
    """Return "1 task" or "1,234 tasks"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def shortened(text: str, limit: int = 60) -> str:
    """Return a safe text of at most so many characters."""
    safe = shown(text)
    return safe if len(safe) <= limit else safe[: limit - 1].rstrip() + "…"


def _safe(character: str) -> str:
    if character in _DIRECTION:
        return ""
    category = unicodedata.category(character)
    return "\N{REPLACEMENT CHARACTER}" if category in {"Cc", "Cs"} else character

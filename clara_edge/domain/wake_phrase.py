"""Take the wake phrase, or what the pre-roll kept of it, off a transcript."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(r"[\w']+")
_LEADING = re.compile(r"^[\s,.;:!?\-\u2026]+")

# Below this likeness "service" or "office" would count as "jarvis"; measured on what the
# recogniser makes of cut wake words ("Travis", "Jarvus", "Jervis" are 0.67 and more).
_LIKENESS = 0.66


def strip_wake_phrase(text: str, phrases: Iterable[str]) -> str:
    """Return text without a leading wake phrase, its last words or a mishearing of them.

    >>> strip_wake_phrase("Hey Jarvis, add milk.", ["hey jarvis"])
    'add milk.'
    >>> strip_wake_phrase("Travis, add milk.", ["hey jarvis"])
    'add milk.'
    >>> strip_wake_phrase("Add milk.", ["hey jarvis"])
    'Add milk.'
    """
    best = 0
    for phrase in phrases:
        words = phrase.casefold().split()
        best = max(best, *(_match(text, words[skip:]) for skip in range(len(words))))
    return _LEADING.sub("", text[best:]) if best else text.strip()


def _match(text: str, wanted: list[str]) -> int:
    """Return where `wanted`, or something that sounds like it, ends at the start of text."""
    heard = list(_WORD.finditer(text))[: len(wanted)]
    if len(heard) < len(wanted):
        return 0
    for match, word in zip(heard, wanted, strict=True):
        likeness = SequenceMatcher(None, match.group().casefold(), word).ratio()
        if likeness < _LIKENESS or len(match.group()) < min(3, len(word)):
            return 0
    return heard[-1].end()

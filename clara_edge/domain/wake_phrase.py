"""Take the wake phrase, or what speech-to-text made of it, off a transcript."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WORD = re.compile(r"[\w']+")
_LEADING = re.compile(r"^[\s,.;:!?\-\u2026]+")
_SEARCHED_WORDS = 5

# Likeness of letters, 0 to 1. Of 12,000 commands without a wake word (TOPv2 training
# text) the likest begin with "where is", 0.62; "I ate Jarvis", "Hagarvis" and "Hejardus",
# which recognition makes of the whole phrase, have 0.71 and more.
_WHOLE_LIKENESS = 0.65
# "Travis", "Harvest" and "jar of this" for the last word alone, 0.66 and more; further in,
# another first letter counts against it ("add a visit" is 0.67).
_LAST_LIKENESS = 0.66
_OTHER_LETTER_LIKENESS = 0.75
# "Hidardus remind me to...", 0.47, "H. Argus", 0.53: less like it, but an order begins right
# after its one or two words; "please" has 0.40, "candy" for "can you" 0.14.
_BEFORE_ORDER_LIKENESS = 0.45
_ORDER = re.compile(
    r"(?<!\bnever)[\s,.;:!?\-\u2026]+(?:remind|add|put|create|set|schedule)\b",
    re.IGNORECASE,
)


def strip_wake_phrase(text: str, phrases: Iterable[str]) -> str:
    """Return text without a leading wake phrase, its last word or a mishearing of them.

    >>> strip_wake_phrase("Hey Jarvis, add milk.", ["hey jarvis"])
    'add milk.'
    >>> strip_wake_phrase("Hagarvis, add milk.", ["hey jarvis"])
    'add milk.'
    >>> strip_wake_phrase("Add milk.", ["hey jarvis"])
    'Add milk.'
    """
    found = [
        (likeness, end)
        for phrase in phrases
        for likeness, end in _candidates(text, phrase.casefold())
    ]
    if not found:
        return text.strip()
    end = max(found)[1]
    return _LEADING.sub("", text[end:])


def _candidates(text: str, phrase: str) -> Iterator[tuple[float, int]]:
    """Yield (likeness, where it ends) of everything near the start that may be the phrase."""
    words = list(_WORD.finditer(text))[:_SEARCHED_WORDS]
    whole, last = phrase.replace(" ", ""), phrase.rsplit(maxsplit=1)[-1]
    first_of_last = len(phrase.split()) - 1
    for start in range(min(len(words), first_of_last + 1)):
        letters = ""
        for word in words[start:]:
            letters += word.group().casefold().replace("'", "")
            ordered = word in words[:2] and _ORDER.match(text, word.end())
            wanted = _BEFORE_ORDER_LIKENESS if ordered else _WHOLE_LIKENESS
            if start == 0 and (like := _likeness(letters, whole)) >= wanted:
                yield like, word.end()
            alike = start == 0 or letters.startswith(last[0])
            wanted = _LAST_LIKENESS if alike else _OTHER_LETTER_LIKENESS
            if (like := _likeness(letters, last)) >= wanted:
                yield like, word.end()


def _likeness(heard: str, wanted: str) -> float:
    return SequenceMatcher(None, heard, wanted, autojunk=False).ratio()

"""When one breath names several things: "milk, eggs and bread" are three."""

from __future__ import annotations

import re

from .item_words import DEEDS, PAIRS
from .spotted import EDGES

_SEPARATOR = re.compile(
    r"\s*(?:[,;](?:\s*(?:and|plus|as well as|also)\b)?|\b(?:and also|as well as|plus|and|&)(?=\s))\s*",
    re.IGNORECASE,
)
# A deed with two objects is one deed: "call mum and dad", "wash and iron the shirts".
_ARTICLES = frozenset({"a", "an", "the", "some", "my", "our"})
# "Ben and Jerry's ice cream" is one name
_FIRM = re.compile(r"^[A-Z][a-z]+ and [A-Z][a-z]+['\u2019]s\b")
# a title of more words than this is a deed or a sentence, not a thing on a list
_THING_WORDS_MAX = 6


def items_of(
    stretch: str, marked: tuple[str, ...] = (), *, listed: bool
) -> tuple[str, ...]:
    """Return the titles in a stretch of words; a single one where it is one thing.

    Args:
        stretch: the words from the first title to the last.
        marked: the titles that the parser told apart in it.
        listed: whether they go onto a list, where each thing has its own line.
    """
    parts = _merged(_SEPARATOR.split(stretch.strip(EDGES)), stretch)
    parts = [part for part in (part.strip(EDGES) for part in parts) if part]
    if len(parts) < 2:
        alone = not listed or any(map(_is_deed, (stretch, *marked)))
        return (stretch.strip(EDGES),) if alone else _told_apart(stretch, marked)
    deeds = [_is_deed(part) for part in parts]
    if all(deeds) and (len(parts) > 2 or listed or _each_with_to(stretch)):
        return tuple(_without_to(part) for part in parts)
    things = listed and not any(deeds)
    if things and all(len(part.split()) <= _THING_WORDS_MAX for part in parts):
        return tuple(thing for part in parts for thing in _told_apart(part, marked))
    return (stretch.strip(EDGES),)


def _merged(parts: list[str], stretch: str) -> list[str]:
    """Put pairs that are one thing together again: "mac and cheese"."""
    merged: list[str] = []
    at = 0
    for part in parts:
        start = stretch.find(part, at) if part else at
        listed = bool(re.search("[,;]", stretch[at:start]))
        if merged and part and not listed and _is_pair(merged[-1], part):
            first = stretch.rfind(merged[-1], 0, start)
            merged[-1] = stretch[first : start + len(part)]
        else:
            merged.append(part)
        at = start + len(part)
    return merged


def _is_pair(one: str, other: str) -> bool:
    if _FIRM.search(f"{one.rsplit(maxsplit=1)[-1]} and {other}"):
        return True
    first, second = _key(one), _key(other)
    return any(
        (first == a or first.endswith(" " + a))
        and (second == b or second.startswith(b + " "))
        for a, b in PAIRS
    )


def _key(part: str) -> str:
    words = part.lower().split()
    while words and words[0] in _ARTICLES:
        words.pop(0)
    return " ".join(words)


def _is_deed(part: str) -> bool:
    words = part.lower().split()
    if words[:1] == ["to"]:
        words.pop(0)
    return len(words) > 1 and words[0] in DEEDS


def _each_with_to(stretch: str) -> bool:
    return re.search(r"\band to ", stretch, re.IGNORECASE) is not None


def _without_to(part: str) -> str:
    return part[3:] if part.lower().startswith("to ") else part


def _told_apart(part: str, marked: tuple[str, ...]) -> tuple[str, ...]:
    """Return what the parser told apart though nothing stood between: "milk eggs bread"."""
    words = part.split()
    # "two pounds of ground beef" is measured, and one thing
    if "of" in words:
        return (part.strip(EDGES),)
    for first in range(len(marked)):
        for after in range(first + 2, len(marked) + 1):
            if " ".join(marked[first:after]).split() == words:
                return tuple(thing.strip(EDGES) for thing in marked[first:after])
    return (part.strip(EDGES),)

"""How a word sounds, roughly, and how alike two words are to a recogniser."""

from __future__ import annotations

import re
from functools import lru_cache

# After Metaphone (Philips, 1990), with voiced and unvoiced consonants as one, since
# recognisers confuse them, and without telling vowels apart.
_RULES = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^(?:kn|gn|pn)", "n"),
        (r"^wr", "r"),
        (r"^x", "s"),
        (r"mb$", "m"),
        (r"tch", "C"),
        (r"sch", "sk"),
        (r"ch", "C"),
        (r"sh|(?<=[aeiou])[ts]i(?=o)", "C"),
        (r"dg(?=[eiy])", "C"),
        (r"ph", "f"),
        (r"^gh", "k"),
        (r"gh", ""),
        (r"th", "t"),
        (r"ck", "k"),
        (r"c(?=[eiy])", "s"),
        (r"x", "ks"),
        (r"g(?=[ei])", "C"),
        (r"[cqg]", "k"),
        (r"j", "C"),
        (r"z", "s"),
        (r"v", "f"),
        (r"d", "t"),
        (r"b", "p"),
        (r"(?<=.)[hwy]", ""),
        (r"[aeiou]+", "a"),
        (r"(.)\1+", r"\1"),
        (r"(?<=.)a", ""),
    )
)
_CACHED_WORDS = 16_384


@lru_cache(_CACHED_WORDS)
def sound(word: str) -> str:
    """Return the consonants of a folded word as they sound; other scripts stay."""
    for pattern, replacement in _RULES:
        word = pattern.sub(replacement, word)
    return word


@lru_cache(_CACHED_WORDS)
def letters(word: str) -> int:
    """Return the set of a word's letters as bits; unlike sets mean unlike words."""
    mask = 0
    for character in word:
        mask |= 1 << (ord(character) % 61)
    return mask


def distance(one: str, other: str, limit: int) -> int:
    """Return the edits between two words, swapped neighbours being one; limit + 1 if more.

    Optimal string alignment: insert, delete, replace, transpose.
    """
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        before, last, row = row, before, [i]
        for j, b in enumerate(other, start=1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]


def likeness(one: str, other: str) -> float:
    """Return from 0 to 1 how likely a recogniser writes one word for the other."""
    longest = max(len(one), len(other))
    limit = longest // 2
    edits = distance(one, other, limit)
    if edits > limit:
        return 0.0
    written = 1 - edits / longest
    here, there = sound(one), sound(other)
    heard_longest = max(len(here), len(there), 1)
    heard = 1 - distance(here, there, heard_longest) / heard_longest
    return 0.5 * written + 0.5 * heard

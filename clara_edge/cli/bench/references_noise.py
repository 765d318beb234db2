"""What a recogniser makes of words, as a model of its mistakes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

# Spellings of one sound, and sounds that recognisers take for each other. The kinds are
# those of the substitutions in training/nlu/data/heard.tsv.
_SOUNDS = (
    ("b", "p"),
    ("d", "t"),
    ("g", "k"),
    ("c", "k"),
    ("v", "f"),
    ("z", "s"),
    ("m", "n"),
    ("th", "f"),
    ("sh", "ch"),
    ("ee", "ea"),
    ("ea", "e"),
    ("i", "e"),
    ("a", "e"),
    ("o", "u"),
    ("ou", "o"),
    ("ph", "f"),
    ("ck", "k"),
    ("l", "r"),
    ("ll", "l"),
    ("y", "i"),
)
# Short and frequent, so that the language model of a recogniser writes one of them.
_SMALL = ("the", "a", "my", "to", "for", "with", "in", "at", "about", "of", "and")
_HOMOPHONES = {
    "mum": "mom",
    "four": "for",
    "two": "to",
    "buy": "by",
    "mail": "male",
    "for": "four",
    "wash": "watch",
    "tea": "tee",
    "week": "weak",
    "bread": "bred",
    "cheese": "trees",
    "flowers": "flours",
    "eggs": "legs",
    "milk": "silk",
    "rent": "rend",
    "bill": "pill",
    "bike": "pike",
    "tap": "tab",
    "vet": "wet",
    "roof": "rough",
    "shoes": "choose",
}


def misheard(random: Random, text: str, share: float) -> str:
    """Return a text in which about this share of the words was heard wrongly."""
    heard: list[str] = []
    for word in text.lower().split():
        if random.random() < share:
            heard += _wrong(random, word)
        else:
            heard.append(word)
    return " ".join(heard) or text.lower()


def _wrong(random: Random, word: str) -> Sequence[str]:
    if word in _SMALL:
        return random.choice([[], [random.choice(_SMALL)]])
    kind = random.random()
    if word in _HOMOPHONES and kind < 0.4:
        return [_HOMOPHONES[word]]
    if kind < 0.1 and len(word) < 5:
        return []
    if kind < 0.2 and len(word) > 5:
        at = random.randrange(2, len(word) - 2)
        return [word[:at], word[at:]]
    if kind < 0.3:
        return [word + random.choice(["s", "ed", "ing"])]
    return [_other_sound(random, word)]


def _other_sound(random: Random, word: str) -> str:
    pairs = [*_SOUNDS, *((b, a) for a, b in _SOUNDS)]
    possible = [(a, b) for a, b in pairs if a in word]
    if not possible:
        return word
    old, new = random.choice(possible)
    return word.replace(old, new, 1)

"""How far a transcript is from what was said."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from num2words import num2words

if TYPE_CHECKING:
    from collections.abc import Sequence

_SPELLED = {"%": " percent", "mr": "mister", "mrs": "missus"}


def words_of(text: str) -> list[str]:
    """Return the words as they are pronounced: no case, no punctuation, no digits."""
    spaced = text.lower().replace("%", _SPELLED["%"]).replace("-", " ")
    spaced = re.sub(r"(\d)([a-z])", r"\1 \2", spaced)
    spoken = re.sub(r"\d+", lambda m: f" {num2words(int(m.group()))} ", spaced)
    bare = re.sub(r"[^\w' ]", " ", spoken)
    return [_SPELLED.get(word, word) for word in bare.split()]


def count_errors(said: Sequence[str], heard: Sequence[str]) -> int:
    """Return the fewest words to change, insert or drop (Levenshtein)."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(said, start=1):
        previous, row[0] = row[0], i
        for j, other in enumerate(heard, start=1):
            step = min(row[j] + 1, row[j - 1] + 1, previous + (word != other))
            previous, row[j] = row[j], step
    return row[-1]


def count_missing(expected: Sequence[str], heard: Sequence[str]) -> int:
    """Return how many of the expected words were not heard, in whatever order."""
    left = list(heard)
    missing = 0
    for word in expected:
        if word in left:
            left.remove(word)
        else:
            missing += 1
    return missing


def slot_words(label: str) -> list[str] | None:
    """Return the words in the slots of an intent label; None when it is a transcript."""
    if not label.startswith(('"{', "{")):
        return None
    if label.startswith('"'):
        label = label[1:-1].replace('""', '"')
    slots: dict[str, str] = json.loads(label)["slots"]
    return [word for value in slots.values() for word in words_of(value)]

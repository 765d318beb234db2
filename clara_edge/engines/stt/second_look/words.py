"""Text as the words that the word model counts."""

from __future__ import annotations

import re

START, END = "<s>", "</s>"
_WORD = re.compile(r"[^\W_]+")
_HALF_OF_DAY = re.compile(r"\b([ap])\.\s?m\b")


def words_in(text: str) -> list[str]:
    """Return the words in lower case, without marks; a number counts by its digits.

    >>> words_in("Wake me at 10:45 a.m., it's late")
    ['wake', 'me', 'at', '##', '##', 'am', 'it', 's', 'late']
    """
    plain = _HALF_OF_DAY.sub(r"\1m", text.lower())
    return [
        "#" * len(word) if word.isdecimal() else word for word in _WORD.findall(plain)
    ]

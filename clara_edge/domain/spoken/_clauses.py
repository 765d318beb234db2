"""Where speech may be cut so that the first words are heard early."""

from __future__ import annotations

import re

_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")
_CLAUSE_END = re.compile(r"(?<=[,;:])\s+")

# a shorter clause spoken alone sounds chopped, a longer one keeps the listener waiting
_MIN_CHARS = 20
_MAX_CHARS = 90
# nobody means such a word; voices choke on it
_MAX_WORD_CHARS = 60

_LONG_WORD = re.compile(rf"\S{{{_MAX_WORD_CHARS}}}(?=\S)")


def clauses(text: str) -> list[str]:
    """Split speakable text at its pauses.

    Joined by spaces the parts are the text again, except that an endless word is broken.
    A sentence is cut at its inner pauses only when it is long, and no part is so short
    that it loses its melody, except where the whole text is.
    """
    parts: list[str] = []
    for sentence in _SENTENCE_END.split(text.strip()):
        parts += [sentence] if len(sentence) <= _MAX_CHARS else _split_long(sentence)
    return _merge_short([part for part in parts if part])


def _split_long(sentence: str) -> list[str]:
    parts: list[str] = []
    for part in _CLAUSE_END.split(sentence):
        words = _LONG_WORD.sub(r"\g<0> ", part).split()
        line = ""
        for word in words:
            if line and len(line) + 1 + len(word) > 2 * _MAX_CHARS:
                parts.append(line)
                line = word
            else:
                line = f"{line} {word}".strip()
        parts.append(line)
    return parts


def _merge_short(parts: list[str]) -> list[str]:
    merged: list[str] = []
    for part in parts:
        if merged and min(len(merged[-1]), len(part)) < _MIN_CHARS:
            merged[-1] = f"{merged[-1]} {part}"
        else:
            merged.append(part)
    return merged

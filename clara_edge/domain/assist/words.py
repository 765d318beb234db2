"""The words of a title that tell what it is about, in a form in which they can be counted."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def word_set(joined: str) -> frozenset[str]:
    """Return the words of a table."""
    return frozenset(joined.split())


# Words that say nothing about where a task belongs.
_EMPTY = word_set(
    "a an the my our your his her their some any this that these those to for of on in at by"
    " with from and or up out off it me us you i we is are be do please again"
)

# A longer title is a text; its first words tell what it is about.
_MAX_WORDS = 30


def content_words(text: str) -> tuple[str, ...]:
    """Return the telling words in order: lower case, without plural and possessive endings."""
    words = (_stem(match[0]) for match in _WORD.finditer(_folded(text)))
    return tuple(word for word in words if word not in _EMPTY)[:_MAX_WORDS]


def plain_words(text: str) -> str:
    """Return all words in lower case with one blank around each, to look for phrases in."""
    return f" {' '.join(match[0] for match in _WORD.finditer(_folded(text)))} "


def _folded(text: str) -> str:
    straight = text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return unicodedata.normalize("NFC", straight).lower()


def _stem(word: str) -> str:
    """Take off the regular English plural and possessive; other languages stay as they are."""
    word = re.sub(r"'s?$", "", word)
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word.removesuffix("ies") + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes", "oes")):
        return word.removesuffix("es")
    return word.removesuffix("s")

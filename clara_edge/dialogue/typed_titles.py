"""Titles that are typed: what a parser made for speech leaves out of them is put back."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clara_edge.domain.intents import Interpretation

_CARRIERS = frozenset(
    """
    a about add after alarm alert also an and at before can clara could create don't
    every for forget from get give got gotta have he help hey i i'd i'll i'm i've if in
    is it it's jarvis jot just kindly let like list make maybe me must my need new no
    note of ok okay on our perhaps please pls prompt put really record remember remind
    reminder reminders schedule send set should so start tag task tasks that the then
    there to todo track under until urgent very want we when will with would write you
    """.split()  # noqa: SIM905 - as literals they fill the page
)
"""Words that say that, how or when something is added, not what."""
_ASKS = re.compile(
    r"\b(?:alarm|alert|remi\w*|remember|forget|list|project)", re.IGNORECASE
)
_CORRECTS = re.compile(
    r"\b(?:no|sorry|actually|mean|wait|rather|instead|scratch)\b", re.IGNORECASE
)
_WORD = re.compile(r"[\w'\u2019]+")
_PAIRS = {")": "(", "]": "[", "}": "{", ">": "<", "”": "“", "»": "«"}
_OPENERS = {opener: closer for closer, opener in _PAIRS.items()}
_QUOTES = '"“”„«»'
# what joins and colours the parts of one picture
_PICTURE_PARTS = "\u200d\ufe0f\u20e3"
_MARK_BEHIND = re.compile(r"\s?([^\w\s])")
_MARK_BEFORE = re.compile(r"([^\w\s])\s?$")


def whole_title(reading: Interpretation) -> str | None:
    """Return the title of a reading with what its text says of it beside it.

    A text that begins with what is to be done keeps its beginning: "Finish the report by
    Monday", of which "the report" was read as the title. Brackets, quotation marks and
    pictures at the ends of a title stay as they were typed.
    """
    text, title = reading.text, reading.title
    at = text.casefold().find(title.casefold()) if title else -1
    # a letter whose lower case is longer shifts what follows
    if not title or at < 0 or len(text.casefold()) != len(text):
        return title
    start = 0 if _begins_with_it(text[:at], reading) else at
    start, end = _with_marks(text, start, at + len(title))
    return text[start:end]


def _begins_with_it(before: str, reading: Interpretation) -> bool:
    """Tell whether what is before a title belongs to it."""
    words = [word.casefold().replace("\u2019", "'") for word in _WORD.findall(before)]
    if not words or _ASKS.search(before) or _CORRECTS.search(reading.text):
        return False
    elsewhere = _said_elsewhere(reading)
    return words[0] not in _CARRIERS and elsewhere.isdisjoint(words)


def _said_elsewhere(reading: Interpretation) -> set[str]:
    pieces = [reading.project, reading.person, reading.place, *reading.tags]
    pieces += [piece.text for piece in (reading.when, reading.duration) if piece]
    return {
        word.casefold() for piece in pieces if piece for word in _WORD.findall(piece)
    }


def _with_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Take in the pictures beside a title, and what closes or opens what is in it."""
    while True:
        behind = _MARK_BEHIND.match(text, end)
        before = _MARK_BEFORE.search(text[:start])
        if behind and _belongs(behind[1], text[start:end], _PAIRS):
            end = behind.end()
        elif before and _belongs(before[1], text[start:end], _OPENERS):
            start = before.start(1)
        else:
            return start, end


def _belongs(mark: str, title: str, partners: dict[str, str]) -> bool:
    if mark in _PICTURE_PARTS or unicodedata.category(mark) in {"So", "Sk"}:
        return True
    if mark in _QUOTES and mark not in partners:
        return title.count(mark) % 2 == 1
    partner = partners.get(mark)
    return partner is not None and title.count(partner) > title.count(mark)

"""The piece of a task's text that a search found, matches in brackets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .search_words import WORD, folded, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Long enough for a line on a screen of 80 columns.
_WORDS_AROUND = 6


@dataclass(frozen=True, slots=True)
class Marks:
    """What was looked for; in the form of folded()."""

    begins: tuple[str, ...] = ()
    equals: frozenset[str] = frozenset()
    symbols: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, words: Iterable[str], terms: Iterable[str], symbols: Iterable[str]
    ) -> Marks:
        """Return marks for the words that were typed, terms of the index, and symbols."""
        begins = [piece for word in words for piece in words_of(word)]
        return cls(tuple(begins), frozenset(terms), tuple(symbols))

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where the matches begin and end, in order."""
        found = [
            match.span()
            for match in WORD.finditer(text)
            if self._is_wanted(folded(match[0]))
        ]
        for symbol in self.symbols:
            found += [m.span() for m in re.finditer(re.escape(symbol), text)]
        end = 0
        for place in sorted(found):
            if place[0] >= end:
                yield place
                end = place[1]

    def _is_wanted(self, word: str) -> bool:
        return word in self.equals or word.startswith(self.begins)


def snippet(texts: Iterable[str], marks: Marks) -> str:
    """Return the first text with a match, cut around it; else the first text."""
    first = ""
    for text in texts:
        places = list(marks.places(text))
        if places:
            return _cut(text, places)
        first = first or text
    return first


def _cut(text: str, places: list[tuple[int, int]]) -> str:
    words = [match.span() for match in re.finditer(r"\S+", text)]
    at = next(n for n, (_, end) in enumerate(words) if end > places[0][0])
    near = words[max(0, at - _WORDS_AROUND) : at + _WORDS_AROUND + 1]
    start, end = near[0][0], near[-1][1]
    pieces = ["…" if near[0] != words[0] else ""]
    for begins, ends in places:
        if ends <= end:
            pieces += [text[start:begins], "[", text[begins:ends], "]"]
            start = ends
    pieces += [text[start:end], "…" if near[-1] != words[-1] else ""]
    return " ".join("".join(pieces).split())

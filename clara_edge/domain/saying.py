"""The words of an answer while it is still being written: what can be spoken already."""

from __future__ import annotations

import re

from clara_edge.domain.spoken import clauses

_SAY = re.compile(r'\s*\{\s*"say"\s*:\s*"')
# while this much of it could still become _SAY
_MAYBE_SAY = re.compile(r'\s*(\{\s*("(s(a(y("(\s*(:\s*)?)?)?)?)?)?)?)?\Z')
_ESCAPES = {"n": "\n", "t": "\t", "r": " ", "b": " ", "f": " "}
_HEX_DIGITS = 4
# a first clause as short as this is spoken alone: the listener has waited long enough
_FIRST_CHARS = 12
_PAUSE = re.compile(r"[.!?…;:,][\"')\]]*\s+")


class WordsSoFar:
    """Takes pieces of an answer, plain or `{"say": "…"}`, and gives the words in them.

    Of an answer that is a call, or anything else in braces, no words come.
    """

    def __init__(self) -> None:
        self._head = ""
        self._begun = False
        self._quoted = False
        self._ended = False
        self._escape = ""

    def feed(self, piece: str) -> str:
        """Return the words that this piece adds."""
        if self._ended:
            return ""
        if self._begun:
            return self._unquoted(piece) if self._quoted else piece
        self._head += piece
        if found := _SAY.match(self._head):
            self._begun = self._quoted = True
            return self._unquoted(self._head[found.end() :])
        if _MAYBE_SAY.match(self._head):
            return ""
        self._begun, self._ended = True, self._head.lstrip().startswith("{")
        return "" if self._ended else self._head.lstrip()

    def _unquoted(self, text: str) -> str:
        words: list[str] = []
        for character in text:
            if self._escape:
                words.append(self._escaped(character))
            elif character == "\\":
                self._escape = character
            elif character == '"':
                self._ended = True
                break
            else:
                words.append(character)
        return "".join(words)

    def _escaped(self, character: str) -> str:
        self._escape += character
        kind, digits = self._escape[1], self._escape[2:]
        if kind != "u":
            self._escape = ""
            return _ESCAPES.get(kind, kind)
        if len(digits) < _HEX_DIGITS:
            return ""
        self._escape = ""
        try:
            found = chr(int(digits, 16))
        except ValueError:
            return ""
        # halves of a pair stand for emoji and the like, which nobody can speak
        return found if found.isprintable() else " "


class ClauseCutter:
    """Cuts words that are still coming into clauses, the first one early."""

    def __init__(self) -> None:
        self._pending = ""
        self._spoke = False

    def feed(self, words: str) -> list[str]:
        """Return the clauses that are complete now."""
        self._pending += words
        ready = ""
        if not self._spoke:
            for pause in _PAUSE.finditer(self._pending):
                if pause.end() >= _FIRST_CHARS:
                    ready = self._pending[: pause.end()]
                    break
        else:
            *whole, _ = clauses(self._pending) or [""]
            ready = self._taken(whole)
        self._pending = self._pending[len(ready) :]
        return self._spoken([ready] if not self._spoke else clauses(ready))

    def flush(self) -> list[str]:
        """Return what is left."""
        rest, self._pending = self._pending, ""
        return self._spoken(clauses(rest))

    def _taken(self, whole: list[str]) -> str:
        """Return the beginning of what is pending that these clauses were made of."""
        count = sum(len("".join(part.split())) for part in whole)
        for index, character in enumerate(self._pending):
            if count == 0:
                return self._pending[:index]
            count -= not character.isspace()
        return self._pending if count == 0 and whole else ""

    def _spoken(self, parts: list[str]) -> list[str]:
        found = [part.strip() for part in parts if any(map(str.isalnum, part))]
        self._spoke = self._spoke or bool(found)
        return found

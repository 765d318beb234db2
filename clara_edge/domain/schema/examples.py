"""Sentences in which the slots are marked: "remind {person: me} to {title: call Ann}"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .parts import SlotKind

_MARK = re.compile(r"\{(?P<kind>\w+): (?P<words>[^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Span:
    """The characters from `start` up to `end` of a text that fill a slot."""

    kind: SlotKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence and the spans of its slots, in their order."""

    text: str
    spans: tuple[Span, ...] = ()

    def words(self, kind: SlotKind) -> tuple[str, ...]:
        """Return the text of every span of a kind."""
        return tuple(
            self.text[span.start : span.end] for span in self.spans if span.kind is kind
        )


def marked(sentence: str) -> Example:
    """Read a sentence with marks; raise ValueError on a kind that does not exist."""
    text = ""
    spans: list[Span] = []
    end = 0
    for match in _MARK.finditer(sentence):
        text += sentence[end : match.start()]
        start = len(text)
        text += match["words"]
        spans.append(Span(SlotKind(match["kind"]), start, len(text)))
        end = match.end()
    return Example(text + sentence[end:], tuple(spans))

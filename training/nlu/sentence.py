"""A sentence to learn from or to measure with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clara_edge.engines.nlu.learned.decoding import OUTSIDE
from clara_edge.engines.nlu.learned.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterable

# TOPv2 marks the words that say how ("show", "timer"). Clara has no use for them, but
# keeping them makes its figures comparable with others'.
METHOD = "method"

Tags = tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words with their label and tags."""

    words: tuple[str, ...]
    label: str
    tags: Tags
    """None where the corpus says nothing about slots that Clara could use."""
    source: str
    """Corpus and part of it, for example "topv2/reminder"."""
    topic: str = ""
    """What out-of-scope text is about, so that whole topics can be held out."""


def tagged(
    text: str, spans: Iterable[tuple[str, int, int]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of a text and their tags; spans are (kind, start, end)."""
    tokens = tokens_of(text)
    tags = [OUTSIDE] * len(tokens)
    for kind, start, end in spans:
        inside = [i for i, t in enumerate(tokens) if start <= t.start and t.end <= end]
        for number, index in enumerate(inside):
            tags[index] = f"{'I' if number else 'B'}-{kind}"
    return tuple(token.word for token in tokens), tuple(tags)


def untagged(text: str, label: str, source: str, topic: str = "") -> Sentence:
    """Return a sentence whose slots are not known."""
    words = tuple(token.word for token in tokens_of(text))
    return Sentence(words, label, None, source, topic)


def without_slots(text: str, label: str, source: str, topic: str = "") -> Sentence:
    """Return a sentence that has no slots."""
    words = tuple(token.word for token in tokens_of(text))
    return Sentence(words, label, (OUTSIDE,) * len(words), source, topic)


__all__ = ["METHOD", "Sentence", "Tags", "tagged", "untagged", "without_slots"]

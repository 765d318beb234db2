"""Utterances in, labels and stretches of their text out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clara_edge.domain.schema import SlotKind, Span

from .tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    from clara_edge.domain.schema import Label

    from .network import Reading

    class Reader(Protocol):
        """What reads words; the network."""

        def read(self, words: Sequence[str]) -> Reading:
            """Return the most probable reading of at least one word."""
            ...


_KINDS = frozenset(SlotKind)


@dataclass(frozen=True, slots=True)
class Parsed:
    """An utterance with its label, its slots, and how likely all of it is right."""

    text: str
    label: Label
    confidence: float
    spans: tuple[Span, ...]
    label_probability: float
    """How likely the label alone is right."""
    act: bool
    """Whether it may be acted on without asking: the confidence is above the label's bar."""

    def words(self, kind: SlotKind) -> tuple[str, ...]:
        """Return the text of every span of a kind."""
        return tuple(self.text[s.start : s.end] for s in self.spans if s.kind is kind)


def parsed(text: str, reader: Reader) -> Parsed | None:
    """Return what the reader makes of a text; None where it has no words."""
    tokens = tokens_of(text)
    if not tokens:
        return None
    reading = reader.read([token.word for token in tokens])
    spans = tuple(
        Span(SlotKind(kind), tokens[first].start, tokens[after - 1].end)
        for kind, first, after in reading.spans
        # kinds that only the training corpora know
        if kind in _KINDS
    )
    return Parsed(
        text,
        reading.label,
        reading.confidence,
        spans,
        reading.label_probability,
        reading.act,
    )

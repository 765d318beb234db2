"""What people add to a sentence while they speak: names, hesitations, corrections."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from clara_edge.domain.schema import SlotKind
from clara_edge.engines.nlu.learned.decoding import OUTSIDE, spans_of
from training.nlu.sentence import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from random import Random

    Words = tuple[str, ...]

_BEFORE = (
    *("please", "clara", "hey clara", "okay clara", "hey jarvis", "jarvis", "hi clara"),
    *("and", "then", "and then", "and also", "also", "um", "uh", "okay", "so", "well"),
    *("can you", "could you", "can you please", "would you please", "id like you to"),
)
_AFTER = ("please", "thanks", "thank you", "for me", "clara", "okay", "now")
_FILLERS = ("um", "uh", "er", "erm", "hmm", "um uh")
_CORRECTIONS = (
    *("no", "no wait", "sorry", "i mean", "no make that", "actually", "or rather"),
    *("no sorry", "wait no", "no i mean", "make that", "oops"),
)
_CORRECTED = (
    SlotKind.WHEN,
    SlotKind.NEW_WHEN,
    SlotKind.DURATION,
    SlotKind.REPEAT,
    SlotKind.PROJECT,
)
_ADDRESSED_SHARE, _HESITANT_SHARE, _CORRECTED_SHARE = 0.07, 0.03, 0.03


def varied(sentences: Sequence[Sentence], rng: Random) -> Iterator[Sentence]:
    """Yield the sentences, a few of them as a person might have said them instead."""
    said = _said(sentences)
    for sentence in sentences:
        chance = rng.random()
        if chance < _ADDRESSED_SHARE:
            yield addressed(sentence, rng)
        elif chance < _ADDRESSED_SHARE + _HESITANT_SHARE:
            yield hesitant(sentence, rng)
        elif chance < _ADDRESSED_SHARE + _HESITANT_SHARE + _CORRECTED_SHARE:
            yield corrected(sentence, said, rng)
        else:
            yield sentence


def addressed(sentence: Sentence, rng: Random) -> Sentence:
    """Return the sentence with words before it, or behind it, that mean nothing."""
    added = rng.choice(_BEFORE) if rng.random() < 0.7 else ""
    words = tuple(added.split())
    if words:
        return _inserted(sentence, 0, words, OUTSIDE)
    after = tuple(rng.choice(_AFTER).split())
    return _inserted(sentence, len(sentence.words), after, OUTSIDE)


def hesitant(sentence: Sentence, rng: Random) -> Sentence:
    """Return the sentence with a filler; inside a slot it belongs to the slot."""
    place = rng.randrange(len(sentence.words) + 1)
    tag = OUTSIDE
    if sentence.tags and place < len(sentence.tags) and sentence.tags[place][0] == "I":
        tag = sentence.tags[place]
    return _inserted(sentence, place, tuple(rng.choice(_FILLERS).split()), tag)


def corrected(
    sentence: Sentence, said: Mapping[str, Sequence[Words]], rng: Random
) -> Sentence:
    """Return the sentence with other words after a slot, which then holds both."""
    spans = [s for s in spans_of(sentence.tags or ()) if s[0] in _CORRECTED]
    if not spans:
        return sentence
    kind, _, after = rng.choice(spans)
    instead = rng.choice(said[kind])
    words = (*rng.choice(_CORRECTIONS).split(), *instead)
    return _inserted(sentence, after, words, f"I-{kind}")


def _said(sentences: Sequence[Sentence]) -> dict[str, list[Words]]:
    """Return what is said for each kind that people correct."""
    found: dict[str, list[Words]] = defaultdict(list)
    for sentence in sentences:
        for kind, start, end in spans_of(sentence.tags or ()):
            if kind in _CORRECTED:
                found[kind].append(sentence.words[start:end])
    return found


def _inserted(sentence: Sentence, place: int, words: Words, tag: str) -> Sentence:
    tags = sentence.tags
    if tags is not None:
        tags = (*tags[:place], *[tag] * len(words), *tags[place:])
    return Sentence(
        (*sentence.words[:place], *words, *sentence.words[place:]),
        sentence.label,
        tags,
        sentence.source,
        sentence.topic,
    )

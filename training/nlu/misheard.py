"""Sentences as Clara's recogniser heard them, with the slots of what was said."""

from __future__ import annotations

import zlib
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

from clara_edge.engines.nlu.learned.decoding import OUTSIDE, kind_of, spans_of
from training.nlu.sentence import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PAIRS = Path(__file__).parent / "data" / "heard.tsv"
# what is heard too differently teaches nothing but noise
_MOST_CHANGED = 0.4
# a fifth of what was said is only measured with
_EVALUATED = 51


def written(sentence: Sentence, heard: Sequence[str]) -> str:
    """Return the line of a pair: source, topic, label, words, tags, heard words."""
    said = (" ".join(sentence.words), " ".join(sentence.tags or ()))
    fields = (sentence.source, sentence.topic, sentence.label, *said, " ".join(heard))
    return "\t".join(fields)


def read(part: str, path: Path = PAIRS) -> Iterator[Sentence]:
    """Yield what was heard, of "train" or "eval", where enough of what was said is left."""
    for line in path.read_text(encoding="utf-8").splitlines():
        source, topic, label, words, tags, heard = line.split("\t")
        evaluated = zlib.crc32(words.encode()) % 256 < _EVALUATED
        if evaluated != (part == "eval"):
            continue
        said = Sentence(tuple(words.split()), label, tuple(tags.split()), source, topic)
        projected = moved(said, tuple(heard.split()))
        if projected is not None:
            yield projected


def moved(said: Sentence, heard: tuple[str, ...]) -> Sentence | None:
    """Return the heard words with the slots of what was said; None if too little is left.

    Words that stand for others share their slots in the order they stand; a slot of which
    nothing was heard makes the pair useless.
    """
    tags = said.tags or ()
    blocks = SequenceMatcher(None, said.words, heard, autojunk=False).get_opcodes()
    changed = sum(max(b - a, d - c) for what, a, b, c, d in blocks if what != "equal")
    if changed > _MOST_CHANGED * max(len(said.words), len(heard)):
        return None
    # for each heard word the said one whose place it takes
    places: list[int] = []
    for _, start, end, first, after in blocks:
        if start == end:  # heard and not said: part of what stands before
            places += [max(0, start - 1)] * (after - first)
        else:
            count = after - first
            places += [start + (i * (end - start)) // count for i in range(count)]
    number_of = _span_numbers(tags)
    found: list[str] = []
    before = -1
    for place in places:
        number = number_of[place]
        kind = kind_of(tags[place])
        if number < 0:
            found.append(OUTSIDE)
        else:
            found.append(f"{'I' if number == before else 'B'}-{kind}")
        before = number
    if len(spans_of(found)) != len(spans_of(tags)):
        return None
    return Sentence(heard, said.label, tuple(found), "heard", said.topic)


def _span_numbers(tags: Sequence[str]) -> list[int]:
    """Return for each word which span it is in; -1 outside."""
    numbers = [-1] * len(tags)
    for number, (_, start, end) in enumerate(spans_of(tags)):
        numbers[start:end] = [number] * (end - start)
    return numbers

"""All sentences of a run, split by what they are for."""

from __future__ import annotations

import zlib
from collections import defaultdict
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from clara_edge.domain.intents import Intent
from clara_edge.engines.nlu.learned.decoding import spans_of
from training.nlu import misheard
from training.nlu.corpora import clinc, slurp, topv2
from training.nlu.made import made_sentences, schema_sentences
from training.nlu.varied import varied

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from training.nlu.sentence import Sentence

# one sentence in twenty stops the training early and sets the temperatures
_HELD_BACK = 13
# A label said in few ways would drown among the others; too often is learning by heart.
_AT_LEAST, _MOST_REPEATED = 500, 3
_SHORTEST_TITLE, _LONGEST_TITLE = 2, 9


@dataclass(slots=True)
class Dataset:
    """Sentences to learn from, and those that decide when to stop."""

    train: list[Sentence] = field(default_factory=list)
    held_back: list[Sentence] = field(default_factory=list)


def load(
    folder: Path, seed: int, *, share: float = 1.0, hold_out: Iterable[str] = ()
) -> Dataset:
    """Return the data of a run; `share` takes a part of each corpus, for a quick try.

    Text on a topic in `hold_out` is left out wherever it comes from, so that what the
    parser makes of unknown subjects can be measured.
    """
    rng = Random(seed)
    reminders = list(topv2.read(folder / "topv2", "reminder", "train"))
    corpora = [
        reminders,
        *(list(topv2.read(folder / "topv2", d, "train")) for d in ("alarm", "timer")),
        *(list(topv2.outside(folder / "topv2", d, "train")) for d in topv2.OTHER),
        list(clinc.read(folder / "clinc150", "train")),
        # spoken, as what Clara hears, and few: these count twice
        list(slurp.sentences(folder / "slurp")) * 2,
        list(misheard.read("train")) * 2,
    ]
    sentences = [s for corpus in corpora for s in _some(corpus, share, rng)]
    sentences += made_sentences(rng, titles_of(reminders), share=share)
    sentences += schema_sentences()
    data = Dataset()
    for sentence in sentences:
        outside = sentence.label in {Intent.UNSUPPORTED, Intent.CHAT}
        if outside and sentence.topic in hold_out:
            continue
        kept = zlib.crc32(" ".join(sentence.words).encode()) % 256 < _HELD_BACK
        (data.held_back if kept else data.train).append(sentence)
    data.train += _repeated(data.train, round(_AT_LEAST * share))
    data.train = list(varied(data.train, rng))
    return data


def titles_of(sentences: Iterable[Sentence]) -> list[str]:
    """Return what people want to be reminded of, for use in made sentences."""
    titles = {
        " ".join(sentence.words[start:end])
        for sentence in sentences
        if sentence.label == Intent.TASK_CREATE
        for kind, start, end in spans_of(sentence.tags or ())
        if kind == "title" and _SHORTEST_TITLE <= end - start <= _LONGEST_TITLE
    }
    return sorted(titles)


def _repeated(sentences: list[Sentence], at_least: int) -> list[Sentence]:
    """Return more of the sentences whose labels are rare."""
    by_label: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in sentences:
        by_label[sentence.label].append(sentence)
    return [
        sentence
        for same in by_label.values()
        for sentence in same * min(_MOST_REPEATED, at_least // len(same) - 1)
    ]


def _some(corpus: list[Sentence], share: float, rng: Random) -> list[Sentence]:
    return corpus if share >= 1 else rng.sample(corpus, round(share * len(corpus)))

"""What the exported network makes of text that it never learned from."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from clara_edge.domain.intents import Intent
from clara_edge.domain.schema import Label, out_of_scope
from clara_edge.engines.nlu.learned.decoding import spans_of
from training.nlu import misheard
from training.nlu.conventions import same_to_clara
from training.nlu.corpora import clinc, slurp, topv2
from training.nlu.made import made_sentences
from training.nlu.sentence import METHOD

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from clara_edge.engines.nlu.learned.network import Network, Reading
    from training.nlu.sentence import Sentence


@dataclass(slots=True)
class Score:
    """Counts for one group of sentences."""

    name: str
    count: int = 0
    label_right: int = 0
    meant_right: int = 0
    """Labels right when those that are the same to Clara count as one."""
    frame_right: int = 0
    useful_right: int = 0
    """Frames right when the slots that Clara ignores do not count."""
    sure: int = 0
    """Above the bar of the label, so that nothing is asked."""
    sure_right: int = 0
    taken: int = 0
    """In scope in the network's eyes."""
    acted: int = 0
    """In scope and sure."""
    confused: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong: list[tuple[str, str, str]] = field(default_factory=list)

    def percent(self, part: int) -> str:
        """Return a count as a share of all."""
        return f"{100 * part / self.count:.1f}" if self.count else "-"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All that is measured."""

    in_scope: list[Score]
    out_of_scope: list[Score]
    spoken: list[Score]
    calibration_error: float
    milliseconds: float
    """The median for one sentence."""


def evaluate(network: Network, folder: Path, titles: list[str]) -> Evaluation:
    """Measure on every corpus that `folder` has."""
    sure: list[tuple[float, bool]] = []
    times: list[float] = []

    def read(words: tuple[str, ...]) -> Reading:
        began = time.perf_counter()
        reading = network.read(words)
        times.append(time.perf_counter() - began)
        return reading

    def in_scope(name: str, sentences: Iterable[Sentence]) -> Score:
        score = Score(name)
        for sentence in sentences:
            reading = read(sentence.words)
            _add(score, sentence, reading)
            if sentence.tags is not None:
                sure.append((reading.confidence, frame_right(sentence, reading)))
        return score

    def outside(name: str, sentences: Iterable[Sentence]) -> Score:
        score = Score(name)
        for sentence in sentences:
            _add(score, sentence, read(sentence.words))
        return score

    scores = [
        in_scope(f"TOPv2 {d}", topv2.read(folder / "topv2", d, "eval"))
        for d in topv2.IN_SCOPE
    ]
    made = list(made_sentences(Random(_UNSEEN_SEED), titles, share=0.1))
    scores.append(in_scope("made", (s for s in made if s.label != Intent.UNSUPPORTED)))
    heard = [s for s in misheard.read("eval") if not out_of_scope(_intent(s))]
    scores.append(in_scope("misheard", heard))
    evaluated = list(clinc.read(folder / "clinc150", "eval"))
    known = [s for s in evaluated if not out_of_scope(Intent(s.label))]
    scores.append(in_scope("CLINC in scope", known))
    others = [
        outside(f"TOPv2 {d}", topv2.outside(folder / "topv2", d, "eval"))
        for d in topv2.OTHER
    ]
    oos = f"clinc/{clinc.OUT_OF_SCOPE}"
    rest = [s for s in evaluated if out_of_scope(Intent(s.label)) and s.source != oos]
    others.append(outside("CLINC oos", (s for s in evaluated if s.source == oos)))
    others.append(outside("CLINC other intents", rest))
    speech = _spoken(folder / "slurp", read)
    return Evaluation(
        scores,
        others,
        speech,
        _calibration_error(sure),
        1e3 * sorted(times)[len(times) // 2],
    )


# training counts from 1: no run makes the same sentences
_UNSEEN_SEED = 900_001


def frame_right(sentence: Sentence, reading: Reading) -> bool:
    """Tell whether the label is right and, where they are known, all spans."""
    if sentence.tags is None:
        return str(reading.label) == sentence.label
    return str(reading.label) == sentence.label and list(reading.spans) == spans_of(
        sentence.tags
    )


def _intent(sentence: Sentence) -> Intent:
    return Label.parse(sentence.label).intent


def _add(score: Score, sentence: Sentence, reading: Reading) -> None:
    label = str(reading.label)
    right = label == sentence.label
    frame = frame_right(sentence, reading)
    gold = [s for s in spans_of(sentence.tags or ()) if s[0] != METHOD]
    useful = right and (
        sentence.tags is None or [s for s in reading.spans if s[0] != METHOD] == gold
    )
    sure = reading.act
    taken = not out_of_scope(reading.label.intent)
    score.count += 1
    score.label_right += right
    score.meant_right += right or same_to_clara(sentence, reading.label)
    score.frame_right += frame
    score.useful_right += useful
    score.sure += sure
    score.sure_right += sure and frame
    score.taken += taken
    score.acted += taken and sure
    if not right:
        score.confused[sentence.label, label] += 1
    outside = out_of_scope(Label.parse(sentence.label).intent)
    if taken if outside else not frame:
        score.wrong.append(
            (sentence.label, label, shown(sentence.words, reading.spans))
        )


def _spoken(folder: Path, read) -> list[Score]:  # noqa: ANN001 - a local function
    groups: dict[str, Score] = {}
    inside, outside = Score("SLURP in scope"), Score("SLURP other")
    for spoken in slurp.read(folder, "eval"):
        reading = read(spoken.words)
        intent = reading.label.intent
        right = intent in spoken.accepted if spoken.accepted else out_of_scope(intent)
        names = [inside if spoken.accepted else outside]
        if spoken.accepted:
            names.append(groups.setdefault(spoken.intent, Score(spoken.intent)))
        for score in names:
            score.count += 1
            score.label_right += right
            score.taken += not out_of_scope(intent)
            score.acted += not out_of_scope(intent) and reading.act
            if not right:
                score.confused[spoken.intent, str(reading.label)] += 1
                text = shown(spoken.words, reading.spans)
                score.wrong.append((spoken.intent, str(reading.label), text))
    return [inside, outside, *groups.values()]


def shown(words: tuple[str, ...], spans: Iterable[tuple[str, int, int]]) -> str:
    """Return the words with their spans in brackets."""
    out = list(words)
    for kind, start, end in spans:
        out[start] = f"[{kind} {out[start]}"
        out[end - 1] += "]"
    return " ".join(out)


def _calibration_error(sure: list[tuple[float, bool]]) -> float:
    """Return the expected calibration error over ten bins of confidence."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in sure:
        bins.setdefault(min(9, int(confidence * 10)), []).append((confidence, right))
    gaps = (
        abs(sum(c for c, _ in some) - sum(r for _, r in some)) for some in bins.values()
    )
    return sum(gaps) / max(1, len(sure))

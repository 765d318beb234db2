"""Temperatures that make probabilities honest, and bars, found on held-back sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from clara_edge.domain.intents import Intent
from clara_edge.engines.nlu.learned.decoding import spans_of
from clara_edge.engines.nlu.learned.network import Decoder
from training.nlu.fit import LABELS, TAGS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from training.nlu.fit import Scorer
    from training.nlu.sentence import Sentence

_TRIED = np.geomspace(0.6, 3.0, 13)
_ALMOST = 1e-6
# of what is above its bar, how much should be right; what cannot be heard back gets less
_RIGHT, _SURELY_RIGHT = 0.97, 0.99
_LOWEST, _HIGHEST = 0.4, 0.9
# whole lists go, or the device is off: only when plainly said
_GRAVE = {Intent.SESSION_SHUTDOWN: 0.85, Intent.TASK_DELETE: 0.6}

Scored = tuple["Sentence", "NDArray[np.float32]", "NDArray[np.float32]"]


def temperatures(scorer: Scorer, sentences: Sequence[Sentence]) -> tuple[float, float]:
    """Return the temperatures of labels and of tags that fit what turned out right."""
    scored = list(scorer.scores(sentences))
    steps = scorer.chain.steps.detach().numpy()

    def label_cost(temperature: float) -> float:
        decoder = Decoder(LABELS, TAGS, steps, (temperature, 1.0))
        return _cost(scored, decoder, spans=False)

    def path_cost(temperature: float) -> float:
        decoder = Decoder(LABELS, TAGS, steps, (1.0, temperature))
        return _cost(scored, decoder, spans=True)

    return _best(label_cost), _best(path_cost)


def bars(
    scorer: Scorer, sentences: Sequence[Sentence], found: tuple[float, float]
) -> dict[str, float]:
    """Return for each label the confidence from which on it is right often enough."""
    decoder = Decoder(LABELS, TAGS, scorer.chain.steps.detach().numpy(), found)
    seen: dict[str, list[tuple[float, bool]]] = {str(label): [] for label in LABELS}
    for sentence, label_scores, tag_scores in scorer.scores(sentences):
        reading = decoder.reading(label_scores, tag_scores)
        meant = sentence.label.split("/")[0] == reading.label.intent
        seen[str(reading.label)].append((reading.confidence, meant))
    return {
        str(label): _bar(
            seen[str(label)],
            _SURELY_RIGHT if label.intent in _GRAVE else _RIGHT,
            _GRAVE.get(label.intent, _LOWEST),
        )
        for label in LABELS
    }


def _bar(seen: Sequence[tuple[float, bool]], wanted: float, lowest: float) -> float:
    """Return the lowest confidence above which the wanted share is right."""
    bar, right = (_HIGHEST, 0) if seen else (lowest, 0)
    for number, (confidence, meant) in enumerate(sorted(seen, reverse=True), 1):
        right += meant
        if right >= wanted * number:
            bar = confidence
    return round(max(lowest, min(bar, _HIGHEST)), 2)


def _best(cost: Callable[[float], float]) -> float:
    return float(min(_TRIED, key=cost))


def _cost(scored: Sequence[Scored], decoder: Decoder, *, spans: bool) -> float:
    """Return the mean surprise at whether the chosen labels, or spans, are right."""
    surprise = []
    for sentence, label_scores, tag_scores in scored:
        reading = decoder.reading(label_scores, tag_scores)
        right = str(reading.label) == sentence.label
        probability = reading.label_probability
        if spans:
            if not right or sentence.tags is None:
                continue
            right = list(reading.spans) == spans_of(sentence.tags)
            probability = reading.spans_probability
        probability = min(max(probability, _ALMOST), 1 - _ALMOST)
        surprise.append(-np.log(probability if right else 1 - probability))
    return float(np.mean(surprise))

"""Temperatures that make probabilities honest, found on held-back sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from clara_edge.engines.nlu.learned.decoding import spans_of
from clara_edge.engines.nlu.learned.network import Decoder
from training.nlu.fit import LABELS, TAGS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from training.nlu.fit import Learner
    from training.nlu.sentence import Sentence

_TRIED = np.geomspace(0.6, 3.0, 13)
_ALMOST = 1e-6

Scored = tuple["Sentence", "NDArray[np.float32]", "NDArray[np.float32]"]


def temperatures(
    learner: Learner, sentences: Sequence[Sentence]
) -> tuple[float, float]:
    """Return the temperatures of labels and of tags that fit what turned out right."""
    scored = list(learner.scores(sentences))
    steps = learner.chain.steps.detach().numpy()

    def label_cost(temperature: float) -> float:
        decoder = Decoder(LABELS, TAGS, steps, (temperature, 1.0))
        return _cost(scored, decoder, spans=False)

    def path_cost(temperature: float) -> float:
        decoder = Decoder(LABELS, TAGS, steps, (1.0, temperature))
        return _cost(scored, decoder, spans=True)

    return _best(label_cost), _best(path_cost)


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

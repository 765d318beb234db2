"""Training: batches of one length, a decaying rate, averaged weights, early stopping."""

from __future__ import annotations

import copy
import logging
import math
import time
from collections import defaultdict
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Protocol

import torch
from torch import Tensor, nn
from torch.nn import functional

from clara_edge.domain.schema import SlotKind, labels
from clara_edge.engines.nlu.learned.decoding import spans_of, tags_of
from clara_edge.engines.nlu.learned.features import word_numbers
from clara_edge.engines.nlu.learned.network import Decoder
from training.nlu.model import Chain, Parser, Sizes
from training.nlu.numbers import spoken
from training.nlu.sentence import METHOD

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from training.nlu.dataset import Dataset
    from training.nlu.sentence import Sentence

_LOGGER = logging.getLogger(__name__)

LABELS = labels()
TAGS = tags_of((*(kind.value for kind in SlotKind), METHOD))
_LABEL_NUMBER = {str(label): number for number, label in enumerate(LABELS)}
_TAG_NUMBER = {tag: number for number, tag in enumerate(TAGS)}


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train."""

    epochs: int = 12
    patience: int = 3
    batch: int = 128
    rate: float = 2e-3
    warm_up: float = 0.03
    spoken_share: float = 0.35
    seed: int = 1


class Scorer(Protocol):
    """A network or several, before they are exported."""

    chain: Chain

    def scores(
        self, sentences: Sequence[Sentence]
    ) -> Iterator[tuple[Sentence, NDArray[np.float32], NDArray[np.float32]]]:
        """Yield each sentence with the scores of its labels and tags."""
        ...


def frame_accuracy(scorer: Scorer, sentences: Sequence[Sentence]) -> float:
    """Return the share of sentences with the right label and, if known, spans."""
    decoder = Decoder(LABELS, TAGS, scorer.chain.steps.detach().numpy())
    right = 0
    for sentence, label_scores, tag_scores in scorer.scores(sentences):
        reading = decoder.reading(label_scores, tag_scores)
        right += str(reading.label) == sentence.label and (
            sentence.tags is None or list(reading.spans) == spans_of(sentence.tags)
        )
    return right / max(1, len(sentences))


class Learner:
    """A network in training."""

    def __init__(self, plan: Plan, sizes: Sizes) -> None:
        torch.manual_seed(plan.seed)
        torch.set_flush_denormal(True)
        self._plan = plan
        self._rng = Random(plan.seed)
        self.parser = Parser(len(LABELS), len(TAGS), sizes)
        self.chain = Chain(TAGS)
        self._both = nn.ModuleList([self.parser, self.chain])
        self._average = copy.deepcopy(self._both.state_dict())
        self._optimizer = torch.optim.AdamW(
            self._both.parameters(), lr=plan.rate, weight_decay=0.01
        )
        self._step = 0

    def fit(self, data: Dataset) -> float:
        """Train until the held-back sentences no longer gain; return their frame accuracy."""
        best, best_state, waited = -1.0, self._average, 0
        in_all = self._plan.epochs * math.ceil(len(data.train) / self._plan.batch)
        for epoch in range(1, self._plan.epochs + 1):
            began = time.monotonic()
            loss = self._epoch(data.train, in_all)
            learned = copy.deepcopy(self._both.state_dict())
            self._both.load_state_dict(self._average)
            took = time.monotonic() - began
            accuracy = frame_accuracy(self, data.held_back)
            _LOGGER.info(
                "epoch %d: loss %.3f, %.1f %% of held-back frames, %.0f s, %.0f sentences/s",
                epoch,
                loss,
                100 * accuracy,
                took,
                len(data.train) / took,
            )
            if accuracy > best:
                best, best_state, waited = accuracy, copy.deepcopy(self._average), 0
            else:
                waited += 1
            self._both.load_state_dict(learned)
            if waited > self._plan.patience:
                break
        self._both.load_state_dict(best_state)
        return best

    def scores(
        self, sentences: Sequence[Sentence]
    ) -> Iterator[tuple[Sentence, NDArray[np.float32], NDArray[np.float32]]]:
        """Yield each sentence with the scores of its labels and tags."""
        self._both.eval()
        with torch.no_grad():
            for batch in self._batches(sentences, 256):
                label_scores, tag_scores = self._run(batch)
                for number, sentence in enumerate(batch):
                    yield (
                        sentence,
                        label_scores[number].numpy(),
                        tag_scores[number].numpy(),
                    )

    def state(self) -> dict[str, Tensor]:
        """Return the weights."""
        return self._both.state_dict()

    def load(self, state: dict[str, Tensor]) -> None:
        """Take weights that a Learner of the same sizes has given."""
        self._both.load_state_dict(state)

    def _epoch(self, sentences: Sequence[Sentence], in_all: int) -> float:
        self._both.train()
        share = self._plan.spoken_share
        said = [
            spoken(s, self._rng) if self._rng.random() < share else s for s in sentences
        ]
        batches = list(self._batches(said, self._plan.batch))
        self._rng.shuffle(batches)
        losses = 0.0
        for batch in batches:
            self._step += 1
            self._set_rate(in_all)
            loss = self._loss(batch)
            self._optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(self._both.parameters(), 1.0)
            self._optimizer.step()
            self._follow(in_all)
            losses += loss.item()
        return losses / len(batches)

    def _loss(self, batch: Sequence[Sentence]) -> Tensor:
        label_scores, tag_scores = self._run(batch)
        meant = torch.tensor([_LABEL_NUMBER[s.label] for s in batch])
        loss = functional.cross_entropy(label_scores, meant, label_smoothing=0.02)
        known = [n for n, s in enumerate(batch) if s.tags is not None]
        if known:
            tags = torch.tensor(
                [[_TAG_NUMBER[t] for t in batch[n].tags or ()] for n in known]
            )
            # a wrong label costs more than one wrong span
            loss = loss + 0.4 * self.chain.loss(tag_scores[known], tags).mean()
        return loss

    def _run(self, batch: Sequence[Sentence]) -> tuple[Tensor, Tensor]:
        """Return the scores; a word that occurs often is looked up once."""
        places: dict[str, int] = {}
        numbers = [[places.setdefault(w, len(places)) for w in s.words] for s in batch]
        features = [word_numbers(word) for word in places]
        vectors = self.parser.words(
            torch.tensor([f[0] for f in features]),
            torch.tensor([f[1] for f in features]),
        )
        scores: tuple[Tensor, Tensor] = self.parser.scores(
            functional.embedding(torch.tensor(numbers), vectors)
        )
        return scores

    def _batches(
        self, sentences: Sequence[Sentence], size: int
    ) -> Iterator[list[Sentence]]:
        """Yield sentences of one length together: nothing is padded or masked."""
        by_length: dict[int, list[Sentence]] = defaultdict(list)
        for sentence in sentences:
            by_length[len(sentence.words)].append(sentence)
        for same in by_length.values():
            if self._both.training:
                self._rng.shuffle(same)
            for start in range(0, len(same), size):
                yield same[start : start + size]

    def _set_rate(self, in_all: int) -> None:
        warm = min(1.0, self._step / (self._plan.warm_up * in_all))
        decay = 0.5 * (1 + math.cos(math.pi * min(1.0, self._step / in_all)))
        for group in self._optimizer.param_groups:
            group["lr"] = self._plan.rate * warm * (0.02 + 0.98 * decay)

    def _follow(self, in_all: int) -> None:
        """Move the averaged weights a little towards the present ones."""
        # the average reaches over the last fiftieth of the run, less at its start
        reach = max(1.0, min(in_all / 50, self._step / 10))
        decay = 1 - 1 / reach
        with torch.no_grad():
            for name, value in self._both.state_dict().items():
                self._average[name].lerp_(value, 1 - decay)

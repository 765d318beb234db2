"""The network: letters and hashes of words, two recurrent layers, two heads."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from clara_edge.engines.nlu.learned.decoding import start_rules, step_rules
from clara_edge.engines.nlu.learned.features import ALPHABET_SIZE, BUCKETS


@dataclass(frozen=True, slots=True)
class Sizes:
    """Widths of the layers, and how much is dropped while learning."""

    word: int = 96
    letter: int = 24
    letter_filters: int = 64
    hidden: int = 192
    head: int = 128
    drop: float = 0.3
    # a word forgotten now and then makes the letters and the neighbours count
    drop_word: float = 0.15


class Words(nn.Module):
    """A vector for each word: what its hashes say, and what its letters say."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.hashed = nn.Embedding(BUCKETS, sizes.word)
        nn.init.normal_(self.hashed.weight, std=0.3)
        self.letters = nn.Embedding(ALPHABET_SIZE, sizes.letter, padding_idx=0)
        self.narrow = nn.Conv1d(sizes.letter, sizes.letter_filters, 3, padding=1)
        self.wide = nn.Conv1d(sizes.letter, sizes.letter_filters, 5, padding=2)
        self.width = sizes.word + 2 * sizes.letter_filters
        self._drop_word = sizes.drop_word

    def forward(self, hashes: Tensor, letters: Tensor) -> Tensor:
        """Return vectors (words by width) for words by 2 hashes and by 16 letters."""
        meant = self.hashed(hashes).sum(1)
        if self.training:
            kept = torch.rand(meant.shape[0], 1) >= self._drop_word
            meant = meant * kept
        spelled = self.letters(letters).transpose(1, 2)
        seen = torch.cat([self.narrow(spelled).amax(2), self.wide(spelled).amax(2)], 1)
        return torch.cat([meant, seen.relu()], 1)


class Parser(nn.Module):
    """Scores of labels for a sentence and of tags for each of its words."""

    def __init__(self, labels: int, tags: int, sizes: Sizes) -> None:
        super().__init__()
        self.words = Words(sizes)
        self.drop = nn.Dropout(sizes.drop)
        wide = 2 * sizes.hidden
        self.layers = nn.ModuleList(
            nn.LSTM(width, sizes.hidden, batch_first=True, bidirectional=True)
            for width in (self.words.width, wide)
        )
        self.attention = nn.Linear(wide, 1)
        self.label_head = _head(2 * wide, labels, sizes)
        self.tag_head = _head(wide + labels, tags, sizes)

    def forward(self, hashes: Tensor, letters: Tensor) -> tuple[Tensor, Tensor]:
        """Return (sentences by labels) and (sentences by words by tags)."""
        count, length = hashes.shape[:2]
        vectors = self.words(hashes.flatten(0, 1), letters.flatten(0, 1))
        return self.scores(vectors.view(count, length, -1))

    def scores(self, vectors: Tensor) -> tuple[Tensor, Tensor]:
        """Return the scores for words that are vectors already."""
        seen = self.drop(vectors)
        for layer in self.layers:
            seen = self.drop(layer(seen)[0])
        weights = torch.softmax(self.attention(seen), 1)
        whole = torch.cat([(weights * seen).sum(1), seen.amax(1)], -1)
        labels = self.label_head(whole)
        # the tags may look at the label, but not teach it
        known = torch.softmax(labels, -1).detach().unsqueeze(1)
        known = known.expand(-1, seen.shape[1], -1)
        return labels, self.tag_head(torch.cat([seen, known], -1))


class Chain(nn.Module):
    """How well tags follow one another: a linear-chain conditional random field."""

    def __init__(self, tags: tuple[str, ...]) -> None:
        super().__init__()
        self.steps = nn.Parameter(torch.zeros(len(tags), len(tags)))
        self.register_buffer("start_rules", torch.from_numpy(start_rules(tags)))
        self.register_buffer("step_rules", torch.from_numpy(step_rules(tags)))

    def loss(self, scores: Tensor, tags: Tensor) -> Tensor:
        """Return for each sentence minus the logarithm of its tags' probability."""
        steps = self.steps + self.step_rules
        chosen = scores.gather(2, tags.unsqueeze(2)).squeeze(2).sum(1)
        chosen = chosen + steps[tags[:, :-1], tags[:, 1:]].sum(1)
        factors = steps.exp()
        total = self.start_rules + scores[:, 0]
        for index in range(1, scores.shape[1]):
            top = total.amax(1, keepdim=True)
            # sums of exponentials as one product of matrices; the bound keeps log finite
            sums = ((total - top).exp() @ factors).clamp(min=1e-30)
            total = sums.log() + top + scores[:, index]
        return torch.logsumexp(total, 1) - chosen


def _head(width: int, classes: int, sizes: Sizes) -> nn.Module:
    return nn.Sequential(
        nn.Linear(width, sizes.head),
        nn.ReLU(),
        nn.Dropout(sizes.drop),
        nn.Linear(sizes.head, classes),
    )

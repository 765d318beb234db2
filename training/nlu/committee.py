"""Several networks that began differently, trained side by side, and their mean."""

from __future__ import annotations

import copy
import logging
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

from training.nlu.fit import Learner, Plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from training.nlu.dataset import Dataset
    from training.nlu.model import Sizes
    from training.nlu.sentence import Sentence

MEMBERS = 2
"""Each costs 2.5 MB and 0.3 ms. Two are better than one if both learn long enough; two narrow
ones in the time of one gained nothing (docs/nlu.md)."""


class Mean(nn.Module):
    """What parsers say on average."""

    def __init__(self, parsers: Sequence[nn.Module]) -> None:
        super().__init__()
        self.parsers = nn.ModuleList(parsers)

    def forward(self, hashes: Tensor, letters: Tensor) -> tuple[Tensor, Tensor]:
        """Return (sentences by labels) and (sentences by words by tags)."""
        labels, tags = zip(*(p(hashes, letters) for p in self.parsers), strict=True)
        return torch.stack(labels).mean(0), torch.stack(tags).mean(0)


class Committee:
    """Trained networks as one; scores as a Learner does."""

    def __init__(self, members: Sequence[Learner]) -> None:
        self._members = members
        self.parser = Mean([member.parser for member in members])
        self.chain = copy.deepcopy(members[0].chain)
        steps = torch.stack([member.chain.steps.detach() for member in members])
        self.chain.steps = nn.Parameter(steps.mean(0))

    def scores(
        self, sentences: Sequence[Sentence]
    ) -> Iterator[tuple[Sentence, NDArray[np.float32], NDArray[np.float32]]]:
        """Yield each sentence with the mean scores of its labels and tags."""
        for said in zip(*(m.scores(sentences) for m in self._members), strict=True):
            yield (
                said[0][0],
                sum(labels for _, labels, _ in said) / len(said),
                sum(tags for _, _, tags in said) / len(said),
            )


def train(
    load: Callable[[], Dataset], plan: Plan, sizes: Sizes, members: int, out: Path
) -> Committee:
    """Train each member in a process of its own; all see the same sentences."""
    plans = [replace(plan, seed=plan.seed + number) for number in range(members)]
    files = [out / f"member{number + 1}.pt" for number in range(members)]
    # a forked process would inherit the threads of PyTorch in whatever state they are
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count() or 1, mp_context=spawn) as pool:
        list(pool.map(_train, [load] * members, plans, [sizes] * members, files))
    trained = []
    for one, file in zip(plans, files, strict=True):
        learner = Learner(one, sizes)
        learner.load(torch.load(file, weights_only=True))
        trained.append(learner)
    return Committee(trained)


def _train(load: Callable[[], Dataset], plan: Plan, sizes: Sizes, file: Path) -> None:
    logging.basicConfig(
        level=logging.INFO, format=f"%(asctime)s {file.stem} %(message)s"
    )
    # batches are small: a second thread costs more than it gives
    torch.set_num_threads(1)
    learner = Learner(plan, sizes)
    learner.fit(load())
    torch.save(learner.state(), file)

"""From the network's scores to the most probable tags, in numpy.

Tags are "O", "B-kind" and "I-kind". The scores of a tag after another come from training;
"I-kind" after anything but its own kind is ruled out here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    Scores = NDArray[np.float32]

OUTSIDE = "O"
_RULED_OUT = np.float32(-1e4)


def tags_of(kinds: Sequence[str]) -> tuple[str, ...]:
    """Return all tags of these kinds, "O" first."""
    return (OUTSIDE, *(f"{part}-{kind}" for kind in kinds for part in "BI"))


def kind_of(tag: str) -> str:
    """Return the kind of a tag; empty for "O"."""
    return tag[2:]


def start_rules(tags: Sequence[str]) -> Scores:
    """Return what is added to the scores of the first tag."""
    return np.array([_RULED_OUT if t[0] == "I" else 0 for t in tags], np.float32)


def step_rules(tags: Sequence[str]) -> Scores:
    """Return what is added to the scores of one tag (row) followed by another (column)."""
    return np.array(
        [
            [
                _RULED_OUT if b[0] == "I" and kind_of(a) != kind_of(b) else 0
                for b in tags
            ]
            for a in tags
        ],
        np.float32,
    )


def forbidden(tags: Sequence[str], kinds: Collection[str]) -> Scores:
    """Return what is added to each tag's score when only these kinds may appear."""
    return np.array(
        [0 if t == OUTSIDE or kind_of(t) in kinds else _RULED_OUT for t in tags],
        np.float32,
    )


def best_path(
    emissions: Scores, start: Scores, steps: Scores
) -> tuple[list[int], float]:
    """Return the best tags and the logarithm of their probability among all paths."""
    score = total = start + emissions[0]
    back: list[NDArray[np.intp]] = []
    columns = np.arange(emissions.shape[1])
    for row in emissions[1:]:
        options = score[:, None] + steps
        chosen = options.argmax(0)
        back.append(chosen)
        score = options[chosen, columns] + row
        total = _log_sum(total[:, None] + steps) + row
    path = [int(score.argmax())]
    for chosen in reversed(back):
        path.append(int(chosen[path[-1]]))
    return path[::-1], float(score.max() - _log_sum(total[:, None])[0])


def spans_of(tags: Sequence[str]) -> list[tuple[str, int, int]]:
    """Return (kind, first word, word after the last) of each span in BIO tags."""
    spans: list[tuple[str, int, int]] = []
    for index, tag in enumerate(tags):
        if tag[0] == "B":
            spans.append((kind_of(tag), index, index + 1))
        elif tag[0] == "I" and spans:
            kind, start, _ = spans[-1]
            spans[-1] = (kind, start, index + 1)
    return spans


def _log_sum(values: Scores) -> Scores:
    top = values.max(0)
    summed: Scores = top + np.log(np.exp(values - top).sum(0))
    return summed

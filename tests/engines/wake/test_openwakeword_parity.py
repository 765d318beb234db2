"""Scores are those of the openwakeword package, on the same chunks."""

from __future__ import annotations

import csv
import warnings
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile

from tests.voices import silence

from .conftest import chunks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from clara_edge.engines.wake.openwakeword import OpenWakeWord
    from clara_edge.ports.audio import Samples

# weather looks at 22 embeddings, the others at 16
HEADS = ("hey_jarvis", "alexa", "hey_mycroft", "weather")
TOLERANCE = 0.001
# The package returns 0 for the first 5 chunks. With n heads it counts those of the first
# head n times as fast, by mistake; each head of ours has its 5.
BLIND_CHUNKS = 5


class Package:
    """The package's Model, made new again by restoring its buffers (making one takes 2 s)."""

    def __init__(self, pack: Path, heads: Sequence[str]) -> None:
        self._heads = heads
        with warnings.catch_warnings():
            # It asks for CUDA, and what it imports warns as well.
            warnings.simplefilter("ignore")
            Model = import_module("openwakeword.model").Model  # noqa: N806 - a class
            files = [str(pack / f"{head}_v0.1.onnx") for head in heads]
            self._model: Any = Model(files)
        self._features = self._model.preprocessor.feature_buffer.copy()
        self._mel = self._model.preprocessor.melspectrogram_buffer.copy()

    def renew(self) -> None:
        self._model.reset()
        features = self._model.preprocessor
        features.raw_data_buffer.clear()
        features.accumulated_samples = 0
        features.feature_buffer = self._features.copy()
        features.melspectrogram_buffer = self._mel.copy()

    def scores(self, chunk: Samples) -> Mapping[str, float]:
        scores = self._model.predict(chunk)
        return {head: float(scores[f"{head}_v0.1"]) for head in self._heads}


def differences(
    ours: OpenWakeWord, package: Package, sound: Samples
) -> Iterator[tuple[float, float]]:
    """Yield for each chunk the largest difference of any score, and the largest score."""
    for chunk in chunks(sound):
        expected = package.scores(chunk)
        ours.process(chunk)
        scores = ours.scores
        yield max(abs(scores[h] - expected[h]) for h in scores), max(scores.values())


def every(rows: Sequence[str], count: int) -> Sequence[str]:
    return rows[:: max(1, len(rows) // count)]


def read(file: Path) -> Samples:
    samples, rate_hz = soundfile.read(file, dtype="int16")
    assert rate_hz == 16_000
    return samples


def clips_of(test_data: Path) -> list[Path]:
    speech = test_data / "speech"
    dev = speech / "wake_dev"
    clips = [speech / path for path in every(paths(speech / "wake_clips.tsv"), 16)]
    return clips + [dev / path for path in every(paths(dev / "index.tsv"), 10)]


def paths(index: Path) -> list[str]:
    with index.open(encoding="utf-8") as stream:
        return [row["path"] for row in csv.DictReader(stream, delimiter="\t")]


@pytest.mark.parametrize(
    ("heads", "from_chunk"),
    [(HEADS[:1], 0), (HEADS, BLIND_CHUNKS)],
    ids=["one head", "several heads"],
)
def test_scores_equal_the_packages_on_each_clip(
    make, pack, test_data, heads, from_chunk
):
    ours = make(heads=[{"model": head} for head in heads])
    package = Package(pack, heads)
    peaks = []

    for clip in clips_of(test_data):
        ours.reset()
        package.renew()
        compared = list(differences(ours, package, read(clip)))[from_chunk:]
        assert max(difference for difference, _ in compared) <= TOLERANCE, clip
        peaks.append(max(peak for _, peak in compared))

    assert len(peaks) >= 26
    assert max(peaks) > 0.9, "no clip woke any head, so equality would prove little"


def test_scores_stay_equal_when_all_buffers_have_turned_over(make, pack, test_data):
    ours, package = make(), Package(pack, HEADS[:1])
    speech = test_data / "speech"
    wake = read(speech / "wake/wyoming/hey_jarvis.wav")
    story = read(speech / "two_cities_16k.wav")
    sound = np.concatenate([story[:250_000], wake, silence(12.0), wake])

    compared = list(differences(ours, package, sound))

    assert max(difference for difference, _ in compared) <= TOLERANCE
    assert max(peak for _, peak in compared) > 0.9

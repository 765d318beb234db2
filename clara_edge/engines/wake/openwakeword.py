"""openWakeWord: any number of wake phrases over one stream of speech features.

The graphs are those of the openwakeword package, run here directly on onnxruntime:
importing the package loads scikit-learn and scipy (see docs/wake.md for the figures).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import numpy as np
from pydantic import Field, model_validator

from clara_edge.config.base import Section
from clara_edge.domain.errors import EngineFailedError, ModelDamagedError
from clara_edge.engines.wake.features import EMBEDDING_SIZE, FeatureStream
from clara_edge.engines.wake.graphs import load_graph
from clara_edge.ports.audio import CAPTURE_RATE_HZ, CHUNK_SAMPLES
from clara_edge.ports.wake import WakeDetection

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from clara_edge.engines.wake.graphs import Graph
    from clara_edge.ports.audio import Samples
    from clara_edge.ports.engine import EngineContext

PACK = "openwakeword-0.4"

# openwakeword 0.4.0 (Model.predict): the buffers still hold mostly start values
_BLIND_CHUNKS = 5
_CHUNK_S = CHUNK_SAMPLES / CAPTURE_RATE_HZ


class HeadSettings(Section):
    """One wake phrase."""

    model: str = "hey_jarvis"
    """hey_jarvis, alexa, hey_mycroft, hey_marvin, or the path of an .onnx file."""
    phrase: str = ""
    """The words that are said; empty takes them from the model's name."""
    sensitivity: Annotated[float, Field(gt=0.0, lt=1.0)] = 0.5
    """Higher is woken more easily, also by mistake: scores from 1 - sensitivity count."""

    @property
    def name(self) -> str:
        """The model's name without folder, version and ending."""
        return re.sub(r"_v\d+(\.\d+)*$", "", self.model_stem)

    @property
    def model_stem(self) -> str:
        """The model's file name without folder and ending."""
        return Path(self.model).name.removesuffix(".onnx")

    @property
    def words(self) -> str:
        """The words that are said, in lower case."""
        return (self.phrase or re.sub(r"[_\-]+", " ", self.name)).lower().strip()

    def file(self, folder: Path) -> Path:
        """Return the model file; a bare name means one that the pack holds."""
        if self.model.endswith(".onnx"):
            return Path(self.model).expanduser()
        versions = sorted(folder.glob(f"{self.model}_v*.onnx"))
        return versions[-1] if versions else folder / f"{self.model}.onnx"


class Settings(Section):
    """The options of this engine: wake.options.openwakeword."""

    heads: Annotated[tuple[HeadSettings, ...], Field(min_length=1)] = (HeadSettings(),)
    patience: Annotated[int, Field(ge=1, le=10)] = 1
    """How many chunks of 80 ms in a row must count before Clara wakes."""
    refractory_s: Annotated[float, Field(ge=0.0, le=30.0)] = 2.0
    """After a wake word, how long none is recognised again."""

    @model_validator(mode="after")
    def _names_are_unique(self) -> Settings:
        names = [head.name for head in self.heads]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"two heads are called {', '.join(twice)}")
        return self


@dataclass(slots=True)
class _Head:
    name: str
    phrase: str
    threshold: float
    graph: Graph
    frames: int
    """How many embeddings it looks at."""
    score: float = 0.0
    streak: int = 0
    """Chunks in a row that counted."""
    armed: bool = True
    """False from a detection until the score falls: one phrase wakes once."""


class OpenWakeWord:
    """A WakeDetector on openWakeWord's graphs."""

    def __init__(
        self, features: FeatureStream, heads: Sequence[_Head], settings: Settings
    ) -> None:
        self._features: FeatureStream | None = features
        self._heads = tuple(heads)
        self._patience = settings.patience
        self._refractory_chunks = math.ceil(settings.refractory_s / _CHUNK_S)
        self._chunks = 0
        self._deaf_until = 0

    @property
    def phrases(self) -> tuple[str, ...]:
        """The phrases it listens for."""
        return tuple(head.phrase for head in self._heads)

    @property
    def scores(self) -> Mapping[str, float]:
        """Score of every head on the last chunk, 0 to 1."""
        return {head.name: head.score for head in self._heads}

    def process(self, chunk: Samples) -> WakeDetection | None:
        """Take the next CHUNK_SAMPLES; tell whether a phrase ended in it.

        Raises:
            EngineFailedError: the chunk has the wrong size or type, or it is closed.
        """
        if self._features is None:
            raise EngineFailedError("the wake word detector is closed")
        if chunk.dtype != np.int16 or chunk.shape != (CHUNK_SAMPLES,):
            raise EngineFailedError(
                f"wake word detection needs {CHUNK_SAMPLES} samples of int16,"
                f" got {chunk.dtype} of shape {chunk.shape}"
            )
        self._features.accept(chunk)
        self._chunks += 1
        for head in self._heads:
            self._update(head, self._features)
        return self._detect()

    def reset(self) -> None:
        """Forget the sound heard so far, after a gap in it."""
        if self._features is not None:
            self._features.reset()
        self._chunks = 0
        self._deaf_until = 0
        for head in self._heads:
            head.score, head.streak, head.armed = 0.0, 0, True

    def close(self) -> None:
        """Release the models. Idempotent."""
        self._features = None
        self._heads = ()

    def _update(self, head: _Head, features: FeatureStream) -> None:
        if self._chunks <= _BLIND_CHUNKS:
            return
        head.score = float(head.graph.run(features.last(head.frames))[0, 0])
        if head.score >= head.threshold:
            head.streak += 1
        else:
            head.streak, head.armed = 0, True

    def _detect(self) -> WakeDetection | None:
        if self._chunks <= self._deaf_until:
            return None
        ready = [h for h in self._heads if h.armed and h.streak >= self._patience]
        if not ready:
            return None
        best = max(ready, key=lambda head: head.score)
        self._deaf_until = self._chunks + self._refractory_chunks
        for head in ready:
            head.armed = False
        return WakeDetection(head=best.name, phrase=best.phrase, score=best.score)


def create(settings: Settings, context: EngineContext) -> OpenWakeWord:
    """Load the feature graphs and every head.

    Raises:
        ModelMissingError: the pack or a model file is not there.
        ModelDamagedError: a file is not a graph that openWakeWord can use.
    """
    folder = context.models.folder(PACK)
    heads = [_load_head(head, folder) for head in settings.heads]
    length = max(head.frames for head in heads)
    return OpenWakeWord(FeatureStream(folder, length=length), heads, settings)


def _load_head(settings: HeadSettings, folder: Path) -> _Head:
    file = settings.file(folder)
    graph = load_graph(file, takes=(None, None, EMBEDDING_SIZE), gives=(None, 1))
    frames = graph.input_shape[1]
    if frames is None:
        raise ModelDamagedError(
            f"wake word model {file} does not say how many frames it looks at",
            remedy="export it with a fixed number of frames",
        )
    return _Head(
        name=settings.name,
        phrase=settings.words,
        threshold=1.0 - settings.sensitivity,
        graph=graph,
        frames=frames,
    )

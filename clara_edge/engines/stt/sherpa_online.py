"""Streaming models of sherpa-onnx: zipformer transducers, zipformer2 CTC, NeMo CTC."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
from pydantic import Field

from clara_edge.config.base import Section
from clara_edge.domain.errors import EngineFailedError
from clara_edge.engines.packs import first_installed
from clara_edge.engines.stt.hotwords import find_bpe_vocab, join_hotwords
from clara_edge.engines.stt.online_layouts import (
    OnlineLayoutName,
    OnlineModel,
    plan_online,
)
from clara_edge.engines.stt.plan import decode_once
from clara_edge.engines.stt.tokens import has_capitals_only
from clara_edge.engines.stt.trial import prove_loads
from clara_edge.ports.audio import CAPTURE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.ports.audio import Samples
    from clara_edge.ports.engine import EngineContext

_FULL_SCALE = 32_768.0
BEST_FIRST = ("zipformer-en-2023-06-26", "zipformer-en-20m")


class Settings(Section):
    """Settings of `sherpa_online`."""

    model: str | None = None
    """Name of the model pack; None takes the best one that is installed."""
    layout: OnlineLayoutName | None = None
    """How the pack's files belong together; None finds out."""
    threads: Annotated[int, Field(ge=0, le=64)] = 0
    """Cores for one decoding; 0 means what the voice daemon allows."""
    hotwords: bool = True
    """Prefer the names of projects, tags and open tasks where the model can; transducers
    then search more widely, which costs about half as much again."""
    hotwords_score: Annotated[float, Field(ge=0.0, le=10.0)] = 1.5
    """How strongly they are preferred."""


def create(settings: Settings, context: EngineContext) -> SherpaOnlineRecognizer:
    """Load the model.

    Raises:
        ModelMissingError, ModelDamagedError: the pack cannot be used.
        EngineFailedError: sherpa-onnx refused it.
    """
    pack = settings.model or first_installed(context.models, BEST_FIRST)
    folder = context.models.folder(pack)
    vocab = find_bpe_vocab(folder, context.cache_dir) if settings.hotwords else None
    threads = settings.threads or context.threads
    model = plan_online(folder, settings.layout, threads, vocab)
    if model.plan.layout == "transducer":
        model.plan.arguments["hotwords_score"] = settings.hotwords_score
    prove_loads(model.plan, context.cache_dir)
    try:
        recognizer = model.plan.load()
        decode_once(recognizer, "online")  # the first decoding allocates memory
    except Exception as error:
        raise EngineFailedError(f"sherpa-onnx cannot load {pack}: {error}") from error
    return SherpaOnlineRecognizer(recognizer, model, pack)


class SherpaOnlineRecognizer:
    """A loaded streaming model."""

    def __init__(self, recognizer: Any, model: OnlineModel, pack: str) -> None:
        self._recognizer = recognizer
        self._model = model
        self._pack = pack
        self._hotwords = ""
        self._is_upper = has_capitals_only(model.tokens)

    @property
    def name(self) -> str:
        """Engine and model pack."""
        return f"sherpa_online/{self._pack}"

    def stream(self) -> SherpaOnlineStream:
        """Begin a new utterance."""
        recognizer = self.loaded()
        hints = [self._hotwords] if self._hotwords else []
        try:
            stream = recognizer.create_stream(*hints)
        except Exception as error:
            raise EngineFailedError(f"{self.name} failed: {error}") from error
        return SherpaOnlineStream(self, stream, self._model.tail_s)

    def set_hotwords(self, phrases: Sequence[str]) -> bool:
        """Prefer these phrases in new streams; False when the model cannot."""
        if "bpe_vocab" not in self._model.plan.arguments:
            return False
        self._hotwords = join_hotwords(
            phrases, self._model.tokens, upper=self._is_upper
        )
        return True

    def close(self) -> None:
        """Release the model. Idempotent."""
        self._recognizer = None

    def loaded(self) -> Any:
        """Return sherpa-onnx's recogniser.

        Raises:
            EngineFailedError: this one is closed.
        """
        if self._recognizer is None:
            raise EngineFailedError(f"{self.name} is closed")
        return self._recognizer

    def readable(self, text: str) -> str:
        """Return text as people write it: a vocabulary of capitals says nothing of case."""
        return text.lower() if self._is_upper else text


class SherpaOnlineStream:
    """One utterance in a streaming model."""

    def __init__(
        self, recognizer: SherpaOnlineRecognizer, stream: Any, tail_s: float
    ) -> None:
        self._recognizer = recognizer
        self._stream = stream
        self._tail = np.zeros(round(tail_s * CAPTURE_RATE_HZ), np.float32)
        self._flushed = True
        self._text = ""

    def accept(self, samples: Samples) -> None:
        """Take the next sound."""
        if samples.size:
            sound = samples.astype(np.float32) / _FULL_SCALE
            self._stream.accept_waveform(CAPTURE_RATE_HZ, sound)
            self._flushed = False

    def interim(self) -> str | None:
        """Decode what has arrived; None if the text is the same."""
        before = self._text
        self._decode()
        return self._text if self._text != before else None

    def settle(self) -> str:
        """Push the last sound through the look-ahead with silence, and return the text."""
        if not self._flushed:
            self._stream.accept_waveform(CAPTURE_RATE_HZ, self._tail)
            self._flushed = True
            self._decode()
        return self._text

    def _decode(self) -> None:
        recognizer = self._recognizer.loaded()
        try:
            while recognizer.is_ready(self._stream):
                recognizer.decode_stream(self._stream)
            text = recognizer.get_result(self._stream)
        except Exception as error:
            raise EngineFailedError(
                f"{self._recognizer.name} failed: {error}"
            ) from error
        self._text = self._recognizer.readable(str(text).strip())

"""Whole-utterance models of sherpa-onnx (Moonshine, Whisper, SenseVoice, Parakeet).

They are not streaming: the growing utterance is decoded again and again while it is
spoken, so that at its end the text is usually already there.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
from pydantic import Field

from clara_edge.config.base import Section
from clara_edge.domain.errors import EngineFailedError, ModelError
from clara_edge.engines.stt.activity import FRAMES_PER_S, UtteranceSound
from clara_edge.engines.stt.offline_layouts import OfflineLayoutName, plan_offline
from clara_edge.engines.stt.plan import decode_once
from clara_edge.engines.stt.second_look import SecondLook
from clara_edge.engines.stt.trial import prove_loads
from clara_edge.ports.audio import CAPTURE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from clara_edge.engines.stt.plan import LoadPlan
    from clara_edge.ports.audio import Samples
    from clara_edge.ports.engine import EngineContext

_LOGGER = logging.getLogger(__name__)
_FULL_SCALE = 32_768.0
_FRAME_MS = 1000 / FRAMES_PER_S
# A pause this long is decoded at once: it is shorter than the silence after which voice
# activity detection ends a turn (200 ms), so the turn's end finds the text ready.
_PAUSE_FRAMES = 6
# A decoding costs as much as the sound is long: the longer that is, the rarer they are
_GROWTH = 0.12
# Bounds that cost and keeps within the 30 s that Moonshine was trained on: beyond this
# the oldest part is settled at a pause
_LONG_FRAMES = int(16 * FRAMES_PER_S)
_SPLIT_FIRST, _SPLIT_LAST = int(8 * FRAMES_PER_S), int(15 * FRAMES_PER_S)
_SPLIT_WIDTH = int(0.3 * FRAMES_PER_S)


class Settings(Section):
    """Settings of `sherpa_offline`."""

    model: str = "moonshine-tiny-en"
    """Name of the model pack."""
    layout: OfflineLayoutName | None = None
    """How the pack's files belong together; None finds out."""
    language: str = "en"
    """For models of several languages."""
    interim_ms: Annotated[int, Field(ge=100, le=10_000)] = 400
    """While somebody speaks, decode again after this much new sound."""
    threads: Annotated[int, Field(ge=0, le=64)] = 0
    """Cores for one decoding; 0 means what the voice daemon allows. Small models are
    fastest on one or two."""
    padding_ms: Annotated[int, Field(ge=0, le=2_000)] = 200
    """Digital silence put before and after the sound; without it Moonshine mishears the
    first and last words (docs/stt.md has the figures)."""
    second_look: bool = True
    """Decode again, knowing what people say to an assistant, where the words at the end of
    an utterance are unlikely. For Moonshine in English; takes 80 MB while it is needed."""


def create(settings: Settings, context: EngineContext) -> SherpaOfflineRecognizer:
    """Load the model.

    Raises:
        ModelMissingError, ModelDamagedError: the pack cannot be used.
        EngineFailedError: sherpa-onnx refused it.
    """
    folder = context.models.folder(settings.model)
    threads = settings.threads or context.threads
    plan = plan_offline(folder, settings.layout, settings.language, threads)
    prove_loads(plan, context.cache_dir)
    try:
        recognizer = plan.load()
        decode_once(recognizer, "offline")  # the first decoding allocates memory
    except Exception as error:
        raise EngineFailedError(
            f"sherpa-onnx cannot load {settings.model}: {error}"
        ) from error
    return SherpaOfflineRecognizer(recognizer, settings, _second_look(plan, settings))


def _second_look(plan: LoadPlan, settings: Settings) -> SecondLook | None:
    if not settings.second_look or settings.language != "en":
        return None
    if plan.layout != "moonshine_v2":
        return None
    try:
        return SecondLook(plan.files[0].parent, plan.arguments["num_threads"])
    except (ModelError, EngineFailedError) as error:
        # the first look works without
        _LOGGER.warning("there is no second look at unlikely words: %s", error)
        return None


class SherpaOfflineRecognizer:
    """A loaded whole-utterance model."""

    def __init__(
        self, recognizer: Any, settings: Settings, second: SecondLook | None = None
    ) -> None:
        self._recognizer = recognizer
        self._settings = settings
        self._second = second

    @property
    def name(self) -> str:
        """Engine and model pack."""
        return f"sherpa_offline/{self._settings.model}"

    def stream(self) -> SherpaOfflineStream:
        """Begin a new utterance."""
        return SherpaOfflineStream(self, self._settings.interim_ms)

    def set_hotwords(self, phrases: Sequence[str]) -> bool:
        """Expect these phrases in a second look; False where there is none."""
        if self._second is None:
            return False
        self._second.set_names(phrases)
        return True

    def close(self) -> None:
        """Release the model. Idempotent."""
        self._recognizer = None
        if self._second is not None:
            self._second.close()
            self._second = None

    def decode(self, samples: Samples) -> str:
        """Return the text of a sound; empty when it has no word."""
        if self._recognizer is None:
            raise EngineFailedError(f"{self.name} is closed")
        sound = self._padded(samples)
        try:
            stream = self._recognizer.create_stream()
            stream.accept_waveform(CAPTURE_RATE_HZ, sound)
            self._recognizer.decode_stream(stream)
            text = str(stream.result.text).strip()
        except Exception as error:
            raise EngineFailedError(f"{self.name} failed: {error}") from error
        return _worded(text)

    def decode_again(self, samples: Samples, text: str) -> str:
        """Return a better text of a sound if the one that it was given is unlikely."""
        if self._second is None or not self._second.is_needed(text):
            return text
        try:
            return _worded(self._second.look(self._padded(samples))) or text
        except Exception:
            # onnxruntime's errors share no base class; there is a text already
            _LOGGER.exception("the second look at an utterance failed")
            return text

    def _padded(self, samples: Samples) -> NDArray[np.float32]:
        padding = self._settings.padding_ms * CAPTURE_RATE_HZ // 1000
        return np.pad(samples.astype(np.float32) / _FULL_SCALE, padding)


def _worded(text: str) -> str:
    # music makes Moonshine write notes
    return text if any(c.isalnum() for c in text) else ""


class SherpaOfflineStream:
    """One utterance; decoded as a whole whenever that can have changed the text."""

    def __init__(self, recognizer: SherpaOfflineRecognizer, interim_ms: int) -> None:
        self._recognizer = recognizer
        self._interim_frames = interim_ms / _FRAME_MS
        self._sound = UtteranceSound()
        self._settled: list[str] = []
        self._live = ""
        self._decoded = 0
        self._looked = 0

    def accept(self, samples: Samples) -> None:
        """Keep the next sound."""
        self._sound.append(samples)

    def interim(self) -> str | None:
        """Decode after enough new sound, or in a pause; None if the text is the same."""
        if not self._sound.is_voiced_since(self._decoded):
            return None
        fresh = self._sound.frames - self._decoded
        enough = max(self._interim_frames, _GROWTH * self._sound.frames)
        pausing = self._sound.quiet_tail_frames() >= _PAUSE_FRAMES
        if fresh < (enough / 4 if pausing else enough):
            return None
        before = self._text()
        self._refresh()
        after = self._text()
        return after if after != before else None

    def settle(self) -> str:
        """Return the text; nothing is computed if only silence came since the last time."""
        if not self._sound.has_speech:
            self._live = ""
        elif self._sound.is_voiced_since(self._decoded):
            self._refresh()
        if self._live and self._looked != self._decoded:
            self._live = self._recognizer.decode_again(self._sound.samples, self._live)
            self._looked = self._decoded
        return self._text()

    def _refresh(self) -> None:
        if not self._sound.has_speech:
            return
        while self._sound.frames > _LONG_FRAMES:
            cut = self._sound.find_pause(_SPLIT_FIRST, _SPLIT_LAST, _SPLIT_WIDTH)
            head = self._recognizer.decode(self._sound.samples_before(cut))
            self._settled.append(head)
            self._sound.drop_before(cut)
            self._decoded, self._live = 0, ""
        self._live = self._recognizer.decode(self._sound.samples)
        self._decoded = self._sound.frames

    def _text(self) -> str:
        return " ".join(part for part in [*self._settled, self._live] if part)

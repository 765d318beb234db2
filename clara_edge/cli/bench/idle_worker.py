"""Load the voice daemon's parts one after another and print what each adds to memory, as JSON.

Usage: python -m clara_edge.cli.bench.idle_worker REQUEST
"""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import psutil

from clara_edge.config.folders import make_folders, resolve_folders
from clara_edge.config.schema import Config
from clara_edge.domain.errors import ClaraError
from clara_edge.models.context import engine_context
from clara_edge.ports.audio import CAPTURE_RATE_HZ, CHUNK_SAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from clara_edge.config.folders import Folders
    from clara_edge.ports.audio import Samples
    from clara_edge.ports.engine import EngineContext

_MB = 1_000_000
_REPLY = "Added buy milk to your shopping list."
_COMMAND = "add buy milk to my shopping list"
_WARM_CHUNKS = 25  # the wake word's features fill two seconds


class Parts:
    """The voice daemon's parts, each loaded and used once."""

    def __init__(
        self, config: Config, folders: Folders, context: EngineContext
    ) -> None:
        self._config = config
        self._folders = folders
        self._context = context
        self._kept: list[object] = []
        self._sound: Samples = np.zeros(2 * CAPTURE_RATE_HZ, np.int16)

    def pipeline(self) -> str:
        """Import what the daemon imports."""
        import clara_edge.voice.app

        self._kept.append(clara_edge.voice.app)
        return "pipecat and python"

    def wake(self) -> str:
        """Hear two seconds of silence."""
        from clara_edge.voice.engines import EngineBoard, load_wake

        detector = load_wake(self._config, self._context, EngineBoard())
        if detector is None:
            return "none"
        for _ in range(_WARM_CHUNKS):
            detector.process(np.zeros(CHUNK_SAMPLES, np.int16))
        self._kept.append(detector)
        return ", ".join(detector.phrases)

    def voice_activity(self) -> str:
        """Judge a chunk of silence."""
        from pipecat.audio.vad.silero import SileroVADAnalyzer

        detector = SileroVADAnalyzer(sample_rate=CAPTURE_RATE_HZ)
        detector.set_sample_rate(CAPTURE_RATE_HZ)
        detector.voice_confidence(bytes(2 * detector.num_frames_required()))
        self._kept.append(detector)
        return "silero"

    def speech(self) -> str:
        """Say one reply."""
        from clara_edge.engines.tts.build import build_speech

        voice = build_speech(
            self._config.tts, self._context, self._folders.speech_cache
        )
        chunks = list(voice.synthesize(_REPLY, lambda: False))
        self._sound = _at_16k(np.concatenate(chunks), voice.rate_hz)
        self._kept.append(voice)
        return voice.name

    def speech_to_text(self) -> str:
        """Recognise that reply."""
        from clara_edge.engines.stt.build import build_recognizer

        recognizer = build_recognizer(self._config.stt, self._context)
        stream = recognizer.stream()
        stream.accept(self._sound)
        stream.settle()
        self._kept.append(recognizer)
        return recognizer.name

    def dialogue(self) -> str:
        """Add a task."""
        from clara_edge.config.clock import SystemClock
        from clara_edge.dialogue.build import build_dialogue

        dialogue = build_dialogue(
            self._config, self._folders, SystemClock(), self._context
        )
        dialogue.turn(_COMMAND, "bench")
        self._kept.append(dialogue)
        return ", ".join(self._config.understanding.engines)


def run(config: Config) -> list[dict[str, Any]]:
    """Load each part in turn; the order says to whom a shared library is counted."""
    folders = resolve_folders(config.paths)
    make_folders(folders)
    parts = Parts(config, folders, engine_context(config, folders))
    loads: dict[str, Callable[[], str]] = {
        "pipeline": parts.pipeline,
        "wake word": parts.wake,
        "voice activity": parts.voice_activity,
        "speech": parts.speech,
        "speech-to-text": parts.speech_to_text,
        "understanding, tasks": parts.dialogue,
    }
    rows = []
    before_mb = 0.0
    for part, load in loads.items():
        try:
            name = load()
        except ClaraError as error:
            rows.append({"part": part, "name": None, "error": str(error)})
            continue
        after_mb = psutil.Process().memory_info().rss / _MB
        rows.append({"part": part, "name": name, "added_mb": after_mb - before_mb})
        before_mb = after_mb
    return rows


def _at_16k(sound: Samples, rate_hz: int) -> Samples:
    import soxr

    samples = soxr.resample(sound.astype(np.float32), rate_hz, CAPTURE_RATE_HZ)
    return np.asarray(np.clip(samples, -32_767, 32_767), dtype=np.int16)


def main() -> int:
    """Answer the request on the command line with one line of JSON.

    Libraries write to standard output too, so the answer goes to a copy of it.
    """
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    rows = run(Config.model_validate_json(sys.argv[1]))
    with answer:
        print(json.dumps({"parts": rows}), file=answer)
    return 0


if __name__ == "__main__":
    sys.exit(main())

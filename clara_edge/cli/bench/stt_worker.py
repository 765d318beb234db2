"""Recognise the recordings with one engine in a process of its own."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from clara_edge.cli.bench.recordings import read_recording
from clara_edge.cli.bench.report import Meter, rss_mib
from clara_edge.cli.bench.worker import answer_request
from clara_edge.config.engines import create_engine
from clara_edge.engines.stt.activity import FRAME_SAMPLES, UtteranceSound
from clara_edge.models.store import ModelStore
from clara_edge.ports.audio import CAPTURE_RATE_HZ, CHUNK_SAMPLES
from clara_edge.ports.engine import EngineContext

if TYPE_CHECKING:
    from clara_edge.ports.audio import Samples
    from clara_edge.ports.stt import SpeechRecognizer

# What voice activity detection waits before it calls a turn over (listening.vad_stop_s)
_END_FRAMES = 10


def run(request: dict[str, Any]) -> dict[str, Any]:
    """Load an engine, let it hear every recording, and return texts and costs."""
    context = EngineContext(
        models=ModelStore(Path(request["models"])),
        cache_dir=Path(request["cache"]),
        threads=request["threads"],
    )
    before_mib = rss_mib()
    loading = Meter()
    recognizer = create_engine("stt", request["engine"], request["options"], context)
    loaded = loading.read()
    heard = [
        _listen(recognizer, read_recording(Path(path))) for path in request["paths"]
    ]
    return {
        "name": recognizer.name,
        "load_s": loaded["wall_s"],
        "rss_mib": rss_mib(),
        "rss_grown_mib": rss_mib() - before_mib,
        "heard": heard,
    }


def _listen(recognizer: SpeechRecognizer, sound: Samples) -> dict[str, Any]:
    """Hear one recording as the voice daemon does: chunk by chunk, ended by a silence."""
    sound = _until_end_of_turn(sound)
    cost = Meter()
    stream = recognizer.stream()
    interims = 0
    for start in range(0, len(sound), CHUNK_SAMPLES):
        stream.accept(sound[start : start + CHUNK_SAMPLES])
        interims += stream.interim() is not None
    settle_s, text = _timed_settle(stream)
    spent = cost.read()

    whole = recognizer.stream()
    whole.accept(sound)
    whole_s, _ = _timed_settle(whole)
    return {
        "text": text,
        "seconds": len(sound) / CAPTURE_RATE_HZ,
        "interims": interims,
        "cpu_s": spent["cpu_s"],
        "settle_s": settle_s,
        "whole_s": whole_s,
    }


def _timed_settle(stream: Any) -> tuple[float, str]:
    started = time.perf_counter()
    text = stream.settle()
    return time.perf_counter() - started, str(text)


def _until_end_of_turn(sound: Samples) -> Samples:
    """Cut the recording where a turn would end; add silence if it stops before."""
    activity = UtteranceSound()
    activity.append(sound)
    if not activity.has_speech:
        return sound
    frames = activity.frames - activity.quiet_tail_frames() + _END_FRAMES
    missing = max(0, frames * FRAME_SAMPLES - sound.size)
    return np.pad(sound, (0, missing))[: frames * FRAME_SAMPLES]


if __name__ == "__main__":
    sys.exit(answer_request(run))

"""Runs one wake word engine alone in a process and prints what it cost, as JSON.

Usage: python -m clara_edge.cli.bench.wake_worker ENGINE PACK_FOLDER RECORDING
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clara_edge.cli.bench.recordings import read_recording
from clara_edge.cli.bench.report import Meter, rss_mib
from clara_edge.ports.audio import CAPTURE_RATE_HZ, CHUNK_SAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from clara_edge.ports.audio import Samples

    Step = Callable[[Samples], float]


def clara_step(pack: Path) -> Step:
    """Return Clara's own runner."""
    from clara_edge.config.engines import create_engine
    from clara_edge.ports.engine import EngineContext

    class OnePack:
        def folder(self, pack_name: str) -> Path:
            del pack_name
            return pack

    context = EngineContext(models=OnePack(), cache_dir=pack, threads=1)
    detector = create_engine("wake", "openwakeword", {}, context)

    def step(chunk: Samples) -> float:
        detector.process(chunk)
        return float(detector.scores["hey_jarvis"])

    return step


def package_step(pack: Path) -> Step:
    """Return the openwakeword package's own classes."""
    from openwakeword.model import Model

    head = "hey_jarvis_v0.1"
    model = Model([str(pack / f"{head}.onnx")])
    return lambda chunk: float(model.predict(chunk)[head])


def pyopen_step(pack: Path) -> Step:
    """Return pyopen-wakeword (TensorFlow Lite, brings its own copy of the graphs)."""
    del pack
    from pyopen_wakeword import Model, OpenWakeWord, OpenWakeWordFeatures

    features = OpenWakeWordFeatures.from_builtin()
    head = OpenWakeWord.from_builtin(Model.HEY_JARVIS)

    def step(chunk: Samples) -> float:
        scores = [
            float(score)
            for embedding in features.process_streaming(chunk.tobytes())
            for score in head.process_streaming(embedding)
        ]
        return max(scores, default=0.0)

    return step


OWN = "clara"
ENGINES: dict[str, Callable[[Path], Step]] = {
    OWN: clara_step,
    "openwakeword": package_step,
    "pyopen-wakeword": pyopen_step,
}


def run(engine: str, pack: Path, recording: Path) -> dict[str, Any]:
    """Load one engine, feed it the recording, and return what that cost."""
    sound = read_recording(recording)
    chunks = sound[: len(sound) // CHUNK_SAMPLES * CHUNK_SAMPLES]
    before_mib = rss_mib()
    loading = Meter()
    step = ENGINES[engine](pack)
    step(chunks[:CHUNK_SAMPLES])
    loaded = loading.read()
    running = Meter()
    for chunk in chunks.reshape(-1, CHUNK_SAMPLES):
        step(chunk)
    ran = running.read()
    return {
        "load_s": loaded["wall_s"],
        "cpu_per_audio_s": ran["cpu_s"] / (len(chunks) / CAPTURE_RATE_HZ),
        "rss_mib": ran["rss_mib"],
        "rss_grown_mib": ran["rss_mib"] - before_mib,
    }


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))))

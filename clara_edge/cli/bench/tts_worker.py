"""Let one voice speak in a process of its own, then recognise what it said."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import soxr

from clara_edge.cli.bench.report import Meter, rss_mib
from clara_edge.cli.bench.worker import answer_request
from clara_edge.config.engines import create_engine
from clara_edge.domain.errors import ClaraError
from clara_edge.domain.spoken import speakable
from clara_edge.engines.tts.cache import CachedSynthesizer, PhraseCache
from clara_edge.engines.tts.fallback import FallbackSynthesizer
from clara_edge.models.store import ModelStore
from clara_edge.ports.audio import CAPTURE_RATE_HZ
from clara_edge.ports.engine import EngineContext

if TYPE_CHECKING:
    from clara_edge.ports.audio import Samples
    from clara_edge.ports.tts import SpeechSynthesizer

_CACHE_BYTES = 256 * 1024 * 1024
# what the voice activity detector leaves around an utterance
_PAD_S = 0.3


def run(request: dict[str, Any]) -> dict[str, Any]:
    """Load a voice, let it say every reply twice, and return times, costs and texts."""
    with tempfile.TemporaryDirectory(prefix="clara-bench-") as folder:
        context = EngineContext(
            models=ModelStore(Path(request["models"])),
            cache_dir=Path(folder),
            threads=request["threads"],
        )
        before_mib = rss_mib()
        loading = Meter()
        engine = create_engine("tts", request["engine"], request["options"], context)
        load_s = loading.read()["wall_s"]
        cached = CachedSynthesizer(engine, PhraseCache(Path(folder), _CACHE_BYTES))
        voice = FallbackSynthesizer([(request["engine"], lambda: cached)])
        texts = [speakable(reply) for reply in request["replies"]]
        sounds, spoken = zip(*(_say(voice, text) for text in texts), strict=True)
        for text, record in zip(texts, spoken, strict=True):
            record["cached_s"] = _say(voice, text)[1]["first_s"]
        result = {
            "name": voice.name,
            "load_s": load_s,
            "rss_grown_mib": rss_mib() - before_mib,
            "spoken": list(spoken),
        }
        return result | _listen(request, context, spoken, sounds, voice.rate_hz)


def _say(voice: SpeechSynthesizer, text: str) -> tuple[Samples, dict[str, Any]]:
    started = time.perf_counter()
    first_s = 0.0
    chunks: list[Samples] = []
    for chunk in voice.synthesize(text, lambda: False):
        if not chunks:
            first_s = time.perf_counter() - started
        chunks.append(chunk)
    sound = np.concatenate(chunks)
    record = {
        "said": text,
        "first_s": first_s,
        "whole_s": time.perf_counter() - started,
        "sound_s": len(sound) / voice.rate_hz,
    }
    return sound, record


def _listen(
    request: dict[str, Any],
    context: EngineContext,
    spoken: tuple[dict[str, Any], ...],
    sounds: tuple[Samples, ...],
    rate_hz: int,
) -> dict[str, Any]:
    """Add what the recogniser hears; say why when there is none."""
    engine, options = request["listener"]
    try:
        recognizer = create_engine("stt", engine, options or {}, context)
    except ClaraError as error:
        return {"deaf": str(error)}
    pad = np.zeros(round(_PAD_S * CAPTURE_RATE_HZ), np.int16)
    for record, sound in zip(spoken, sounds, strict=True):
        at_16k = soxr.resample(sound.astype(np.float32), rate_hz, CAPTURE_RATE_HZ)
        heard = np.clip(at_16k, -32_767, 32_767).astype(np.int16)
        stream = recognizer.stream()
        stream.accept(np.concatenate([pad, heard, pad]))
        # the same words for "3:30" and "three thirty"
        record["heard"] = speakable(stream.settle())
    return {"listener": recognizer.name}


if __name__ == "__main__":
    sys.exit(answer_request(run))

"""Smart Turn hears from the melody whether a sentence is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from pipecat.frames.frames import InputAudioRawFrame

from clara_edge.audio.wav import read_wav
from clara_edge.ports.audio import CAPTURE_RATE_HZ, CHUNK_SAMPLES
from clara_edge.voice.smart_turn import SmartTurn

if TYPE_CHECKING:
    from pathlib import Path

    from clara_edge.ports.audio import Samples


async def sounds_finished(model: SmartTurn, samples: Samples) -> bool:
    for start in range(0, len(samples) - CHUNK_SAMPLES, CHUNK_SAMPLES):
        chunk = samples[start : start + CHUNK_SAMPLES]
        model.hear(InputAudioRawFrame(chunk.tobytes(), CAPTURE_RATE_HZ, 1), voice=True)
    ended = await model.ended()
    model.forget()
    return ended


async def test_whole_orders_sound_finished_and_cut_ones_mostly_not(
    test_data: Path,
) -> None:
    folder = test_data / "speech" / "coffee_intents"
    files = sorted(folder.glob("*.wav"))[:20]
    model = SmartTurn()
    pause = np.zeros(3_200, np.int16)
    whole = cut = 0

    for file in files:
        samples = read_wav(file)
        voiced = np.flatnonzero(np.abs(samples.astype(np.int32)) > 1_000)
        third = voiced[0] + (voiced[-1] - voiced[0]) // 3
        whole += await sounds_finished(
            model, np.concatenate([samples[: voiced[-1]], pause])
        )
        cut += await sounds_finished(model, np.concatenate([samples[:third], pause]))
    await model.cleanup()

    # orders, because short commands it does not tell apart (docs/architecture.md)
    assert whole >= 15
    assert cut < whole / 1.5

"""Devices that break in any way are reopened; neither thread ends unseen."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import numpy as np
import pytest
from pipecat.frames.frames import InputAudioRawFrame, TTSAudioRawFrame, TTSStoppedFrame
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.worker import PipelineParams, PipelineWorker
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor
from pipecat.workers.runner import WorkerRunner

from clara_edge.audio.files import RecordingLoudspeaker, RecordingMicrophone
from clara_edge.domain.errors import AudioDeviceLostError
from clara_edge.voice.transport import DeviceInput, DeviceOutput

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipecat.frames.frames import Frame

    from clara_edge.ports.audio import Samples

RATE_HZ = 48_000


class Until(FrameProcessor):
    """Passes everything on and sets an event at the first frame that fits."""

    def __init__(self, fits: Callable[[Frame], bool]) -> None:
        super().__init__()
        self._fits = fits
        self.seen = asyncio.Event()

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        await super().process_frame(frame, direction)
        if self._fits(frame):
            self.seen.set()
        await self.push_frame(frame, direction)


class BreakingMicrophone(RecordingMicrophone):
    """Obeys the port until its second chunk."""

    def __init__(self, error: Exception) -> None:
        super().__init__(np.zeros(0, np.int16), realtime=False, silence_s=None)
        self._left = 1
        self._error = error

    def read(self) -> Samples:
        if self._left == 0:
            raise self._error
        self._left -= 1
        return super().read()


class BreakingLoudspeaker(RecordingLoudspeaker):
    """Obeys the port until something is played."""

    def __init__(self, error: Exception) -> None:
        super().__init__(RATE_HZ, realtime=False)
        self._error = error

    def write(self, samples: Samples) -> None:
        raise self._error


async def run_until(
    source: FrameProcessor, sink: FrameProcessor, until: Until, *frames: Frame
) -> None:
    worker = PipelineWorker(
        Pipeline([source, until, sink]),
        params=PipelineParams(
            audio_in_sample_rate=16_000, audio_out_sample_rate=RATE_HZ
        ),
        idle_timeout_secs=None,
        enable_rtvi=False,
        enable_turn_tracking=False,
    )
    runner = WorkerRunner(handle_sigint=False, handle_sigterm=False)
    await runner.add_workers(worker)
    running = asyncio.create_task(runner.run())
    await worker.queue_frames(list(frames))
    await asyncio.wait_for(until.seen.wait(), 20)
    await runner.cancel("seen")
    await running


ERRORS = [AudioDeviceLostError("unplugged"), RuntimeError("a bug in a driver")]


@pytest.mark.parametrize("error", ERRORS, ids=lambda e: type(e).__name__)
async def test_a_microphone_that_breaks_is_opened_again(error: Exception) -> None:
    voice = np.full(16_000, 9_000, np.int16)
    microphones = [
        BreakingMicrophone(error),
        RecordingMicrophone(voice, silence_s=None),
    ]
    source = DeviceInput(lambda: microphones.pop(0), retry_s=0.01)
    sink = DeviceOutput(
        lambda: RecordingLoudspeaker(RATE_HZ), rate_hz=RATE_HZ, volume=1.0
    )
    until = Until(lambda f: isinstance(f, InputAudioRawFrame) and any(f.audio))

    await run_until(source, sink, until)

    assert source.health.reopened == 1
    assert (source.health.state, source.health.problem) == ("ok", None)


@pytest.mark.parametrize("error", ERRORS, ids=lambda e: type(e).__name__)
async def test_a_loudspeaker_that_breaks_is_opened_again(error: Exception) -> None:
    good = RecordingLoudspeaker(RATE_HZ, realtime=False)
    loudspeakers = [BreakingLoudspeaker(error), good]
    silent = RecordingMicrophone(np.zeros(0, np.int16), silence_s=None)
    sink = DeviceOutput(
        lambda: loudspeakers.pop(0), rate_hz=RATE_HZ, volume=1.0, retry_s=0.01
    )
    until = Until(lambda _f: good.samples.size > 0)
    tone = np.full(RATE_HZ, 5_000, np.int16).tobytes()

    await run_until(
        DeviceInput(lambda: silent),
        sink,
        until,
        TTSAudioRawFrame(tone, RATE_HZ, 1),
        TTSStoppedFrame(),
    )

    assert sink.health.reopened == 1
    assert sink.health.state == "ok"

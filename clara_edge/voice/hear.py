"""A recording through the same pipeline as the microphone."""

from __future__ import annotations

import asyncio
import threading
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from pipecat.workers.runner import WorkerRunner

from clara_edge.audio.files import RecordingLoudspeaker, RecordingMicrophone
from clara_edge.domain.errors import EngineFailedError
from clara_edge.engines.ordered import EngineState
from clara_edge.ports.audio import CAPTURE_RATE_HZ
from clara_edge.voice.engines import EngineBoard, close_engines, load_engines
from clara_edge.voice.frames import GateReason, GateState
from clara_edge.voice.pipeline import build_conversation
from clara_edge.voice.timeline import Timeline, TurnRecord
from clara_edge.voice.transport import DeviceInput, DeviceOutput

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clara_edge.config.folders import Folders
    from clara_edge.config.schema import Config
    from clara_edge.ports.audio import Samples
    from clara_edge.voice.engine_set import Engines
    from clara_edge.voice.pipeline import Conversation


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of a recording."""

    turns: tuple[TurnRecord, ...]
    reply: Samples
    """Everything Clara played, from the first sound to the last, at reply_rate_hz."""
    reply_rate_hz: int
    wake_heard: bool
    audio_s: float
    took_s: float


async def hear(
    config: Config,
    folders: Folders,
    recording: Samples,
    *,
    wake: bool = True,
    fast: bool = False,
) -> Heard:
    """Play a recording to Clara and wait until everything in it is answered.

    Args:
        config: settings.
        folders: where tasks are stored and models found.
        recording: shape (n,), CAPTURE_RATE_HZ.
        wake: require the wake word; without it the microphone opens at once.
        fast: as fast as the machine allows, with the same result.

    Raises:
        ClaraError: an engine or the store cannot be used.
    """
    board = EngineBoard()
    engines = await load_engines(config, folders, board)
    try:
        for stage in ("wake", "stt", "tts") if wake else ("stt", "tts"):
            _require(stage, board)
        return await hear_with(config, engines, recording, wake=wake, fast=fast)
    finally:
        await close_engines(engines)


async def hear_with(
    config: Config,
    engines: Engines,
    recording: Samples,
    *,
    wake: bool = True,
    fast: bool = False,
    conversation_id: str | None = None,
) -> Heard:
    """Do the same with engines that are loaded, and stay so, in a conversation that may go on."""
    hearing = _Hearing(config, engines, recording, wake=wake, fast=fast)
    return await hearing.run(conversation_id)


def _require(stage: str, board: EngineBoard) -> None:
    """A daemon does without, and goes on; a recording is not heard a second time."""
    statuses = board.stages.get(stage, ())
    if not any(status.state is EngineState.ACTIVE for status in statuses):
        reasons = "; ".join(f"{s.name}: {s.reason}" for s in statuses)
        raise EngineFailedError(
            f"no {stage} engine works ({reasons or 'none is configured'})",
            remedy=f"see `clara status`, or choose others in {stage}.engines",
        )


class _Hearing:
    def __init__(
        self,
        config: Config,
        engines: Engines,
        recording: Samples,
        *,
        wake: bool,
        fast: bool,
    ) -> None:
        self._config = config
        self._engines = engines
        self._wake = wake
        self._microphone = RecordingMicrophone(
            recording, realtime=not fast, silence_s=None
        )
        self._loudspeaker = RecordingLoudspeaker(
            config.audio.output_rate_hz, realtime=not fast
        )
        self._may_start = threading.Event()
        self._input = DeviceInput(self._open_microphone, lockstep=fast)
        self._turns: list[TurnRecord] = []
        self._woken = False
        self._done = asyncio.Event()
        self._audio_s = len(recording) / CAPTURE_RATE_HZ

    async def run(self, conversation_id: str | None = None) -> Heard:
        session = uuid.uuid4().hex[:6]
        conversation = self._build(session, conversation_id or f"hear-{session}")
        runner = WorkerRunner(handle_sigint=False, handle_sigterm=False)
        await runner.add_workers(conversation.worker)
        self._start_when_ready(conversation)
        loop = asyncio.get_running_loop()
        began = loop.time()
        running = asyncio.create_task(runner.run())
        watching = asyncio.create_task(self._until_quiet(conversation))
        try:
            await asyncio.wait({running, watching}, return_when=asyncio.FIRST_COMPLETED)
        finally:  # also on Ctrl-C: cancelled in its midst the pipeline never ends
            watching.cancel()
            await runner.cancel("recording is over")
            await running
        return Heard(
            turns=tuple(self._turns),
            reply=_trim(self._loudspeaker.samples),
            reply_rate_hz=self._loudspeaker.rate_hz,
            wake_heard=self._woken,
            audio_s=self._audio_s,
            took_s=loop.time() - began,
        )

    def _build(self, session: str, conversation_id: str) -> Conversation:
        output = DeviceOutput(
            lambda: self._loudspeaker,
            rate_hz=self._config.audio.output_rate_hz,
            volume=self._config.voice.volume,
        )
        return build_conversation(
            self._config,
            self._engines,
            (self._input, output),
            Timeline(session, self._turns.append),
            self._follow,
            conversation_id=conversation_id,
        )

    def _start_when_ready(self, conversation: Conversation) -> None:
        async def ready(_worker: object, _frame: object) -> None:
            if not self._wake:
                await conversation.gate.open(GateReason.MANUAL)
            self._may_start.set()

        conversation.worker.add_event_handler("on_pipeline_started", ready)

    def _open_microphone(self) -> RecordingMicrophone:
        """Open in the capture thread, once the gate is as it should be for the first word."""
        self._may_start.wait(_START_TIMEOUT_S)
        return self._microphone

    def _follow(self, event: str, data: Mapping[str, Any]) -> None:
        if event == "state" and data["reason"] == GateReason.WAKE:
            self._woken = True

    async def _until_quiet(self, conversation: Conversation) -> None:
        """Wait for the end of the recording, and then for Clara to fall asleep."""
        await self._microphone_exhausted()
        while conversation.gate.state is not GateState.ASLEEP:  # noqa: ASYNC110 - state has no event of its own
            await asyncio.sleep(_POLL_S)

    async def _microphone_exhausted(self) -> None:
        while not self._microphone.exhausted:  # noqa: ASYNC110 - another thread reads it to its end
            await asyncio.sleep(_POLL_S)


_POLL_S = 0.05
_START_TIMEOUT_S = 60.0
_SILENT = 50  # about -56 dBFS


def _trim(samples: Samples) -> Samples:
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > _SILENT)
    return samples[loud[0] : loud[-1] + 1] if len(loud) else samples[:0]

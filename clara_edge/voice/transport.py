"""Microphone and loudspeaker as Pipecat transports: own threads, reopening, pacing."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import soxr
from pipecat.frames.frames import (
    Frame,
    InputAudioRawFrame,
    InterruptionFrame,
    OutputAudioRawFrame,
    StartFrame,
)
from pipecat.transports.base_input import BaseInputTransport
from pipecat.transports.base_output import BaseOutputTransport
from pipecat.transports.base_transport import TransportParams

from clara_edge.domain.errors import AudioError
from clara_edge.ports.audio import (
    CAPTURE_RATE_HZ,
    CHUNK_SAMPLES,
    Loudspeaker,
    Microphone,
)
from clara_edge.voice.frames import MicrophoneLostFrame, PaceFrame

if TYPE_CHECKING:
    from pipecat.processors.frame_processor import FrameDirection

_LOGGER = logging.getLogger(__name__)

OpenMicrophone = Callable[[], Microphone]
OpenLoudspeaker = Callable[[], Loudspeaker]

_MAX_BACKLOG_CHUNKS = (
    13  # about one second; older sound is worth less than recent sound
)


@dataclass
class DeviceHealth:
    """What status reports about one direction."""

    state: str = "none"
    """ok, lost or none (never opened)."""
    problem: str | None = None
    xruns: int = 0
    reopened: int = 0
    dropped_chunks: int = 0


class DeviceInput(BaseInputTransport):
    """Delivers 80 ms chunks from a Microphone, and opens it again when it is lost."""

    def __init__(
        self,
        open_microphone: OpenMicrophone,
        *,
        retry_s: float = 1.0,
        lockstep: bool = False,
    ) -> None:
        """Args: `lockstep` waits after each chunk until the pipeline has digested it."""
        super().__init__(
            TransportParams(
                audio_in_enabled=True,
                audio_in_sample_rate=CAPTURE_RATE_HZ,
                audio_in_passthrough=True,
            )
        )
        self._open = open_microphone
        self._retry_s = retry_s
        self._lockstep = lockstep
        self._stopping = threading.Event()
        self._ready = False
        self._thread: threading.Thread | None = None
        self._microphone: Microphone | None = None
        self._delivery: Future[None] | None = None
        self.health = DeviceHealth()
        self.tried = asyncio.Event()
        """Set once it is known whether there is a microphone."""
        self.muted = False

    async def start(self, frame: StartFrame) -> None:
        """Start capturing once the pipeline can take sound."""
        await super().start(frame)
        await self.set_transport_ready(frame)
        self._ready = True
        self._thread = threading.Thread(target=self._run, name="capture", daemon=True)
        self._thread.start()

    async def cleanup(self) -> None:
        """Stop the capture thread and release the device."""
        self._stopping.set()
        if self._delivery is not None:
            self._delivery.cancel()  # the pace frame that it waits for will never come
        if self._microphone is not None:
            self._microphone.close()
        if self._thread is not None:
            await asyncio.to_thread(self._thread.join, 2.0)
        await super().cleanup()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._capture_forever()
            except Exception as error:
                # a thread that ends unseen would leave Clara deaf and saying "ok"
                _LOGGER.exception("capturing failed")
                self._report(f"capturing failed: {error}")
                self._stopping.wait(self._retry_s)
            else:
                return

    def _capture_forever(self) -> None:
        """Capture until the recording or the daemon ends."""
        loop = self.get_event_loop()
        while not self._stopping.is_set():
            try:
                self._microphone = self._open()
            except AudioError as error:
                self._report(str(error))
                self._tell_tried(loop)
                self._stopping.wait(self._retry_s)
                continue
            if self.health.problem:
                self.health.reopened += 1
                _LOGGER.info("microphone is back")
            self.health.state, self.health.problem = "ok", None
            self._tell_tried(loop)
            try:
                self._capture(self._microphone, loop)
            except EOFError:  # a recording that was played to its end
                return
            except AudioError as error:
                if not self._stopping.is_set():
                    self._report(str(error))
                    self._submit(self.push_frame(MicrophoneLostFrame()))
            finally:
                self._microphone.close()
            self._stopping.wait(self._retry_s)

    def _tell_tried(self, loop: asyncio.AbstractEventLoop) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(self.tried.set)

    def _report(self, problem: str) -> None:
        if self.health.problem != problem:
            _LOGGER.warning("no microphone: %s", problem)
        self.health.state = "lost" if self.health.state in {"ok", "lost"} else "none"
        self.health.problem = problem

    def _capture(self, microphone: Microphone, loop: asyncio.AbstractEventLoop) -> None:
        xruns_before = self.health.xruns
        while not self._stopping.is_set():
            chunk = microphone.read()
            self.health.xruns = xruns_before + microphone.xruns
            if self._stopping.is_set():
                return
            if self.muted:
                continue
            if self._lockstep:
                self._delivery = self._submit(self._deliver_and_wait(chunk.tobytes()))
                with suppress(CancelledError):  # the pipeline ends before the recording
                    self._delivery.result()
            else:
                loop.call_soon_threadsafe(self._deliver, chunk.tobytes())

    def _submit(self, work: Coroutine[Any, Any, None]) -> Future[None]:
        return asyncio.run_coroutine_threadsafe(work, self.get_event_loop())

    def _deliver(self, pcm: bytes) -> None:
        if not self._ready:
            return
        while self._audio_in_queue.qsize() >= _MAX_BACKLOG_CHUNKS:
            self._audio_in_queue.get_nowait()
            self._audio_in_queue.task_done()
            self.health.dropped_chunks += 1
        self._audio_in_queue.put_nowait(_input_frame(pcm))

    async def _deliver_and_wait(self, pcm: bytes) -> None:
        done = asyncio.Event()
        await self.push_frame(_input_frame(pcm))
        await self.push_frame(PaceFrame(done=done))
        await done.wait()


def _input_frame(pcm: bytes) -> InputAudioRawFrame:
    return InputAudioRawFrame(audio=pcm, sample_rate=CAPTURE_RATE_HZ, num_channels=1)


def silence_frame(samples: int = CHUNK_SAMPLES) -> InputAudioRawFrame:
    """Return an input frame of digital silence."""
    return _input_frame(bytes(2 * samples))


class DeviceOutput(BaseOutputTransport):
    """Plays to a Loudspeaker from its own thread; a lost one is paced and looked for again."""

    def __init__(
        self,
        open_loudspeaker: OpenLoudspeaker,
        *,
        rate_hz: int,
        volume: float,
        retry_s: float = 1.0,
    ) -> None:
        super().__init__(
            TransportParams(
                audio_out_enabled=True,
                audio_out_sample_rate=rate_hz,
                audio_out_10ms_chunks=4,
                audio_out_end_silence_secs=0,
                audio_out_volume=volume,
            )
        )
        self._open = open_loudspeaker
        self._retry_s = retry_s
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="playback")
        self._loudspeaker: Loudspeaker | None = None
        self._resample: soxr.ResampleStream | None = None
        self._xruns_of_lost = 0
        self._next_try = 0.0
        self.health = DeviceHealth()
        self.tried = asyncio.Event()
        """Set once it is known whether there is a loudspeaker."""
        self.on_first_audio: Callable[[float], None] | None = None
        """Called in the playback thread with the seconds until a sound is heard."""
        self._quiet = True

    def delay_s(self) -> float:
        """Return how long what was written last takes to be heard, in seconds."""
        loudspeaker = self._loudspeaker
        try:
            return loudspeaker.delay_s() if loudspeaker else 0.0
        except AudioError:
            return 0.0

    async def start(self, frame: StartFrame) -> None:
        """Open the loudspeaker, then accept sound; without one Clara works on, silently."""
        await super().start(frame)
        await self.get_event_loop().run_in_executor(self._executor, self._ensure_open)
        self.tried.set()
        await self.set_transport_ready(frame)

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Silence the device itself on an interruption; the base only empties its queue."""
        await super().process_frame(frame, direction)
        if isinstance(frame, InterruptionFrame) and self._loudspeaker is not None:
            await asyncio.to_thread(self._drop)

    def _drop(self) -> None:
        loudspeaker = self._loudspeaker
        if loudspeaker is not None:
            try:
                loudspeaker.drop()
            except AudioError as error:
                _LOGGER.debug("nothing to drop: %s", error)
        self._quiet = True

    async def write_audio_frame(self, frame: OutputAudioRawFrame) -> bool:
        """Play one chunk; returns whether a loudspeaker took it."""
        return await self.get_event_loop().run_in_executor(
            self._executor, self._write, np.frombuffer(frame.audio, np.int16)
        )

    def sound_ended(self) -> None:
        """Tell that the next sound begins a new answer."""
        self._quiet = True

    async def cleanup(self) -> None:
        """Release the device."""
        try:
            await super().cleanup()
            if self._loudspeaker is not None:
                await asyncio.to_thread(self._loudspeaker.close)
        finally:
            self._executor.shutdown(wait=False, cancel_futures=True)

    # Everything below runs in the playback thread.

    def _ensure_open(self) -> Loudspeaker | None:
        now = time.monotonic()
        if self._loudspeaker is not None or now < self._next_try:
            return self._loudspeaker
        try:
            loudspeaker = self._open()
        except AudioError as error:
            if self.health.problem != str(error):
                _LOGGER.warning("no loudspeaker: %s", error)
            self.health.problem = str(error)
            self._next_try = now + self._retry_s
            return None
        if self.health.problem:
            self.health.reopened += 1
            _LOGGER.info("loudspeaker is back")
        self.health.state, self.health.problem = "ok", None
        self._resample = (
            soxr.ResampleStream(self.sample_rate, loudspeaker.rate_hz, 1, dtype="int16")
            if loudspeaker.rate_hz != self.sample_rate
            else None
        )
        self._loudspeaker = loudspeaker
        return loudspeaker

    def _write(self, samples: np.ndarray) -> bool:
        try:
            return self._play(samples)
        except Exception as error:
            # otherwise Pipecat's own sending task would end, and Clara be mute for good
            _LOGGER.exception("playing failed")
            self._lose(str(error))
            return True

    def _lose(self, problem: str) -> None:
        self.health.state, self.health.problem = "lost", problem
        self._next_try = time.monotonic() + self._retry_s
        loudspeaker, self._loudspeaker = self._loudspeaker, None
        if loudspeaker is not None:
            self._xruns_of_lost += loudspeaker.xruns
            loudspeaker.close()

    def _play(self, samples: np.ndarray) -> bool:
        loudspeaker = self._ensure_open()
        if loudspeaker is None:
            # keep real time, or a whole answer would be over at once
            threading.Event().wait(len(samples) / self.sample_rate)
            return True
        if self._resample is not None:
            samples = self._resample.resample_chunk(samples)
        try:
            if self._quiet and np.any(np.abs(samples.astype(np.int32)) > _AUDIBLE):
                self._quiet = False
                if self.on_first_audio is not None:
                    self.on_first_audio(loudspeaker.delay_s())
            loudspeaker.write(samples)
        except AudioError as error:
            _LOGGER.warning("loudspeaker lost: %s", error)
            self._lose(str(error))
            return True
        self.health.xruns = self._xruns_of_lost + loudspeaker.xruns
        return True


_AUDIBLE = 200  # about -44 dBFS

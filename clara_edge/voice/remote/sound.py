"""A browser's microphone and loudspeaker, as if they were this device's own."""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections import deque
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import soxr
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack

from clara_edge.domain.errors import AudioDeviceLostError
from clara_edge.ports.audio import CAPTURE_RATE_HZ, CHUNK_SAMPLES, Samples
from clara_edge.voice.remote.opus import (
    FRAME_SAMPLES,
    LADDER,
    RATE_HZ,
    TIME_BASE,
    OpusEncoder,
    Quality,
)

if TYPE_CHECKING:
    from av.packet import Packet as AnyPacket

    Packet = AnyPacket[Any]

_FRAME_S = FRAME_SAMPLES / RATE_HZ
_CHUNK_S = CHUNK_SAMPLES / CAPTURE_RATE_HZ
# A network that delivers in bursts must not look like silence.
_GAP_S = 0.25
# Sound that nobody took in time: two seconds of frames of 20 ms.
_MAX_WAITING = 100
# As Opus does in silence (DTX): it keeps the other side's clock and its statistics going.
_SILENT_EVERY = 20
# What is encoded ahead of its time; Clara falls silent this much later when interrupted.
_AHEAD_PACKETS = 6
_ROOM_TIMEOUT_S = 1.0
# From sending to hearing: a jitter buffer of 40-80 ms, the sound system, half a round trip.
_FAR_SIDE_S = 0.12


class RemoteMicrophone:
    """Sound from a WebRTC track; see ports.audio.Microphone.

    When none arrives, silence takes its place: whoever counts time in sound goes on.
    """

    def __init__(self) -> None:
        self._frames: queue.SimpleQueue[av.AudioFrame | None] = queue.SimpleQueue()
        self._resample = soxr.ResampleStream(RATE_HZ, CAPTURE_RATE_HZ, 1, dtype="int16")
        self._sound = np.zeros(0, np.int16)
        self._silent = True
        self._closed = False
        self.xruns = 0
        self.last_frame_s: float | None = None
        """time.monotonic() when sound arrived last."""

    async def listen_to(self, track: MediaStreamTrack) -> None:
        """Take everything from a track until it ends; in the event loop."""
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                return
            if not isinstance(frame, av.AudioFrame):
                continue
            self.last_frame_s = time.monotonic()
            if self._frames.qsize() >= _MAX_WAITING:
                self.xruns += 1
            else:
                self._frames.put(frame)

    def read(self) -> Samples:
        """Block for the next chunk."""
        while len(self._sound) < CHUNK_SAMPLES:
            if self._closed:
                raise EOFError
            try:
                frame = self._frames.get(timeout=_CHUNK_S if self._silent else _GAP_S)
            except queue.Empty:
                self._silent = True
                missing = CHUNK_SAMPLES - len(self._sound)
                self._append(np.zeros(missing, np.int16))
                continue
            if frame is not None:
                self._silent = False
                self._append(self._resample.resample_chunk(_mono(frame)))
        chunk, self._sound = self._sound[:CHUNK_SAMPLES], self._sound[CHUNK_SAMPLES:]
        return chunk

    def close(self) -> None:
        """End a read that waits. Idempotent."""
        self._closed = True
        self._frames.put(None)

    def _append(self, samples: Samples) -> None:
        self._sound = np.concatenate([self._sound, samples])


def _mono(frame: av.AudioFrame) -> Samples:
    """Return a decoded frame as mono; aiortc decodes Opus to interleaved stereo."""
    samples = frame.to_ndarray().reshape(-1).astype(np.int16, copy=False)
    channels = frame.layout.nb_channels
    if channels > 1:
        # people who speak are in the middle: one side is the whole of it
        samples = samples[::channels]
    return np.ascontiguousarray(samples)


class VoiceTrack(MediaStreamTrack):
    """What is to be heard, in Opus packets of our own making; silence is hardly sent.

    aiortc sends packets that are encoded already as they are.
    """

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self.waiting: deque[bytes] = deque()
        self.room = threading.Condition()
        self._silence = OpusEncoder(LADDER[0]).encode(np.zeros(FRAME_SAMPLES, np.int16))
        self._began_s: float | None = None
        self._slot = 0
        self._last_sent = 0

    async def recv(self) -> Packet:
        """Return the next packet when its time has come."""
        loop = asyncio.get_running_loop()
        if self._began_s is None:
            self._began_s = loop.time()
        while True:
            if self.readyState != "live":
                raise MediaStreamError
            self._slot += 1
            wait_s = self._began_s + self._slot * _FRAME_S - loop.time()
            if wait_s > 0:
                await asyncio.sleep(wait_s)
            elif wait_s < -1:  # the machine slept: do not catch up
                self._slot += int(-wait_s / _FRAME_S)
            payload = self._take()
            if payload is not None:
                return self._packet(payload)

    def _take(self) -> bytes | None:
        with self.room:
            if self.waiting:
                self.room.notify()
                return self.waiting.popleft()
        due = self._slot - self._last_sent >= _SILENT_EVERY
        return self._silence[0] if due else None

    def _packet(self, payload: bytes) -> Packet:
        self._last_sent = self._slot
        packet = av.Packet(payload)
        packet.pts, packet.time_base = self._slot * FRAME_SAMPLES, TIME_BASE
        return packet


class RemoteLoudspeaker:
    """Plays into a VoiceTrack; see ports.audio.Loudspeaker."""

    rate_hz = RATE_HZ
    xruns = 0

    def __init__(self, track: VoiceTrack, quality: Quality) -> None:
        self._track = track
        self._encoder = OpusEncoder(quality)
        self._closed = False
        self.quality = quality
        """Set it to send what comes next differently."""
        self.sent_bytes = 0
        self.rtt_s = 0.0
        """What the browser measured last."""

    def write(self, samples: Samples) -> None:
        """Encode and queue, blocking while enough is queued."""
        if self._closed:
            raise AudioDeviceLostError("the browser's loudspeaker is gone")
        self._encoder.set_quality(self.quality)
        for packet in self._encoder.encode(samples):
            self.sent_bytes += len(packet)
            with self._track.room:
                # nobody takes packets before the connection is there: they are not kept
                if not self._track.room.wait_for(self._has_room, _ROOM_TIMEOUT_S):
                    self._track.waiting.popleft()
                self._track.waiting.append(packet)

    def drop(self) -> None:
        """Forget what is queued."""
        with self._track.room:
            self._track.waiting.clear()
            self._track.room.notify()

    def delay_s(self) -> float:
        """Return how long what was written last takes to be heard, about."""
        queued_s = len(self._track.waiting) * _FRAME_S
        return queued_s + _FAR_SIDE_S + self.rtt_s / 2

    def close(self) -> None:
        """Take nothing more. Idempotent."""
        self._closed = True
        self.drop()

    def _has_room(self) -> bool:
        return self._closed or len(self._track.waiting) < _AHEAD_PACKETS

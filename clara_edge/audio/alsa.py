"""Microphone and loudspeaker on ALSA devices.

Devices are opened without blocking and served on a timer instead of with poll(): poll
descriptors of ALSA plugins wake without need, and close() must be able to interrupt.
One lock per device guards every call into alsa-lib, none of which takes long.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Self

import alsaaudio
import numpy as np
import soxr

from clara_edge.audio.opening import Direction, OpenPcm, Wish, open_pcm
from clara_edge.domain.errors import AudioDeviceLostError
from clara_edge.ports.audio import CAPTURE_RATE_HZ, CHUNK_SAMPLES

if TYPE_CHECKING:
    from clara_edge.ports.audio import Samples

STALL_S = 3.0
"""A device that moves no sample for so long is lost; an idle PulseAudio may take 2 s."""
AHEAD_S = 0.1
"""What the loudspeaker holds at most, so that an interruption is heard at once."""
PAUSE_S = 0.25
"""Silence that is longer than this was meant; a shorter one inside a sound is an xrun."""
_SHORTEST_WAIT_S = 0.003
_CLOCK_SLACK_S = 0.005  # between the device's clock and ours
_CAPTURE = Wish(rate_hz=CAPTURE_RATE_HZ, period_ms=20, buffer_ms=640)
# 48 kHz is what nearly every sound card has, and an easy ratio to 16 kHz
_CAPTURE_FALLBACK = Wish(rate_hz=48_000, period_ms=20, buffer_ms=640)
_PLAYBACK_PERIOD_MS = 10


class AlsaMicrophone:
    """A Microphone on an ALSA capture device."""

    def __init__(self, device: str) -> None:
        """Open the device at 16 kHz mono, or at whatever it does otherwise.

        Raises:
            AudioDeviceMissingError: it does not exist.
            AudioDeviceBusyError: another program has it.
        """
        self.device = device
        opened = open_pcm(device, Direction.CAPTURE, _CAPTURE)
        if opened.rate_hz != CAPTURE_RATE_HZ:
            opened.pcm.close()
            opened = open_pcm(device, Direction.CAPTURE, _CAPTURE_FALLBACK)
        self._opened = opened
        self._resampler = _resampler(opened.rate_hz, CAPTURE_RATE_HZ)
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._ready: Samples = np.zeros(0, np.int16)
        self._xruns = 0

    @property
    def device_rate_hz(self) -> int:
        """The rate at which the device really captures."""
        return self._opened.rate_hz

    @property
    def channels(self) -> int:
        """How many channels the device really captures; the first one is used."""
        return self._opened.channels

    @property
    def xruns(self) -> int:
        """How often sound was lost because nobody read in time."""
        return self._xruns

    def read(self) -> Samples:
        """Block for the next CHUNK_SAMPLES at CAPTURE_RATE_HZ."""
        last_s = time.monotonic()
        while self._ready.size < CHUNK_SAMPLES:
            part = self._read_part()
            if part is not None:
                last_s = time.monotonic()
                self._ready = np.concatenate([self._ready, part])
                continue
            if time.monotonic() - last_s > STALL_S:
                raise AudioDeviceLostError(
                    f"microphone {self.device!r} has delivered nothing for {STALL_S:g} s"
                )
            missing_s = (CHUNK_SAMPLES - self._ready.size) / CAPTURE_RATE_HZ
            self._closed.wait(max(_SHORTEST_WAIT_S, missing_s))
        chunk, self._ready = np.split(self._ready, [CHUNK_SAMPLES])
        return chunk

    def close(self) -> None:
        """Release the device; a blocked read() raises AudioDeviceLostError."""
        self._closed.set()
        with self._lock:
            self._opened.pcm.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _read_part(self) -> Samples | None:
        """Return up to one period, or None when there is nothing yet."""
        with self._lock:
            if self._closed.is_set():
                raise AudioDeviceLostError(f"microphone {self.device!r} is closed")
            try:
                frames, data = self._opened.pcm.read()
            except alsaaudio.ALSAAudioError as error:
                raise _lost(self.device, Direction.CAPTURE, error) from error
        if frames < 0:
            self._xruns += 1  # pyalsaaudio has prepared the device again
            return None
        if frames == 0:
            return None
        samples: Samples = np.frombuffer(data, "<i2")[:: self.channels]
        if self._resampler is not None:
            samples = self._resampler.resample_chunk(samples)
        return samples


class AlsaLoudspeaker:
    """A Loudspeaker on an ALSA playback device."""

    def __init__(self, device: str, rate_hz: int = 48_000) -> None:
        """Open the device at this rate, or at the nearest that it has.

        Raises:
            AudioDeviceMissingError: it does not exist.
            AudioDeviceBusyError: another program has it.
        """
        self.device = device
        wish = Wish(rate_hz, _PLAYBACK_PERIOD_MS, round(1000 * AHEAD_S))
        self._opened: OpenPcm = open_pcm(device, Direction.PLAYBACK, wish)
        # dmix and some drivers have large fixed buffers, which are then only part filled
        self._ahead_frames = min(
            self._opened.buffer_frames,
            max(round(AHEAD_S * self.rate_hz), 2 * self._opened.period_frames),
        )
        self._changed = threading.Condition()
        self._closed = False
        self._drops = 0
        self._xruns = 0
        self._dry_s = -PAUSE_S
        """When the device has played all that was written so far."""

    @property
    def rate_hz(self) -> int:
        """The device's own sample rate."""
        return self._opened.rate_hz

    @property
    def device_rate_hz(self) -> int:
        """The same, under the name that the microphone has for it."""
        return self._opened.rate_hz

    @property
    def channels(self) -> int:
        """How many channels the device really plays; all get the same."""
        return self._opened.channels

    @property
    def xruns(self) -> int:
        """How often the device ran dry inside a sound."""
        return self._xruns

    def write(self, samples: Samples) -> None:
        """Queue samples, blocking while AHEAD_S are queued; drop() makes it return."""
        frames = np.repeat(samples.astype("<i2"), self.channels).reshape(
            -1, self.channels
        )
        with self._changed:
            drops = self._drops
            last_s = time.monotonic()
            while len(frames) and drops == self._drops:
                taken = self._write_part(frames)
                frames = frames[taken:]
                now_s = time.monotonic()
                if taken:
                    last_s = now_s
                elif now_s - last_s > STALL_S:
                    raise AudioDeviceLostError(
                        f"loudspeaker {self.device!r} has played nothing for {STALL_S:g} s"
                    )
                else:
                    self._changed.wait(self._wait_s(len(frames)))

    def drop(self) -> None:
        """Discard what is queued but not yet heard, also what write() still holds."""
        with self._changed:
            self._drops += 1
            self._dry_s = -PAUSE_S
            self._changed.notify_all()
            if self._closed:
                return
            try:
                self._opened.pcm.drop()
            except alsaaudio.ALSAAudioError as error:
                raise _lost(self.device, Direction.PLAYBACK, error) from error

    def delay_s(self) -> float:
        """Return how much is queued, in seconds."""
        with self._changed:
            if self._closed:
                return 0.0
            return self._queued() / self.rate_hz

    def close(self) -> None:
        """Release the device; what is queued is not heard. Idempotent."""
        with self._changed:
            if self._closed:
                return
            self._closed = True
            self._changed.notify_all()
            try:
                # pyalsaaudio drains on close, which can hang on a device that is gone
                self._opened.pcm.drop()
            except alsaaudio.ALSAAudioError:
                pass  # it is gone, and nothing is left to drain
            finally:
                self._opened.pcm.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Everything below is called with the lock held.

    def _write_part(self, frames: np.ndarray) -> int:
        if self._closed:
            raise AudioDeviceLostError(f"loudspeaker {self.device!r} is closed")
        room = self._ahead_frames - self._queued()
        if room <= 0:
            return 0
        self._count_xrun()
        data = frames[:room].tobytes()
        try:
            taken = int(self._opened.pcm.write(data))
            if taken < 0:  # it had run dry: prepared again, but this data was lost
                taken = int(self._opened.pcm.write(data))
        except alsaaudio.ALSAAudioError as error:
            raise _lost(self.device, Direction.PLAYBACK, error) from error
        if taken > 0:
            self._dry_s = time.monotonic() + self._queued() / self.rate_hz
        return max(0, taken)

    def _count_xrun(self) -> None:
        dry_for_s = time.monotonic() - self._dry_s
        if self._queued() == 0 and -_CLOCK_SLACK_S < dry_for_s < PAUSE_S:
            self._xruns += 1

    def _queued(self) -> int:
        if self._opened.pcm.state() not in _RUNNING:
            return 0
        available = self._opened.pcm.avail()
        # negative is an error, which the next write reports
        return max(0, self._opened.buffer_frames - available) if available >= 0 else 0

    def _wait_s(self, frames: int) -> float:
        """Return how long until a period, or the rest if that is less, fits."""
        wanted = min(frames, self._opened.period_frames)
        excess = self._queued() + wanted - self._ahead_frames
        return max(_SHORTEST_WAIT_S, excess / self.rate_hz)


_RUNNING = frozenset({alsaaudio.PCM_STATE_RUNNING, alsaaudio.PCM_STATE_PREPARED})


def _lost(device: str, direction: Direction, error: Exception) -> AudioDeviceLostError:
    return AudioDeviceLostError(f"{direction} {device!r} is gone: {error}")


def _resampler(from_hz: int, to_hz: int) -> soxr.ResampleStream | None:
    if from_hz == to_hz:
        return None
    # from 48 kHz, MQ delays by 14 ms and HQ by 26 ms; either costs 0.03 % of a core
    return soxr.ResampleStream(from_hz, to_hz, 1, dtype="int16", quality="MQ")

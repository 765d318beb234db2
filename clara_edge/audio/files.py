"""Recordings that behave like devices, for `clara hear` and for tests."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from clara_edge.domain.errors import AudioDeviceLostError
from clara_edge.ports.audio import CAPTURE_RATE_HZ, CHUNK_SAMPLES

if TYPE_CHECKING:
    from clara_edge.ports.audio import Samples

CHUNK_S = CHUNK_SAMPLES / CAPTURE_RATE_HZ
AHEAD_S = 0.1
"""What the recording loudspeaker holds before it is heard; the same as the ALSA one."""


class RecordingMicrophone:
    """A Microphone that hears a recording, then silence, then its end."""

    def __init__(
        self,
        samples: Samples,
        *,
        realtime: bool = True,
        silence_s: float | None = 0.0,
    ) -> None:
        """Play samples at CAPTURE_RATE_HZ.

        Args:
            samples: what is heard first.
            realtime: deliver a chunk every 80 ms; otherwise as fast as it is read.
            silence_s: how much silence follows before EOFError; None means without end.
        """
        self._samples = samples
        self._realtime = realtime
        self._end = (
            None
            if silence_s is None
            else samples.size + round(silence_s * CAPTURE_RATE_HZ)
        )
        self._position = 0
        self._start_s: float | None = None
        self._closed = threading.Event()

    @property
    def xruns(self) -> int:
        """Always 0: a recording waits."""
        return 0

    @property
    def exhausted(self) -> bool:
        """Whether the recording itself is over; silence may still follow."""
        return self._position >= self._samples.size

    @property
    def started_s(self) -> float | None:
        """When the first sample was captured, on the monotonic clock; None before."""
        return self._start_s

    def read(self) -> Samples:
        """Block for the next chunk; EOFError after the recording and its silence."""
        self._raise_if_closed()
        if self._end is not None and self._position >= self._end:
            raise EOFError("the recording has ended")
        self._start_s = self._start_s or time.monotonic()
        chunk = np.zeros(CHUNK_SAMPLES, np.int16)
        part = self._samples[self._position : self._position + CHUNK_SAMPLES]
        chunk[: part.size] = part
        self._position += CHUNK_SAMPLES
        if self._realtime:
            due_s = self._start_s + self._position / CAPTURE_RATE_HZ
            self._closed.wait(max(0.0, due_s - time.monotonic()))
            self._raise_if_closed()
        return chunk

    def close(self) -> None:
        """End it; a blocked read() raises AudioDeviceLostError."""
        self._closed.set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _raise_if_closed(self) -> None:
        if self._closed.is_set():
            raise AudioDeviceLostError("the recording is closed")


@dataclass(frozen=True, slots=True)
class Played:
    """One uninterrupted stretch of sound from a loudspeaker."""

    start_s: float
    """When its first sample was heard, on the monotonic clock."""
    samples: Samples


class RecordingLoudspeaker:
    """A Loudspeaker that keeps what it plays, and when."""

    def __init__(self, rate_hz: int = 48_000, *, realtime: bool = True) -> None:
        """Open it; without `realtime` everything written is heard at once."""
        self._rate_hz = rate_hz
        self._realtime = realtime
        self._changed = threading.Condition()
        self._stretches: list[tuple[float, list[Samples]]] = []
        self._heard_until_s = 0.0
        self._closed = False
        self._drops = 0

    @property
    def rate_hz(self) -> int:
        """The sample rate of what is written and kept."""
        return self._rate_hz

    @property
    def xruns(self) -> int:
        """Always 0: a recording waits."""
        return 0

    @property
    def played(self) -> tuple[Played, ...]:
        """What was heard or is queued, in order; a pause begins a new stretch."""
        with self._changed:
            return tuple(
                Played(start_s, np.concatenate(blocks))
                for start_s, blocks in self._stretches
            )

    @property
    def samples(self) -> Samples:
        """What was heard or is queued, without the pauses."""
        with self._changed:
            blocks = [block for _, blocks in self._stretches for block in blocks]
        return np.concatenate([np.zeros(0, np.int16), *blocks])

    def write(self, samples: Samples) -> None:
        """Keep samples, blocking while AHEAD_S of sound is queued."""
        with self._changed:
            drops = self._drops
            if not self._realtime:
                self._keep(samples)
                return
            while samples.size and drops == self._drops:
                room_s = AHEAD_S - self._queued_s()
                room = round(room_s * self._rate_hz)
                if room > 0 or self._closed:
                    self._keep(samples[:room])
                    samples = samples[room:]
                else:
                    needed_s = min(AHEAD_S, samples.size / self._rate_hz)
                    self._changed.wait(min(needed_s, 0.01) - min(room_s, 0.0))

    def drop(self) -> None:
        """Forget what was not heard yet, also what write() still holds."""
        with self._changed:
            self._drops += 1
            self._changed.notify_all()
            unheard = round(self._queued_s() * self._rate_hz)
            if unheard:
                start_s, blocks = self._stretches.pop()
                heard = np.concatenate(blocks)[:-unheard]
                if heard.size:
                    self._stretches.append((start_s, [heard]))
                self._heard_until_s = time.monotonic()

    def delay_s(self) -> float:
        """Return how much was written but is not heard yet, in seconds."""
        with self._changed:
            return self._queued_s()

    def close(self) -> None:
        """End it; what was kept stays."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Everything below is called with the lock held.

    def _keep(self, samples: Samples) -> None:
        if self._closed:
            raise AudioDeviceLostError("the recording is closed")
        if not samples.size:
            return
        now_s = time.monotonic()
        if (self._realtime and now_s > self._heard_until_s) or not self._stretches:
            self._stretches.append((now_s, []))
            self._heard_until_s = now_s
        self._stretches[-1][1].append(samples.copy())
        self._heard_until_s += samples.size / self._rate_hz

    def _queued_s(self) -> float:
        if not self._realtime:
            return 0.0
        return max(0.0, self._heard_until_s - time.monotonic())

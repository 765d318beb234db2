"""Clara's voice as Opus packets; aiortc's own encoder is fixed at 96 kb/s in stereo."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import numpy as np

if TYPE_CHECKING:
    from clara_edge.ports.audio import Samples

RATE_HZ = 48_000
"""Opus's own clock, whatever is sent (RFC 7587 section 4.1)."""
FRAME_SAMPLES = 960
"""20 ms, the usual length (RFC 7587 section 4.2)."""
TIME_BASE = Fraction(1, RATE_HZ)

# libopus' effort from 0 to 10: above this a Pi works twice as hard for what nobody hears
_EFFORT = 5


@dataclass(frozen=True, slots=True)
class Quality:
    """How speech is sent."""

    bit_rate: int
    loss_percent: int
    """What the other side is likely to lose: each packet then carries some of the one before."""


# mono speech: 24-32 kb/s is fullband, 16-20 kb/s wideband (RFC 7587 section 3.1.1)
LADDER = (Quality(16_000, 25), Quality(24_000, 10), Quality(32_000, 0))
BEST = len(LADDER) - 1


class Adaptation:
    """Chooses a quality by what the other side reports: down at once, up slowly."""

    def __init__(self) -> None:
        self._rung = BEST
        self._good = 0

    @property
    def quality(self) -> Quality:
        """What to send with now."""
        return LADDER[self._rung]

    def report(self, *, loss: float, rtt_ms: float) -> Quality:
        """Take one report (about every two seconds) and return what to send with."""
        wanted = BEST
        if loss > 0.02 or rtt_ms > 400:
            wanted = 1
        if loss > 0.08 or rtt_ms > 1_000:
            wanted = 0
        if wanted < self._rung:
            self._rung, self._good = wanted, 0
        elif wanted > self._rung:
            self._good += 1
            if self._good >= _GOOD_REPORTS:
                self._rung, self._good = self._rung + 1, 0
        else:
            self._good = 0
        return self.quality


_GOOD_REPORTS = 5


class OpusEncoder:
    """Turns speech at RATE_HZ into packets of FRAME_SAMPLES; one thread at a time."""

    def __init__(self, quality: Quality) -> None:
        self._quality = quality
        self._codec = _codec(quality)
        self._rest = np.zeros(0, np.int16)
        self._frames = 0

    def set_quality(self, quality: Quality) -> None:
        """Send what comes next with another quality; libopus is made anew for it."""
        if quality != self._quality:
            self._quality, self._codec = quality, _codec(quality)
            self._frames = 0

    def encode(self, samples: Samples) -> list[bytes]:
        """Return the packets that are full; what is left over waits for more."""
        sound = np.concatenate([self._rest, samples])
        whole = len(sound) - len(sound) % FRAME_SAMPLES
        self._rest = sound[whole:]
        packets: list[bytes] = []
        for begin in range(0, whole, FRAME_SAMPLES):
            frame = av.AudioFrame.from_ndarray(
                sound[None, begin : begin + FRAME_SAMPLES], format="s16", layout="mono"
            )
            frame.sample_rate, frame.time_base = RATE_HZ, TIME_BASE
            frame.pts = self._frames * FRAME_SAMPLES
            self._frames += 1
            packets += [bytes(packet) for packet in self._codec.encode(frame)]
        return packets

    def forget(self) -> None:
        """Drop what is left over."""
        self._rest = self._rest[:0]


def _codec(quality: Quality) -> av.AudioCodecContext:
    codec = av.AudioCodecContext.create("libopus", "w")
    codec.bit_rate = quality.bit_rate
    codec.format, codec.layout = av.AudioFormat("s16"), av.AudioLayout("mono")
    codec.sample_rate, codec.time_base = RATE_HZ, TIME_BASE
    codec.options = {
        "application": "voip",
        "compression_level": str(_EFFORT),
        "fec": "1" if quality.loss_percent else "0",
        "packet_loss": str(quality.loss_percent),
    }
    return codec

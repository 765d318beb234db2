"""Three short sounds: soft, pure tones that voice activity detection takes for silence.

Each note is a struck bar: a sine with one quiet overtone that dies away. Nothing is
noisy and nothing glides, which is what voices do. Moonshine, given nothing but two tones of
whatever pitch, writes "You" all the same, so EarconFilter takes them out of the sound.
"""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from clara_edge.ports.audio import Samples

_Wave = NDArray[np.float64]
Notes = tuple[tuple[float, float, float], ...]
"""Start in s, length in s, pitch in Hz, of each note."""

# equal temperament, A4 = 440 Hz
_E5, _A5, _E6 = 659.26, 880.0, 1318.51
_A3, _E4 = 220.0, 329.63
_FADE_IN_S = 0.006
_FADE_OUT_S = 0.03
_PEAK = (
    0.5  # of full scale at volume 1: about as loud as speech that peaks at full scale
)
_OVERTONE = 0.12
_NOTCH_HZ = 100.0
# the closed form of the filter divides by powers of its poles, which shrink
_FILTER_BLOCK = 256


class Earcon(Enum):
    """What a sound says; the value is its notes: start in s, length in s, pitch in Hz."""

    LISTENING = ((0.0, 0.11, _A5), (0.08, 0.14, _E6))
    DONE = ((0.0, 0.11, _A5), (0.08, 0.14, _E5))
    PROBLEM = ((0.0, 0.11, _E4), (0.12, 0.12, _A3))


class EarconFilter:
    """Takes one earcon out of captured sound and leaves speech understandable.

    A room changes loudness and delay of a tone, never its pitch: a narrow notch at every
    partial works without knowing either.
    """

    def __init__(self, earcon: Earcon, rate_hz: int) -> None:
        """Notch the notes and overtones of an earcon in sound at rate_hz."""
        pitches = [
            p for *_, hz in earcon.value for p in (hz, 3 * hz) if 2 * p < rate_hz
        ]
        radius = 1 - np.pi * _NOTCH_HZ / rate_hz
        self._poles = radius * np.exp(2j * np.pi * np.array(pitches) / rate_hz)
        self._gain = 1 - radius
        self._state = np.zeros(len(pitches), complex)

    def process(self, samples: Samples) -> Samples:
        """Return the next block without the earcon; shape (n,) as given."""
        wave = samples.astype(np.float64)
        for start in range(0, wave.size, _FILTER_BLOCK):
            block = wave[start : start + _FILTER_BLOCK]
            wave[start : start + _FILTER_BLOCK] = self._notched(block)
        return np.clip(np.round(wave), -32_767, 32_767).astype(np.int16)

    def _notched(self, block: _Wave) -> _Wave:
        # y[n] = pole * y[n-1] + x[n], a complex resonator, summed up in closed form
        powers = self._poles[:, None] ** np.arange(1, block.size + 1)
        sums = np.cumsum(block / powers, axis=1) * self._poles[:, None]
        resonances = powers * (self._state[:, None] + sums / self._poles[:, None])
        self._state = resonances[:, -1]
        result: _Wave = block - 2 * self._gain * resonances.real.sum(axis=0)
        return result


@lru_cache(maxsize=16)
def earcon_samples(earcon: Earcon, rate_hz: int, *, volume: float = 1.0) -> Samples:
    """Return the sound; the array is shared, do not change it."""
    return melody(earcon.value, rate_hz, volume=volume)


def melody(notes: Notes, rate_hz: int, *, volume: float) -> Samples:
    """Return struck notes as sound that must not be changed."""
    length_s = max(start_s + note_s for start_s, note_s, _ in notes)
    wave = np.zeros(round(length_s * rate_hz))
    for start_s, note_s, pitch_hz in notes:
        note = _note(pitch_hz, note_s, rate_hz)
        begin = round(start_s * rate_hz)
        end = min(wave.size, begin + note.size)
        wave[begin:end] += note[: end - begin]
    wave *= _PEAK * volume / np.max(np.abs(wave))
    samples: Samples = np.round(wave * 32_767).astype(np.int16)
    samples.flags.writeable = False
    return samples


def _note(pitch_hz: float, length_s: float, rate_hz: int) -> _Wave:
    times = np.arange(round(length_s * rate_hz)) / rate_hz
    phase = 2 * np.pi * pitch_hz * times
    wave = np.sin(phase) + _OVERTONE * np.sin(3 * phase)
    decay = np.exp(-times * 3 / length_s)
    rise = np.clip(times / _FADE_IN_S, 0, 1)
    fall = np.clip((length_s - times) / _FADE_OUT_S, 0, 1)
    # raised cosines: straight ramps have corners, which click
    result: _Wave = (
        wave * decay * (1 - np.cos(np.pi * rise)) / 2 * (1 - np.cos(np.pi * fall)) / 2
    )
    return result

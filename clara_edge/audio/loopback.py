"""Does the microphone hear the loudspeaker, how loud, and how late?"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from clara_edge.audio.level import rms_dbfs
from clara_edge.ports.audio import CAPTURE_RATE_HZ

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from clara_edge.ports.audio import Loudspeaker, Microphone, Samples

_BACKGROUND_CHUNKS = 5
_LISTEN_CHUNKS = 20  # 1.6 s: Bluetooth loudspeakers take up to half a second
_CHIRP_S = 0.25
_CHIRP_HZ = (400.0, 2_500.0)  # what small loudspeakers and cheap microphones both do
_LEVEL = 0.25  # of full scale
# noise that is not the chirp correlates with it by less than 0.1 over 4000 samples
_LEAST_LIKENESS = 0.25


@dataclass(frozen=True, slots=True)
class Loopback:
    """What came of a test tone."""

    heard: bool
    level_dbfs: float
    """Mean level at the microphone while the tone should be heard."""
    background_dbfs: float
    """Mean level before it."""
    latency_s: float | None
    """From writing the tone to capturing it; None when it was not heard."""


def measure_loopback(microphone: Microphone, loudspeaker: Loudspeaker) -> Loopback:
    """Play the test tone and listen for it; takes two seconds."""
    background = np.concatenate([microphone.read() for _ in range(_BACKGROUND_CHUNKS)])
    with ThreadPoolExecutor(1) as playback:
        # the chunk that was just read ends about now, so the next one starts now
        playing = playback.submit(play_tone, loudspeaker)
        heard = np.concatenate([microphone.read() for _ in range(_LISTEN_CHUNKS)])
        playing.result()
    return find_tone(heard, background)


def play_tone(loudspeaker: Loudspeaker) -> None:
    """Play the test tone, a short rising one, to its end."""
    loudspeaker.write(_chirp(loudspeaker.rate_hz))
    threading.Event().wait(loudspeaker.delay_s())


def find_tone(heard: Samples, background: Samples) -> Loopback:
    """Look for the test tone in sound that was captured from its start on."""
    reference = _chirp(CAPTURE_RATE_HZ).astype(np.float64)
    sound = heard.astype(np.float64)
    likeness = _likeness(sound, reference)
    onset = int(np.argmax(likeness))
    found = bool(likeness[onset] >= _LEAST_LIKENESS)
    part = heard[onset : onset + reference.size] if found else heard
    return Loopback(
        heard=found,
        level_dbfs=rms_dbfs(part),
        background_dbfs=rms_dbfs(background),
        latency_s=onset / CAPTURE_RATE_HZ if found else None,
    )


def _likeness(
    sound: NDArray[np.float64], reference: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the correlation coefficient at each lag, 0 to 1."""
    size = 1 << (sound.size + reference.size).bit_length()
    spectrum = np.fft.rfft(sound, size) * np.conj(np.fft.rfft(reference, size))
    lags = sound.size - reference.size + 1
    products = np.abs(np.fft.irfft(spectrum, size)[:lags])
    energy = np.cumsum(np.concatenate([[0.0], np.square(sound)]))
    window = np.maximum(energy[reference.size :] - energy[:lags], 1.0)
    result: NDArray[np.float64] = products / np.sqrt(
        window * np.sum(np.square(reference))
    )
    return result


def _chirp(rate_hz: int) -> Samples:
    times = np.arange(round(_CHIRP_S * rate_hz)) / rate_hz
    low_hz, high_hz = _CHIRP_HZ
    sweep_hz_per_s = (high_hz - low_hz) / _CHIRP_S
    wave = np.sin(2 * np.pi * (low_hz * times + sweep_hz_per_s * times**2 / 2))
    # a Hann window: no click at either end
    wave *= np.hanning(wave.size)
    samples: Samples = np.round(_LEVEL * 32_767 * wave).astype(np.int16)
    return samples

"""Sound that is not for Clara."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING

import numpy as np

from clara_edge.audio.wav import read_wav
from clara_edge.ports.audio import CAPTURE_RATE_HZ
from tests import voices

if TYPE_CHECKING:
    from pathlib import Path

    from clara_edge.ports.audio import Samples

READ_ALOUD = (
    "speech/librispeech/1089-134686-0001.flac",
    "speech/librispeech/2412-153948-0000.flac",
    "speech/librivox/sense_and_sensibility_01_austen_64kb-0870.wav",
)
COFFEE_ORDERS = "speech/coffee_intents"
KITCHEN = "speech/noise/kitchen_2min.wav"
OFFICE = "speech/noise/office-ambience-24000-mono.mp3"
CHATTER = "speech/librivox/sense_and_sensibility_01_austen_64kb-0930.wav"
"""3.3 s: "he might even have been made amiable himself"."""


def without_speech(test_data: Path, duration_s: float) -> Samples:
    """A kitchen, an office, mains hum and a melody, a quarter of the time each."""
    part_s = duration_s / 4
    return np.concatenate(
        [
            _looped(read_wav(test_data / KITCHEN), part_s),
            _looped(read_wav(test_data / OFFICE), part_s),
            _hum(part_s),
            _melody(part_s),
        ]
    )


def speech(test_data: Path, duration_s: float) -> Samples:
    """Books read aloud and orders in a café, with pauses; repeated if there is too little."""
    orders = sorted((test_data / COFFEE_ORDERS).glob("*.wav"))
    files = [*(test_data / name for name in READ_ALOUD), *orders]
    parts: list[Samples] = []
    left = round(duration_s * CAPTURE_RATE_HZ)
    for file in cycle(files):
        parts.append(voices.in_sequence([read_wav(file)], pause_s=1.5))
        left -= len(parts[-1])
        if left <= 0:
            break
    return np.concatenate(parts)


def _looped(sound: Samples, duration_s: float) -> Samples:
    return np.resize(sound, round(duration_s * CAPTURE_RATE_HZ))


def _hum(duration_s: float) -> Samples:
    """Mains hum with its odd harmonics, at -12 dBFS."""
    time_s = np.arange(round(duration_s * CAPTURE_RATE_HZ)) / CAPTURE_RATE_HZ
    wave = sum(np.sin(2 * np.pi * 50 * n * time_s) / n for n in (1, 3, 5, 7))
    return (wave / np.abs(wave).max() * 8_192).astype(np.int16)


def _melody(duration_s: float) -> Samples:
    """A scale of plucked notes with overtones in the band of a voice, at -6 dBFS."""
    time_s = np.arange(round(0.3 * CAPTURE_RATE_HZ)) / CAPTURE_RATE_HZ
    scale_hz = [220 * 2 ** (step / 12) for step in (0, 2, 4, 5, 7, 9, 11, 12)]
    notes = [
        sum(np.sin(2 * np.pi * n * hz * time_s) / n for n in (1, 2, 3, 4))
        * np.exp(-5 * time_s)
        for hz in scale_hz
    ]
    tune = np.concatenate(notes)
    return _looped((tune / np.abs(tune).max() * 16_384).astype(np.int16), duration_s)

"""Debian's free speech synthesisers as people who talk to Clara.

Scores of the hey_jarvis head on "hey jarvis" with each voice of VOICES (lowest of three
volumes, full, -12 and -24 dB, at four offsets within a chunk; alone, then followed by a
command in the same breath; espeak-ng 1.51, flite 2.2):

    slt 0.999 0.999   rms 0.997 0.998   kal16 0.998 0.998   awb 0.972 0.996
    en-us 0.996 0.990   en-gb 0.995 0.992   en-gb-scotland 0.998 0.995
    en-us+f4 0.993 0.992   en-us+steph 0.995 0.995

Voices that the head does not hear reliably, and which are therefore not listed: en-029 at
150 words a minute, en-us+Andrea, +Alicia, +belinda and +linda; awb at a stretch of 0.85 or 1.3.
What all of them have in common: speech-to-text often mishears "add" and "jarvis" in them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import wave
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
import pytest
import soxr

from clara_edge.ports.audio import CAPTURE_RATE_HZ, Samples

if TYPE_CHECKING:
    from collections.abc import Sequence

WAKE_PHRASE = "hey jarvis"
RECORDED_WAKE = "speech/wake/wyoming/hey_jarvis.wav"


@dataclass(frozen=True, slots=True)
class SpeakerVoice:
    """One way of speaking of one program."""

    program: Literal["espeak-ng", "flite"]
    name: str
    pace: float
    """Words a minute for espeak-ng, duration stretch for flite (1 = normal)."""
    pitch: int = 50
    """0 to 99, espeak-ng only."""

    def argv(self, text: str, file: Path) -> list[str]:
        """Return the command that writes text to a WAV file."""
        if self.program == "flite":
            stretch = f"duration_stretch={self.pace}"
            speaker = ["flite", "-voice", self.name, "--setf", stretch]
            return [*speaker, "-t", text, "-o", str(file)]
        speaker = ["espeak-ng", "-v", self.name, "-s", f"{self.pace:.0f}"]
        return [*speaker, "-p", str(self.pitch), "-w", str(file), "--", text]


SLT = SpeakerVoice("flite", "slt", 1.15)
"""US female; also a voice that Clara herself may have."""
RMS = SpeakerVoice("flite", "rms", 1.15)
"""US male; the one that speech-to-text understands best."""
KAL = SpeakerVoice("flite", "kal16", 1.15)
AWB = SpeakerVoice("flite", "awb", 1.0)
"""Scottish male."""
US = SpeakerVoice("espeak-ng", "en-us", 165)
GB = SpeakerVoice("espeak-ng", "en-gb", 150)
SCOTLAND = SpeakerVoice("espeak-ng", "en-gb-scotland", 150)
US_FEMALE = SpeakerVoice("espeak-ng", "en-us+f4", 150)
STEPH = SpeakerVoice("espeak-ng", "en-us+steph", 165)

VOICES = (SLT, RMS, KAL, AWB, US, GB, SCOTLAND, US_FEMALE, STEPH)
"""All of them wake Clara when they say WAKE_PHRASE."""


def speak(text: str, voice: SpeakerVoice = RMS) -> Samples:
    """Return text as sound at CAPTURE_RATE_HZ; skip the test if the program is absent."""
    if shutil.which(voice.program) is None:
        reason = f"{voice.program} is not installed (apt-get install {voice.program})"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return _speak(text, voice).copy()


def hey_jarvis(voice: SpeakerVoice = RMS) -> Samples:
    """Return the wake phrase in a voice that triggers the default head."""
    return speak(WAKE_PHRASE, voice)


def recorded_hey_jarvis(test_data: Path) -> Samples:
    """Return the wake phrase as a person said it (2 s, 16 kHz)."""
    return read_wav(test_data / RECORDED_WAKE)


def silence(seconds: float) -> Samples:
    """Return digital silence at CAPTURE_RATE_HZ."""
    return np.zeros(round(seconds * CAPTURE_RATE_HZ), dtype=np.int16)


def in_sequence(parts: Sequence[Samples], *, pause_s: float = 0.0) -> Samples:
    """Join sounds, with silence between them."""
    joined: list[Samples] = []
    for part in parts:
        joined += [part, silence(pause_s)]
    return np.concatenate(joined)


def read_wav(file: Path) -> Samples:
    """Read 16-bit mono WAV and bring it to CAPTURE_RATE_HZ."""
    with wave.open(str(file), "rb") as wav:
        assert (wav.getnchannels(), wav.getsampwidth()) == (1, 2), file
        samples = np.frombuffer(wav.readframes(wav.getnframes()), dtype=np.int16)
        rate_hz = wav.getframerate()
    if rate_hz == CAPTURE_RATE_HZ:
        return samples.copy()
    resampled = soxr.resample(samples, rate_hz, CAPTURE_RATE_HZ)
    return resampled.astype(np.int16)


@lru_cache(maxsize=256)
def _speak(text: str, voice: SpeakerVoice) -> Samples:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "speech.wav"
        subprocess.run(voice.argv(text, file), check=True, capture_output=True)
        return read_wav(file)

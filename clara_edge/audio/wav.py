"""Sound files in, WAV files out."""

from __future__ import annotations

import wave
from typing import TYPE_CHECKING

import numpy as np
import soundfile
import soxr

from clara_edge.domain.errors import AudioError, AudioFileInvalidError
from clara_edge.ports.audio import CAPTURE_RATE_HZ

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from clara_edge.ports.audio import Samples

MAX_S = 3_600.0
"""An hour: 115 MB in memory."""
# espeak-ng, parec and others that write to a pipe cannot know the length
_LENGTH_UNKNOWN = 0x7FFF_0000
_AGAIN = "copy or record it again"


def read_wav(path: Path, *, max_s: float = MAX_S) -> Samples:
    """Return a sound file as mono at CAPTURE_RATE_HZ.

    WAV with 8 to 32-bit integers or floats, FLAC, Ogg and MP3, of any rate and number
    of channels, which are averaged.

    Raises:
        AudioFileInvalidError: it is missing, empty, truncated, too long or no sound.
    """
    _check_readable(path)
    try:
        with soundfile.SoundFile(path) as file:
            length_s = file.frames / file.samplerate
            if length_s > max_s:
                raise AudioFileInvalidError(
                    f"{path} is {length_s:.0f} s long",
                    remedy=f"use at most {max_s:.0f} s, or cut it into parts",
                )
            sound = file.read(dtype="float32", always_2d=True)
            rate_hz = file.samplerate
    except soundfile.LibsndfileError as error:
        raise AudioFileInvalidError(
            f"{path} is no sound file that can be read: {error.error_string.rstrip('.')}",
            remedy="convert it to WAV, for example with ffmpeg or sox",
        ) from error
    if not sound.size:
        raise AudioFileInvalidError(f"{path} holds no sound", remedy=_AGAIN)
    mono: NDArray[np.float32] = sound.mean(axis=1)
    if rate_hz != CAPTURE_RATE_HZ:
        mono = soxr.resample(mono, rate_hz, CAPTURE_RATE_HZ)
    # libsndfile scales by 32768: undone here, 16-bit files come back bit by bit
    samples: Samples = np.clip(np.round(mono * 32_768), -32_767, 32_767).astype(
        np.int16
    )
    return samples


def write_wav(path: Path, samples: Samples, rate_hz: int = CAPTURE_RATE_HZ) -> None:
    """Write a mono 16-bit WAV file.

    Raises:
        AudioError: the file cannot be written.
    """
    try:
        with path.open("wb") as raw, wave.open(raw, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(rate_hz)
            file.writeframes(np.ascontiguousarray(samples, "<i2").tobytes())
    except OSError as error:
        raise AudioError(
            f"cannot write {path}: {error.strerror}",
            remedy="choose a folder that exists, is writable and has room",
        ) from error


def _check_readable(path: Path) -> None:
    try:
        with path.open("rb") as file:
            head = file.read(12)
            if head[:4] == b"RIFF" and head[8:] == b"WAVE":
                _check_whole(path, path.stat().st_size)
    except OSError as error:
        raise AudioFileInvalidError(
            f"cannot read {path}: {error.strerror}", remedy="check the name"
        ) from error
    if not head:
        raise AudioFileInvalidError(f"{path} is empty", remedy=_AGAIN)


def _check_whole(path: Path, size: int) -> None:
    """Compare the length in a WAV file's header with what is there.

    libsndfile quietly returns what it finds, and half a command is another command.
    """
    with path.open("rb") as file:
        position = 12
        while position + 8 <= size:
            file.seek(position)
            head = file.read(8)
            length = int.from_bytes(head[4:], "little")
            if head[:4] == b"data":
                have = size - position - 8
                if have < length < _LENGTH_UNKNOWN:
                    raise AudioFileInvalidError(
                        f"{path} is truncated: {have} of {length} bytes of sound",
                        remedy=_AGAIN,
                    )
                return
            position += 8 + length + length % 2
    raise AudioFileInvalidError(
        f"{path} is truncated: it has a header and no sound", remedy=_AGAIN
    )

"""Sound in and out, as blocking devices."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.int16]
"""Mono PCM, shape (n,), full scale +-32767."""

CAPTURE_RATE_HZ = 16_000
"""What wake word, voice activity and speech-to-text all expect."""

CHUNK_SAMPLES = 1_280
"""openWakeWord frame: 80 ms at 16 kHz; also the pipeline's frame (framework cost per frame)."""


class Microphone(Protocol):
    """An open capture device; read() is called from one thread, close() from any."""

    @property
    def xruns(self) -> int:
        """How often sound was lost because nobody read in time."""
        ...

    def read(self) -> Samples:
        """Block for the next CHUNK_SAMPLES at CAPTURE_RATE_HZ.

        Raises:
            AudioDeviceLostError: the device is gone; open a new one.
            EOFError: the source has an end and it is reached (recordings only).
        """
        ...

    def close(self) -> None:
        """Release the device; a blocked read() returns or raises. Idempotent."""
        ...


class Loudspeaker(Protocol):
    """An open playback device; write() is called from one thread, the rest from any."""

    @property
    def rate_hz(self) -> int:
        """The device's own sample rate, mono."""
        ...

    @property
    def xruns(self) -> int:
        """How often the device ran dry inside a sound."""
        ...

    def write(self, samples: Samples) -> None:
        """Queue samples at rate_hz, blocking while the device's buffer is full.

        Raises:
            AudioDeviceLostError: the device is gone; open a new one.
        """
        ...

    def drop(self) -> None:
        """Discard what is queued but not yet heard."""
        ...

    def delay_s(self) -> float:
        """Return how long what was written last takes to be heard, in seconds."""
        ...

    def close(self) -> None:
        """Release the device. Idempotent."""
        ...

"""Where in an utterance there is sound worth recognising, judged by loudness alone.

Voice activity detection has already happened upstream; this only answers cheaply
whether what was added since the last decoding can have changed the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from clara_edge.ports.audio import CAPTURE_RATE_HZ

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from clara_edge.ports.audio import Samples

FRAME_SAMPLES = 320  # 20 ms
FRAMES_PER_S = CAPTURE_RATE_HZ / FRAME_SAMPLES

# -64 and -55 dB below full scale, as RMS of 16-bit samples: nothing quieter than the
# first is ever voiced, and an utterance never louder than the second holds no speech
_SILENT_RMS = 20.0
_FAINT_RMS = 60.0
# A frame within 6 dB of the background is background, unless that estimate is itself
# speech (no pause yet): then nothing above -16 dB of the loudest is given up.
# Nothing 40 dB below the loudest can be heard beside it.
_ABOVE_FLOOR = 2.0
_BELOW_LOUD = 0.15
_DROWNED = 0.01
# Loudest to background: 1.3 for fans and hiss, 11 or more in every command recording
_STEADY_RATIO = 2.5
_STEADY_FRAMES = 15


class UtteranceSound:
    """The growing sound of one utterance with the loudness of each 20 ms frame."""

    def __init__(self) -> None:
        self._chunks: list[Samples] = []
        self._rest: Samples = np.empty(0, np.int16)
        self._levels: list[NDArray[np.float32]] = []
        self._threshold: float | None = None

    def append(self, samples: Samples) -> None:
        """Take the next sound, any length."""
        if not samples.size:
            return
        self._chunks.append(samples.astype(np.int16, copy=True))
        pending = np.concatenate([self._rest, self._chunks[-1]])
        whole = pending.size // FRAME_SAMPLES * FRAME_SAMPLES
        self._rest = pending[whole:]
        if whole:
            frames = pending[:whole].reshape(-1, FRAME_SAMPLES).astype(np.float32)
            self._levels.append(np.sqrt(np.mean(frames**2, axis=1)))
            self._threshold = None

    @property
    def samples(self) -> Samples:
        """All sound so far."""
        if len(self._chunks) != 1:
            self._chunks = [np.concatenate([np.empty(0, np.int16), *self._chunks])]
        return self._chunks[0]

    @property
    def frames(self) -> int:
        """How many whole frames there are."""
        return sum(part.size for part in self._levels)

    @property
    def has_speech(self) -> bool:
        """Whether anything is loud enough, and not merely a steady noise."""
        levels = self._all_levels()
        if not levels.size:
            return False
        floor, loud = _floor_and_loud(levels)
        if loud < _FAINT_RMS:
            return False
        return levels.size < _STEADY_FRAMES or loud >= _STEADY_RATIO * floor

    def is_voiced_since(self, frame: int) -> bool:
        """Tell whether any frame from this one on stands out of the background."""
        levels = self._all_levels()
        return bool(np.any(levels[frame:] > self._voiced_above(levels)))

    def quiet_tail_frames(self) -> int:
        """Return how many frames of background the sound ends with."""
        levels = self._all_levels()
        voiced = np.flatnonzero(levels > self._voiced_above(levels))
        return levels.size - 1 - int(voiced[-1]) if voiced.size else levels.size

    def find_pause(self, first: int, last: int, width: int) -> int:
        """Return the frame in the middle of the quietest stretch.

        Args:
            first: frame from which the stretch may begin.
            last: frame at which it must have ended.
            width: its length in frames.
        """
        sums = np.convolve(self._all_levels()[first:last], np.ones(width), "valid")
        return first + int(np.argmin(sums)) + width // 2

    def samples_before(self, frame: int) -> Samples:
        """Return the sound up to a frame."""
        return self.samples[: frame * FRAME_SAMPLES]

    def drop_before(self, frame: int) -> None:
        """Forget the sound up to a frame; it becomes frame 0."""
        self._levels = [self._all_levels()[frame:]]
        self._chunks = [self.samples[frame * FRAME_SAMPLES :]]
        self._threshold = None

    def _all_levels(self) -> NDArray[np.float32]:
        if len(self._levels) != 1:
            self._levels = [np.concatenate([np.empty(0, np.float32), *self._levels])]
        return self._levels[0]

    def _voiced_above(self, levels: NDArray[np.float32]) -> float:
        if self._threshold is None:
            floor, loud = _floor_and_loud(levels)
            background = min(_ABOVE_FLOOR * floor, _BELOW_LOUD * loud)
            self._threshold = max(_SILENT_RMS, _DROWNED * loud, background)
        return self._threshold


def _floor_and_loud(levels: NDArray[np.float32]) -> tuple[float, float]:
    if not levels.size:
        return 0.0, 0.0
    # the third loudest, so that a click of one or two frames does not set the scale
    third = max(levels.size - 3, 0)
    return float(np.percentile(levels, 10)), float(np.partition(levels, third)[third])

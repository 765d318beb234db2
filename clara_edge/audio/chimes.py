"""What is heard before a reminder, and with an alarm or a timer.

They wake a sleeper without frightening a child: the same struck bars as the earcons,
longer and in rising steps.
"""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from .earcons import melody

if TYPE_CHECKING:
    from clara_edge.ports.audio import Samples

# equal temperament, A4 = 440 Hz: G major
_G4, _B4, _D5, _G5 = 392.0, 493.88, 587.33, 783.99


class Chime(Enum):
    """The value is its notes: start in s, length in s, pitch in Hz."""

    REMINDER = ((0.0, 0.5, _D5), (0.25, 0.7, _G5))
    RING = (
        (0.0, 0.45, _G4),
        (0.2, 0.45, _B4),
        (0.4, 0.45, _D5),
        (0.6, 0.8, _G5),
        (1.0, 0.45, _D5),
        (1.2, 0.9, _G5),
    )


@lru_cache(maxsize=8)
def chime_samples(chime: Chime, rate_hz: int, *, volume: float) -> Samples:
    """Return the sound; the array is shared, do not change it."""
    return melody(chime.value, rate_hz, volume=volume)

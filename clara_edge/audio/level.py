"""How loud sound is, as numbers and as a bar of text."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from clara_edge.ports.audio import Samples

FLOOR_DBFS = -96.0
"""Digital silence: one bit of sixteen."""
_FULL_SCALE = 32_767.0


def rms_dbfs(samples: Samples) -> float:
    """Return the mean level; a sine of full scale is -3 dBFS."""
    if not samples.size:
        return FLOOR_DBFS
    return _dbfs(math.sqrt(float(np.mean(np.square(samples, dtype=np.float64)))))


def peak_dbfs(samples: Samples) -> float:
    """Return the level of the largest sample; full scale is 0 dBFS."""
    if not samples.size:
        return FLOOR_DBFS
    return _dbfs(float(np.max(np.abs(samples.astype(np.int32)))))


def meter(level_dbfs: float, width: int = 30, *, lowest_dbfs: float = -60.0) -> str:
    """Return a bar of exactly `width` characters for a level."""
    share = (level_dbfs - lowest_dbfs) / -lowest_dbfs
    filled = round(width * min(1.0, max(0.0, share)))
    return "#" * filled + "." * (width - filled)


def _dbfs(amplitude: float) -> float:
    if amplitude <= 0:
        return FLOOR_DBFS
    return max(FLOOR_DBFS, 20 * math.log10(amplitude / _FULL_SCALE))

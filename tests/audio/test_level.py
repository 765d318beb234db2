"""Levels as numbers and as a bar."""

from __future__ import annotations

import numpy as np
import pytest

from clara_edge.audio.level import FLOOR_DBFS, meter, peak_dbfs, rms_dbfs


def test_a_full_sine_is_minus_3_and_peaks_at_0_dbfs():
    sine = 32_767 * np.sin(2 * np.pi * np.arange(1_600) / 16)

    assert rms_dbfs(sine.astype(np.int16)) == pytest.approx(-3.01, abs=0.01)
    assert peak_dbfs(sine.astype(np.int16)) == pytest.approx(0.0, abs=0.01)


def test_the_lowest_sample_does_not_overflow():
    assert peak_dbfs(np.array([-32_768], np.int16)) == pytest.approx(0.0, abs=0.01)


@pytest.mark.parametrize("samples", [np.zeros(0, np.int16), np.zeros(9, np.int16)])
def test_silence_and_nothing_are_at_the_floor(samples):
    assert rms_dbfs(samples) == peak_dbfs(samples) == FLOOR_DBFS


@pytest.mark.parametrize(
    ("level", "bar"),
    [
        (-96, "........"),
        (-60, "........"),
        (-30, "####...."),
        (0, "########"),
        (3, "########"),
    ],
)
def test_the_meter_always_has_its_width(level, bar):
    assert meter(level, 8) == bar

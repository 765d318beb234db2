"""Earcons are short, soft, distinct, and nothing takes them for speech."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from pipecat.audio.vad.silero import SileroVADAnalyzer

from clara_edge.audio.earcons import Earcon, earcon_samples


def pitches_hz(samples: np.ndarray, rate_hz: int) -> tuple[float, float]:
    """Return the pitch of the first and of the last 80 ms."""
    size = round(0.08 * rate_hz)
    return tuple(
        float(np.argmax(np.abs(np.fft.rfft(part * np.hanning(size), 8 * size))))
        * rate_hz
        / (8 * size)
        for part in (samples[:size].astype(float), samples[-size:].astype(float))
    )


@pytest.mark.parametrize("earcon", Earcon)
@pytest.mark.parametrize("rate_hz", [16_000, 22_050, 44_100, 48_000])
def test_is_short_and_fades_in_and_out(earcon, rate_hz):
    samples = earcon_samples(earcon, rate_hz).astype(int)

    assert 0.1 < samples.size / rate_hz < 0.25
    edge = samples[: rate_hz // 2_000], samples[-(rate_hz // 2_000) :]
    assert max(np.abs(part).max() for part in edge) < 0.05 * np.abs(samples).max()


def test_rises_falls_and_stays_low():
    first, last = pitches_hz(earcon_samples(Earcon.LISTENING, 48_000), 48_000)
    assert last > first

    first, last = pitches_hz(earcon_samples(Earcon.DONE, 48_000), 48_000)
    assert last < first

    assert max(pitches_hz(earcon_samples(Earcon.PROBLEM, 48_000), 48_000)) < 400


@pytest.mark.parametrize("volume", [0.0, 0.1, 0.4, 1.0])
def test_is_as_loud_as_wanted_and_never_more_than_half_of_full_scale(volume):
    peak = np.abs(earcon_samples(Earcon.DONE, 48_000, volume=volume)).max()

    assert peak == pytest.approx(0.5 * volume * 32_767, abs=1)


def test_the_shared_array_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        earcon_samples(Earcon.DONE, 48_000)[0] = 1


@pytest.mark.parametrize("earcon", Earcon)
@pytest.mark.parametrize("volume", [0.05, 0.4, 1.0])
def test_is_no_speech_to_silero(earcon, volume):
    analyzer = SileroVADAnalyzer(sample_rate=16_000)
    analyzer.set_sample_rate(16_000)
    size = analyzer.num_frames_required()
    silence = np.zeros(8_000, np.int16)
    sound = np.concatenate(
        [silence, earcon_samples(earcon, 16_000, volume=volume), silence]
    )

    confidences = [
        float(np.max(analyzer.voice_confidence(sound[at : at + size].tobytes())))
        for at in range(0, sound.size - size, size)
    ]

    assert max(confidences) < 0.3  # 0.7 opens a turn


def test_no_two_sound_alike():
    sounds = [earcon_samples(earcon, 16_000).astype(float) for earcon in Earcon]

    for one, other in itertools.combinations(sounds, 2):
        size = min(one.size, other.size)
        likeness = np.corrcoef(one[:size], other[:size])[0, 1]
        assert abs(likeness) < 0.7

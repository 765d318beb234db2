"""The test tone is found by shape, so neither noise nor another tone is taken for it."""

from __future__ import annotations

import numpy as np
import pytest

from clara_edge.audio.alsa import AlsaLoudspeaker, AlsaMicrophone
from clara_edge.audio.files import RecordingLoudspeaker
from clara_edge.audio.loopback import find_tone, measure_loopback, play_tone
from clara_edge.audio.wav import read_wav

SILENCE = np.zeros(6_400, np.int16)


@pytest.fixture(scope="module")
def test_tone() -> np.ndarray:
    loudspeaker = RecordingLoudspeaker(16_000, realtime=False)
    play_tone(loudspeaker)
    return loudspeaker.samples


def noise(level: float, size: int) -> np.ndarray:
    return np.random.default_rng(5).normal(0, level, size)


def test_finds_when_and_how_loud_the_tone_is_heard(test_tone):
    heard = noise(30, 25_600)
    heard[4_000 : 4_000 + test_tone.size] += 0.1 * test_tone

    result = find_tone(heard.astype(np.int16), SILENCE)

    assert result.heard
    assert result.latency_s == pytest.approx(0.25, abs=0.001)
    assert result.level_dbfs == pytest.approx(-39, abs=1)


def test_finds_the_tone_below_the_noise(test_tone):
    heard = noise(300, 25_600)
    heard[8_000 : 8_000 + test_tone.size] += 0.1 * test_tone

    result = find_tone(heard.astype(np.int16), SILENCE)

    assert result.latency_s == pytest.approx(0.5, abs=0.002)


def test_takes_neither_silence_nor_noise_nor_a_steady_tone_for_it():
    steady = 8_000 * np.sin(2 * np.pi * 880 * np.arange(25_600) / 16_000)

    for sound in (np.zeros(25_600), noise(3_000, 25_600), steady):
        result = find_tone(sound.astype(np.int16), SILENCE)
        assert not result.heard
        assert result.latency_s is None


def test_takes_no_speech_for_it(test_data):
    folder = test_data / "speech" / "commands_real"

    for path in sorted(folder.glob("*.wav")):
        assert not find_tone(read_wav(path), SILENCE).heard, path.name


@pytest.mark.soundcard
def test_measures_the_round_trip_of_the_virtual_card(sound_card):
    with (
        AlsaMicrophone(sound_card.microphone) as microphone,
        AlsaLoudspeaker(sound_card.loudspeaker) as loudspeaker,
        sound_card.feedback(-20.0),
    ):
        result = measure_loopback(microphone, loudspeaker)

    assert result.heard
    assert 0 < result.latency_s < 0.2
    assert result.level_dbfs == pytest.approx(-39, abs=2)


@pytest.mark.soundcard
def test_says_that_the_microphone_does_not_hear_the_loudspeaker(sound_card):
    with (
        AlsaMicrophone(sound_card.microphone) as microphone,
        AlsaLoudspeaker(sound_card.loudspeaker) as loudspeaker,
    ):
        assert not measure_loopback(microphone, loudspeaker).heard

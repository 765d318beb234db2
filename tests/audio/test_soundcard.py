"""The virtual sound card itself: what goes in comes out, in real time."""

from __future__ import annotations

import numpy as np
import pytest

pytestmark = pytest.mark.soundcard


def noise(seconds: float, rate_hz: int, level: int = 8_000) -> np.ndarray:
    """Return noise without zeros, so that each sample is recognised."""
    rng = np.random.default_rng(7)
    return rng.integers(1, level, round(seconds * rate_hz)).astype(np.int16)


def test_records_every_sample_that_was_played_into_the_microphone(sound_card):
    sound = noise(1.0, sound_card.mic_rate_hz)
    recording = sound_card.record_mic()

    sound_card.play_into_mic(sound).wait()
    recording.wait_for_silence(length_s=0.1, since=16_000, timeout_s=5)
    heard = recording.stop()

    assert np.array_equal(heard[np.flatnonzero(heard)], sound)


def test_puts_recordings_and_playing_on_one_clock(sound_card):
    recording = sound_card.record_mic()

    playing = sound_card.play_into_mic(noise(0.3, sound_card.mic_rate_hz))
    onset = recording.wait_for_sound(timeout_s=5)
    playing.wait()
    recording.stop()

    assert recording.at_s(onset) == pytest.approx(playing.started_s, abs=0.06)


def test_stops_playing_at_once(sound_card):
    recording = sound_card.record_mic()
    playing = sound_card.play_into_mic(noise(30.0, sound_card.mic_rate_hz))
    onset = recording.wait_for_sound(timeout_s=5)

    playing.stop()

    end = recording.wait_for_silence(length_s=0.3, since=onset, timeout_s=5)
    recording.stop()
    assert end - onset < 16_000


def test_a_sink_that_was_unplugged_works_again_after_replug(sound_card):
    sound_card.unplug("mic")
    sound_card.replug("mic")
    sound = noise(0.3, sound_card.mic_rate_hz)
    recording = sound_card.record_mic()

    sound_card.play_into_mic(sound).wait()
    recording.wait_for_silence(length_s=0.1, since=4_800, timeout_s=5)

    heard = recording.stop()
    assert np.array_equal(heard[np.flatnonzero(heard)], sound)


def test_feeds_the_loudspeaker_into_the_microphone_at_the_given_level(sound_card):
    recording = sound_card.record_mic()
    tone = 10_000 * np.sin(2 * np.pi * 440 * np.arange(48_000) / 48_000)

    with sound_card.feedback(-20.0):
        sound_card.play_into_speaker(tone.astype(np.int16), 48_000).wait()
    heard = recording.stop()

    assert np.abs(heard).max() == pytest.approx(1_000, rel=0.05)

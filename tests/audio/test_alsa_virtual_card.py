"""ALSA devices on the virtual card: whole, prompt, and back after they were gone."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest

from clara_edge.audio.alsa import AlsaLoudspeaker, AlsaMicrophone
from clara_edge.domain.errors import AudioDeviceLostError, AudioDeviceMissingError

pytestmark = pytest.mark.soundcard


def noise(seconds: float, rate_hz: int) -> np.ndarray:
    """Return noise without zeros, so that each sample is recognised."""
    rng = np.random.default_rng(11)
    return rng.integers(1, 8_000, round(seconds * rate_hz)).astype(np.int16)


def tone(seconds: float, rate_hz: int) -> np.ndarray:
    times = np.arange(round(seconds * rate_hz)) / rate_hz
    return (8_000 * np.sin(2 * np.pi * 440 * times)).astype(np.int16)


def read_until_silence(microphone: AlsaMicrophone) -> np.ndarray:
    heard = [microphone.read()]
    while not heard[-1].any() and len(heard) < 60:
        heard.append(microphone.read())
    while heard[-1].any():
        heard.append(microphone.read())
    return np.concatenate(heard)


def test_captures_every_sample(sound_card):
    sound = noise(2.0, sound_card.mic_rate_hz)
    with AlsaMicrophone(sound_card.microphone) as microphone:
        playing = sound_card.play_into_mic(sound)

        heard = read_until_silence(microphone)

        playing.wait()
        assert microphone.xruns == 0
    assert np.array_equal(heard[np.flatnonzero(heard)], sound)


def test_captures_sound_within_a_chunk_and_50_ms(sound_card):
    with AlsaMicrophone(sound_card.microphone) as microphone:
        microphone.read()
        playing = sound_card.play_into_mic(noise(0.5, sound_card.mic_rate_hz))

        while not microphone.read().any():
            pass
        delay_s = time.monotonic() - playing.started_s

        playing.stop()
    assert delay_s < 0.08 + 0.05


def test_plays_every_sample(sound_card):
    rate_hz = sound_card.speaker_rate_hz
    sound = noise(1.0, rate_hz)
    recording = sound_card.record_speaker()
    with AlsaLoudspeaker(sound_card.loudspeaker) as loudspeaker:
        # a null sink swallows 6 ms where a stream starts
        loudspeaker.write(np.zeros(rate_hz // 20, np.int16))
        for part in np.split(sound, 25):
            loudspeaker.write(part)
        recording.wait_for_silence(length_s=0.1, since=rate_hz // 2, timeout_s=5)
        assert loudspeaker.xruns == 0

    heard = recording.stop()
    assert np.array_equal(heard[np.flatnonzero(heard)], sound)


def test_delay_tells_when_a_sound_is_heard(sound_card):
    rate_hz = sound_card.speaker_rate_hz
    recording = sound_card.record_speaker()
    with AlsaLoudspeaker(sound_card.loudspeaker) as loudspeaker:
        loudspeaker.write(np.zeros(rate_hz // 4, np.int16))
        expected_s = time.monotonic() + loudspeaker.delay_s()
        loudspeaker.write(tone(0.2, rate_hz))
        onset = recording.wait_for_sound(timeout_s=3)

    recording.stop()
    assert recording.at_s(onset) == pytest.approx(expected_s, abs=0.05)


def test_drop_silences_the_loudspeaker_within_100_ms(sound_card):
    recording = sound_card.record_speaker()
    with AlsaLoudspeaker(sound_card.loudspeaker) as loudspeaker:
        sound = tone(20.0, loudspeaker.rate_hz)
        writer = threading.Thread(target=loudspeaker.write, args=(sound,))
        writer.start()
        onset = recording.wait_for_sound(timeout_s=3)
        recording.wait_until(lambda heard: heard.size > onset + 12_000, timeout_s=3)

        dropped_s = time.monotonic()
        loudspeaker.drop()

        end = recording.wait_for_silence(length_s=0.2, since=onset, timeout_s=3)
        writer.join()
    recording.stop()
    assert end - onset >= 12_000
    assert recording.at_s(end) - dropped_s < 0.1


def test_a_microphone_that_is_unplugged_is_lost_and_can_be_opened_again(sound_card):
    with AlsaMicrophone(sound_card.microphone) as microphone:
        microphone.read()

        sound_card.unplug("mic")
        try:
            with pytest.raises(AudioDeviceLostError, match="'clara_mic' is gone"):
                read_until_silence(microphone)
            with pytest.raises(AudioDeviceMissingError, match="'clara_mic' cannot be"):
                AlsaMicrophone(sound_card.microphone)
        finally:
            sound_card.replug("mic")

    sound = noise(0.3, sound_card.mic_rate_hz)
    with AlsaMicrophone(sound_card.microphone) as microphone:
        playing = sound_card.play_into_mic(sound)
        heard = read_until_silence(microphone)
        playing.wait()
    assert np.array_equal(heard[np.flatnonzero(heard)], sound)


def test_a_loudspeaker_that_is_unplugged_is_lost_and_can_be_opened_again(sound_card):
    with AlsaLoudspeaker(sound_card.loudspeaker) as loudspeaker:
        loudspeaker.write(tone(0.2, 48_000))

        sound_card.unplug("speaker")
        try:
            with pytest.raises(AudioDeviceLostError, match="'clara_speaker' is gone"):
                loudspeaker.write(tone(1.0, 48_000))
        finally:
            sound_card.replug("speaker")

    recording = sound_card.record_speaker()
    with AlsaLoudspeaker(sound_card.loudspeaker) as loudspeaker:
        loudspeaker.write(tone(0.2, 48_000))
        recording.wait_for_sound(timeout_s=3)
    recording.stop()

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from clara_edge.engines.stt.activity import FRAME_SAMPLES, UtteranceSound

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

RATE_HZ = 16_000


def noise(seconds: float, rms: float) -> NDArray[np.int16]:
    samples = np.random.default_rng(1).normal(0, rms, int(seconds * RATE_HZ))
    return samples.astype(np.int16)


def sound_of(*parts: NDArray[np.int16]) -> UtteranceSound:
    sound = UtteranceSound()
    for part in parts:
        sound.append(part)
    return sound


def test_knows_nothing_of_an_empty_sound() -> None:
    sound = UtteranceSound()

    assert sound.samples.size == 0
    assert sound.frames == 0
    assert not sound.has_speech
    assert not sound.is_voiced_since(0)
    assert sound.quiet_tail_frames() == 0


@pytest.mark.parametrize("background", [0, 5, 100])
def test_finds_the_silence_after_a_burst(background: float) -> None:
    sound = sound_of(noise(1, background), noise(0.5, 3000), noise(0.5, background))

    assert sound.has_speech
    assert sound.is_voiced_since(0)
    assert sound.is_voiced_since(74)
    assert not sound.is_voiced_since(75)
    assert sound.quiet_tail_frames() == 25


def test_counts_frames_across_chunks_of_odd_length() -> None:
    whole = noise(1, 1000)
    sound = sound_of(*np.split(whole, [1, 319, 321, 5000]))

    assert sound.frames == whole.size // FRAME_SAMPLES
    assert np.array_equal(sound.samples, whole)


def test_a_click_is_not_speech() -> None:
    silence = noise(1, 3)
    silence[8000:8100] = 20_000

    assert not sound_of(silence).has_speech


def test_finds_the_pause_between_two_bursts() -> None:
    sound = sound_of(noise(2, 3000), noise(0.4, 5), noise(2, 3000))

    assert 100 <= sound.find_pause(20, 200, 15) <= 120


def test_forgets_what_was_dropped() -> None:
    first, second = noise(1, 3000), noise(1, 5)
    sound = sound_of(first, second)
    assert np.array_equal(sound.samples_before(50), first)

    sound.drop_before(50)

    assert np.array_equal(sound.samples, second)
    assert sound.frames == 50
    assert not sound.has_speech


def test_takes_every_recorded_command_for_speech_that_ends(
    recording: Callable[[str], NDArray[np.int16]],
) -> None:
    names = ["what's the weather", "cancel timer", "pause timer", "next"]

    sounds = [sound_of(recording(f"commands_real/{name}.wav")) for name in names]

    assert all(sound.has_speech for sound in sounds)
    assert all(sound.quiet_tail_frames() > 6 for sound in sounds)

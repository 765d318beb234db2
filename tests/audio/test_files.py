"""Recordings as devices, beyond what every device promises."""

from __future__ import annotations

import time
from contextlib import suppress

import numpy as np
import pytest

from clara_edge.audio.files import RecordingLoudspeaker, RecordingMicrophone


def read_all(microphone: RecordingMicrophone) -> np.ndarray:
    chunks = []
    with suppress(EOFError):
        while True:
            chunks.append(microphone.read())
    return np.concatenate(chunks)


def test_a_recording_is_heard_whole_and_then_silence_and_then_its_end():
    sound = np.arange(1, 3_001, dtype=np.int16)

    heard = read_all(RecordingMicrophone(sound, realtime=False, silence_s=0.5))

    assert np.array_equal(heard[:3_000], sound)
    assert not heard[3_000:].any()
    assert heard.size == 8_960 + 2_560  # 11000 samples in whole chunks


def test_an_empty_recording_has_only_its_end():
    with pytest.raises(EOFError):
        RecordingMicrophone(np.zeros(0, np.int16), realtime=False).read()


def test_a_fast_recording_does_not_wait():
    start_s = time.monotonic()

    heard = read_all(RecordingMicrophone(np.ones(160_000, np.int16), realtime=False))

    assert heard.size == 160_000
    assert time.monotonic() - start_s < 1.0


def test_a_fast_loudspeaker_keeps_everything_at_once():
    loudspeaker = RecordingLoudspeaker(16_000, realtime=False)

    loudspeaker.write(np.full(160_000, 7, np.int16))
    loudspeaker.drop()

    assert loudspeaker.samples.size == 160_000
    assert loudspeaker.delay_s() == 0


def test_keeps_only_what_was_heard_before_drop():
    loudspeaker = RecordingLoudspeaker(16_000)
    loudspeaker.write(np.ones(4_800, np.int16))

    queued = loudspeaker.delay_s()
    loudspeaker.drop()

    assert loudspeaker.samples.size == pytest.approx(4_800 - queued * 16_000, abs=320)


def test_tells_when_each_stretch_was_heard():
    loudspeaker = RecordingLoudspeaker(16_000)
    before_s = time.monotonic()

    loudspeaker.write(np.full(160, 1, np.int16))
    loudspeaker.write(np.full(160, 2, np.int16))
    while loudspeaker.delay_s() > 0:
        pass
    loudspeaker.write(np.full(160, 3, np.int16))

    first, second = loudspeaker.played
    assert (first.samples.size, second.samples.size) == (320, 160)
    assert before_s <= first.start_s <= second.start_s - 0.02


def test_later_changes_to_a_buffer_do_not_change_the_recording():
    loudspeaker = RecordingLoudspeaker(16_000, realtime=False)
    buffer = np.full(160, 5, np.int16)

    loudspeaker.write(buffer)
    buffer[:] = 0

    assert set(loudspeaker.samples) == {5}

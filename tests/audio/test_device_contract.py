"""What every Microphone and every Loudspeaker promises, real or recorded."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest

from clara_edge.audio.alsa import AlsaLoudspeaker, AlsaMicrophone
from clara_edge.audio.files import RecordingLoudspeaker, RecordingMicrophone
from clara_edge.domain.errors import AudioDeviceLostError
from clara_edge.ports.audio import CHUNK_SAMPLES

CARD = pytest.param("virtual card", marks=pytest.mark.soundcard)
MICROPHONES = [CARD, "odd card", "null", "recording", "fast recording"]
LOUDSPEAKERS = [CARD, "odd card", "recording"]
REAL_TIME = {"virtual card", "odd card", "recording"}


@pytest.fixture(params=MICROPHONES)
def microphone(request):
    match request.param:
        case "virtual card":
            opened = AlsaMicrophone(request.getfixturevalue("sound_card").microphone)
        case "odd card":
            opened = AlsaMicrophone(request.getfixturevalue("odd_card")())
        case "null":
            opened = AlsaMicrophone("null")
        case kind:
            sound = np.ones(8_000, np.int16)
            opened = RecordingMicrophone(
                sound, realtime=kind == "recording", silence_s=None
            )
    yield opened
    opened.close()


@pytest.fixture(params=LOUDSPEAKERS)
def loudspeaker(request):
    match request.param:
        case "virtual card":
            opened = AlsaLoudspeaker(request.getfixturevalue("sound_card").loudspeaker)
        case "odd card":
            opened = AlsaLoudspeaker(request.getfixturevalue("odd_card")())
        case _:
            opened = RecordingLoudspeaker()
    yield opened
    opened.close()


def test_a_microphone_delivers_chunks_of_one_size(microphone):
    chunks = [microphone.read() for _ in range(5)]

    assert {(chunk.shape, chunk.dtype) for chunk in chunks} == {
        ((CHUNK_SAMPLES,), np.dtype(np.int16))
    }
    assert microphone.xruns == 0


def test_a_microphone_keeps_the_pace_of_time(microphone, request):
    if request.node.callspec.params["microphone"] not in REAL_TIME:
        pytest.skip("has no pace")
    microphone.read()
    start_s = time.monotonic()

    for _ in range(10):
        microphone.read()

    assert time.monotonic() - start_s == pytest.approx(0.8, abs=0.15)


def test_closing_a_microphone_ends_a_blocked_read(microphone):
    chunks = []
    failures = []
    first = threading.Event()

    def read_on() -> None:
        try:
            while True:
                chunks.append(microphone.read())
                first.set()
        except AudioDeviceLostError as error:
            failures.append(error)

    reader = threading.Thread(target=read_on)
    reader.start()
    assert first.wait(5)

    microphone.close()
    microphone.close()

    reader.join(1)
    assert not reader.is_alive()
    assert "closed" in str(failures[0])


def test_a_loudspeaker_takes_more_than_it_can_hold(loudspeaker):
    length = loudspeaker.rate_hz // 2
    start_s = time.monotonic()

    loudspeaker.write(np.ones(length, np.int16))

    # half a second, less what is still queued
    assert time.monotonic() - start_s == pytest.approx(0.4, abs=0.15)
    assert loudspeaker.delay_s() == pytest.approx(0.1, abs=0.05)
    assert loudspeaker.xruns == 0


def test_a_loudspeaker_accepts_nothing_at_all(loudspeaker):
    loudspeaker.write(np.zeros(0, np.int16))

    assert loudspeaker.delay_s() == 0


def test_drop_forgets_what_is_queued(loudspeaker):
    loudspeaker.write(np.ones(loudspeaker.rate_hz // 20, np.int16))
    assert loudspeaker.delay_s() > 0

    loudspeaker.drop()

    assert loudspeaker.delay_s() == 0


def test_drop_ends_a_blocked_write(loudspeaker):
    writer = threading.Thread(
        target=loudspeaker.write, args=(np.ones(10 * loudspeaker.rate_hz, np.int16),)
    )
    writer.start()
    while loudspeaker.delay_s() == 0:
        assert writer.is_alive()

    loudspeaker.drop()

    writer.join(1)
    assert not writer.is_alive()
    assert loudspeaker.delay_s() == 0


def test_a_loudspeaker_plays_again_after_drop(loudspeaker):
    loudspeaker.write(np.ones(1_000, np.int16))
    loudspeaker.drop()

    loudspeaker.write(np.ones(1_000, np.int16))

    assert loudspeaker.delay_s() > 0


def test_a_closed_loudspeaker_refuses_sound(loudspeaker):
    loudspeaker.close()
    loudspeaker.close()

    loudspeaker.drop()
    assert loudspeaker.delay_s() == 0
    with pytest.raises(AudioDeviceLostError, match="closed"):
        loudspeaker.write(np.ones(1_000, np.int16))

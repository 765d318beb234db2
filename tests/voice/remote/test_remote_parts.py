"""The parts of a browser's session that need no browser."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from fractions import Fraction

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clara_edge.domain.errors import InputInvalidError
from clara_edge.ports.audio import CHUNK_SAMPLES
from clara_edge.voice.remote.messages import MAX_MESSAGE_BYTES, Typed, parse
from clara_edge.voice.remote.offer import check_offer
from clara_edge.voice.remote.opus import (
    BEST,
    FRAME_SAMPLES,
    LADDER,
    RATE_HZ,
    Adaptation,
    OpusEncoder,
)
from clara_edge.voice.remote.record import Record
from clara_edge.voice.remote.sound import (
    RemoteLoudspeaker,
    RemoteMicrophone,
    VoiceTrack,
)


def tone(seconds: float) -> np.ndarray:
    at = np.arange(round(RATE_HZ * seconds)) / RATE_HZ
    noise = np.random.default_rng(1).normal(0, 1, len(at))
    return (8_000 * np.sin(2 * np.pi * 300 * at) + 900 * noise).astype(np.int16)


def test_quality_falls_at_once_and_rises_one_step_after_several_good_reports():
    adaptation = Adaptation()

    assert adaptation.report(loss=0.2, rtt_ms=50) == LADDER[0]
    good = [adaptation.report(loss=0, rtt_ms=50) for _ in range(10)]

    assert good == [LADDER[0]] * 4 + [LADDER[1]] * 5 + [LADDER[BEST]]


def test_one_bad_report_among_good_ones_begins_the_wait_anew():
    adaptation = Adaptation()
    adaptation.report(loss=0.05, rtt_ms=0)
    for _ in range(4):
        adaptation.report(loss=0, rtt_ms=0)

    adaptation.report(loss=0.05, rtt_ms=0)
    assert [adaptation.report(loss=0, rtt_ms=0) for _ in range(4)] == [LADDER[1]] * 4


@pytest.mark.parametrize("quality", LADDER)
def test_speech_is_sent_at_no_more_than_its_bit_rate(quality):
    packets = OpusEncoder(quality).encode(tone(4.0))

    assert len(packets) == 200
    rate = sum(map(len, packets)) * 8 / 4.0
    assert 0.4 * quality.bit_rate < rate < 1.15 * quality.bit_rate


def test_packets_of_every_quality_are_decoded_by_one_decoder():
    encoder = OpusEncoder(LADDER[0])
    packets = encoder.encode(tone(0.5))
    encoder.set_quality(LADDER[BEST])
    packets += encoder.encode(tone(0.5))

    decoder = av.AudioCodecContext.create("libopus", "r")
    decoder.sample_rate, decoder.layout, decoder.format = RATE_HZ, "mono", "s16"
    heard = []
    for packet in packets:
        heard += [f.to_ndarray().ravel() for f in decoder.decode(av.Packet(packet))]

    assert len(packets) == 50
    assert np.abs(np.concatenate(heard).astype(int)).mean() > 3_000


def test_what_is_left_over_waits_for_more():
    encoder = OpusEncoder(LADDER[BEST])

    assert encoder.encode(np.zeros(FRAME_SAMPLES - 1, np.int16)) == []
    assert len(encoder.encode(np.zeros(1, np.int16))) == 1


def test_silence_takes_the_place_of_sound_that_does_not_arrive():
    microphone = RemoteMicrophone()

    chunk = microphone.read()

    assert len(chunk) == CHUNK_SAMPLES
    assert not chunk.any()


def test_a_closed_microphone_has_reached_its_end():
    microphone = RemoteMicrophone()
    microphone.close()

    with pytest.raises(EOFError):
        microphone.read()


async def test_a_microphone_takes_stereo_frames_and_gives_chunks_at_16_khz():
    class Track:
        left = 10

        async def recv(self):
            if not self.left:
                raise asyncio.CancelledError
            self.left -= 1
            stereo = np.repeat(tone(0.02), 2)[None]
            frame = av.AudioFrame.from_ndarray(stereo, format="s16", layout="stereo")
            frame.sample_rate, frame.time_base = RATE_HZ, Fraction(1, RATE_HZ)
            return frame

    microphone = RemoteMicrophone()
    with pytest.raises(asyncio.CancelledError):
        await microphone.listen_to(Track())

    chunk = await asyncio.to_thread(microphone.read)

    assert len(chunk) == CHUNK_SAMPLES
    assert np.abs(chunk[200:].astype(int)).mean() > 3_000
    assert microphone.last_frame_s is not None


async def test_speech_goes_out_in_packets_and_silence_hardly():
    track = VoiceTrack()
    loudspeaker = RemoteLoudspeaker(track, LADDER[BEST])
    loudspeaker.write(tone(0.06))

    packets = [await track.recv() for _ in range(4)]

    ticks = [packet.pts // FRAME_SAMPLES for packet in packets]
    assert [b - a for a, b in itertools.pairwise(ticks)] == [1, 1, 20]
    assert bytes(packets[-1]) != bytes(packets[0])
    assert loudspeaker.sent_bytes > 0


def test_what_is_dropped_is_not_heard():
    track = VoiceTrack()
    loudspeaker = RemoteLoudspeaker(track, LADDER[BEST])
    loudspeaker.write(tone(0.1))
    queued = loudspeaker.delay_s()

    loudspeaker.drop()

    assert not track.waiting
    assert loudspeaker.delay_s() < queued


@given(st.text(max_size=200) | st.binary(max_size=200))
def test_any_message_is_understood_or_refused(message):
    with contextlib.suppress(InputInvalidError):
        assert parse(message).type


def test_a_long_typed_turn_in_any_script_is_understood_and_a_longer_message_refused():
    text = "ä" * 4_000

    assert parse('{"type": "text", "text": "' + text + '"}') == Typed(
        type="text", text=text
    )
    with pytest.raises(InputInvalidError, match="too long"):
        parse("x" * (MAX_MESSAGE_BYTES + 1))


@given(st.text(max_size=400))
def test_any_text_is_refused_as_an_offer(sdp):
    with pytest.raises(InputInvalidError):
        check_offer(sdp)


def test_a_record_tells_what_came_after_a_number_and_whether_an_answer_was_cut_off():
    record = Record("id", "phone", "c")
    record.note({"type": "heard", "text": "a"})
    record.note({"type": "reply", "text": "b"})
    record.note({"type": "state", "state": "speaking"})

    assert [m["type"] for m in record.missed(1)] == ["reply"]
    assert record.cut_off(3)
    record.note({"type": "state", "state": "asleep"})
    assert not record.cut_off(4)
    assert record.cut_off(1)
    assert record.last_reply == "b"

"""How loud a ring is, whatever the loudness of speech."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest
from pipecat.frames.frames import OutputAudioRawFrame, VolumeFrame

from clara_edge.voice.mouth import RING_AT_LEAST, PipelineMouth


class Sink:
    """An output that keeps what it is sent."""

    sample_rate = 16_000

    def __init__(self):
        self.frames = []

    async def queue_frame(self, frame):
        self.frames.append(frame)

    def told(self):
        return [
            frame.volume if isinstance(frame, VolumeFrame) else type(frame).__name__
            for frame in self.frames
        ]


SOUND = OutputAudioRawFrame.__name__


def ring(volume, *, wakes):
    sink = Sink()
    mouth = PipelineMouth(SimpleNamespace(output=sink), (), lambda: volume)

    async def chime_and_rest():
        await mouth.chime(wakes=wakes)
        await mouth.rest()
        await mouth.rest()

    asyncio.run(chime_and_rest())
    return sink.told()


@pytest.mark.parametrize("volume", [0.0, 0.1])
def test_an_alarm_is_heard_though_speech_is_turned_off(volume):
    assert ring(volume, wakes=True) == [RING_AT_LEAST, SOUND, volume]


@pytest.mark.parametrize("volume", [RING_AT_LEAST, 1.0])
def test_an_alarm_is_as_loud_as_speech_where_that_is_heard(volume):
    assert ring(volume, wakes=True) == [SOUND]


def test_a_reminder_is_as_quiet_as_speech():
    assert ring(0.0, wakes=False) == [SOUND]

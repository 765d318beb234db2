from __future__ import annotations

import asyncio

import pytest

from clara_edge.dialogue.alarm_clock import Sounding
from clara_edge.domain.errors import StorageUnavailableError
from clara_edge.domain.ringing import Ring, RingKind
from clara_edge.voice.frames import GateState
from clara_edge.voice.ringer import Around, Ringer
from tests.clocks import START

TIMER = Ring(RingKind.TIMER, "t", "o", START)
REMINDER = Ring(RingKind.REMINDER, "r", "o", START)


class Clock:
    """Says what is due as it is told to."""

    def __init__(self, *soundings):
        self.soundings = list(soundings)
        self.heard_of = []
        self.quiet = None
        self.stops = 0

    def look(self, *, quiet):
        self.quiet = quiet
        found = self.soundings[0] if self.soundings else Sounding()
        if isinstance(found, Exception):
            raise self.soundings.pop(0)
        return found

    def heard(self, sounding):
        self.heard_of.append(sounding)
        self.soundings.pop(0)

    def stop(self):
        self.stops += 1
        self.soundings.clear()
        return True

    def next_ring(self):
        return TIMER


class Room:
    """A mouth, and time that passes only when somebody waits."""

    def __init__(self, *, silent=False):
        self.state = GateState.ASLEEP
        self.speaking = False
        self.heard = []
        self.waited_s = 0.0
        self.after = []
        self._silent = silent

    async def chime(self, *, wakes):
        self.heard.append("ring" if wakes else "ding")

    async def rest(self):
        self.heard.append("rest")

    async def say(self, text):
        self.heard.append(text)
        self.speaking = not self._silent

    async def sleep(self, seconds):
        self.waited_s += seconds
        await asyncio.sleep(0)
        if self.after:
            self.after.pop(0)()
        else:
            self.speaking = False


def ringer(clock, room, *, quiet=False):
    around = Around(lambda: quiet, lambda _name, _data: None, room.sleep)
    return Ringer(lambda: clock, room, around)


@pytest.mark.parametrize(
    ("ring", "sound"), [(TIMER, "ring"), (REMINDER, "ding")], ids=["timer", "reminder"]
)
async def test_chimes_then_says_it(ring, sound):
    clock, room = Clock(Sounding((ring,), "It is done.")), Room()

    await ringer(clock, room).ring_once()

    assert room.heard == [sound, "It is done.", "rest"]
    assert len(clock.heard_of) == 1


async def test_passes_on_that_it_is_to_be_quiet():
    clock = Clock()

    await ringer(clock, Room(), quiet=True).ring_once()

    assert clock.quiet is True


async def test_lets_a_turn_end_first_and_looks_again():
    clock, room = Clock(Sounding((TIMER,), "It is done.")), Room()
    room.state = GateState.LISTENING

    def answered():
        room.state = GateState.ASLEEP
        clock.soundings.clear()

    room.after = [answered]
    await ringer(clock, room).ring_once()

    assert room.heard == []


async def test_an_alarm_waits_for_an_endless_talk_only_ten_seconds():
    clock, room = Clock(Sounding((TIMER,), "It is done.")), Room()
    room.state = GateState.LISTENING

    await ringer(clock, room).ring_once()

    assert room.heard == ["ring", "It is done.", "rest"]
    assert 9.9 < room.waited_s < 12


async def test_reminder_that_could_not_be_heard_is_not_taken_as_heard():
    clock, room = Clock(Sounding((REMINDER,), "Reminder.")), Room(silent=True)

    await ringer(clock, room).ring_once()

    assert clock.heard_of == []


async def test_what_was_silenced_while_it_was_said_does_not_count_as_heard():
    clock, room = Clock(Sounding((TIMER,), "It is done.")), Room()
    one = ringer(clock, room)
    await one.ring_once()
    clock.soundings = [Sounding((TIMER,), "It is done.")]
    clock.heard_of.clear()
    stopping = []
    room.after = [lambda: stopping.append(asyncio.ensure_future(one.stop()))]
    room.after += [lambda: None] * 20

    await one.ring_once()
    await asyncio.gather(*stopping)

    assert clock.stops == 1
    assert clock.heard_of == []


async def test_goes_on_after_the_database_could_not_be_read():
    clock = Clock(StorageUnavailableError("gone"), Sounding((TIMER,), "It is done."))
    room = Room()
    one = ringer(clock, room)

    await one.ring_once()
    await one.ring_once()

    assert room.heard == ["ring", "It is done.", "rest"]


async def test_tells_what_rings_next():
    one = ringer(Clock(), Room())
    before = await one.next_ring()
    await one.ring_once()

    after = await one.next_ring()

    assert before is None
    assert after["kind"] == "timer"

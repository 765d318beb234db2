"""What is switched off: kept over a restart, ended in time, whatever the clock does."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from clara_edge.domain.pauses import Pause, Pauses
from clara_edge.storage.device_state import FILE_NAME, load_pauses
from clara_edge.voice.switches import Switches
from tests.clocks import ManualClock

HOUR = timedelta(hours=1)


@pytest.fixture
def clock():
    return ManualClock()


async def test_survives_a_restart(tmp_path, clock):
    until = clock.now() + HOUR
    await Switches(tmp_path, clock).quiet(quiet=True, until=until)

    again = Switches(tmp_path, clock)

    assert again.pauses == Pauses(quiet=Pause(on=True, until=until))


async def test_one_switch_leaves_the_other_alone(tmp_path, clock):
    switches = Switches(tmp_path, clock)

    await switches.quiet(quiet=True)
    await switches.mute(muted=True)
    await switches.quiet(quiet=False)

    assert load_pauses(tmp_path) == Pauses(mute=Pause(on=True))


async def test_tells_who_listens_of_each_change(tmp_path, clock):
    switches = Switches(tmp_path, clock)
    applied = []
    switches.apply_mute = lambda muted: asyncio.sleep(0, applied.append(muted))

    await switches.mute(muted=True)
    await switches.mute(muted=False)

    assert applied == [True, False]


async def test_does_not_hold_once_the_time_is_over(tmp_path, clock):
    switches = Switches(tmp_path, clock)
    await switches.mute(muted=True, until=clock.now() + HOUR)

    clock.advance(HOUR)

    assert not switches.pauses.mute.on


async def test_listens_again_by_itself_when_the_time_is_over(tmp_path, clock):
    switches = Switches(tmp_path, clock)
    await switches.mute(muted=True, until=clock.now() + HOUR)
    heard_again = asyncio.Event()

    async def apply(muted):
        if not muted:
            heard_again.set()

    switches.apply_mute = apply
    clock.advance(HOUR)
    keeping = asyncio.create_task(switches.keep_time())
    await asyncio.wait_for(heard_again.wait(), 5)
    keeping.cancel()

    assert load_pauses(tmp_path) == Pauses()


async def test_a_pause_made_while_time_is_kept_ends_as_well(tmp_path, clock):
    switches = Switches(tmp_path, clock)
    ended = asyncio.Event()

    async def apply(muted):
        if not muted:
            ended.set()

    switches.apply_mute = apply
    keeping = asyncio.create_task(switches.keep_time())
    await asyncio.sleep(0)
    await switches.mute(muted=True, until=clock.now() + timedelta(seconds=0.01))
    clock.advance(timedelta(seconds=1))
    await asyncio.wait_for(ended.wait(), 5)
    keeping.cancel()

    assert not switches.pauses.mute.on


@pytest.mark.parametrize(
    "kept",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b'{"mute": 1, "quiet": 2}',
        b'{"mute": {"on": "yes", "until": null}, "quiet": {"on": false, "until": null}}',
        b'{"mute": {"on": true, "until": "soon"}, "quiet": {"on": true, "until": null}}',
        b'{"mute": {"on": true, "until": "2026-01-01T10:00"}, "quiet": {"on": true, "until": null}}',
    ],
)
def test_nothing_is_off_where_the_file_is_nonsense(tmp_path, kept):
    (tmp_path / FILE_NAME).write_bytes(kept)

    assert load_pauses(tmp_path) == Pauses()


async def test_holds_until_the_end_of_the_daemon_where_the_disk_refuses(
    tmp_path, clock
):
    switches = Switches(tmp_path / "missing", clock)

    await switches.quiet(quiet=True)

    assert switches.pauses.quiet.on

"""The device as the dialogue's thread sees it, over a running event loop."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from clara_edge.config.schema import Config
from clara_edge.control.server import ControlServer
from clara_edge.dialogue.remote_device import RemoteDevice
from clara_edge.domain.errors import DeviceAbsentError, DeviceRefusedError
from clara_edge.engines.ordered import EngineState, EngineStatus
from clara_edge.storage.device_state import VOLUME_FILE_NAME, load_volume
from clara_edge.voice.daemon import Daemon
from clara_edge.voice.device import DeviceControl, VoiceDevice
from clara_edge.voice.engines import EngineBoard
from clara_edge.voice.power import Power
from clara_edge.voice.requests import handlers
from clara_edge.voice.switches import Switches
from tests.clocks import ManualClock

UNTIL = datetime(2026, 12, 1, 17, 0, tzinfo=UTC)


class Output:
    """Takes frames as the pipeline's last part does."""

    def __init__(self):
        self.frames = []
        self.health = SimpleNamespace(state="ok", problem=None)

    async def queue_frame(self, frame):
        self.frames.append(frame)


class Gate:
    """Notes what it was told."""

    def __init__(self):
        self.muted = []

    async def mute(self, *, muted):
        self.muted.append(muted)


@pytest.fixture
def daemon(tmp_path):
    board = EngineBoard()
    board.post("tts", (EngineStatus("piper", EngineState.ACTIVE),))
    made = Daemon(Config(), board, started_at=UNTIL, volume=0.5)
    made.conversation = SimpleNamespace(
        gate=Gate(),
        output=Output(),
        input=SimpleNamespace(
            muted=False, health=SimpleNamespace(state="lost", problem="unplugged")
        ),
    )
    return made


@pytest.fixture
async def control(daemon, tmp_path):
    switches = Switches(tmp_path, ManualClock())
    no_systemd = Power(busctl=tmp_path / "none", systemctl=tmp_path / "none")
    daemon.device = DeviceControl(daemon, tmp_path, switches, no_systemd)
    return daemon.device


@pytest.fixture
async def device(control, daemon):
    return VoiceDevice(control, daemon)


async def test_volume_survives_a_restart_until_another_is_configured(
    device, daemon, tmp_path
):
    configured = daemon.config.voice.volume

    await asyncio.to_thread(device.set_volume, 0.3)

    assert load_volume(tmp_path, configured) == 0.3
    assert load_volume(tmp_path, 0.5) == 0.5


@pytest.mark.parametrize(
    "kept",
    [b"", b"[]", b"{}", b'{"volume": 7, "configured": 0.8}', b'{"volume": NaN}'],
)
def test_configured_volume_holds_where_the_file_is_nonsense(tmp_path, kept):
    (tmp_path / VOLUME_FILE_NAME).write_bytes(kept)

    assert load_volume(tmp_path, 0.8) == 0.8


async def test_changes_the_volume_of_the_running_output(device, daemon):
    await asyncio.to_thread(device.set_volume, 0.8)

    assert device.volume() == 0.8
    assert [frame.volume for frame in daemon.conversation.output.frames] == [0.8]


async def test_mutes_microphone_and_gate_together(device, daemon):
    await asyncio.to_thread(lambda: device.mute(muted=True, until=UNTIL))
    was_muted = daemon.conversation.input.muted
    await asyncio.to_thread(lambda: device.mute(muted=False))

    assert was_muted
    assert not daemon.conversation.input.muted
    assert daemon.conversation.gate.muted == [True, False]


async def test_tells_what_works_and_what_does_not(device):
    checks = {c.name: c for c in await asyncio.to_thread(device.self_test)}

    assert checks["loudspeaker"].passed
    assert not checks["microphone"].passed
    assert checks["microphone"].detail == "unplugged"
    assert checks["voice"].detail == "piper"
    assert not checks["speech recognition"].passed
    assert checks["disk"].passed
    assert checks["clock"].passed


async def test_finds_a_disk_that_cannot_be_written(control, tmp_path):
    control._data = tmp_path / "gone"

    checks = {c.name: c for c in await control.self_test()}

    assert not checks["disk"].passed


async def test_refuses_to_switch_off_where_it_may_not(device):
    with pytest.raises(DeviceRefusedError):
        await asyncio.to_thread(lambda: device.shut_down(restart=False))


async def test_switches_off_only_when_the_answer_was_spoken(
    device, daemon, control, tmp_path, monkeypatch
):
    asked = tmp_path / "asked"
    busctl, systemctl = tmp_path / "busctl", tmp_path / "systemctl"
    busctl.write_text("""#!/bin/sh\necho 's "yes"'\n""")
    systemctl.write_text(f"#!/bin/sh\necho $1 > {asked}\n")
    for program in (busctl, systemctl):
        program.chmod(0o755)
    control._power = Power(busctl=busctl, systemctl=systemctl)
    monkeypatch.setattr("clara_edge.voice.device._BEFORE_ANSWER_S", 0.0)
    monkeypatch.setattr("clara_edge.voice.device._LOOK_EVERY_S", 0.01)
    daemon.state = "speaking"

    await asyncio.to_thread(lambda: device.shut_down(restart=True))
    for _ in range(20):
        await asyncio.sleep(0)
    while_speaking = asked.exists()
    daemon.state = "listening"
    await control._going_down

    assert not while_speaking
    assert asked.read_text() == "reboot\n"


async def test_is_absent_once_the_loop_has_ended(control, daemon):
    loop = asyncio.new_event_loop()
    loop.close()
    device = VoiceDevice(control, daemon)
    device._loop = loop

    with pytest.raises(DeviceAbsentError):
        await asyncio.to_thread(device.set_volume, 0.3)


class TestOverTheControlSocket:
    """The same for other processes."""

    @pytest.fixture
    async def remote(self, control, daemon, tmp_path):
        async with ControlServer(tmp_path / "control.sock", handlers(daemon)):
            yield RemoteDevice(tmp_path / "control.sock")

    async def test_changes_and_tells_the_volume(self, remote, daemon):
        await asyncio.to_thread(remote.set_volume, 0.25)

        assert await asyncio.to_thread(remote.volume) == 0.25
        assert daemon.volume == 0.25

    async def test_mutes_until_a_moment(self, remote, control, daemon):
        await asyncio.to_thread(lambda: remote.mute(muted=True, until=UNTIL))

        assert control.switches.pauses.mute.until == UNTIL
        assert daemon.conversation.gate.muted == [True]

    async def test_keeps_quiet_until_a_moment(self, remote, control):
        await asyncio.to_thread(lambda: remote.quiet(quiet=True, until=UNTIL))

        assert control.switches.pauses.quiet.until == UNTIL

    async def test_has_the_daemon_check_itself(self, remote, control):
        checks = await asyncio.to_thread(remote.self_test)

        assert {c.name for c in checks} == {c.name for c in await control.self_test()}

    async def test_says_why_it_may_not_be_switched_off(self, remote):
        with pytest.raises(DeviceRefusedError, match="nothing here can restart"):
            await asyncio.to_thread(lambda: remote.shut_down(restart=True))


def test_is_absent_where_no_daemon_runs(tmp_path):
    with pytest.raises(DeviceAbsentError):
        RemoteDevice(tmp_path / "control.sock").volume()

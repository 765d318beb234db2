"""The machine's switch, with programs that stand for systemd's."""

from __future__ import annotations

import pytest

from clara_edge.domain.errors import DeviceRefusedError
from clara_edge.voice.power import Power


def program(path, script):
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def systemctl(tmp_path):
    return program(tmp_path / "systemctl", f'echo "$@" >> {tmp_path}/asked')


async def test_may_be_used_where_logind_says_yes(tmp_path):
    busctl = program(tmp_path / "busctl", """echo 's "yes"'""")

    await Power(busctl=busctl).check(restart=False)


async def test_asks_logind_about_the_very_thing(tmp_path):
    busctl = program(
        tmp_path / "busctl",
        f"""echo "$@" >> {tmp_path}/asked; echo 's "yes"'""",
    )

    await Power(busctl=busctl).check(restart=False)
    await Power(busctl=busctl).check(restart=True)

    methods = [
        line.split()[-1] for line in (tmp_path / "asked").read_text().splitlines()
    ]
    assert methods == ["CanPowerOff", "CanReboot"]


@pytest.mark.parametrize(
    "script",
    ["""echo 's "challenge"'""", """echo 's "no"'""", "exit 1", "echo; exit 3"],
)
async def test_refuses_where_logind_does_not_say_yes(tmp_path, script):
    busctl = program(tmp_path / "busctl", script)

    with pytest.raises(DeviceRefusedError, match="may not switch off"):
        await Power(busctl=busctl).check(restart=False)


async def test_refuses_where_there_is_no_systemd(tmp_path):
    with pytest.raises(DeviceRefusedError, match="nothing here can restart"):
        await Power(busctl=tmp_path / "busctl").check(restart=True)


async def test_uses_one_fixed_command(tmp_path, systemctl):
    power = Power(systemctl=systemctl)

    await power.use(restart=False)
    await power.use(restart=True)

    assert (tmp_path / "asked").read_text() == "poweroff\nreboot\n"


async def test_tells_why_systemctl_refused(tmp_path):
    systemctl = program(tmp_path / "systemctl", "echo Access denied >&2; exit 1")

    with pytest.raises(DeviceRefusedError, match="Access denied"):
        await Power(systemctl=systemctl).use(restart=False)

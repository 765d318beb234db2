"""Switching the machine off, where this user may; fixed commands, no shell."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path

from clara_edge.domain.errors import DeviceRefusedError

_LOGGER = logging.getLogger(__name__)

_BUSCTL = Path("/usr/bin/busctl")
_SYSTEMCTL = Path("/usr/bin/systemctl")
# org.freedesktop.login1(5): s "yes", "no", "na" or "challenge"
_LOGIND = ("org.freedesktop.login1", "/org/freedesktop/login1")
_MANAGER = "org.freedesktop.login1.Manager"
_TIMEOUT_S = 3.0
_REMEDY = "a polkit rule for org.freedesktop.login1.power-off and .reboot allows it"


@dataclass(frozen=True, slots=True)
class Power:
    """The machine's switch."""

    busctl: Path = _BUSCTL
    systemctl: Path = _SYSTEMCTL

    async def check(self, *, restart: bool) -> None:
        """Return where it may be used.

        Raises:
            DeviceRefusedError: it may not, or there is none.
        """
        verb = "restart" if restart else "switch off"
        method = "CanReboot" if restart else "CanPowerOff"
        status, answer = await _run(self.busctl, "call", *_LOGIND, _MANAGER, method)
        if status is None:
            raise DeviceRefusedError(
                f"nothing here can {verb} the machine: {answer}",
                remedy="it needs systemd",
            )
        if status != 0 or '"yes"' not in answer:
            raise DeviceRefusedError(
                f"Clara may not {verb} the machine: {answer}", remedy=_REMEDY
            )

    async def use(self, *, restart: bool) -> None:
        """Switch off or restart, now.

        Raises:
            DeviceRefusedError: it was refused.
        """
        verb = "reboot" if restart else "poweroff"
        _LOGGER.warning("the machine goes down: %s", verb)
        status, answer = await _run(self.systemctl, verb)
        if status != 0:
            raise DeviceRefusedError(f"systemctl {verb}: {answer}", remedy=_REMEDY)


async def _run(program: Path, *arguments: str) -> tuple[int | None, str]:
    """Return exit status and last line; None where it cannot be run or hangs."""
    try:
        process = await asyncio.create_subprocess_exec(
            program,
            *arguments,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
    except OSError as error:
        return None, f"{program.name}: {error.strerror or error}"
    try:
        output, _ = await asyncio.wait_for(process.communicate(), _TIMEOUT_S)
    except TimeoutError:
        process.kill()
        await process.wait()
        return None, f"{program.name} does not answer"
    lines = output.decode(errors="replace").strip().splitlines()
    return process.returncode, lines[-1][:200] if lines else "no answer"

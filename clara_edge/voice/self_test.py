"""What a device can find out about its own health without a person's help."""

from __future__ import annotations

import asyncio
import os
import shutil
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from clara_edge.engines.ordered import EngineState
from clara_edge.ports.device import Check
from clara_edge.storage.device_state import FILE_NAME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.engines.ordered import EngineStatus
    from clara_edge.voice.engines import EngineBoard
    from clara_edge.voice.pipeline import Conversation
    from clara_edge.voice.transport import DeviceHealth

_STAGES = {"wake": "wake word", "stt": "speech recognition", "tts": "voice"}
# Tasks and backups need little; below this SQLite itself begins to fail at times.
_LEAST_FREE_MIB = 100
# No clock of a working machine is before the year that this was written in.
_FIRST_YEAR = 2026
# systemd-timesyncd.service(8): made when the clock was set from the network
_SYNCHRONISED = Path("/run/systemd/timesync/synchronized")


async def self_test(
    conversation: Conversation | None, board: EngineBoard, data: Path
) -> list[Check]:
    """Check sound, engines, disk and clock; in the event loop, within a second."""
    checks = _sound(conversation)
    for stage, name in _STAGES.items():
        checks.append(_engine(name, board.stages.get(stage, ())))
    checks.append(await asyncio.to_thread(_disk, data))
    checks.append(await asyncio.to_thread(_clock))
    return checks


def _sound(conversation: Conversation | None) -> list[Check]:
    if conversation is None:
        return [Check("sound", False, "the voice daemon is still starting")]
    return [
        _device("microphone", conversation.input.health),
        _device("loudspeaker", conversation.output.health),
    ]


def _device(name: str, health: DeviceHealth) -> Check:
    passed = health.state == "ok"
    return Check(name, passed, health.problem or str(health.state))


def _engine(name: str, statuses: Sequence[EngineStatus]) -> Check:
    active = next((s for s in statuses if s.state is EngineState.ACTIVE), None)
    if active is not None:
        return Check(name, True, active.name)
    reasons = [f"{s.name}: {s.reason or s.state}" for s in statuses]
    return Check(name, False, "; ".join(reasons) or "no engine is loaded")


def _disk(data: Path) -> Check:
    try:
        free_mib = shutil.disk_usage(data).free // 2**20
        # what an owner's wrong chown or a card gone read-only takes away
        probe = data / f"{FILE_NAME}.probe"
        with probe.open("wb") as file:
            file.write(b"probe")
            os.fsync(file.fileno())
        probe.unlink()
    except OSError as error:
        return Check("disk", False, f"{data}: {error.strerror or error}")
    return Check("disk", free_mib >= _LEAST_FREE_MIB, f"{free_mib:,} MiB are free")


def _clock() -> Check:
    now = datetime.now().astimezone()
    if now.year < _FIRST_YEAR:
        return Check("clock", False, f"it shows {now:%Y-%m-%d}")
    synchronised = ", set from the network" if _SYNCHRONISED.exists() else ""
    return Check("clock", True, f"{now:%Y-%m-%d %H:%M}{synchronised}")

"""The device as the dialogue and the control socket can change it."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from pipecat.frames.frames import VolumeFrame

from clara_edge.domain.errors import (
    DeviceAbsentError,
    DeviceRefusedError,
    StorageError,
)
from clara_edge.storage.device_state import save_volume
from clara_edge.voice.frames import GateState
from clara_edge.voice.self_test import self_test

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from clara_edge.config.schema import Config
    from clara_edge.ports.device import Check
    from clara_edge.voice.engines import EngineBoard
    from clara_edge.voice.pipeline import Conversation
    from clara_edge.voice.power import Power
    from clara_edge.voice.switches import Switches

_LOGGER = logging.getLogger(__name__)

_T = TypeVar("_T")

# Longer than a power check; the dialogue's thread must not hang on a loop that ends.
_TIMEOUT_S = 5.0
# A spoken answer begins well within this; a typed one is read in it.
_BEFORE_ANSWER_S = 2.0
_LONGEST_ANSWER_S = 30.0
_LOOK_EVERY_S = 0.1


class Switched(Protocol):
    """The part of requests.Daemon that is switched, told and asked here."""

    config: Config
    board: EngineBoard
    volume: float
    state: str
    last_error: str | None
    conversation: Conversation | None

    @property
    def publish(self) -> Callable[[str, Mapping[str, Any]], None]:
        """Tell subscribers."""
        ...

    def running(self) -> Conversation:
        """Return the conversation, or refuse while the daemon is still starting."""
        ...


class DeviceControl:
    """Everything that can be switched; belongs to the event loop."""

    def __init__(
        self, daemon: Switched, data: Path, switches: Switches, power: Power
    ) -> None:
        self._daemon = daemon
        self._data = data
        self._power = power
        self._going_down: asyncio.Task[None] | None = None
        self.switches = switches
        switches.apply_mute = self._apply_mute
        switches.changed = self._tell

    async def set_volume(self, volume: float) -> None:
        """Change the loudness."""
        await self._daemon.running().output.queue_frame(VolumeFrame(volume=volume))
        self._daemon.volume = volume
        self._daemon.publish("volume", {"volume": volume})
        configured = self._daemon.config.voice.volume
        try:
            await asyncio.to_thread(save_volume, self._data, volume, configured)
        except StorageError as error:
            # it holds until the daemon ends, which is better than not at all
            _LOGGER.warning("the volume was not kept: %s", error)

    async def mute(self, *, muted: bool, until: datetime | None = None) -> None:
        """Stop or start listening."""
        self._daemon.running()
        await self.switches.mute(muted=muted, until=until)

    async def quiet(self, *, quiet: bool, until: datetime | None = None) -> None:
        """Hold back reminders, or speak them again."""
        await self.switches.quiet(quiet=quiet, until=until)

    async def self_test(self) -> list[Check]:
        """Check what can be checked."""
        return await self_test(
            self._daemon.conversation, self._daemon.board, self._data
        )

    async def shut_down(self, *, restart: bool) -> None:
        """Switch the machine off once what is being said is over.

        Raises:
            DeviceRefusedError: it may not be done.
        """
        await self._power.check(restart=restart)
        if self._going_down is None or self._going_down.done():
            self._going_down = asyncio.create_task(self._go_down(restart=restart))

    async def _go_down(self, *, restart: bool) -> None:
        await asyncio.sleep(_BEFORE_ANSWER_S)
        waited_s = _BEFORE_ANSWER_S
        busy = {str(GateState.THINKING), str(GateState.SPEAKING)}
        while self._daemon.state in busy and waited_s < _LONGEST_ANSWER_S:
            await asyncio.sleep(_LOOK_EVERY_S)
            waited_s += _LOOK_EVERY_S
        try:
            await self._power.use(restart=restart)
        except DeviceRefusedError as error:
            _LOGGER.warning("%s", error)
            self._daemon.last_error = str(error)
            self._daemon.publish("error", {"message": str(error)})

    async def _apply_mute(self, muted: bool) -> None:
        conversation = self._daemon.conversation
        if conversation is not None:
            conversation.input.muted = muted
            await conversation.gate.mute(muted=muted)

    def _tell(self) -> None:
        self._daemon.publish("switches", switched(self.switches))


class VoiceDevice:
    """The same for the dialogue's thread; see ports.device.Device.

    The loop never waits for that thread without going on with its other work, so this
    wait cannot be for itself; that it is bounded is for a daemon that is ending.
    """

    def __init__(self, control: DeviceControl, daemon: Switched) -> None:
        """Make it in the event loop."""
        self._control = control
        self._daemon = daemon
        self._loop = asyncio.get_running_loop()

    def volume(self) -> float:
        """Return the loudness."""
        return self._daemon.volume

    def set_volume(self, volume: float) -> None:
        """Change the loudness."""
        self._do(self._control.set_volume(volume))

    def mute(self, *, muted: bool, until: datetime | None = None) -> None:
        """Stop or start listening."""
        self._do(self._control.mute(muted=muted, until=until))

    def quiet(self, *, quiet: bool, until: datetime | None = None) -> None:
        """Hold back reminders, or speak them again."""
        self._do(self._control.quiet(quiet=quiet, until=until))

    def self_test(self) -> Sequence[Check]:
        """Check what can be checked."""
        return self._do(self._control.self_test())

    def shut_down(self, *, restart: bool) -> None:
        """Switch the machine off after the answer."""
        self._do(self._control.shut_down(restart=restart))

    def _do(self, work: Coroutine[Any, Any, _T]) -> _T:
        try:
            future = asyncio.run_coroutine_threadsafe(work, self._loop)
        except RuntimeError as error:
            work.close()
            raise DeviceAbsentError("the voice daemon has ended") from error
        try:
            return future.result(_TIMEOUT_S)
        except FutureTimeoutError as error:
            future.cancel()
            raise DeviceAbsentError(
                f"the voice daemon did not answer within {_TIMEOUT_S:.0f} s",
                remedy="restart it if this goes on; its log says more",
            ) from error


def switched(switches: Switches) -> dict[str, Any]:
    """Return what is switched off, as status tells it."""
    pauses = switches.pauses
    mute, quiet = pauses.mute, pauses.quiet
    return {
        "muted_until": mute.until.isoformat() if mute.until else None,
        "quiet": quiet.on,
        "quiet_until": quiet.until.isoformat() if quiet.until else None,
    }

"""Makes heard what is due: a chime, words, a moment to answer, and again until it is answered.

Looks twice a second, so that nothing begins more than a second late; whoever is just
speaking is not interrupted at once. Between two rings the gate is open as after any answer:
"stop" and "snooze" need no wake word then.
"""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from clara_edge.domain.errors import ClaraError
from clara_edge.voice.frames import GateState

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from typing import Any

    from clara_edge.config.schema import Replies
    from clara_edge.dialogue.alarm_clock import AlarmClock, Sounding

_LOGGER = logging.getLogger(__name__)

_Result = TypeVar("_Result")

_LOOK_EVERY_S = 0.5
_STEP_S = 0.05
# Who talks with Clara is let finish; a reminder waits longer than an alarm.
_POLITE_S = 10.0
_PATIENT_S = 60.0
# Longest way from a text to its first sound: a cold voice on a Pi.
_STARTS_WITHIN_S = 8.0
_SPEAKS_FOR_S = 60.0


class Mouth(Protocol):
    """What the ringer needs of the running pipeline; all from the event loop."""

    @property
    def state(self) -> GateState:
        """What the gate is doing."""
        ...

    @property
    def speaking(self) -> bool:
        """Whether something is being said."""
        ...

    async def chime(self, *, wakes: bool) -> None:
        """Play the chime of a reminder, or that of an alarm or timer.

        An alarm or timer is heard at any volume, and so is what is said after it.
        """
        ...

    async def rest(self) -> None:
        """Be as loud again as before a ring."""
        ...

    async def say(self, text: str) -> None:
        """Begin to say something."""
        ...


@dataclass(frozen=True, slots=True)
class Around:
    """What the ringer asks and tells while it works."""

    quiet: Callable[[], bool]
    """Whether reminders are to be held back."""
    publish: Callable[[str, Mapping[str, Any]], None]
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep


class Ringer:
    """Runs beside the pipeline; the alarm clock lives in a thread of its own."""

    def __init__(
        self, make: Callable[[], AlarmClock], mouth: Mouth, around: Around
    ) -> None:
        """Use `make` to make the alarm clock, in its thread."""
        self._make = make
        self._mouth = mouth
        self._around = around
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ringer")
        self._alarm_clock: AlarmClock | None = None
        self._problem: str | None = None
        self._hushed = 0

    async def run(self) -> None:
        """Ring what is due until it is cancelled."""
        while True:
            await self.ring_once()
            await self._around.sleep(_LOOK_EVERY_S)

    def close(self) -> None:
        """Release the thread. Idempotent."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def ring_once(self) -> None:
        """Look, and make heard what is due."""
        sounding = await self._look()
        if sounding is None or not sounding.text:
            return
        if await self._wait_for_turn(sounding):
            # it may have been answered by that turn
            sounding = await self._look()
            if sounding is None or not sounding.text:
                return
        await self._sound(sounding)

    async def stop(self) -> None:
        """Silence what rings."""
        self._hushed += 1
        clock = self._alarm_clock
        if clock is not None:
            await self._in_thread(clock.stop)

    async def configure(self, replies: Replies) -> None:
        """Say what rings in another style."""
        clock = self._alarm_clock
        if clock is not None:
            await self._in_thread(lambda: clock.configure(replies))

    async def next_ring(self) -> dict[str, Any] | None:
        """Return what rings next, for status."""
        clock = self._alarm_clock
        if clock is None:
            return None
        try:
            ring = await self._in_thread(clock.next_ring)
        except ClaraError:
            return None
        if ring is None:
            return None
        at = ring.due_at.astimezone().isoformat(timespec="seconds")
        return {"kind": str(ring.kind), "title": ring.title or None, "at": at}

    async def _look(self) -> Sounding | None:
        quiet = self._around.quiet()
        try:
            sounding = await self._in_thread(lambda: self._clock().look(quiet=quiet))
        except ClaraError as error:
            if str(error) != self._problem:
                _LOGGER.warning("nothing can ring: %s", error)
            self._problem = str(error)
            return None
        self._problem = None
        return sounding

    async def _sound(self, sounding: Sounding) -> None:
        hushed = self._hushed
        kinds = [str(ring.kind) for ring in sounding.rings]
        _LOGGER.info("ringing %s", ", ".join(kinds) or "what was missed")
        self._around.publish("ringing", {"kinds": kinds, "text": sounding.text})
        begun = await self._heard(sounding)
        # what nobody could hear goes on to be told; an alarm's patience ends all the same
        if self._hushed == hushed and (begun or sounding.wakes):
            clock = self._clock
            with suppress(ClaraError):
                await self._in_thread(lambda: clock().heard(sounding))

    async def _heard(self, sounding: Sounding) -> bool:
        """Chime and speak to the end; tell whether speech began."""
        mouth = self._mouth
        try:
            await mouth.chime(wakes=sounding.wakes)
            await mouth.say(sounding.text)
            begun = await self._until(lambda: mouth.speaking, _STARTS_WITHIN_S)
            if begun:
                await self._until(lambda: not mouth.speaking, _SPEAKS_FOR_S)
            return begun
        finally:
            await mouth.rest()

    async def _wait_for_turn(self, sounding: Sounding) -> bool:
        """Let a conversation end; tell whether there was one."""
        if self._is_free():
            return False
        limit_s = _POLITE_S if sounding.wakes else _PATIENT_S
        await self._until(self._is_free, limit_s)
        return True

    def _is_free(self) -> bool:
        idle = self._mouth.state in {GateState.ASLEEP, GateState.MUTED}
        return idle and not self._mouth.speaking

    async def _until(self, condition: Callable[[], bool], limit_s: float) -> bool:
        waited = 0.0
        while not condition():
            if waited >= limit_s:
                return False
            await self._around.sleep(_STEP_S)
            waited += _STEP_S
        return True

    def _clock(self) -> AlarmClock:
        """Return the alarm clock; only in its thread."""
        if self._alarm_clock is None:
            self._alarm_clock = self._make()
        return self._alarm_clock

    async def _in_thread(self, function: Callable[[], _Result]) -> _Result:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, function)

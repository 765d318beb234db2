"""Hearing and reminding as switched by people: kept over a restart, ended in time."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from clara_edge.domain.errors import StorageError
from clara_edge.domain.pauses import Pause, Pauses
from clara_edge.storage.device_state import load_pauses, save_pauses

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime
    from pathlib import Path

    from clara_edge.ports.clock import Clock

_LOGGER = logging.getLogger(__name__)

# The wall clock may be set meanwhile, so nothing is slept through in one go.
_LOOK_EVERY_S = 20.0


class Switches:
    """What is switched off, in the daemon's event loop.

    Attributes:
        apply_mute: called with whether nothing may be listened to.
        changed: called after each change.
    """

    def __init__(self, data: Path, clock: Clock) -> None:
        """Load what was switched off when the daemon ended."""
        self._data = data
        self._clock = clock
        self._pauses = load_pauses(data)
        self._woken = asyncio.Event()
        self.apply_mute: Callable[[bool], Awaitable[None]] | None = None
        self.changed: Callable[[], None] = lambda: None

    @property
    def pauses(self) -> Pauses:
        """What holds now; may be read from any thread."""
        pauses, now = self._pauses, self._clock.now()
        return Pauses(
            *(p if p.holds(now) else Pause() for p in (pauses.mute, pauses.quiet))
        )

    async def mute(self, *, muted: bool, until: datetime | None = None) -> None:
        """Switch hearing off or on."""
        await self._set(replace(self._pauses, mute=Pause(muted, until)))
        await self._apply()

    async def quiet(self, *, quiet: bool, until: datetime | None = None) -> None:
        """Hold reminders back, or speak them."""
        await self._set(replace(self._pauses, quiet=Pause(quiet, until)))

    async def keep_time(self) -> None:
        """End each pause when it is over; runs until it is cancelled."""
        while True:
            kept = self._pauses
            if self.pauses != kept and (kept.mute.on or kept.quiet.on):
                await self._set(self.pauses)
                await self._apply()
            now, kept = self._clock.now(), self._pauses
            ends = [p.until for p in (kept.mute, kept.quiet) if p.on and p.until]
            left = [(end - now).total_seconds() for end in ends if end > now]
            self._woken.clear()
            with suppress(TimeoutError):
                # a wait for the rest of a second, not for nothing: the end is exclusive
                await asyncio.wait_for(
                    self._woken.wait(), min([_LOOK_EVERY_S, *left]) + 0.01
                )

    async def _apply(self) -> None:
        if self.apply_mute is not None:
            await self.apply_mute(self.pauses.mute.on)

    async def _set(self, pauses: Pauses) -> None:
        self._pauses = pauses
        self._woken.set()
        self.changed()
        try:
            await asyncio.to_thread(save_pauses, self._data, pauses)
        except StorageError as error:
            # it holds until the daemon ends, which is better than not at all
            _LOGGER.warning("what is switched off was not kept: %s", error)

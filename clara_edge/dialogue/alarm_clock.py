"""Looks what is due, remembers that it rings, and words it: the part without sound.

A ring is written to disk before it is heard, and stays ringing there until somebody
answers: whatever ends the process, it is neither lost nor begun twice.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from clara_edge.domain.errors import StorageError
from clara_edge.domain.ringing import (
    OPEN,
    TOLD_FOR,
    Ring,
    RingKind,
    RingState,
    begun,
    looked_at,
    sounded,
    sounds_now,
    stopped,
)

from .replies import ring_wording
from .replies.speaker import Speaker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.config.schema import Replies
    from clara_edge.ports.announcements import AnnouncementStore
    from clara_edge.ports.clock import Clock
    from clara_edge.ports.timekeeping import Timekeeping

_LOGGER = logging.getLogger(__name__)

# How far both clocks may drift apart between two looks before one of them was set.
_STEP_S = 0.5
_NOTE_EVERY = timedelta(minutes=10)
MISSED = "missed"
"""The kind of announcement."""


@dataclass(frozen=True, slots=True)
class Sounding:
    """What is to be heard now."""

    rings: tuple[Ring, ...] = ()
    text: str = ""
    """What to say for them, or of what was missed."""
    told: tuple[int, ...] = ()
    """Announcements that this tells of; mark them once it was heard."""

    @property
    def wakes(self) -> bool:
        """Whether an alarm or timer is among it."""
        return any(ring.kind is not RingKind.REMINDER for ring in self.rings)


_NOTHING = Sounding()


class AlarmClock:
    """One per device; all methods from one thread, that of its stores."""

    def __init__(
        self,
        keeping: Timekeeping,
        announcements: AnnouncementStore,
        clock: Clock,
        replies: Replies,
    ) -> None:
        self._keeping = keeping
        self._announcements = announcements
        self._clock = clock
        self._replies = replies
        self._looked: datetime | None = None
        self._looked_s = 0.0
        self._noted: datetime | None = None
        self._version: object = None
        self._next_at: datetime | None = None
        self._busy = True
        self._unsaved: dict[tuple[str, str, str], Ring] = {}
        """Rings that could not be written down: they ring all the same."""

    def configure(self, replies: Replies) -> None:
        """Speak in another style from the next ring on."""
        self._replies = replies

    def look(self, *, quiet: bool = False) -> Sounding:
        """Return what is to be heard now; cheap while nothing is.

        Raises:
            StorageError: nothing can be read.
        """
        now, now_s = self._clock.now(), self._clock.monotonic_s()
        off = self._looked is None
        since = self._since(now)
        version = self._keeping.version()
        if not self._may_ring(now, now_s, version):
            self._looked, self._looked_s = now, now_s
            return _NOTHING
        found = self._due(since, now, quiet=quiet)
        missed = [ring for ring in found if ring.state is RingState.MISSED]
        summary = self._summed_up(missed, now, off=off)
        self._looked, self._looked_s = now, now_s
        self._note(now, force=bool(found))
        self._version = self._keeping.version()
        upcoming = self._keeping.next_due(now)
        self._next_at = None if upcoming is None else upcoming.due_at
        ringing = [ring for ring in found if ring.state is RingState.RINGING]
        held = [ring for ring in found if ring.state is RingState.HELD]
        self._busy = bool(ringing or held)
        due = tuple(ring for ring in ringing if sounds_now(ring, now.astimezone(UTC)))
        return self._worded(due, summary, now)

    def heard(self, sounding: Sounding) -> None:
        """Note that it was heard.

        Raises:
            StorageError: it cannot be written down.
        """
        now = self._clock.now().astimezone(UTC)
        rings = self._still(sounding.rings)
        after = [sounded(ring, now) for ring in rings]
        for ring in after:
            if ring.key in self._unsaved:
                self._unsaved[ring.key] = ring
            if ring.state is RingState.UNANSWERED and ring.kind is RingKind.REMINDER:
                text = ring_wording.unanswered(ring, self._speaker(self._clock.now()))
                self._announcements.add(MISSED, text, self._clock.now())
        if after:
            self._save(after)
        for announcement in sounding.told:
            self._announcements.mark_told(announcement, now)

    def stop(self) -> bool:
        """Silence everything that rings; tell whether something did."""
        rings = list(self._unsaved.values())
        self._unsaved = {ring.key: stopped(ring) for ring in rings}
        try:
            rings += self._keeping.rings({RingState.RINGING})
            if rings:
                self._keeping.put(*map(stopped, rings))
        except StorageError as error:
            _LOGGER.warning("what rang was silenced, but that is not kept: %s", error)
        return bool(rings)

    def next_ring(self) -> Ring | None:
        """Return what rings next."""
        return self._keeping.next_due(self._clock.now())

    def _since(self, now: datetime) -> datetime:
        """Return from when on to look; the clock may have been set back."""
        looked = self._looked or self._keeping.looked_until() or now
        return min(looked, now, key=lambda moment: moment.astimezone(UTC))

    def _may_ring(self, now: datetime, now_s: float, version: object) -> bool:
        if self._looked is None or self._busy or version != self._version:
            return True
        passed = now.astimezone(UTC) - self._looked.astimezone(UTC)
        if abs(passed.total_seconds() - (now_s - self._looked_s)) > _STEP_S:
            return True
        return self._next_at is not None and self._next_at <= now.astimezone(UTC)

    def _due(self, since: datetime, now: datetime, *, quiet: bool) -> list[Ring]:
        """Return what rings, waits or was missed, as it is now on disk."""
        moment = now.astimezone(UTC)
        known = [*self._keeping.rings(OPEN), *self._unsaved.values()]
        after = {ring.key: looked_at(ring, moment, quiet=quiet) for ring in known}
        before = {ring.key: ring for ring in known}
        for ring in self._keeping.due(since, now):
            if ring.key not in after:
                after[ring.key] = begun(ring, moment, quiet=quiet)
        changed = [ring for key, ring in after.items() if before.get(key) != ring]
        if changed:
            self._save(changed)
        return list(after.values())

    def _save(self, rings: Sequence[Ring]) -> None:
        try:
            self._keeping.put(*rings)
        except StorageError as error:
            _LOGGER.warning("what rings is not kept: %s", error)
            self._unsaved |= {ring.key: ring for ring in rings}
            return
        for ring in rings:
            self._unsaved.pop(ring.key, None)

    def _still(self, rings: Sequence[Ring]) -> list[Ring]:
        """Return those that nobody answered while they were heard."""
        try:
            open_now = {ring.key: ring for ring in self._keeping.rings(OPEN)}
        except StorageError:
            open_now = {}
        open_now |= self._unsaved
        return [
            open_now[ring.key]
            for ring in rings
            if ring.key in open_now and open_now[ring.key].state is RingState.RINGING
        ]

    def _summed_up(
        self, missed: Sequence[Ring], now: datetime, *, off: bool
    ) -> tuple[str, tuple[int, ...]]:
        told = [ring for ring in missed if now.astimezone(UTC) - ring.due_at < TOLD_FOR]
        if not told:
            return "", ()
        told.sort(key=lambda ring: ring.due_at)
        text = ring_wording.missed(told, self._speaker(now), off=off)
        try:
            # whoever does not hear it is told at the next turn
            self._announcements.add(MISSED, text, now)
            ids = [a.id for a in self._announcements.untold() if a.text == text]
        except StorageError as error:
            _LOGGER.warning("what was missed is not kept: %s", error)
            return text, ()
        return text, tuple(ids)

    def _worded(
        self,
        rings: tuple[Ring, ...],
        summary: tuple[str, tuple[int, ...]],
        now: datetime,
    ) -> Sounding:
        text, told = summary
        if rings:
            said = ring_wording.rings(rings, self._speaker(now))
            text = f"{text} {said}".strip()
        return Sounding(rings, text, told)

    def _note(self, now: datetime, *, force: bool) -> None:
        moment = now.astimezone(UTC)
        if (
            not force
            and self._noted is not None
            and abs(moment - self._noted) < _NOTE_EVERY
        ):
            return
        self._noted = moment
        try:
            self._keeping.look(now)
        except StorageError as error:
            _LOGGER.debug("not noted: %s", error)

    def _speaker(self, now: datetime) -> Speaker:
        return Speaker(self._replies, 0, now)

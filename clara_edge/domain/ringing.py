"""What rings, when it sounds again, and when it ends: timers, alarms and reminders alike.

An occurrence of something rings once, however often its moment comes: it is told apart by
what it belongs to and by the moment it was meant for. It sounds until a person stops or
snoozes it, or until nobody answered for long enough.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum


class RingKind(StrEnum):
    """What rings."""

    TIMER = "timer"
    ALARM = "alarm"
    REMINDER = "reminder"


class RingState(StrEnum):
    """What became of a ring."""

    RINGING = "ringing"
    SNOOZED = "snoozed"
    HELD = "held"
    """Came while it was to be quiet; sounds when that is over."""
    STOPPED = "stopped"
    """A person answered."""
    UNANSWERED = "unanswered"
    MISSED = "missed"
    """Nobody could hear it: Clara was off."""


OPEN = frozenset({RingState.RINGING, RingState.SNOOZED, RingState.HELD})
"""States out of which it may (again) sound."""

RING_FOR = timedelta(minutes=15)
"""How long alarms and timers ring, and how late something may still begin to."""

# A reminder is said, then twice more; an alarm or timer goes on and on.
_SAID_AGAIN = (timedelta(minutes=1), timedelta(minutes=5))
_EVERY = timedelta(seconds=1)

TOLD_FOR = timedelta(days=7)
"""What was missed longer ago is not worth telling."""

SNOOZE = timedelta(minutes=9)
"""What clock radios have had since the 1950s."""


@dataclass(frozen=True, slots=True)
class Ring:
    """One occurrence of something that rings. Times are aware."""

    kind: RingKind
    source_id: str
    """The id of the timer, alarm or reminder."""
    occurrence: str
    """Which of its occurrences; the same one always has the same text."""
    due_at: datetime
    """When it was to ring, on the clock as it goes now."""
    title: str = ""
    """The name of the timer or alarm, the title of the task."""
    number: int = 0
    """Of the timer, alarm or task."""
    task_id: str | None = None
    duration: timedelta | None = None
    """Of a timer."""
    state: RingState = RingState.RINGING
    began_at: datetime | None = None
    """When it began to sound; again after a snooze."""
    sounds_at: datetime | None = None
    """When it sounds next."""
    sounded: int = 0
    """How often it sounded since it began."""

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from all others."""
        return self.kind, self.source_id, self.occurrence


def begun(ring: Ring, now: datetime, *, quiet: bool = False) -> Ring:
    """Return what a ring that is due becomes.

    Args:
        ring: not yet known to have rung.
        now: the time.
        quiet: reminders are to be held back; alarms and timers never are.
    """
    if now - ring.due_at > RING_FOR:
        return replace(ring, state=RingState.MISSED)
    if quiet and ring.kind is RingKind.REMINDER:
        return replace(ring, state=RingState.HELD)
    return ringing(ring, now)


def ringing(ring: Ring, now: datetime) -> Ring:
    """Let it sound now."""
    return replace(
        ring, state=RingState.RINGING, began_at=now, sounds_at=now, sounded=0
    )


def sounded(ring: Ring, now: datetime) -> Ring:
    """Note that it was heard once (more); it may be over with that."""
    count = ring.sounded + 1
    began = ring.began_at or now
    if ring.kind is RingKind.REMINDER:
        again = began + _SAID_AGAIN[count - 1] if count <= len(_SAID_AGAIN) else None
    else:
        again = now + _EVERY if now - began < RING_FOR else None
    state = RingState.UNANSWERED if again is None else RingState.RINGING
    return replace(ring, state=state, sounds_at=again, sounded=count)


def snoozed(ring: Ring, until: datetime) -> Ring:
    """Let it ring again at a time."""
    return replace(ring, state=RingState.SNOOZED, sounds_at=until, sounded=0)


def stopped(ring: Ring) -> Ring:
    """Note that a person answered."""
    return replace(ring, state=RingState.STOPPED, sounds_at=None)


def looked_at(ring: Ring, now: datetime, *, quiet: bool = False) -> Ring:
    """Return what an open ring becomes with time: it wakes up, or is over.

    A clock that was set back does not silence it.
    """
    if ring.state is RingState.HELD:
        return ring if quiet else ringing(ring, now)
    if ring.state is RingState.SNOOZED:
        if ring.sounds_at is not None and ring.sounds_at > now:
            return ring
        if quiet and ring.kind is RingKind.REMINDER:
            return replace(ring, state=RingState.HELD)
        late = ring.sounds_at is not None and now - ring.sounds_at > RING_FOR
        return replace(ring, state=RingState.MISSED) if late else ringing(ring, now)
    began = ring.began_at
    if began is not None and began > now:
        ring = replace(ring, began_at=now, sounds_at=now)
    elif began is not None and now - began > RING_FOR:
        # off while it rang; what rang to its end was noted by sounded()
        state = RingState.UNANSWERED if ring.sounded else RingState.MISSED
        return replace(ring, state=state, sounds_at=None)
    return ring


def sounds_now(ring: Ring, now: datetime) -> bool:
    """Whether it is to be heard now."""
    return ring.state is RingState.RINGING and (
        ring.sounds_at is None or ring.sounds_at <= now
    )

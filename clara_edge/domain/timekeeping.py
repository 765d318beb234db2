"""Timers and alarms: what a person set, and the rules that change them.

Whether something rings just now is not part of them: see domain.ringing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import TYPE_CHECKING

from clara_edge.domain.due import Due
from clara_edge.domain.errors import FieldInvalidError, RecurrenceInvalidError
from clara_edge.domain.recurrence import Recurrence, checked, slots

if TYPE_CHECKING:
    from collections.abc import Iterator

TIMER_MIN = timedelta(seconds=1)
TIMER_MAX = timedelta(days=365)
# More than anybody can keep apart; it only stops what runs wild.
TIMERS_MAX = 1_000
ALARMS_MAX = 1_000
# A slot may be read up to a day off where a zone skipped one (Apia, 2011).
_LONGEST_JUMP = timedelta(days=2)


class TimerState(StrEnum):
    """Where a timer stands."""

    RUNNING = "running"
    PAUSED = "paused"
    RINGING = "ringing"
    """Over, and nobody has stopped it yet."""
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Timer:
    """One timer. Times are aware; exactly one of `ends_at` and `remaining` is set."""

    id: str
    number: int
    """Short and stable: what people type."""
    duration: timedelta
    """What it was set for; where it starts again from."""
    state: TimerState
    created_at: datetime
    updated_at: datetime
    name: str | None = None
    """As said, without the word timer: "pasta"."""
    ends_at: datetime | None = None
    """On the clock as it goes now, whatever it was set to since."""
    remaining: timedelta | None = None
    """While it is paused."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """A time of day on a day or on the days of a rule, in whatever zone the device is."""

    id: str
    number: int
    day: date
    """The day on which it rings, or first rings."""
    time: time
    """Naive: the clock on the wall."""
    created_at: datetime
    updated_at: datetime
    name: str | None = None
    """As said, without the word alarm: "swimming"."""
    rule: str | None = None
    """RFC 5545 RRULE value; None rings once."""
    exceptions: tuple[str, ...] = ()
    """Slots left out, as Due.text."""
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class AlarmDraft:
    """An alarm to be stored."""

    day: date
    time: time
    name: str | None = None
    rule: str | None = None


def checked_duration(duration: timedelta) -> timedelta:
    """Return a length fit for a timer, to the millisecond, or raise FieldInvalidError."""
    if not TIMER_MIN <= duration <= TIMER_MAX:
        raise FieldInvalidError(
            f"a timer cannot run for {duration.total_seconds():,.0f} seconds",
            remedy="choose from one second to 365 days",
        )
    return timedelta(milliseconds=duration // timedelta(milliseconds=1))


def left(timer: Timer, now: datetime) -> timedelta:
    """Return how long a timer still runs; zero when it is over."""
    if timer.ends_at is None:
        return timer.remaining or timedelta(0)
    # within one zone subtraction would ignore its offsets
    return max(timer.ends_at.astimezone(UTC) - now.astimezone(UTC), timedelta(0))


def paused(timer: Timer, now: datetime) -> Timer:
    """Stop the time; one that does not run stays as it is."""
    if timer.state is not TimerState.RUNNING:
        return timer
    return replace(
        timer, state=TimerState.PAUSED, ends_at=None, remaining=left(timer, now)
    )


def resumed(timer: Timer, now: datetime) -> Timer:
    """Let a paused timer go on; any other stays as it is."""
    if timer.state is not TimerState.PAUSED:
        return timer
    return _running(timer, left(timer, now), now)


def restarted(timer: Timer, now: datetime) -> Timer:
    """Start it again from its full length."""
    return _running(timer, timer.duration, now)


def lasting(timer: Timer, duration: timedelta, now: datetime) -> Timer:
    """Start it anew with another length; a paused one stays paused.

    Raises:
        FieldInvalidError: no timer can be that long.
    """
    timer = replace(timer, duration=checked_duration(duration))
    if timer.state is TimerState.PAUSED:
        return replace(timer, remaining=timer.duration)
    return restarted(timer, now)


def extended(timer: Timer, by: timedelta, now: datetime) -> Timer:
    """Give it more time, or less; one that is over runs again for as long.

    Raises:
        FieldInvalidError: nothing would be left, or too much.
    """
    rest = checked_duration(left(timer, now) + by)
    if timer.state is TimerState.PAUSED:
        return replace(timer, remaining=rest)
    return _running(timer, rest, now)


def next_ring(alarm: Alarm, after: datetime) -> datetime | None:
    """Return when an alarm rings next, later than an aware local time; None: never again.

    A time that daylight saving leaves out is read with the offset before the gap, one
    that comes twice is the first (RFC 5545, 3.3.5).
    """
    if not alarm.enabled:
        return None
    since = after.astimezone(UTC)
    found = next((ring for ring in rings_from(alarm, after) if ring > since), None)
    return None if found is None else found.astimezone(after.tzinfo)


def rings_from(alarm: Alarm, around: datetime) -> Iterator[datetime]:
    """Yield when it rings in UTC, in order, enabled or not; some up to two days earlier."""
    zone = around.tzinfo or UTC
    for slot in _slots(alarm, around, zone):
        wall = datetime.combine(slot.day, slot.time or time(0), zone)
        yield wall.astimezone(UTC)


def checked_alarm(alarm: AlarmDraft | Alarm, zone: tzinfo | None) -> None:
    """Raise RecurrenceInvalidError for a rule that cannot be read or never rings."""
    if alarm.rule is not None:
        checked(_recurrence(alarm, zone))


def first_day(at: time, after: datetime) -> date:
    """Return the day on which a time of day comes next."""
    today = Alarm("", 0, after.date(), at, after, after)
    is_over = next_ring(today, after) is None
    return after.date() + timedelta(days=1) if is_over else after.date()


def _running(timer: Timer, rest: timedelta, now: datetime) -> Timer:
    return replace(
        timer,
        state=TimerState.RUNNING,
        ends_at=now.astimezone(UTC) + rest,
        remaining=None,
    )


def _slots(alarm: Alarm, around: datetime, zone: tzinfo) -> Iterator[Due]:
    start = Due(alarm.day, alarm.time, _zone_name(zone))
    if alarm.rule is None:
        return iter((start,))
    early = Due.at_instant(around - _LONGEST_JUMP, _zone_name(zone))
    try:
        return slots(_recurrence(alarm, zone), early)
    except RecurrenceInvalidError:
        return iter(())  # it was checked when it was stored; never ring at random


def _recurrence(alarm: AlarmDraft | Alarm, zone: tzinfo | None) -> Recurrence:
    start = Due(alarm.day, alarm.time, _zone_name(zone))
    exceptions = alarm.exceptions if isinstance(alarm, Alarm) else ()
    return Recurrence(start, alarm.rule, exceptions=exceptions)


def _zone_name(zone: tzinfo | None) -> str:
    """Return the IANA name; where only an offset is known, the clock on the wall counts."""
    return getattr(zone, "key", None) or "UTC"

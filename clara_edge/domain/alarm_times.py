"""From what was said to when an alarm rings."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from clara_edge.domain.time_targets import names_day
from clara_edge.domain.timekeeping import Alarm, AlarmDraft, first_day, rings_from
from clara_edge.domain.when import Ask, When

if TYPE_CHECKING:
    from collections.abc import Sequence

# Hours at which people get up; "wake me tomorrow at six" is none of the evening.
_MORNING = range(3, 12)
_HALF_DAY = timedelta(hours=12)
_DAY = timedelta(days=1)


def settled_half(when: When, text: str, now: datetime) -> When:
    """Decide between morning and evening where an alarm leaves it open; else set `ask`.

    Args:
        when: as it was read.
        text: the whole utterance.
        now: aware.
    """
    halves = _halves(when)
    if halves is None:
        return replace(when, ask=None) if when.ask is Ask.TIME else when
    early, late = halves
    wall = now.replace(tzinfo=None)
    named = names_day(when.text, now) or when.recurrence is not None
    if early > wall and early.hour in _MORNING and (named or "wake" in text.casefold()):
        chosen = early
    elif early <= wall or named:
        chosen = late
    else:
        first, second = sorted(halves)
        return replace(when, at=first, alternatives=(second,), ask=Ask.TIME)
    return replace(when, at=chosen, alternatives=(), ask=None)


def _halves(when: When) -> tuple[datetime, datetime] | None:
    """Return the morning's and the evening's reading of an open time."""
    at = when.at
    if not isinstance(at, datetime):
        return None
    for other in when.alternatives:
        if isinstance(other, datetime) and abs(other - at) == _HALF_DAY:
            early, late = sorted((at, other), key=lambda moment: moment.hour)
            return early, late
    return None


def drafted(when: When, name: str | None) -> AlarmDraft | None:
    """Return the alarm of a moment or repetition; None if no time of day was said."""
    at = when.at
    if not isinstance(at, datetime):
        return None
    return AlarmDraft(
        at.date(), at.time().replace(microsecond=0), name, when.recurrence
    )


def moved(alarm: Alarm, when: When, now: datetime) -> Alarm:
    """Return an alarm with the time, the day or the repetition that was said.

    What was not said stays: "to 8" keeps its days and the half of the day.
    """
    at = when.at
    if when.recurrence is not None and at is not None:
        clock = at.time() if isinstance(at, datetime) else alarm.time
        day = at.date() if isinstance(at, datetime) else at
        return replace(
            alarm, day=day, time=_whole(clock), rule=when.recurrence, exceptions=()
        )
    if isinstance(at, datetime):
        named = names_day(when.text, now)
        clock = (
            _nearest_half(alarm.time, [at, *when.alternatives])
            if not named
            else at.time()
        )
        if named and alarm.rule is None:
            return replace(alarm, day=at.date(), time=_whole(clock))
        return _at(alarm, _whole(clock), now)
    if at is not None and alarm.rule is None:
        return replace(alarm, day=at)
    return alarm


def switched(alarm: Alarm, now: datetime, *, on: bool) -> Alarm:
    """Switch an alarm on or off; one that is over rings when its time comes next."""
    if on and alarm.rule is None and not _rings_later(alarm, now):
        alarm = replace(alarm, day=first_day(alarm.time, now))
    return replace(alarm, enabled=on)


def without(alarm: Alarm, day: date, now: datetime) -> Alarm:
    """Leave out the ring of a repeating alarm on one day."""
    left_out = [
        ring.astimezone(now.tzinfo).replace(tzinfo=None)
        for ring in _near(alarm, day, now)
    ]
    texts = [f"{wall:%Y-%m-%dT%H:%M}" for wall in left_out if wall.date() == day]
    return replace(alarm, exceptions=(*alarm.exceptions, *texts))


def _near(alarm: Alarm, day: date, now: datetime) -> Sequence[datetime]:
    noon = datetime.combine(day, time(12), now.tzinfo)
    found = []
    for ring in rings_from(alarm, noon):
        if ring > noon.astimezone(UTC) + 2 * _DAY:
            break
        found.append(ring)
    return found


def _at(alarm: Alarm, clock: time, now: datetime) -> Alarm:
    changed = replace(alarm, time=clock)
    if alarm.rule is None:
        # the same day, unless that time is over
        if _rings_later(changed, now):
            return changed
        return replace(changed, day=first_day(clock, now))
    return replace(changed, exceptions=())


def _rings_later(alarm: Alarm, now: datetime) -> bool:
    since = now.astimezone(UTC)
    return any(ring > since for ring in rings_from(alarm, now))


def _nearest_half(old: time, moments: Sequence[date]) -> time:
    clocks = [moment.time() for moment in moments if isinstance(moment, datetime)]
    return min(clocks, key=lambda clock: _apart(old, clock))


def _apart(one: time, other: time) -> int:
    minutes = abs((one.hour - other.hour) * 60 + one.minute - other.minute)
    return min(minutes, 24 * 60 - minutes)


def _whole(clock: time) -> time:
    return clock.replace(microsecond=0, tzinfo=None, fold=0)

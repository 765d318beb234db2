"""The first slot of a repetition, and its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from ._bases import elapsed, moved
from ._calendar import plus_days
from ._day import Day
from ._draft import Draft
from ._frame import Anchored, Frame, ImpossibleDateError
from ._part import Part
from ._times import at_clock, at_part, existing, fitted, next_time
from .when import Ask, Grain, When

if TYPE_CHECKING:
    from ._clock import Clock
    from ._repeat import Repeat

_FINE = {"HOURLY": 3600, "MINUTELY": 60, "SECONDLY": 1}


def repeating(draft: Draft, repeat: Repeat, frame: Frame) -> When:
    """Return the rule with its first slot, which is not over."""
    start, ask = frame.today, None
    begin = draft.begin or (Draft(day=draft.day) if draft.day else None)
    if begin is not None:
        place = begin.anchor(frame)
        start, ask = place.start, place.ask
    if draft.clocks:
        repeat = _with_times(repeat, draft.clocks, frame)
    at, grain, open_ask = _first(draft, repeat, start, frame)
    end = None
    if draft.last_clock is not None and isinstance(at, datetime):
        end = existing(next_time(draft.last_clock, at), frame)
    day = at.date() if isinstance(at, datetime) else at
    repeat = repeat.anchored(day)
    return When(
        "",
        at=at,
        end=end,
        grain=grain,
        recurrence=repeat.text(*_end(draft, at, frame)),
        ask=ask or open_ask or (Ask.REPEAT if repeat.once else None),
    )


def _with_times(repeat: Repeat, clocks: tuple[Clock, ...], frame: Frame) -> Repeat:
    """Return it at several hours; they must have the same minute."""
    day = draft_day(frame.today).anchor(frame)
    midnight = _midnight(frame, frame.today)
    times = [at_clock(clock, None, day, midnight).time for clock in clocks]
    minutes = {each.minute for each in times if each is not None}
    if len(minutes) != 1 or not all(clock.possible for clock in clocks):
        raise ImpossibleDateError("times that no rule holds")
    hours = tuple(sorted({each.hour for each in times if each is not None}))
    return replace(repeat, hours=hours, minute=minutes.pop())


def _first(
    draft: Draft, repeat: Repeat, start: date, frame: Frame
) -> tuple[date | datetime, Grain, Ask | None]:
    if repeat.frequency in _FINE:
        return _fine(draft, repeat, start, frame)
    clock, part = draft.clock, draft.part
    if clock is not None and draft.last_clock is not None:
        clock = fitted(clock, draft.last_clock)
    if part is None and repeat.part is not None:
        part = Part(repeat.part)
    if clock is None and part is None and not repeat.hours:
        return next(repeat.slots(start)), Grain.DAY, None
    if clock is not None and not clock.possible:
        raise ImpossibleDateError("no such time of day")
    for day in repeat.slots(start):
        found = _at_slot(repeat, clock, part, day, frame)
        if found.time is not None and found.time > frame.wall:
            return found.time, found.grain, found.ask
    raise ImpossibleDateError("never")


def _at_slot(
    repeat: Repeat, clock: Clock | None, part: Part | None, day: date, frame: Frame
) -> Anchored:
    """Return the time on a day of it; of several the first that is not over."""
    if repeat.hours:
        times = [datetime.combine(day, time(h, repeat.minute)) for h in repeat.hours]
        first = next((each for each in times if each > frame.wall), times[-1])
        return Anchored(day, grain=Grain.HOUR, time=existing(first, frame))
    place = draft_day(day).anchor(frame)
    # read as at midnight, so that the hour is the same on each day
    early = _midnight(frame, day)
    if clock is not None:
        return at_clock(clock, part, place, early)
    return at_part(replace(part or Part("morning"), which=""), place, early)


def _midnight(frame: Frame, day: date) -> Frame:
    start = datetime.combine(day, time(0), frame.now.tzinfo)
    return replace(frame, now=start)


def draft_day(day: date) -> Draft:
    """Return a draft of exactly one day."""
    return Draft(day=Day(number=day.day, month=day.month, year=day.year))


def _fine(
    draft: Draft, repeat: Repeat, start: date, frame: Frame
) -> tuple[date | datetime, Grain, Ask | None]:
    grain = {"HOURLY": Grain.HOUR, "MINUTELY": Grain.MINUTE, "SECONDLY": Grain.SECOND}
    ask = None
    if draft.clock is not None:
        place = at_clock(draft.clock, draft.part, None, frame)
        at, ask = place.time, place.ask
    elif start > frame.today:
        at = datetime.combine(start, time(9))
    else:
        at = elapsed(frame.now, repeat.interval * _FINE[repeat.frequency])
    assert at is not None  # noqa: S101 - a clock time has one
    return at, grain[repeat.frequency], ask


def _end(
    draft: Draft, at: date | datetime, frame: Frame
) -> tuple[tuple[str, object], ...]:
    if draft.count is not None:
        return (("COUNT", draft.count),)
    day = at.date() if isinstance(at, datetime) else at
    if draft.until is not None:
        place = draft.until.anchor(frame)
        # until March ends before it, until Friday with it
        last = place.start if place.end is None else plus_days(place.start, -1)
        if last < day:
            raise ImpossibleDateError("it ends before it begins")
    elif draft.length is not None:
        last = plus_days(moved(day, draft.length, 1), -1)
    else:
        return ()
    if not isinstance(at, datetime):
        return (("UNTIL", f"{last:%Y%m%d}"),)
    # RFC 5545: UTC where the start has a zone
    final = datetime.combine(last, time(23, 59, 59), frame.now.tzinfo).astimezone(UTC)
    return (("UNTIL", f"{final:%Y%m%dT%H%M%SZ}"),)

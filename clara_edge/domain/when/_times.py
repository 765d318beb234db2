"""Which hour a time of day means."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from ._calendar import plus_days
from ._frame import Anchored, Frame, ImpossibleDateError
from .when import Ask, Grain

if TYPE_CHECKING:
    from datetime import date

    from ._clock import Clock
    from ._part import Part

_SOON = timedelta(hours=6)
"""A bare "at 8" that comes this soon is what is meant; otherwise it is asked about."""
_NIGHT = 5
"""Until this hour the night belongs to the evening before it."""


def at_clock(
    clock: Clock, part: Part | None, day: Anchored | None, frame: Frame
) -> Anchored:
    """Return the time that was meant, on a day or without one."""
    grain = Grain(clock.grain)
    if part is not None:
        found, ask = _in_part(clock, part, day, frame)
    elif day is None:
        found, ask = _next(clock, frame)
    else:
        found, ask = _on_day(clock, day.start, frame)
    if clock.elsewhere:
        ask = Ask.TIME
    if day is not None and day.ask is not None:
        ask = day.ask
    others = () if day is None else day.others
    found = existing(found, frame)
    return Anchored(found.date(), None, grain, ask, others, found)


def at_part(part: Part, day: Anchored | None, frame: Frame) -> Anchored:
    """Return when a part of a day begins, for somebody to be reminded."""
    hours = frame.settings.parts[part.name]
    ask = None if day is None else day.ask
    if day is not None:
        start = day.start
    elif part.which == "last":
        start = plus_days(frame.today, -1)
    else:
        start = frame.today
    begin = datetime.combine(start, hours.at)
    end = datetime.combine(start, hours.end)
    if hours.end == time(0):
        end += timedelta(1)
    if start == frame.today and begin <= frame.wall and part.which != "last":
        if frame.wall < end:
            begin = frame.wall.replace(second=0, microsecond=0)
        elif part.which or day is not None:
            ask = Ask.DAY
        else:
            start = plus_days(start, 1)
            begin = datetime.combine(start, hours.at)
    begin = existing(begin, frame)
    others = () if day is None else day.others
    return Anchored(begin.date(), None, Grain.PART_OF_DAY, ask, others, begin)


def _moment(day: date, hour: int, clock: Clock) -> datetime:
    start = datetime.combine(day, time(0))
    return start + timedelta(hours=hour, minutes=clock.minute, seconds=clock.second)


def _is_awake(hour: int, frame: Frame) -> bool:
    first, last = frame.settings.awake
    return first <= hour < last


def _next(clock: Clock, frame: Frame) -> tuple[datetime, Ask | None]:
    """Return the next such time; of a bare one the next while people are awake."""
    times = sorted(
        time_
        for days in (0, 1)
        for hour in clock.hours()
        if (time_ := _moment(plus_days(frame.today, days), hour, clock)) > frame.wall
    )
    if not clock.open:
        return times[0], None
    awake = [t for t in times if _is_awake(t.hour, frame)]
    found = awake[0] if awake else times[0]
    sure = found == times[0] and (
        found - frame.wall <= _SOON or not _both_awake(clock, frame)
    )
    return found, None if sure else Ask.TIME


def _both_awake(clock: Clock, frame: Frame) -> bool:
    return all(_is_awake(hour, frame) for hour in clock.hours())


def _on_day(clock: Clock, day: date, frame: Frame) -> tuple[datetime, Ask | None]:
    """Return the time on a day; today only what is still to come, if anything is."""
    times = [_moment(day, hour, clock) for hour in clock.hours()]
    if not clock.open:
        return times[0], None
    ahead = [t for t in times if t > frame.wall] or times
    awake = [t for t in ahead if _is_awake(t.hour, frame)]
    if len(awake) == 1:
        return awake[0], None
    return (awake or ahead)[0], Ask.TIME


def _in_part(
    clock: Clock, part: Part, day: Anchored | None, frame: Frame
) -> tuple[datetime, Ask | None]:
    """Return the time that a part of the day leaves open."""
    hour, later, ask = _hour_in_part(clock, part)
    if day is not None or part.which:
        start = frame.today if day is None else day.start
        if part.which == "last":
            start = plus_days(frame.today, -1)
        found = _moment(start, hour, clock)
        # tonight at 1, said before 1 o'clock
        near = later and start == frame.today and found > frame.wall
        near = near and frame.now.hour < _NIGHT
        return found + timedelta(days=later and not near), ask
    found = _moment(frame.today, hour, clock)
    if later:
        found += timedelta(1)
    if found - timedelta(1) > frame.wall:
        found -= timedelta(1)
    if found <= frame.wall:
        found += timedelta(1)
    return found, ask


def _hour_in_part(clock: Clock, part: Part) -> tuple[int, bool, Ask | None]:
    """Return the hour, whether it is after midnight of that day, and what to ask."""
    hours = clock.hours()
    if part.name in ("morning", "early_morning"):
        wrong = hours[0] >= 12 or hours[0] == 0
        return hours[0], False, Ask.TIME if wrong else None
    if part.name in ("afternoon", "lunch"):
        wrong = hours[-1] < 12 or hours[-1] > 20
        return hours[-1], False, Ask.TIME if wrong else None
    if hours in ((0, 12), (24,), (0,)):
        return 0, True, None
    if part.name == "evening":
        wrong = hours[-1] < 16
        return hours[-1], False, Ask.TIME if wrong else None
    if hours[-1] - 12 < _NIGHT and len(hours) == 2:
        return hours[0], True, Ask.TIME
    return hours[-1], hours[-1] < _NIGHT, None


def fitted(clock: Clock, last: Clock) -> Clock:
    """Return the begin of an interval in the half of the day that its end tells."""
    if clock.open and last.open and last.hour % 12 < clock.hour % 12 >= 7:
        # from 9 to 5
        return replace(clock, half="am")
    if not clock.open or last.open or last.half == "24":
        return clock
    first = clock.hour % 12 * 60 + clock.minute
    end = last.hour % 12 * 60 + last.minute
    other = {"am": "pm", "pm": "am"}[last.half]
    return replace(clock, half=last.half if first < end else other)


def next_time(clock: Clock, start: datetime) -> datetime:
    """Return the first such time after another."""
    times = (
        _moment(plus_days(start.date(), days), hour, clock)
        for days in (0, 1)
        for hour in clock.hours()
    )
    return min(time_ for time_ in times if time_ > start)


def existing(moment: datetime, frame: Frame) -> datetime:
    """Return a local time that exists: one that daylight saving leaves out is an hour later."""
    try:
        meant = moment.replace(tzinfo=frame.now.tzinfo, fold=0)
        back = meant.astimezone(UTC).astimezone(frame.now.tzinfo)
        return back.replace(tzinfo=None, fold=0)
    except (OverflowError, ValueError) as error:
        raise ImpossibleDateError(str(error)) from error

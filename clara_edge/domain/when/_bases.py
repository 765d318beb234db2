"""Places on the calendar that are found by counting from others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from ._calendar import (
    month_length,
    nth_weekday,
    on_or_after,
    plus_days,
    plus_months,
    week_of,
)
from ._frame import Anchored, Base, Frame, ImpossibleDateError
from .when import Ask, Grain

if TYPE_CHECKING:
    from ._durations import Length

_FINE = (Grain.SECOND, Grain.MINUTE, Grain.HOUR)


def period(day: date, grain: Grain, count: int = 0) -> Anchored:
    """Return the week, weekend, month, quarter or year of a day, or one so many later."""
    if grain is Grain.DAY:
        return Anchored(plus_days(day, count))
    if grain is Grain.WEEK:
        monday = plus_days(week_of(day), 7 * count)
        return Anchored(monday, plus_days(monday, 6), grain)
    if grain is Grain.WEEKEND:
        saturday = plus_days(week_of(day), 5 + 7 * count)
        return Anchored(saturday, plus_days(saturday, 1), grain)
    months = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}[grain]
    first = day.replace(day=1, month=day.month - (day.month - 1) % months)
    start = plus_months(first, months * count)
    last = plus_months(start, months - 1)
    end = last.replace(day=month_length(last.year, last.month))
    return Anchored(start, end, grain)


@dataclass(frozen=True, slots=True)
class Period:
    """This week, next month, the year after next."""

    grain: Grain
    count: int

    def anchor(self, frame: Frame) -> Anchored:
        """Place it; the next weekend may be the coming one, which is asked about."""
        found = period(frame.today, self.grain, self.count)
        if self.grain is Grain.WEEKEND and self.count == 1:
            coming = period(frame.today, self.grain)
            if frame.today < coming.start:
                return replace(found, ask=Ask.DAY, others=(coming.start,))
        return found


@dataclass(frozen=True, slots=True)
class Quarter:
    """The third quarter of this or a named year."""

    number: int

    def anchor(self, frame: Frame) -> Anchored:
        """Place it in the year named, or where it is not over."""
        month = 3 * self.number - 2
        found = period(date(frame.year or frame.today.year, month, 1), Grain.QUARTER)
        if frame.year is None and found.end is not None and found.end < frame.today:
            return period(found.start, Grain.QUARTER, 4)
        return found


@dataclass(frozen=True, slots=True)
class NthOf:
    """The nth day, weekday or working day of an interval, or of every coming month."""

    nth: int
    weekday: int | None
    of: Base
    working: bool = False

    def anchor(self, frame: Frame) -> Anchored:
        """Place it; in the next interval of its kind if it is over in this one."""
        place = self.of.anchor(frame)
        day = self._of(place)
        if day is None:
            raise ImpossibleDateError(f"no {self.nth} there")
        return Anchored(day, ask=place.ask)

    def _of(self, place: Anchored) -> date | None:
        first, last = place.start, place.end or place.start
        if self.working:
            days = [
                day
                for n in range((last - first).days + 1)
                if (day := plus_days(first, n)).weekday() < 5
            ]
            at = self.nth - 1 if self.nth > 0 else self.nth
            return days[at] if -len(days) <= at < len(days) else None
        if self.weekday is not None:
            return nth_weekday(first, last, self.nth, self.weekday)
        if self.nth > 0:
            day = plus_days(first, self.nth - 1)
        else:
            day = plus_days(last, self.nth + 1)
        return day if first <= day <= last else None


@dataclass(frozen=True, slots=True)
class Edge:
    """The end, the beginning, the middle or a third of an interval, or what is after it."""

    of: Base
    edge: str

    def anchor(self, frame: Frame) -> Anchored:
        """Place it: the first, middle or last day; of a day the end, a time."""
        place = self.of.anchor(frame)
        if place.end is None:
            if self.edge != "end":
                return place
            time = datetime.combine(place.start, frame.settings.end_of_day)
            return Anchored(place.start, grain=Grain.SECOND, time=time)
        if self.edge in _THIRDS:
            return _third(place.start, place.end, _THIRDS.index(self.edge), place.grain)
        days = (place.end - place.start).days
        at = {"start": 0, "middle": days // 2, "end": days, "after": days + 1}
        return Anchored(plus_days(place.start, at[self.edge]))


_THIRDS = ("early", "mid", "late")


def _third(first: date, last: date, n: int, grain: Grain) -> Anchored:
    days = (last - first).days + 1
    start = plus_days(first, days * n // 3)
    return Anchored(start, plus_days(first, days * (n + 1) // 3 - 1), grain)


@dataclass(frozen=True, slots=True)
class Shifted:
    """So long before or after something, now if nothing else is named."""

    length: Length
    sign: int
    base: Base | None = None
    yearly: bool = False
    """Whether the base comes back each year."""

    def anchor(self, frame: Frame) -> Anchored:
        """Place it; a time where the length or what it counts from is one."""
        length = self.length
        place = None if self.base is None else self.base.anchor(frame)
        if place is None and length.seconds:
            day = moved(frame.today, length, self.sign)
            base = frame.now.replace(year=day.year, month=day.month, day=day.day)
            time = elapsed(base, float(length.seconds) * self.sign)
            return Anchored(time.date(), grain=length.grain, time=time)
        start = moved(frame.today if place is None else place.start, length, self.sign)
        if place is not None and (length.seconds or place.time):
            time = datetime.combine(start, datetime.min.time())
            if place.time is not None:
                time = datetime.combine(start, place.time.time())
            time += self.sign * timedelta(seconds=float(length.seconds))
            grain = min(place.grain, length.grain, key=list(Grain).index)
            return Anchored(time.date(), grain=grain, time=time, ask=place.ask)
        grain = Grain.WEEK if length.grain is Grain.WEEK else Grain.DAY
        others: tuple[date, ...] = ()
        ask = None if place is None else place.ask
        if place is not None and place.others:
            others = tuple(moved(day, length, self.sign) for day in place.others)
        if place is not None and self.yearly:
            # a year after Christmas: the last one, or the next?
            before = moved(plus_months(place.start, -12), length, self.sign)
            if before > frame.today:
                ask, others = Ask.DAY, (before, *others)
        return Anchored(start, grain=grain, ask=ask, others=others)


@dataclass(frozen=True, slots=True)
class CountedWeekday:
    """Two Sundays from now; the third Tuesday after Christmas."""

    count: int
    weekday: int
    base: Base | None = None

    def anchor(self, frame: Frame) -> Anchored:
        """Count such weekdays after (or before) the day, which does not count itself."""
        day = frame.today if self.base is None else self.base.anchor(frame).start
        if self.count > 0:
            first = on_or_after(plus_days(day, 1), self.weekday)
            return Anchored(plus_days(first, 7 * (self.count - 1)))
        last = plus_days(day, -1)
        last = plus_days(last, -((last.weekday() - self.weekday) % 7))
        return Anchored(plus_days(last, 7 * (self.count + 1)))


@dataclass(frozen=True, slots=True)
class Closest:
    """The weekday closest to a day."""

    weekday: int
    base: Base

    def anchor(self, frame: Frame) -> Anchored:
        """Place it at most three days away."""
        day = self.base.anchor(frame).start
        return Anchored(on_or_after(plus_days(day, -3), self.weekday))


def moved(day: date, length: Length, sign: int) -> date:
    """Return the day so much later, or earlier, hours not counted."""
    try:
        return plus_days(plus_months(day, sign * length.months), sign * length.days)
    except (OverflowError, ValueError) as error:
        raise ImpossibleDateError(str(error)) from error


def elapsed(start: datetime, seconds: float) -> datetime:
    """Return the local time after so many real seconds, without its zone."""
    try:
        then = start.astimezone(UTC) + timedelta(seconds=seconds)
        return then.astimezone(start.tzinfo).replace(tzinfo=None, microsecond=0, fold=0)
    except (OverflowError, ValueError) as error:
        raise ImpossibleDateError(str(error)) from error

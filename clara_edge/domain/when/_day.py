"""Days as people name them, by what they say of it: weekday, number, month, year."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING

from ._calendar import month_length, on_or_after, plus_days, plus_months, week_of
from ._frame import Anchored, Base, Frame, ImpossibleDateError
from .when import Ask, Grain

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_MONTHS = 12 * 40
_RECENT_DAYS = 60
"""A weekday that fits only a date so little ago means that one."""


@dataclass(frozen=True, slots=True)
class Day:
    """What is known of a day; more may be added by what is said next."""

    offset: int | None = None
    weekday: int | None = None
    which: str | None = None
    """this, next, last or coming."""
    weeks: int | None = None
    """Weeks later than the weekday itself."""
    number: int | None = None
    month: int | None = None
    year: int | None = None
    base: Base | None = None
    swapped: tuple[int, int] | None = None
    """Day and month in the other order, where both are possible."""

    def merged(self, other: Day) -> Day | None:
        """Return what both say together; None if they do not go together."""
        values = {}
        for field in fields(self):
            mine, theirs = getattr(self, field.name), getattr(other, field.name)
            if mine is not None and theirs is not None and mine != theirs:
                return None
            values[field.name] = theirs if mine is None else mine
        day = Day(**values)
        return day if day._is_sensible() else None

    def _is_sensible(self) -> bool:
        if self.base is not None and self.offset is not None:
            return False
        if self.offset is not None:
            return self.month is None and self.year is None and self.which is None
        if self.year is not None and self.base is None:
            return self.month is not None or self.number is None
        return True

    def anchor(self, frame: Frame) -> Anchored:
        """Place it on the calendar, in the future if it can be.

        Raises:
            ImpossibleDateError: there is no such day.
        """
        try:
            return self._anchor(frame)
        except (OverflowError, ValueError) as error:
            raise ImpossibleDateError(str(error)) from error

    def _anchor(self, frame: Frame) -> Anchored:
        if self.base is not None:
            return self._within(self.base.anchor(replace(frame, year=self.year)))
        if self.offset is not None:
            day = plus_days(frame.today, self.offset)
            wrong = (self.weekday not in (None, day.weekday())) or (
                self.number not in (None, day.day)
            )
            return Anchored(day, ask=Ask.DAY if wrong else None)
        if self.number is not None:
            return self._numbered(frame)
        if self.month is not None:
            return self._month(frame)
        if self.year is not None:
            return Anchored(date(self.year, 1, 1), date(self.year, 12, 31), Grain.YEAR)
        return self._weekday(frame)

    def _within(self, place: Anchored) -> Anchored:
        """Return the named day of an interval, or the weekday near a day."""
        if self.number is not None:
            if place.grain is not Grain.MONTH:
                raise ImpossibleDateError("a number in what is not a month")
            start = place.start.replace(day=self.number)
            wrong = self.weekday not in (None, start.weekday())
            return Anchored(start, ask=Ask.DAY if wrong else place.ask)
        if self.month is not None and place.grain is Grain.YEAR:
            start = place.start.replace(month=self.month)
            return _whole_month(start)
        if self.weekday is None:
            return place
        day = on_or_after(place.start, self.weekday)
        if place.end is None and place.grain is Grain.WEEK:
            # so many weeks from a day: the weekday of that week
            day = on_or_after(week_of(place.start), self.weekday)
        return Anchored(day, ask=place.ask)

    def _numbered(self, frame: Frame) -> Anchored:
        number = self.number or 0
        if not 1 <= number <= 31 or (
            self.month is not None and number > month_length(2000, self.month)
        ):
            raise ImpossibleDateError(f"day {number}")
        if self.year is not None and self.month is not None:
            day = date(self.year, self.month, number)
            wrong = self.weekday not in (None, day.weekday())
            others = self._other_order(frame)
            return Anchored(
                day, ask=Ask.DAY if wrong or others else None, others=others
            )
        if self.which == "this" and self.month is not None:
            return Anchored(date(frame.today.year, self.month, number))
        if self.which == "last":
            past = next(self._candidates(frame, -1), None)
            if past is None:
                raise ImpossibleDateError("never")
            return Anchored(past)
        return self._next_numbered(frame)

    def _next_numbered(self, frame: Frame) -> Anchored:
        candidates = self._candidates(frame, 1)
        first = next(candidates, None)
        if first is None:
            raise ImpossibleDateError("never")
        others = self._other_order(frame)
        if self.weekday in (None, first.weekday()):
            return Anchored(first, ask=Ask.DAY if others else None, others=others)
        near = plus_months(frame.today, 36)
        for day in candidates:
            if day > near:
                break
            if day.weekday() == self.weekday:
                return Anchored(
                    day, ask=None if self.month is None else Ask.DAY, others=(first,)
                )
        for day in self._candidates(frame, -1):
            if day < plus_days(frame.today, -_RECENT_DAYS):
                break
            if day.weekday() == self.weekday:
                return Anchored(day, ask=Ask.DAY, others=(first,))
        return Anchored(first, ask=Ask.DAY)

    def _candidates(self, frame: Frame, step: int) -> Iterator[date]:
        """Yield such days from today on, or backwards from yesterday on."""
        today, number = frame.today, self.number or 1
        first = today.replace(day=1)
        for count in range(_MOST_MONTHS):
            month = plus_months(first, step * count)
            if self.month not in (None, month.month):
                continue
            if number > month_length(month.year, month.month):
                continue
            day = month.replace(day=number)
            if (day >= today) == (step > 0):
                yield day

    def _other_order(self, frame: Frame) -> tuple[date, ...]:
        if self.swapped is None:
            return ()
        number, month = self.swapped
        if self.weekday is not None:
            return ()
        if self.year is not None:
            return (date(self.year, month, number),)
        other = Day(number=number, month=month)
        return (next(other._candidates(frame, 1)),)

    def _month(self, frame: Frame) -> Anchored:
        month = self.month or 1
        today = frame.today
        year = self.year
        if year is None:
            year = today.year + (month < today.month)
            if self.which == "last":
                year = today.year - (month >= today.month)
            elif self.which == "this":
                year = today.year
            elif self.which == "next" and month == today.month:
                year += 1
        return _whole_month(date(year, month, 1))

    def _weekday(self, frame: Frame) -> Anchored:
        if self.weekday is None:
            raise ImpossibleDateError("nothing known")
        today, more = frame.today, 7 * (self.weeks or 0)
        this_week = plus_days(week_of(today), self.weekday)
        coming = on_or_after(plus_days(today, 1), self.weekday)
        if self.which == "last":
            return Anchored(
                plus_days(coming, -7 - 7 * (self.weekday == today.weekday()) + more)
            )
        if self.which == "this":
            return Anchored(
                plus_days(this_week if this_week >= today else coming, more)
            )
        if self.which == "next":
            day = plus_days(this_week, 7 + more)
            # on Monday, is next Tuesday tomorrow or in eight days?
            unclear = this_week > today
            others = (plus_days(this_week, more),) if unclear else ()
            return Anchored(day, ask=Ask.DAY if unclear else None, others=others)
        is_today = self.weekday == today.weekday()
        unclear = is_today and self.which is None and not more
        return Anchored(
            plus_days(coming, more),
            ask=Ask.DAY if unclear else None,
            others=(today,) if unclear else (),
        )


@dataclass(frozen=True, slots=True)
class InYear:
    """A date or a holiday of this, the last or the next year."""

    day: Day
    of: Base

    def anchor(self, frame: Frame) -> Anchored:
        """Place it in that year."""
        year = self.of.anchor(frame).start.year
        return replace(self.day, year=year).anchor(frame)


def _whole_month(first: date) -> Anchored:
    last = first.replace(day=month_length(first.year, first.month))
    return Anchored(first, last, Grain.MONTH)

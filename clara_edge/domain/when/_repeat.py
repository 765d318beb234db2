"""Repetition as it was said, its RRULE, and when it happens first."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from ._calendar import month_length, plus_days
from ._frame import ImpossibleDateError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKDAYS = CODES[:5]
WEEKEND = CODES[5:]
_MOST_DAYS = 366 * 9


@dataclass(frozen=True, slots=True)
class Repeat:
    """How often something comes back."""

    frequency: str
    interval: int = 1
    days: tuple[str, ...] = ()
    """Weekday codes, with a number in front where only one of the month is meant."""
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    position: int | None = None
    hours: tuple[int, ...] = ()
    minute: int = 0
    once: bool = False
    """Whether the next one alone may be meant, as in "the first Monday of the month"."""
    part: str | None = None
    """A part of day that belongs to it, as in "Friday mornings"."""

    def merged(self, other: Repeat) -> Repeat | None:
        """Add the days that "on …" names; None if both name some."""
        if other.frequency != self.frequency:
            return None
        values = {}
        for field in fields(self):
            mine, theirs = getattr(self, field.name), getattr(other, field.name)
            if mine != theirs and field.default not in (mine, theirs):
                return None
            values[field.name] = theirs if mine == field.default else mine
        return Repeat(**values)

    def text(self, *ends: tuple[str, object]) -> str:
        """Return the RRULE value, its parts in the order in which Clara keeps them."""
        parts: list[tuple[str, object]] = [("FREQ", self.frequency)]
        if self.interval > 1:
            parts.append(("INTERVAL", self.interval))
        parts += ends
        lists = (
            ("BYMONTH", self.months),
            ("BYYEARDAY", self.year_days),
            ("BYMONTHDAY", self._month_days()),
            ("BYDAY", self.days),
            ("BYHOUR", self.hours),
        )
        parts += [(key, ",".join(map(str, values))) for key, values in lists if values]
        if self.hours:
            parts.append(("BYMINUTE", self.minute))
        position = self._position()
        if position is not None:
            parts.append(("BYSETPOS", position))
        return ";".join(f"{key}={value}" for key, value in parts)

    def _short(self) -> int | None:
        """Return a day that some months lack, when it is the only one."""
        if len(self.month_days) != 1 or self.days:
            return None
        if self.frequency == "YEARLY" and self.months == (2,):
            return 29 if self.month_days == (29,) else None
        if self.frequency != "MONTHLY":
            return None
        return self.month_days[0] if self.month_days[0] > 28 else None

    def _month_days(self) -> tuple[int, ...]:
        # the 31st of a shorter month is its last day, as everywhere in Clara
        short = self._short()
        return self.month_days if short is None else tuple(range(28, short + 1))

    def _position(self) -> int | None:
        return self.position if self._short() is None else -1

    def anchored(self, day: date) -> Repeat:
        """Return it with the day of month that its first day implies written out."""
        plain = self.frequency == "MONTHLY" and not (self.days or self.month_days)
        return replace(self, month_days=(day.day,)) if plain and day.day > 28 else self

    def slots(self, start: date) -> Iterator[date]:
        """Yield the days from a first one on.

        Raises:
            ImpossibleDateError: there is none within years.
        """
        found = False
        for n in range(_MOST_DAYS):
            try:
                day = plus_days(start, n)
            except OverflowError as error:
                raise ImpossibleDateError("never") from error
            if self._has(day):
                found = True
                yield day
        if not found:
            raise ImpossibleDateError("never")

    def _has(self, day: date) -> bool:
        if self.months and day.month not in self.months:
            return False
        if self.year_days:
            return day.timetuple().tm_yday in self.year_days
        if self.position is not None and self.days:
            return self._is_positioned(day)
        if self.days:
            return any(_is_day(day, code) for code in self.days)
        return self._has_number(day)

    def _has_number(self, day: date) -> bool:
        if self.month_days:
            last = month_length(day.year, day.month)
            return day.day in {
                min(n, last) if n > 0 else last + 1 + n for n in self.month_days
            }
        # without days it happens on the first one
        return day.day == 1 or not (self.frequency == "YEARLY" and self.months)

    def _is_positioned(self, day: date) -> bool:
        last = month_length(day.year, day.month)
        days = [
            each
            for n in range(1, last + 1)
            if any(_is_day(each := day.replace(day=n), code) for code in self.days)
        ]
        at = self.position or 1
        index = at - 1 if at > 0 else at
        return -len(days) <= index < len(days) and days[index] == day


def _is_day(day: date, code: str) -> bool:
    if CODES[day.weekday()] != code[-2:]:
        return False
    if len(code) == 2:
        return True
    nth = int(code[:-2])
    if nth > 0:
        return (day.day + 6) // 7 == nth
    return (month_length(day.year, day.month) - day.day) // 7 + 1 == -nth

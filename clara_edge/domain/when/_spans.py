"""Stretches of days: seasons, the week of a day, the next three days, the rest of one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from ._bases import moved, period
from ._calendar import (
    plus_days,
    plus_months,
)
from ._frame import Anchored, Base, Frame
from .when import Grain

if TYPE_CHECKING:
    from ._durations import Length

_FINE = (Grain.SECOND, Grain.MINUTE, Grain.HOUR)


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left of a week, a month, a quarter or a year."""

    of: Base

    def anchor(self, frame: Frame) -> Anchored:
        """Place it from today on."""
        place = self.of.anchor(frame)
        if place.end is None or place.end < frame.today:
            return place
        return replace(place, start=max(place.start, frame.today))


@dataclass(frozen=True, slots=True)
class Season:
    """A season of the northern half, as meteorologists count it from its first month."""

    month: int
    which: str | None = None

    def anchor(self, frame: Frame) -> Anchored:
        """Place it in the year named, or where it is not over."""
        start = date(frame.year or frame.today.year - 1, self.month, 1)
        found = [_three_months(plus_months(start, 12 * n)) for n in range(4)]
        if frame.year is not None:
            return found[0]
        today = frame.today
        if self.which == "last":
            return [place for place in found if (place.end or today) < today][-1]
        first = 0 if self.which == "next" else 1
        coming = [
            place
            for place in found
            if (place.start if first == 0 else place.end or today) >= today
        ]
        return coming[0]


def _three_months(start: date) -> Anchored:
    last = plus_months(start, 3)
    return Anchored(start, plus_days(last, -1), Grain.QUARTER)


@dataclass(frozen=True, slots=True)
class Around:
    """The week of a day."""

    grain: Grain
    day: Base

    def anchor(self, frame: Frame) -> Anchored:
        """Place the whole of it."""
        return period(self.day.anchor(frame).start, self.grain)


@dataclass(frozen=True, slots=True)
class Several:
    """The next three days, the last two weeks."""

    length: Length
    back: bool

    def anchor(self, frame: Frame) -> Anchored:
        """Place it beside today."""
        today = frame.today
        far = moved(today, self.length, -1 if self.back else 1)
        if self.back:
            return Anchored(far, plus_days(today, -1), self.length.grain)
        return Anchored(plus_days(today, 1), far, self.length.grain)

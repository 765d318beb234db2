"""Holidays that people name: fixed days, nth weekdays, and those that follow Easter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ._calendar import month_length, nth_weekday, plus_days
from ._frame import Anchored, Frame, ImpossibleDateError
from .when import Ask

if TYPE_CHECKING:
    from collections.abc import Callable


def easter(year: int) -> date:
    """Return Easter Sunday (Meeus, Astronomical Algorithms, chapter 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def _orthodox_easter(year: int) -> date:
    """Return Easter of the Julian calendar (Meeus), as a Gregorian date until 2099."""
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    return plus_days(date(year, month, day + 1), 13)


def _from_easter(days: int) -> Callable[[int], date]:
    return lambda year: plus_days(easter(year), days)


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _nth(nth: int, weekday: int, month: int, plus: int = 0) -> Callable[[int], date]:
    def day(year: int) -> date:
        first = date(year, month, 1)
        found = nth_weekday(
            first, first.replace(day=month_length(year, month)), nth, weekday
        )
        return plus_days(found or first, plus)

    return day


def _islamic(month: int, day: int) -> Callable[[int], date]:
    """Return a day of the tabular Islamic calendar, at most a day from the one observed."""

    def find(year: int) -> date:
        hijri = int((year - 622) * 33 / 32)
        for h in (hijri, hijri + 1, hijri + 2, hijri - 1):
            # astronomical epoch, 15 July 622 Julian: ordinal 227014
            days = (
                227_013
                + (h - 1) * 354
                + (3 + 11 * h) // 30
                + (59 * (month - 1) + 1) // 2
                + day
            )
            found = date.fromordinal(days)
            if found.year == year:
                return found
        raise ImpossibleDateError(f"not in {year}")

    return find


_MON, _THU, _FRI, _SUN = 0, 3, 4, 6
_DAYS: dict[str, Callable[[int], date]] = {
    "new year's day|new year day|new years day|new year's|new years|new year": _fixed(
        1, 1
    ),
    "new year's eve|new years eve|new year eve|silvester": _fixed(12, 31),
    "epiphany|three kings day|three kings' day": _fixed(1, 6),
    "martin luther king day|martin luther king jr day|martin luther king's day|mlk day": _nth(
        3, _MON, 1
    ),
    "groundhog day|ground hog day": _fixed(2, 2),
    "valentine's day|valentine day|valentines day|valentine's|valentines|st valentine's day": _fixed(
        2, 14
    ),
    "presidents day|president's day|presidents' day|washington's birthday": _nth(
        3, _MON, 2
    ),
    "st patrick's day|saint patrick's day|st patricks day|saint patricks day|saint patrick|st patrick|st patrick day|st . patrick's day|saint patrick day": _fixed(
        3, 17
    ),
    "april fools|april fool's|april fools day|april fool's day|april fools' day": _fixed(
        4, 1
    ),
    "shrove tuesday|pancake day|mardi gras|fat tuesday": _from_easter(-47),
    "ash wednesday": _from_easter(-46),
    "palm sunday": _from_easter(-7),
    "maundy thursday|holy thursday": _from_easter(-3),
    "good friday": _from_easter(-2),
    "easter sunday|easter day|easter": _from_easter(0),
    "easter monday": _from_easter(1),
    "orthodox easter": _orthodox_easter,
    "ascension day|ascension": _from_easter(39),
    "pentecost|whit sunday|whitsun": _from_easter(49),
    "whit monday|pentecost monday": _from_easter(50),
    "corpus christi": _from_easter(60),
    "earth day": _fixed(4, 22),
    "anzac day": _fixed(4, 25),
    "may day|labour day europe": _fixed(5, 1),
    "cinco de mayo": _fixed(5, 5),
    "mother's day|mothers day|mother day|mothers' day": _nth(2, _SUN, 5),
    "memorial day|decoration day": _nth(-1, _MON, 5),
    "juneteenth": _fixed(6, 19),
    "father's day|fathers day|father day|fathers' day": _nth(3, _SUN, 6),
    "midsummer|midsummer's day": _fixed(6, 24),
    "canada day": _fixed(7, 1),
    "independence day|us independence day": _fixed(7, 4),
    "bastille day": _fixed(7, 14),
    "assumption day|assumption": _fixed(8, 15),
    "labor day|labour day": _nth(1, _MON, 9),
    "columbus day|indigenous peoples' day|indigenous peoples day": _nth(2, _MON, 10),
    "boss's day|boss day|bosses day": _fixed(10, 16),
    "halloween|hallowe'en|all hallows' eve|halloween day": _fixed(10, 31),
    "all saints' day|all saints day|all saint's day": _fixed(11, 1),
    "all souls' day|all souls day": _fixed(11, 2),
    "guy fawkes night|bonfire night|guy fawkes day": _fixed(11, 5),
    "veterans day|veteran's day|veterans' day|armistice day|remembrance day": _fixed(
        11, 11
    ),
    "thanksgiving day|thanksgiving|thanks giving|thanks giving day": _nth(4, _THU, 11),
    "black friday": _nth(4, _THU, 11, 1),
    "cyber monday": _nth(4, _THU, 11, 4),
    "st nicholas day|saint nicholas day": _fixed(12, 6),
    "christmas eve|xmas eve": _fixed(12, 24),
    "christmas day|christmas|xmas day|xmas|x - mas": _fixed(12, 25),
    "boxing day|st stephen's day|saint stephen's day": _fixed(12, 26),
    "eid al fitr|eid al - fitr|eid - al - fitr|eid ul fitr|end of ramadan": _islamic(
        10, 1
    ),
    "eid al adha|eid al - adha|eid - al - adha|eid ul adha": _islamic(12, 10),
    "star wars day|may the fourth be with you": _fixed(5, 4),
    "pi day": _fixed(3, 14),
    "leap day": lambda year: date(year, 2, 29),
    "international women's day|women's day|womens day": _fixed(3, 8),
    "ides of march|the ides of march": _fixed(3, 15),
    "german unity day": _fixed(10, 3),
    "australia day": _fixed(1, 26),
}
NAMES: dict[str, Callable[[int], date]] = {
    name: day for names, day in _DAYS.items() for name in names.split("|")
}
_UNSURE = ("eid ", "mother", "father", "labor", "labour")
"""Dates that differ from country to country, or follow the moon as it is seen."""


@dataclass(frozen=True, slots=True)
class Holiday:
    """A holiday; of which year is told or follows."""

    name: str
    which: str | None = None

    def anchor(self, frame: Frame) -> Anchored:
        """Place it in that year, or where it comes next."""
        find = NAMES[self.name]
        ask = Ask.DAY if self.name.startswith(_UNSURE) else None
        if frame.year is not None:
            try:
                return Anchored(find(frame.year), ask=ask)
            except ValueError as error:
                raise ImpossibleDateError(str(error)) from error
        return Anchored(self._near(frame, find), ask=ask)

    def _near(self, frame: Frame, find: Callable[[int], date]) -> date:
        today = frame.today
        found = []
        for year in range(max(1, today.year - 9), min(9999, today.year + 9)):
            try:
                found.append(find(year))
            except ValueError:
                continue  # there is none in that year
        if self.which == "last":
            past = [day for day in found if day < today]
            if not past:
                raise ImpossibleDateError(f"no {self.name} in the past")
            return past[-1]
        if self.which == "this":
            same = [day for day in found if day.year == today.year]
            if same:
                return same[0]
        coming = [day for day in found if day >= today]
        if not coming:
            raise ImpossibleDateError(f"no {self.name} to come")
        if self.which == "next" and coming[0] == today and len(coming) > 1:
            return coming[1]
        return coming[0]

"""Weeks, months, seasons, holidays, and the days in them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ._bases import (
    NthOf,
    Period,
    Quarter,
)
from ._calendar import MONTH, WEEKDAY
from ._day import Day, InYear
from ._draft import Draft
from ._durations import LENGTH, Length
from ._holidays import NAMES, Holiday
from ._numbers import ORDINAL, YEAR, digits, limited
from ._parsers import (
    THE,
    Parser,
    either,
    glued,
    maybe,
    phrase,
    phrases_of,
    rule,
    table,
    word,
)
from ._say_dates import DATES
from ._say_near import AFTER_NEXT, COUNT_OF, WHICH
from ._spans import Around, Season, Several
from .when import Grain

if TYPE_CHECKING:
    from ._frame import Base

_WIDE = either(
    rule(
        table(
            {
                "week": Grain.WEEK,
                "wk": Grain.WEEK,
                "week's": Grain.WEEK,
                "month": Grain.MONTH,
                "month's": Grain.MONTH,
                "quarter": Grain.QUARTER,
                "year": Grain.YEAR,
                "year's": Grain.YEAR,
                "weekend": Grain.WEEKEND,
                "wkend": Grain.WEEKEND,
                "weekend's": Grain.WEEKEND,
            }
        ),
        build=lambda grain: grain,
    ),
    rule(phrase("week end", "week - end"), build=lambda _: Grain.WEEKEND),
)
_PERIOD: Parser = either(
    rule(
        THE,
        _WIDE,
        AFTER_NEXT,
        build=lambda _, grain, _a: Period(grain, 2),
    ),
    rule(
        THE,
        _WIDE,
        phrase("before last"),
        build=lambda _, grain, _a: Period(grain, -2),
    ),
    rule(WHICH, _WIDE, build=lambda which, grain: Period(grain, COUNT_OF[which])),
)
_SEASON = rule(
    maybe(WHICH),
    THE,
    table({"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}),
    maybe(rule(maybe(word("of", ",")), YEAR, build=lambda _, year: year)),
    build=lambda which, _t, month, year: Draft(
        day=Day(base=Season(month, which), year=year), weak=which is None
    ),
)
_THE_WEEKEND = rule(
    word("the"),
    either(word("weekend"), phrase("week end")),
    build=lambda _, _w: Period(Grain.WEEKEND, 0),
)
_THE_PERIOD = rule(word("the"), _WIDE, build=lambda _, grain: Period(grain, 0))
_QUARTER = either(
    rule(
        THE,
        limited(ORDINAL, 1, 4),
        word("quarter", "qtr"),
        build=lambda _, number, _q: Quarter(number),
    ),
    rule(
        word("q"), glued(digits(1, 4, most=1)), build=lambda _, number: Quarter(number)
    ),
)
_YEAR_AFTER = maybe(
    rule(
        maybe(word(",", "in", "of")),
        maybe(word("the")),
        YEAR,
        build=lambda _c, _t, year: year,
    )
)


HOLIDAY = rule(
    maybe(WHICH),
    THE,
    phrases_of({name: name for name in NAMES}),
    maybe(glued(rule(word("'"), word("s")))),
    _YEAR_AFTER,
    build=lambda which, _t, name, _s, year: Draft(
        day=Day(base=Holiday(name, which), year=year)
    ),
)


def _of_year(draft: Draft, of: Period) -> Draft | None:
    """Read "Christmas next year", "March 5th of next year"."""
    day = draft.day
    if day is None or of.grain is not Grain.YEAR or day.year is not None:
        return None
    dated = isinstance(day.base, Holiday) or (day.base is None and day.month)
    return Draft(day=Day(base=InYear(day, of))) if dated else None


PERIODS = either(
    rule(
        either(HOLIDAY, DATES),
        maybe(word(",", "of", "in")),
        _PERIOD,
        build=lambda draft, _o, of: _of_year(draft, of),
    ),
    _SEASON,
    rule(
        THE,
        word("week"),
        word("of"),
        DATES,
        build=lambda _t, _w, _o, draft: Draft(
            day=Day(base=Around(Grain.WEEK, draft.day))
        ),
    ),
    rule(
        either(_PERIOD, _THE_WEEKEND), build=lambda period: Draft(day=Day(base=period))
    ),
    rule(
        _QUARTER,
        _YEAR_AFTER,
        build=lambda quarter, year: Draft(day=Day(base=quarter, year=year)),
    ),
    # wednesday of next week, next week's wednesday
    rule(
        THE,
        either(WEEKDAY),
        word("of", "in", "from"),
        either(_PERIOD, _THE_PERIOD),
        build=lambda _t, day, _o, period: Draft(day=Day(weekday=day, base=period)),
    ),
    rule(
        _PERIOD,
        maybe(word("on")),
        THE,
        WEEKDAY,
        build=lambda period, _o, _t, day: Draft(day=Day(weekday=day, base=period)),
    ),
    # the 20th of next month
    rule(
        THE,
        either(limited(ORDINAL, 1, 99), digits(1, 99, most=2)),
        maybe(word("day")),
        word("of", "in"),
        either(_PERIOD, _THE_PERIOD),
        build=lambda _t, number, _d, _o, period: (
            Draft(day=Day(number=number, base=period))
            if period.grain is Grain.MONTH
            else None
        ),
    ),
    # next month on the 20th
    rule(
        _PERIOD,
        maybe(word("on")),
        THE,
        limited(ORDINAL, 1, 99),
        build=lambda period, _o, _t, number: (
            Draft(day=Day(number=number, base=period))
            if period.grain is Grain.MONTH
            else None
        ),
    ),
    rule(
        word("the"), WHICH, LENGTH, build=lambda _, which, size: _several(which, size)
    ),
    # "last three weeks" may be a verb, and "next two" a list
    rule(
        WHICH,
        LENGTH,
        build=lambda which, size: _weakly(_several(which, size)),
    ),
)


def _weakly(draft: Draft | None) -> Draft | None:
    return None if draft is None else replace(draft, weak=True)


def _several(which: str, size: Length) -> Draft | None:
    """Read "the next three days"; of "next week" that is said elsewhere."""
    if size.seconds or which == "this":
        return None
    return Draft(day=Day(base=Several(size, which == "last")))


NTH = either(
    rule(
        THE,
        either(
            rule(ORDINAL, maybe(word("to")), word("last"), build=lambda n, _t, _l: -n),
            rule(
                phrase("second to last", "next to last", "last but one", "penultimate"),
                build=lambda _: -2,
            ),
            rule(word("last", "final"), build=lambda _: -1),
            limited(ORDINAL, 1, 31),
        ),
        build=lambda _, nth: nth,
    )
)
_THE_LONG = rule(
    _THE_PERIOD, build=lambda period: None if period.grain is Grain.MONTH else period
)
_MONTH_OF = rule(
    MONTH,
    maybe(rule(maybe(word(",", "of", "in")), YEAR, build=lambda _, year: year)),
    build=lambda month, year: Day(month=month, year=year),
)
_YEAR_OF = rule(YEAR, build=lambda year: Day(year=year))
INTERVAL = either(_PERIOD, _THE_PERIOD, _MONTH_OF, _YEAR_OF)
NTH_OF = either(
    rule(
        NTH,
        WEEKDAY,
        word("of", "in"),
        maybe(phrase("the month of")),
        either(_PERIOD, _THE_LONG, _MONTH_OF, _YEAR_OF),
        build=lambda nth, day, _o, _m, of: _nth_of(nth, day, of),
    ),
    rule(
        NTH,
        phrase("day", "days"),
        word("of", "in"),
        either(_PERIOD, _THE_LONG, _MONTH_OF, _YEAR_OF),
        build=lambda nth, _d, _o, of: _nth_of(nth, None, of),
    ),
    rule(
        NTH,
        phrase("working day", "weekday", "business day", "workday"),
        word("of", "in"),
        either(_PERIOD, _THE_LONG, _MONTH_OF, _YEAR_OF),
        build=lambda nth, _d, _o, of: Draft(
            day=Day(base=NthOf(nth, None, of, working=True))
        ),
    ),
)


def _nth_of(nth: int, weekday: int | None, of: Base) -> Draft:
    return Draft(day=Day(base=NthOf(nth, weekday, of)))

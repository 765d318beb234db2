"""Dates by number and month, written or spoken."""

from __future__ import annotations

from ._calendar import MONTH, WEEKDAY, is_name_of_other_things, month_length
from ._day import Day
from ._draft import Draft
from ._numbers import (
    BELOW_100,
    DAY_ORDINAL,
    SHORT_YEAR,
    YEAR,
    YEAR_WRITTEN,
    digits,
    limited,
)
from ._parsers import (
    THE,
    Parser,
    Source,
    also,
    either,
    glued,
    maybe,
    phrase,
    rule,
    spaced,
    unless,
    word,
)

_PIVOT = 20
"""A year of two digits is at most so many years from now, else of the century before."""


def _full_year(short: int, this_year: int) -> int:
    year = this_year - this_year % 100 + short
    if year > this_year + _PIVOT:
        return year - 100
    return year + 100 if year <= this_year - 100 + _PIVOT else year


def _short_year(source: Source, start: int) -> tuple[tuple[int, int], ...]:
    return tuple(
        (end, _full_year(short, source.now.year))
        for end, short in SHORT_YEAR(source, start)
    )


def _glued_short_year(source: Source, start: int) -> tuple[tuple[int, int], ...]:
    return tuple(
        (end, _full_year(short, source.now.year))
        for end, short in glued(digits(0, 99, 2, 2))(source, start)
    )


_TIME_SIGN = either(
    glued(word(":", "%", "/")),
    rule(word("am", "pm", "a", "p", "o'clock", "oclock", "h")),
    phrase("minutes", "hours", "days", "min"),
)
_YEAR = either(YEAR, unless(_short_year, _TIME_SIGN))
_OF_YEAR = maybe(
    rule(
        maybe(word(",", ".")),
        maybe(word("of", "in")),
        maybe(word(",")),
        _YEAR,
        build=lambda _c, _o, _d, y: y,
    )
)
_SPOKEN_DAY = limited(BELOW_100, 1, 31)
_DAY_WORD = either(
    DAY_ORDINAL,
    rule(
        digits(1, 99, most=2), glued(word("th", "st", "nd", "rd")), build=lambda n, _: n
    ),
    _SPOKEN_DAY,
    digits(32, 99, most=2),
)
_COMMA = maybe(either(rule(maybe(word(",")), maybe(word("("))), word("-")))


def _dated(
    number: int, month: int, year: int | None, weekday: int | None = None
) -> Draft:
    return Draft(day=Day(weekday=weekday, number=number, month=month, year=year))


_NO_CLOCK = either(
    glued(word(":")),
    rule(maybe(word(".")), word("am", "pm")),
    word("o'clock", "oclock"),
)
_MONEY = word("$", "\u00a3", "\u20ac", "#")


def _not_money(source: Source, start: int, _end: int) -> bool:
    return not any(
        source.token(start - n).text in "$\u00a3\u20ac#%"
        for n in (1,)
        if source.token(start - n).text
    )


_BY_WORDS = either(
    # march 3rd 2015, Jul 18, Oct/2, Jan twenty five
    rule(
        MONTH,
        maybe(word("/", "-", ",")),
        THE,
        unless(_DAY_WORD, _NO_CLOCK),
        _OF_YEAR,
        build=lambda month, _s, _t, number, year: _dated(number, month, year),
    ),
    # the 1st of march, 14april 2015, third day of october
    rule(
        THE,
        also(_not_money, either(_DAY_WORD)),
        maybe(phrase("day of", "of", "day in", "/", "-", "in")),
        MONTH,
        _OF_YEAR,
        build=lambda _t, number, _o, month, year: _dated(number, month, year),
    ),
    # 05-Aug-2016, 23/Sep/2020
    rule(
        digits(1, 99, most=2),
        glued(word("/", "-", ".")),
        MONTH,
        glued(word("/", "-", ".")),
        either(glued(YEAR_WRITTEN), _glued_short_year),
        build=lambda number, _s, month, _t, year: _dated(number, month, year),
    ),
    # 2019-aug-1, 2020/23/Sep
    rule(
        YEAR_WRITTEN,
        glued(word("/", "-", ".")),
        MONTH,
        glued(word("/", "-", ".")),
        glued(digits(1, 99, most=2)),
        build=lambda year, _s, month, _t, number: _dated(number, month, year),
    ),
    rule(
        YEAR_WRITTEN,
        glued(word("/", "-", ".")),
        glued(digits(1, 99, most=2)),
        glued(word("/", "-", ".")),
        MONTH,
        build=lambda year, _s, number, _t, month: _dated(number, month, year),
    ),
    # 2019 august 1st
    rule(
        YEAR_WRITTEN,
        maybe(word(",")),
        MONTH,
        _DAY_WORD,
        build=lambda year, _c, month, number: _dated(number, month, year),
    ),
)


def _numeric(
    first: int, second: int, year: int | None, *, day_first: bool
) -> Draft | None:
    """Read 7/6 in the usual order, or in the only one that is possible."""
    number, month = (first, second) if day_first else (second, first)
    if month > 12 >= number:
        number, month = month, number
        return _dated(number, month, year)
    if month > 12 or month < 1 or number < 1:
        return None
    both = number <= 12 and number != month
    swapped = (month, number) if both else None
    return Draft(day=Day(number=number, month=month, year=year, swapped=swapped))


def _separated(sign: str, *, weak: bool, day_first: bool | None = None) -> Parser:
    """Read 3/3/15, 22/04, 5-12 and 23.04.2022."""

    def parse(source: Source, start: int) -> tuple[tuple[int, Draft], ...]:
        found: list[tuple[int, Draft]] = []
        if source.token(start).glued and source.token(start - 1).text in (sign, ":"):
            return ()
        order = source.settings.day_first if day_first is None else day_first
        for end, (first, _, second) in pair(source, start):
            if (
                source.token(end).glued
                and source.token(end).text in (sign, ":", "%")
                and source.token(end + 1).number is not None
                and source.token(end + 1).glued
            ):
                years = either(glued(YEAR_WRITTEN), _glued_short_year)(source, end + 1)
                for stop, year in years:
                    draft = _numeric(first, second, year, day_first=order)
                    if draft is not None:
                        found.append((stop, draft))
                continue
            draft = _numeric(first, second, None, day_first=order)
            if draft is not None:
                found.append((end, Draft(day=draft.day, weak=weak)))
        return tuple(found)

    pair = rule(digits(1, 31, most=2), glued(word(sign)), glued(digits(1, 31, most=2)))
    return parse


def _iso_day(year: int, month: int, number: int) -> Draft | None:
    return _dated(number, month, year) if 1 <= month <= 12 else _dated(99, 1, year)


def _eight(source: Source, start: int) -> tuple[tuple[int, Draft], ...]:
    """Read 20200701, if there is such a day."""
    token = source.token(start)
    if token.number is None or len(token.text) != 8:
        return ()
    year, rest = divmod(token.number, 10_000)
    month, number = divmod(rest, 100)
    real = 1900 <= year < 2200 and 1 <= month <= 12
    if not real or not 1 <= number <= month_length(year, month):
        return ()
    return ((start + 1, _dated(number, month, year)),)


_WRITTEN = either(
    *(
        rule(
            YEAR_WRITTEN,
            glued(word(sign)),
            glued(digits(0, 99, 1, 2)),
            glued(word(sign)),
            glued(digits(0, 99, 1, 2)),
            maybe(
                also(
                    lambda s, at, _: s.token(at + 1).number is not None,
                    glued(word("t")),
                )
            ),
            build=lambda year, _s, month, _t, number, _z: _iso_day(year, month, number),
        )
        for sign in "-/."
    ),
    _eight,
    _separated("/", weak=False),
    _separated("-", weak=True),
    _separated(".", weak=True),
)


def _numbered(source: Source, start: int) -> tuple[tuple[int, Draft], ...]:
    """Read "the 15th"; without an article or with a noun behind it, it may be a rank."""
    found: list[tuple[int, Draft]] = []
    for at, article in maybe(word("the"))(source, start):
        for end, number in DAY_ORDINAL(source, at):
            written = source.token(at).number is not None
            ends = source.token(end).text in ("", ".", ",", "!", "?", ";", "at")
            weak = not (article and (ends or written) and number > 3) and not (
                article and written
            )
            found.append((end, Draft(day=Day(number=number), weak=weak)))
    return tuple(found)


def _month_alone(source: Source, start: int) -> tuple[tuple[int, Draft], ...]:
    weak = is_name_of_other_things(source, start) or (
        source.token(start).text
        in {"sep", "jan", "mar", "may", "march", "april", "june", "august"}
        and not source.token(start).capital
    )
    found = []
    for end, month in MONTH(source, start):
        found += [
            (stop, Draft(day=Day(month=month, year=year), weak=weak and year is None))
            for stop, year in _OF_YEAR_LONG(source, end)
        ]
    return tuple(found)


_OF_YEAR_LONG = maybe(
    rule(
        maybe(word(",", "of")), maybe(word("of")), YEAR, build=lambda _c, _o, year: year
    )
)
_DATE = either(_BY_WORDS, _WRITTEN)
DATES = either(
    _DATE,
    # Tuesday the 19th, Friday 7.6
    rule(
        WEEKDAY,
        _COMMA,
        _DATE,
        maybe(word(")")),
        build=lambda weekday, _c, draft, _p: _with_weekday(draft, weekday),
    ),
    rule(
        WEEKDAY,
        _COMMA,
        maybe(word("the")),
        either(DAY_ORDINAL, unless(spaced(digits(13, 31, 2, 2)), _TIME_SIGN)),
        build=lambda weekday, _c, _t, number: Draft(
            day=Day(weekday=weekday, number=number)
        ),
    ),
    _numbered,
    _month_alone,
)
BARE_YEAR = rule(YEAR, build=lambda year: Draft(day=Day(year=year), weak=True))


def _with_weekday(draft: Draft, weekday: int) -> Draft | None:
    if draft.day is None:
        return None
    day = draft.day.merged(Day(weekday=weekday))
    return None if day is None else Draft(day=day)

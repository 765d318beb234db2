"""Dates by number and month, written or spoken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._calendar import MONTH, WEEKDAY, is_name_of_other_things
from ._day import Day
from ._draft import Draft
from ._numbers import (
    BELOW_100,
    DAY_ORDINAL,
    YEAR,
    YEAR_WRITTEN,
    digits,
    limited,
)
from ._parsers import (
    THE,
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
from ._say_numeric import WRITTEN, dated, glued_short_year, short_year

if TYPE_CHECKING:
    from ._source import Source

_TIME_SIGN = either(
    glued(word(":", "%", "/")),
    rule(word("am", "pm", "a", "p", "o'clock", "oclock", "h")),
    phrase("minutes", "hours", "days", "min"),
)
_YEAR = either(YEAR, unless(short_year, _TIME_SIGN))
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


_NO_CLOCK = either(
    glued(word(":")),
    rule(maybe(word(".")), word("am", "pm")),
    word("o'clock", "oclock"),
)


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
        build=lambda month, _s, _t, number, year: dated(number, month, year),
    ),
    # the 1st of march, 14april 2015, third day of october
    rule(
        THE,
        also(_not_money, either(_DAY_WORD)),
        maybe(phrase("day of", "of", "day in", "/", "-", "in")),
        MONTH,
        _OF_YEAR,
        build=lambda _t, number, _o, month, year: dated(number, month, year),
    ),
    # 05-Aug-2016, 23/Sep/2020
    rule(
        digits(1, 99, most=2),
        glued(word("/", "-", ".")),
        MONTH,
        glued(word("/", "-", ".")),
        either(glued(YEAR_WRITTEN), glued_short_year),
        build=lambda number, _s, month, _t, year: dated(number, month, year),
    ),
    # 2019-aug-1, 2020/23/Sep
    rule(
        YEAR_WRITTEN,
        glued(word("/", "-", ".")),
        MONTH,
        glued(word("/", "-", ".")),
        glued(digits(1, 99, most=2)),
        build=lambda year, _s, month, _t, number: dated(number, month, year),
    ),
    rule(
        YEAR_WRITTEN,
        glued(word("/", "-", ".")),
        glued(digits(1, 99, most=2)),
        glued(word("/", "-", ".")),
        MONTH,
        build=lambda year, _s, number, _t, month: dated(number, month, year),
    ),
    # 2019 august 1st
    rule(
        YEAR_WRITTEN,
        maybe(word(",")),
        MONTH,
        _DAY_WORD,
        build=lambda year, _c, month, number: dated(number, month, year),
    ),
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
_DATE = either(_BY_WORDS, WRITTEN)
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
BARE_YEAR = rule(
    limited(YEAR, 1900, 2199), build=lambda year: Draft(day=Day(year=year), weak=True)
)


def _with_weekday(draft: Draft, weekday: int) -> Draft | None:
    if draft.day is None:
        return None
    day = draft.day.merged(Day(weekday=weekday))
    return None if day is None else Draft(day=day)

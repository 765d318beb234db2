"""Dates in digits: 3/3/15, 2026-12-03, 23.04.2022."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._calendar import month_length
from ._day import Day
from ._draft import Draft
from ._numbers import (
    SHORT_YEAR,
    YEAR_WRITTEN,
    digits,
)
from ._parsers import (
    Parser,
    also,
    either,
    glued,
    maybe,
    rule,
    word,
)

if TYPE_CHECKING:
    from ._source import Source

_PIVOT = 20
"""A year of two digits is at most so many years from now, else of the century before."""


def _full_year(short: int, this_year: int) -> int:
    year = this_year - this_year % 100 + short
    if year > this_year + _PIVOT:
        return year - 100
    return year + 100 if year <= this_year - 100 + _PIVOT else year


def short_year(source: Source, start: int) -> tuple[tuple[int, int], ...]:
    return tuple(
        (end, _full_year(short, source.now.year))
        for end, short in SHORT_YEAR(source, start)
    )


def glued_short_year(source: Source, start: int) -> tuple[tuple[int, int], ...]:
    return tuple(
        (end, _full_year(short, source.now.year))
        for end, short in glued(digits(0, 99, 2, 2))(source, start)
    )


def dated(
    number: int, month: int, year: int | None, weekday: int | None = None
) -> Draft:
    return Draft(day=Day(weekday=weekday, number=number, month=month, year=year))


def _numeric(
    first: int, second: int, year: int | None, *, day_first: bool
) -> Draft | None:
    """Read 7/6 in the usual order, or in the only one that is possible."""
    number, month = (first, second) if day_first else (second, first)
    if month > 12 >= number:
        number, month = month, number
        return dated(number, month, year)
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
                years = either(glued(YEAR_WRITTEN), glued_short_year)(source, end + 1)
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
    return dated(number, month, year) if 1 <= month <= 12 else dated(99, 1, year)


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
    return ((start + 1, dated(number, month, year)),)


WRITTEN = either(
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

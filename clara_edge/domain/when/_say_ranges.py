"""Intervals of days: "Monday to Friday", "July 13-15"."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from ._bases import Shifted
from ._calendar import MONTH
from ._day import Day
from ._draft import Draft
from ._durations import Length
from ._numbers import DAY_ORDINAL, YEAR, digits
from ._parsers import (
    THE,
    either,
    maybe,
    rule,
    unless,
    word,
)
from ._say_days import DAYS
from .when import Grain

_TO = word(
    "to", "until", "till", "til", "-", "\u2013", "\u2014", "through", "and", "thru"
)


def _days(first: Draft, last: Draft) -> Draft | None:
    if not _is_day(first) or not _is_day(last) or first.day is None:
        return None
    return replace(first, last_day=last.day, weak=False)


def _is_clear(first: Draft, last: Draft) -> bool:
    if first.day is None or last.day is None:
        return False
    named = [
        draft.day == Day(weekday=draft.day.weekday, which=draft.day.which)
        for draft in (first, last)
        if draft.day
    ]
    # "Friday - Jun 15" is one day
    return all(named) or not (any(named) or first.weak or last.weak)


def _is_day(draft: Draft) -> bool:
    return draft.day is not None and replace(draft, day=None, weak=False) == Draft()


_NUMBER = either(DAY_ORDINAL, digits(1, 31, most=2))
_IN_YEAR = maybe(rule(maybe(word(",", "of")), YEAR, build=lambda _, year: year))
_BETWEEN = maybe(word("from", "between"))


def _in_month(first: int, last: int, month: int, year: int | None) -> Draft | None:
    if last <= first:
        return None
    begin = Day(number=first, month=month, year=year)
    # counted from the begin, so that both fall in the same year
    days = Length(0, last - first, Fraction(0), Grain.DAY)
    return Draft(day=begin, last_day=Day(base=Shifted(days, 1, Draft(day=begin))))


DAY_RANGES = either(
    # july 13 to 15, july 13-15
    rule(
        _BETWEEN,
        MONTH,
        THE,
        _NUMBER,
        _TO,
        THE,
        unless(_NUMBER, either(word(":"), word("am", "pm", "/"))),
        _IN_YEAR,
        build=lambda _b, month, _t, first, _o, _u, last, year: _in_month(
            first, last, month, year
        ),
    ),
    # the 3rd to the 5th of may
    rule(
        _BETWEEN,
        THE,
        _NUMBER,
        _TO,
        THE,
        _NUMBER,
        maybe(word("of")),
        MONTH,
        _IN_YEAR,
        build=lambda _b, _t, first, _o, _u, last, _f, month, year: _in_month(
            first, last, month, year
        ),
    ),
    rule(
        word("from", "between"),
        DAYS,
        _TO,
        DAYS,
        build=lambda _f, first, _t, last: _days(first, last),
    ),
    rule(
        DAYS,
        word("to", "until", "till", "-", "\u2013", "through", "thru"),
        DAYS,
        build=lambda first, _t, last: (
            _days(first, last) if _is_clear(first, last) else None
        ),
    ),
)

"""Lengths of time: "an hour and a half", "1h30", "a couple of days"."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ._numbers import CARDINAL, digits, limited
from ._parsers import (
    Parser,
    either,
    glued,
    maybe,
    phrase,
    phrases_of,
    rule,
    several,
    table,
    word,
)
from .when import Grain

_DAY_S = 86_400
# a month of 30 days and a year of 365, as Recognizers-Text counts them
_MONTH_S, _YEAR_S = 30 * _DAY_S, 365 * _DAY_S
_MOST_YEARS = 1000


@dataclass(frozen=True, slots=True)
class Length:
    """Months and days of the calendar, and seconds beside them."""

    months: int
    days: int
    seconds: Fraction
    grain: Grain
    """The finest unit that was named."""

    @property
    def total_s(self) -> float:
        """Its usual length."""
        years, months = divmod(self.months, 12)
        days = years * _YEAR_S + months * _MONTH_S + self.days * _DAY_S
        return float(days + self.seconds)

    def plus(self, other: Length) -> Length:
        """Return both together."""
        return Length(
            self.months + other.months,
            self.days + other.days,
            self.seconds + other.seconds,
            min(self.grain, other.grain, key=list(Grain).index),
        )


_UNITS: dict[Grain, tuple[int, int, int]] = {
    Grain.SECOND: (0, 0, 1),
    Grain.MINUTE: (0, 0, 60),
    Grain.HOUR: (0, 0, 3600),
    Grain.DAY: (0, 1, 0),
    Grain.WEEK: (0, 7, 0),
    Grain.WEEKEND: (0, 2, 0),
    Grain.MONTH: (1, 0, 0),
    Grain.QUARTER: (3, 0, 0),
    Grain.YEAR: (12, 0, 0),
}
_WORDS: dict[str, tuple[Grain, int]] = {
    "fortnight": (Grain.WEEK, 2),
    "fortnights": (Grain.WEEK, 2),
    "decade": (Grain.YEAR, 10),
    "decades": (Grain.YEAR, 10),
    "century": (Grain.YEAR, 100),
    "centuries": (Grain.YEAR, 100),
} | {
    form: (grain, 1)
    for grain, forms in {
        Grain.SECOND: "second seconds sec secs",
        Grain.MINUTE: "minute minutes min mins",
        Grain.HOUR: "hour hours hr hrs",
        Grain.DAY: "day days",
        Grain.WEEK: "week weeks wk wks",
        Grain.WEEKEND: "weekend weekends",
        Grain.MONTH: "month months mth mths mo mos",
        Grain.QUARTER: "quarter quarters",
        Grain.YEAR: "year years yr yrs",
    }.items()
    for form in forms.split()
}
_LETTERS: dict[str, tuple[Grain, int]] = {
    "s": (Grain.SECOND, 1),
    "m": (Grain.MINUTE, 1),
    "h": (Grain.HOUR, 1),
    "d": (Grain.DAY, 1),
    "w": (Grain.WEEK, 1),
    "y": (Grain.YEAR, 1),
    '"': (Grain.SECOND, 1),
    "'": (Grain.MINUTE, 1),
}

UNIT = table(_WORDS)
"""A unit as (grain, how many of it)."""
_LETTER = either(
    glued(table(_LETTERS)),
    rule(word("\\"), table(_LETTERS), build=lambda _, unit: unit),
)


def length(size: Fraction | int, unit: tuple[Grain, int]) -> Length | None:
    """Return so many units; None where that is no sensible length."""
    grain, times = unit
    size = Fraction(size) * times
    months, days, seconds = _UNITS[grain]
    if size * (months * 30 + days + Fraction(seconds, _DAY_S)) > _MOST_YEARS * 366:
        return None
    if grain in (Grain.DAY, Grain.WEEK) and size.denominator > 1:
        # half a day is hours
        return Length(0, 0, size * days * _DAY_S, Grain.HOUR)
    if months and (size * months).denominator > 1:
        whole = int(size * months)
        rest = int((size * months - whole) * 30)
        return Length(whole, rest, Fraction(0), Grain.DAY)
    if size.denominator > 1 and grain in (Grain.HOUR, Grain.MINUTE):
        grain = Grain.MINUTE if grain is Grain.HOUR else Grain.SECOND
    return Length(int(size * months), int(size * days), size * seconds, grain)


_DECIMAL = rule(
    digits(0, 9999),
    glued(word(".", ",")),
    glued(digits(0, 999, most=3)),
    build=lambda whole, _, rest: Fraction(f"{whole}.{rest}"),
)
_SLASHED = rule(
    digits(0, 99),
    glued(word("/")),
    glued(digits(1, 99)),
    build=lambda top, _, bottom: Fraction(top, bottom),
)
_PART_WORDS = phrases_of(
    {
        "half": Fraction(1, 2),
        "a half": Fraction(1, 2),
        "an half": Fraction(1, 2),
        "one half": Fraction(1, 2),
        "quarter": Fraction(1, 4),
        "a quarter": Fraction(1, 4),
        "one quarter": Fraction(1, 4),
        "three quarters": Fraction(3, 4),
        "three - quarters": Fraction(3, 4),
        "three quarter": Fraction(3, 4),
        "a third": Fraction(1, 3),
        "two thirds": Fraction(2, 3),
        "\u00bd": Fraction(1, 2),
        "\u00bc": Fraction(1, 4),
        "\u00be": Fraction(3, 4),
    }
)
_PART = either(_SLASHED, _PART_WORDS)
_COUNT = either(
    _DECIMAL,
    CARDINAL,
    phrases_of(
        {
            "a": 1,
            "an": 1,
            "a single": 1,
            "another": 1,
            "a couple": 2,
            "a couple of": 2,
            "couple": 2,
            "couple of": 2,
            "a pair of": 2,
            "a few": 3,
            "few": 3,
            "some": 3,
            "several": 3,
            "a dozen": 12,
        }
    ),
)
COUNT = limited(_COUNT, 0, 99_999)
_AND_PART = rule(
    maybe(word("and", "-")),
    either(_PART),
    build=lambda _, part: part,
)
_MORE = maybe(word("more", "additional", "extra", "full", "whole", "solid"))


def _sum(whole: Fraction, part: Fraction, unit: Any) -> Length | None:
    return length(Fraction(whole) + part, unit)


_SIMPLE = either(
    # one and a half hours, 2 1/2 hours
    rule(
        COUNT,
        _AND_PART,
        maybe(word("of")),
        UNIT,
        build=lambda n, p, _, u: _sum(n, p, u),
    ),
    # an hour and a half
    rule(
        COUNT,
        UNIT,
        rule(word("and"), _PART_WORDS, build=lambda _, p: p),
        build=lambda n, u, p: _sum(n, p, u),
    ),
    # three quarters of an hour
    rule(
        _PART,
        maybe(word("of")),
        maybe(word("a", "an", "the")),
        UNIT,
        build=lambda p, _of, _an, u: length(p, u),
    ),
    rule(_PART, _LETTER, build=length),
    # 10 to 15 minutes: the first, so as not to be late
    rule(
        CARDINAL,
        word("to", "or", "-", "\u2013"),
        CARDINAL,
        UNIT,
        build=lambda low, _to, high, u: length(low, u) if low < high else None,
    ),
    # 2 hours, a few more days, two-day
    rule(
        COUNT,
        maybe(word("-")),
        _MORE,
        UNIT,
        build=lambda n, _, _more, u: length(n, u),
    ),
    rule(either(_DECIMAL, digits(0, 99_999)), _LETTER, build=length),
    # 1h30
    rule(
        digits(0, 99),
        glued(word("h")),
        glued(digits(0, 59, 2, 2)),
        build=lambda h, _, m: Length(0, 0, Fraction(h * 3600 + m * 60), Grain.MINUTE),
    ),
)


def _sum_of(lengths: tuple[Length, ...]) -> Length | None:
    """Return "2 hours and 5 minutes" as one; the units must become finer."""
    total, order = lengths[0], list(Grain).index
    for each in lengths[1:]:
        if order(each.grain) >= order(total.grain):
            return None
        total = total.plus(each)
    return total


LENGTH: Parser = either(
    rule(
        several(
            _SIMPLE,
            either(rule(maybe(word(",")), word("and")), word(","), rule()),
            most=5,
        ),
        build=_sum_of,
    )
)
"""A length with a number, or an article."""
WHOLE = rule(
    either(phrase("all", "the whole", "the entire", "a whole", "whole")),
    UNIT,
    build=lambda _, unit: length(1, unit),
)
"""A whole unit: "all week"."""
FOR_THE = rule(
    word("for"), word("the"), UNIT, build=lambda _f, _t, unit: length(1, unit)
)
"""Such as "for the hour"."""

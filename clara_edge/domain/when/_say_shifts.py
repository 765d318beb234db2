"""So long before or after something: "in two weeks", "the day before Christmas"."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ._bases import (
    Closest,
    CountedWeekday,
    Shifted,
)
from ._calendar import MONTH, PLURAL_WEEKDAY, WEEKDAY
from ._day import Day
from ._draft import Draft
from ._durations import LENGTH, UNIT, Length, length
from ._holidays import Holiday
from ._numbers import CARDINAL, digits, limited
from ._parsers import (
    THE,
    Forward,
    either,
    glued,
    maybe,
    phrase,
    phrases_of,
    rule,
    table,
    unless,
    word,
)
from ._part import Part
from ._say_periods import NTH
from .when import Grain

if TYPE_CHECKING:
    from ._source import Source

_MOMENT = Forward()
MOMENT = _MOMENT
"""Any expression of a time; defined where all pieces are known."""
_ABOUT = maybe(
    word("about", "around", "roughly", "approximately", "maybe", "like", "just")
)
_FROM_NOW = either(
    phrase(
        "from now",
        "from today",
        "later",
        "hence",
        "from this moment",
        "after today",
        "after now",
    ),
    rule(word("'"), word("time")),
)
_AGO = phrase("ago", "back", "before now", "earlier", "before today")


def _shift(size: Length, sign: int, base: Draft | None = None) -> Draft | None:
    day = None if base is None else base.day
    # "two months from today on Tuesday" names the weekday of the result
    if day and day.weekday is not None and (day.offset is not None or day.base):
        return None
    if base is not None and base.clock is not None and size.grain is Grain.QUARTER:
        # a quarter after three is one of an hour
        return None
    shifted = Shifted(size, sign, base, yearly=_is_yearly(base))
    if size.seconds and base is None:
        return Draft(shift=shifted)
    if base is not None and (size.seconds or base.clock or base.shift):
        return Draft(shift=shifted)
    return Draft(day=Day(base=shifted))


def _is_yearly(base: Draft | None) -> bool:
    """Whether a day comes back each year, and which year was not told."""
    day = None if base is None else base.day
    if day is None or day.year is not None or day.which is not None:
        return False
    if isinstance(day.base, Holiday):
        return day.base.which is None
    return day.base is None and day.month is not None


def _possessive(source: Source, start: int) -> tuple[tuple[int, Length], ...]:
    """Read "two weeks' time" and "a week's time"."""
    units = {
        "week's": Grain.WEEK,
        "month's": Grain.MONTH,
        "year's": Grain.YEAR,
        "day's": Grain.DAY,
        "hour's": Grain.HOUR,
    }
    read = rule(
        either(CARDINAL, phrases_of({"a": 1, "an": 1})),
        table(units),
        build=lambda n, grain: length(n, (grain, 1)),
    )
    return read(source, start)


_ANY_LENGTH = either(LENGTH, _possessive)
_ONE_DAY = Length(0, 1, Fraction(0), Grain.DAY)
SHIFTS = either(
    rule(
        maybe(word("in", "within", "after", "for")),
        _ABOUT,
        _ANY_LENGTH,
        _FROM_NOW,
        build=lambda _i, _a, size, _f: _shift(size, 1),
    ),
    rule(
        word("in", "within", "after", "inside"),
        _ABOUT,
        _ANY_LENGTH,
        maybe(phrase("time", "or so")),
        build=lambda _i, _a, size, _t: _shift(size, 1),
    ),
    rule(
        word("in", "within"),
        word("the"),
        word("next", "coming"),
        LENGTH,
        build=lambda _i, _t, _n, size: _shift(size, 1),
    ),
    rule(_ABOUT, _ANY_LENGTH, _AGO, build=lambda _a, size, _g: _shift(size, -1)),
    rule(
        maybe(word("in")),
        _ABOUT,
        _ANY_LENGTH,
        table({"after": 1, "from": 1, "since": 1, "before": -1, "following": 1}),
        _MOMENT,
        build=lambda _i, _a, size, sign, base: _shift(size, sign, base),
    ),
    # in 15: minutes
    rule(
        word("in"),
        unless(
            digits(1, 120),
            either(UNIT, glued(word(".", "/", ":")), MONTH, word("am", "pm", "%")),
        ),
        build=lambda _, n: (
            Draft(shift=Shifted(size, 1), weak=True)
            if (size := length(n, (Grain.MINUTE, 1)))
            else None
        ),
    ),
    # the day before christmas, the week after Easter
    rule(
        maybe(word("the")),
        rule(
            table(
                {
                    "day": Grain.DAY,
                    "week": Grain.WEEK,
                    "month": Grain.MONTH,
                }
            ),
            build=lambda g: length(1, (g, 1)),
        ),
        table({"after": 1, "before": -1, "following": 1, "from": 1}),
        _MOMENT,
        build=lambda _t, size, sign, base: _shift(size, sign, base),
    ),
    # the night before Christmas
    rule(
        THE,
        table({"morning": "morning", "evening": "evening", "night": "night"}),
        table({"after": 1, "before": -1}),
        _MOMENT,
        build=lambda _t, part, sign, base: (
            None
            if base.clock or base.part
            else Draft(day=Day(base=Shifted(_ONE_DAY, sign, base)), part=Part(part))
        ),
    ),
    rule(
        phrases_of({"on the eve of": -1, "eve of": -1}),
        _MOMENT,
        build=lambda sign, base: _shift(_ONE_DAY, sign, base),
    ),
)
_ANY_WEEKDAY = either(PLURAL_WEEKDAY, WEEKDAY)
COUNTED = either(
    rule(
        maybe(word("in")),
        either(limited(CARDINAL, 1, 99), phrases_of({"a couple of": 2, "a few": 3})),
        _ANY_WEEKDAY,
        either(
            rule(phrase("from now", "hence", "later", "from today"), build=lambda _: 1),
            rule(phrase("ago", "back", "before"), build=lambda _: -1),
        ),
        build=lambda _, n, day, sign: Draft(
            day=Day(base=CountedWeekday(n * sign, day))
        ),
    ),
    rule(
        either(NTH),
        WEEKDAY,
        table({"after": 1, "from": 1, "following": 1, "before": -1}),
        _MOMENT,
        build=lambda nth, day, sign, base: Draft(
            day=Day(base=CountedWeekday(abs(nth) * sign, day, base))
        ),
    ),
    rule(
        THE,
        WEEKDAY,
        table({"after": 1, "following": 1, "before": -1}),
        _MOMENT,
        build=lambda _t, day, sign, base: Draft(
            day=Day(base=CountedWeekday(sign, day, base))
        ),
    ),
    rule(
        THE,
        word("closest", "nearest"),
        WEEKDAY,
        word("to"),
        _MOMENT,
        build=lambda _t, _c, day, _o, base: Draft(day=Day(base=Closest(day, base))),
    ),
)

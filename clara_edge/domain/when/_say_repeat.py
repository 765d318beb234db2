"""Repetition: "every other Wednesday", "twice a day", "mornings"."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from ._calendar import PLURAL_WEEKDAY, WEEKDAY
from ._draft import Draft
from ._durations import LENGTH, UNIT, Length, length
from ._numbers import CARDINAL, limited
from ._parsers import (
    LIST_JOINT,
    THE,
    either,
    maybe,
    phrase,
    phrases_of,
    rule,
    several,
    table,
    word,
)
from ._repeat import CODES, WEEKEND, WORKDAYS, Repeat
from ._say_adverbs import ADVERBS
from ._say_every import A_WEEKEND, EVERY, SIZE, WEEKDAYS, WORKDAY, codes
from ._say_monthly import MONTHLY, ON, YEARLY
from .when import Grain

_FREQUENCY = {
    Grain.SECOND: "SECONDLY",
    Grain.MINUTE: "MINUTELY",
    Grain.HOUR: "HOURLY",
    Grain.DAY: "DAILY",
    Grain.WEEK: "WEEKLY",
    Grain.MONTH: "MONTHLY",
    Grain.YEAR: "YEARLY",
}
_PART = table(
    {
        "morning": "morning",
        "afternoon": "afternoon",
        "evening": "evening",
        "night": "night",
        "lunchtime": "lunch",
    }
)
_PARTS = table(
    {
        "mornings": "morning",
        "afternoons": "afternoon",
        "evenings": "evening",
        "nights": "night",
    }
)


def _of_length(size: Length) -> Repeat | None:
    """Return the rule of "every hour and a half", "every fortnight"."""
    named = (size.months, size.days, int(size.seconds))
    if sum(map(bool, named)) != 1 or size.seconds.denominator != 1:
        return None
    if size.months:
        years = size.months % 12 == 0
        return (
            Repeat("YEARLY", size.months // 12)
            if years
            else Repeat("MONTHLY", size.months)
        )
    if size.days:
        weeks = size.grain is Grain.WEEK
        return Repeat("WEEKLY", size.days // 7) if weeks else Repeat("DAILY", size.days)
    for frequency, seconds in (("HOURLY", 3600), ("MINUTELY", 60)):
        if named[2] % seconds == 0:
            return Repeat(frequency, named[2] // seconds)
    return Repeat("SECONDLY", named[2])


def _units(size: int, unit: tuple[Grain, int]) -> Repeat | None:
    grain, times = unit
    if grain is Grain.QUARTER:
        return Repeat("MONTHLY", 3 * size)
    if grain is Grain.WEEKEND:
        return Repeat("WEEKLY", size, WEEKEND)
    return Repeat(_FREQUENCY[grain], size * times)


_HOURS = {1: (), 2: (9, 18), 3: (9, 14, 20), 4: (8, 12, 16, 20)}
"""Of "twice a day" and so on; more are spread over the day."""


def _per(count: int, unit: tuple[Grain, int]) -> Repeat | None:
    """Read "twice a day", "three times a week", "once a month"."""
    if count == 1:
        return _units(1, unit)
    grain, times = unit
    if grain is Grain.DAY and times == 1 and count <= 15:
        step = 14 / (count - 1)
        hours = _HOURS.get(count) or tuple(8 + int(n * step) for n in range(count))
        return Repeat("DAILY", hours=hours)
    if grain is Grain.WEEK and times == 1 and count <= 7:
        chosen = {2: (0, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}
        return Repeat("WEEKLY", days=codes(chosen.get(count) or tuple(range(count))))
    if grain is Grain.MONTH and count == 2:
        return Repeat("MONTHLY", month_days=(1, 15))
    parts = {Grain.YEAR: ("MONTHLY", 12), Grain.HOUR: ("MINUTELY", 60)}
    frequency, whole = parts.get(grain, ("", 1))
    return Repeat(frequency, whole // count) if whole % count == 0 else None


_HOW_OFTEN = either(
    phrases_of({"once": 1, "twice": 2, "thrice": 3, "one time": 1, "two times": 2}),
    rule(limited(CARDINAL, 1, 60), word("times", "time", "x"), build=lambda n, _: n),
)


def _from_to(first: int, last: int, *, often: bool) -> Repeat | None:
    """Read the days of "every Monday to Friday"; without "every" they are one stretch."""
    if not often or first == last:
        return None
    days = tuple((first + n) % 7 for n in range((last - first) % 7 + 1))
    return Repeat("WEEKLY", days=codes(days))


_WEEKLY = either(
    # every other Wednesday, every 3 Fridays
    rule(
        EVERY,
        SIZE,
        WEEKDAYS,
        build=lambda _, size, days: Repeat("WEEKLY", size, codes(days)),
    ),
    # every Monday to Friday, Mondays to Fridays
    rule(
        maybe(EVERY, False),
        either(WEEKDAY, PLURAL_WEEKDAY),
        word("to", "through", "till", "-", "\u2013"),
        either(PLURAL_WEEKDAY, WEEKDAY),
        maybe(phrase("every week", "each week")),
        build=lambda every, first, _t, last, week: _from_to(
            first, last, often=bool(every or week)
        ),
    ),
    rule(
        several(PLURAL_WEEKDAY, word("to", "through", "till", "-"), most=2),
        build=lambda days: _from_to(days[0], days[-1], often=len(days) == 2),
    ),
    rule(EVERY, WEEKDAYS, build=lambda _, days: Repeat("WEEKLY", days=codes(days))),
    rule(
        maybe(word("on", "all")),
        several(PLURAL_WEEKDAY, either(LIST_JOINT, rule())),
        build=lambda _, days: Repeat("WEEKLY", days=codes(days)),
    ),
    rule(
        maybe(word("on", "all")),
        WEEKDAYS,
        _PARTS,
        build=lambda _, days, part: Repeat("WEEKLY", days=codes(days), part=part),
    ),
    rule(
        maybe(EVERY),
        word("other", "alternate", "alternating"),
        WEEKDAYS,
        build=lambda _e, _o, days: Repeat("WEEKLY", 2, codes(days)),
    ),
    rule(EVERY, WORKDAY, build=lambda _, _w: Repeat("WEEKLY", days=WORKDAYS)),
    rule(
        EVERY,
        maybe(SIZE, 1),
        A_WEEKEND,
        build=lambda _, size, _w: Repeat("WEEKLY", size, WEEKEND),
    ),
    rule(
        word("all"),
        word("weekends"),
        build=lambda _, _w: Repeat("WEEKLY", days=WEEKEND),
    ),
    rule(
        EVERY,
        phrase("other weekday", "second weekday"),
        build=lambda _, _w: Repeat("DAILY", 2, WORKDAYS),
    ),
)
_PLAIN = either(
    rule(EVERY, UNIT, build=lambda _, unit: _units(1, unit)),
    rule(EVERY, SIZE, UNIT, build=lambda _, size, unit: _units(size, unit)),
    rule(
        EVERY,
        SIZE,
        _PART,
        build=lambda _, size, part: Repeat("DAILY", size, part=part),
    ),
    rule(
        EVERY,
        limited(CARDINAL, 1, 99),
        word("to", "or", "-"),
        CARDINAL,
        UNIT,
        build=lambda _e, low, _t, high, unit: _units(low, unit) if low < high else None,
    ),
    rule(EVERY, LENGTH, build=lambda _, size: _of_length(size)),
    rule(
        EVERY,
        phrase("half an hour", "half hour"),
        build=lambda _, _h: Repeat("MINUTELY", 30),
    ),
    rule(EVERY, _PART, build=lambda _, part: Repeat("DAILY", part=part)),
    rule(phrases_of(ADVERBS), build=lambda found: found),
    rule(
        _HOW_OFTEN,
        either(
            word("a", "per", "each", "every", "an", "in"), rule(word("in"), word("a"))
        ),
        UNIT,
        build=lambda count, _, unit: _per(count, unit),
    ),
    rule(
        word("twice"),
        word("daily"),
        build=lambda _, _d: Repeat("DAILY", hours=_HOURS[2]),
    ),
    rule(
        word("twice"),
        word("weekly"),
        build=lambda _, _d: Repeat("WEEKLY", days=("MO", "TH")),
    ),
)
_RULES = either(ON, MONTHLY, YEARLY, _WEEKLY, _PLAIN)
_BUT = phrase(
    "except",
    "except on",
    "except for",
    "but",
    "but not",
    "but not on",
    "apart from",
    "other than",
)


def _without(repeat: Repeat, days: tuple[int, ...]) -> Repeat | None:
    """Leave out weekdays of what happens daily or on some of them."""
    usual = CODES if repeat.frequency == "DAILY" else repeat.days
    left = tuple(code for code in usual if code not in codes(days))
    if repeat.interval > 1 or not left or len(left) == len(usual):
        return None
    return replace(repeat, frequency="WEEKLY", days=left)


RULES = either(
    rule(
        _RULES,
        _BUT,
        either(WEEKDAYS, rule(THE, A_WEEKEND, build=lambda _t, _w: (5, 6))),
        build=lambda repeat, _, days: _without(repeat, days),
    ),
    rule(
        EVERY,
        UNIT,
        phrase("and a half"),
        build=lambda _e, unit, _h: (
            _of_length(size) if (size := length(Fraction(3, 2), unit)) else None
        ),
    ),
    _RULES,
)
REPEATS = rule(RULES, build=lambda repeat: Draft(repeat=repeat))
COUNT = rule(
    maybe(word(",")),
    maybe(word("for")),
    limited(CARDINAL, 1, 999),
    word("times", "occurrences"),
    build=lambda _c, _f, n, _t: Draft(count=n, weak=True),
)

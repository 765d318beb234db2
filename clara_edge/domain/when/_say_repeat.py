"""Repetition: "every other Wednesday", "twice a day", "the first Monday of each month"."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from ._calendar import MONTH, PLURAL_WEEKDAY, WEEKDAY
from ._draft import Draft
from ._durations import LENGTH, UNIT, Length, length
from ._holidays import NAMES, easter
from ._numbers import CARDINAL, ORDINAL, digits, limited
from ._parsers import (
    LIST_JOINT,
    THE,
    Parser,
    either,
    maybe,
    phrase,
    phrases_of,
    rule,
    several,
    table,
    unless,
    word,
)
from ._repeat import CODES, WEEKEND, WORKDAYS, Repeat
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
_ADVERBS: dict[str, Repeat] = {
    "hourly": Repeat("HOURLY"),
    "daily": Repeat("DAILY"),
    "everyday": Repeat("DAILY"),
    "nightly": Repeat("DAILY", part="night"),
    "weekly": Repeat("WEEKLY"),
    "fortnightly": Repeat("WEEKLY", 2),
    "biweekly": Repeat("WEEKLY", 2),
    "bi weekly": Repeat("WEEKLY", 2),
    "bi - weekly": Repeat("WEEKLY", 2),
    "monthly": Repeat("MONTHLY"),
    "bimonthly": Repeat("MONTHLY", 2),
    "bi - monthly": Repeat("MONTHLY", 2),
    "quarterly": Repeat("MONTHLY", 3),
    "semiannually": Repeat("MONTHLY", 6),
    "semi - annually": Repeat("MONTHLY", 6),
    "semi annually": Repeat("MONTHLY", 6),
    "semiannual": Repeat("MONTHLY", 6),
    "semi - annual": Repeat("MONTHLY", 6),
    "half yearly": Repeat("MONTHLY", 6),
    "half - yearly": Repeat("MONTHLY", 6),
    "biannually": Repeat("MONTHLY", 6),
    "yearly": Repeat("YEARLY"),
    "annually": Repeat("YEARLY"),
    "annual": Repeat("YEARLY"),
    "biennially": Repeat("YEARLY", 2),
    "on a daily basis": Repeat("DAILY"),
    "on a weekly basis": Repeat("WEEKLY"),
    "on a monthly basis": Repeat("MONTHLY"),
    "on weekdays": Repeat("WEEKLY", days=WORKDAYS),
    "weekdays": Repeat("WEEKLY", days=WORKDAYS),
    "on workdays": Repeat("WEEKLY", days=WORKDAYS),
    "workdays": Repeat("WEEKLY", days=WORKDAYS),
    "working days": Repeat("WEEKLY", days=WORKDAYS),
    "on working days": Repeat("WEEKLY", days=WORKDAYS),
    "weekends": Repeat("WEEKLY", days=WEEKEND),
    "on weekends": Repeat("WEEKLY", days=WEEKEND),
    "at weekends": Repeat("WEEKLY", days=WEEKEND),
    "at the weekends": Repeat("WEEKLY", days=WEEKEND),
    "mornings": Repeat("DAILY", part="morning"),
    "afternoons": Repeat("DAILY", part="afternoon"),
    "evenings": Repeat("DAILY", part="evening"),
    "nights": Repeat("DAILY", part="night"),
    "in the mornings": Repeat("DAILY", part="morning"),
    "in the afternoons": Repeat("DAILY", part="afternoon"),
    "in the evenings": Repeat("DAILY", part="evening"),
    "at nights": Repeat("DAILY", part="night"),
    "day in day out": Repeat("DAILY"),
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
_EVERY = either(
    rule(
        maybe(word("once", "on", "for")),
        word("every", "each", "ever"),
        build=lambda _, _e: True,
    ),
    phrase("every single", "each and every"),
)
_WORKDAY = phrase(
    "weekday",
    "weekdays",
    "week day",
    "week days",
    "working day",
    "work day",
    "workday",
    "business day",
    "working days",
    "workdays",
)
_WEEKEND = phrase("weekend", "weekends", "week end", "week ends")
_TIMES_OF = phrases_of({"other": 2, "second": 2, "2nd": 2, "alternate": 2, "single": 1})
_SIZE = either(
    _TIMES_OF,
    rule(word("couple"), maybe(word("of")), build=lambda _c, _o: 2),
    rule(word("few"), build=lambda _: 3),
    limited(CARDINAL, 1, 999),
    limited(ORDINAL, 2, 99),
)
_WEEKDAYS = several(
    either(WEEKDAY, PLURAL_WEEKDAY), either(LIST_JOINT, rule(word("/")), rule())
)


def _codes(days: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(CODES[day] for day in sorted(set(days)))


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
        return Repeat("WEEKLY", days=_codes(chosen.get(count) or tuple(range(count))))
    if grain is Grain.MONTH and count == 2:
        return Repeat("MONTHLY", month_days=(1, 15))
    if grain is Grain.YEAR and 12 % count == 0:
        return Repeat("MONTHLY", 12 // count)
    if grain is Grain.HOUR and 60 % count == 0:
        return Repeat("MINUTELY", 60 // count)
    return None


_HOW_OFTEN = either(
    phrases_of({"once": 1, "twice": 2, "thrice": 3, "one time": 1, "two times": 2}),
    rule(limited(CARDINAL, 1, 60), word("times", "time", "x"), build=lambda n, _: n),
)
_NTHS = several(
    either(
        rule(ORDINAL, maybe(word("to")), word("last"), build=lambda n, _t, _l: -n),
        rule(phrase("penultimate"), build=lambda _: -2),
        rule(word("last", "final"), build=lambda _: -1),
        limited(ORDINAL, 1, 31),
    ),
    LIST_JOINT,
)
_OF_EACH_MONTH = either(
    phrase(
        "of every month",
        "of each month",
        "every month",
        "each month",
        "of any month",
        "in every month",
        "in each month",
        "a month",
        "monthly",
        "of months",
    )
)
_OF_THE_MONTH = phrase("of the month", "of a month", "in the month")
_OTHER_MONTHS = rule(
    maybe(word("of")),
    _EVERY,
    _SIZE,
    word("month", "months"),
    build=lambda _o, _e, size, _m: size,
)
_MONTHS = either(
    _OTHER_MONTHS,
    rule(_OF_EACH_MONTH, build=lambda _: 1),
    rule(_OF_THE_MONTH, build=lambda _: 0),
)


def _nth_weekdays(nths: tuple[int, ...], day: int, size: int = 1) -> Repeat | None:
    if any(not -5 <= nth <= 5 for nth in nths):
        return None
    days = tuple(f"{nth}{CODES[day]}" for nth in nths)
    return Repeat("MONTHLY", size or 1, days, once=not size)


def _month_days(nths: tuple[int, ...], size: int = 1) -> Repeat | None:
    return Repeat("MONTHLY", size or 1, month_days=nths, once=not size)


_THE_NTHS = rule(
    maybe(phrase("on the", "on", "the")), _NTHS, build=lambda _, nths: nths
)
_MONTHLY: Parser = either(
    # the first Monday of the month
    rule(_THE_NTHS, WEEKDAY, _MONTHS, build=_nth_weekdays),
    # "every second Friday" is every other one
    rule(
        _EVERY,
        maybe(word("2nd", "second")),
        WEEKDAY,
        build=lambda _, second, day: (
            Repeat("WEEKLY", 2, (CODES[day],)) if second else None
        ),
    ),
    rule(
        _EVERY,
        _NTHS,
        WEEKDAY,
        maybe(_MONTHS, 1),
        build=lambda _, nths, day, size: _nth_weekdays(nths, day, size or 1),
    ),
    rule(
        maybe(_EVERY),
        _THE_NTHS,
        _WORKDAY,
        _MONTHS,
        build=lambda _, nths, _w, size: (
            Repeat("MONTHLY", size or 1, WORKDAYS, position=nths[0], once=not size)
            if len(nths) == 1
            else None
        ),
    ),
    # the second last day of the month
    rule(
        maybe(_EVERY),
        _THE_NTHS,
        word("day", "days"),
        _MONTHS,
        build=lambda _, nths, _d, size: _month_days(nths, size),
    ),
    # the 15th of every month
    rule(
        maybe(_EVERY),
        _THE_NTHS,
        _MONTHS,
        build=lambda _, nths, size: _month_days(nths, size),
    ),
    # every 15th
    rule(
        _EVERY,
        limited(ORDINAL, 3, 31),
        unless(maybe(word("of")), either(UNIT, WEEKDAY, MONTH)),
        build=lambda _, number, _o: Repeat("MONTHLY", month_days=(number,)),
    ),
)
_MONTH_NUMBER = either(digits(1, 31, most=2), limited(ORDINAL, 1, 31))
_YEARLY = either(
    rule(
        _EVERY,
        THE,
        MONTH,
        THE,
        either(limited(ORDINAL, 1, 31), digits(1, 31, most=2)),
        build=lambda _e, _t, month, _u, number: _date(month, number),
    ),
    rule(
        _EVERY,
        either(limited(ORDINAL, 1, 31), digits(1, 31, most=2)),
        maybe(word("of")),
        MONTH,
        build=lambda _e, number, _o, month: _date(month, number),
    ),
    rule(_EVERY, MONTH, build=lambda _e, month: Repeat("YEARLY", months=(month,))),
    rule(
        _EVERY,
        phrases_of({name: name for name in NAMES}),
        build=lambda _e, name: _holiday(name),
    ),
    rule(
        _EVERY,
        _NTHS,
        WEEKDAY,
        word("of", "in"),
        MONTH,
        build=lambda _e, nths, day, _o, month: Repeat(
            "YEARLY", days=tuple(f"{n}{CODES[day]}" for n in nths), months=(month,)
        ),
    ),
)


def _date(month: int, number: int) -> Repeat:
    return Repeat("YEARLY", months=(month,), month_days=(number,))


def _holiday(name: str) -> Repeat | None:
    """Return the rule of a holiday that falls on the same date each year."""
    find = NAMES[name]
    days = {(find(year).month, find(year).day) for year in (2024, 2028, 2032)}
    if len(days) > 1 or find(2024) == easter(2024):
        return None
    month, day = days.pop()
    return _date(month, day)


_ON_MONTH_DAYS = rule(
    maybe(word("on")),
    THE,
    _NTHS,
    maybe(word("day")),
    build=lambda _o, _t, nths, _d: nths,
)
_ON = either(
    # weekly on Monday and Thursday
    rule(
        either(
            rule(
                _EVERY,
                maybe(_SIZE, 1),
                word("week", "weeks"),
                build=lambda _e, n, _w: n,
            ),
            rule(either(_EVERY), word("fortnight"), build=lambda _e, _f: 2),
            phrases_of(
                {"weekly": 1, "once a week": 1, "biweekly": 2, "fortnightly": 2}
            ),
        ),
        maybe(word(",")),
        word("on"),
        _WEEKDAYS,
        build=lambda size, _c, _o, days: Repeat("WEEKLY", size, _codes(days)),
    ),
    rule(
        either(
            rule(
                _EVERY,
                maybe(_SIZE, 1),
                word("month", "months"),
                build=lambda _e, n, _w: n,
            ),
            phrases_of(
                {"monthly": 1, "once a month": 1, "bimonthly": 2, "quarterly": 3}
            ),
        ),
        maybe(word(",")),
        either(
            rule(_ON_MONTH_DAYS, build=lambda nths: ("days", nths, 0)),
            rule(
                word("on"),
                THE,
                _NTHS,
                WEEKDAY,
                build=lambda _o, _t, nths, day: ("weekday", nths, day),
            ),
        ),
        build=lambda size, _c, on: (
            _month_days(on[1], size)
            if on[0] == "days"
            else _nth_weekdays(on[1], on[2], size)
        ),
    ),
    rule(
        either(
            rule(
                _EVERY,
                maybe(_SIZE, 1),
                word("year", "years"),
                build=lambda _e, n, _w: n,
            ),
            phrases_of({"yearly": 1, "annually": 1, "once a year": 1}),
        ),
        maybe(word(",")),
        word("on"),
        THE,
        either(
            rule(
                either(
                    rule(MONTH, THE, _MONTH_NUMBER, build=lambda m, _t, n: (m, n)),
                    rule(
                        _MONTH_NUMBER,
                        maybe(word("of")),
                        MONTH,
                        build=lambda n, _o, m: (m, n),
                    ),
                ),
                build=lambda date: Repeat(
                    "YEARLY", months=(date[0],), month_days=(date[1],)
                ),
            ),
            rule(
                limited(ORDINAL, 1, 366),
                word("day"),
                build=lambda n, _: Repeat("YEARLY", year_days=(n,)),
            ),
        ),
        build=lambda size, _c, _o, _t, rule_: Repeat(
            "YEARLY",
            size,
            months=rule_.months,
            month_days=rule_.month_days,
            year_days=rule_.year_days,
        ),
    ),
)
_WEEKLY = either(
    # every other Wednesday, every 3 Fridays
    rule(
        _EVERY,
        _SIZE,
        _WEEKDAYS,
        build=lambda _, size, days: Repeat("WEEKLY", size, _codes(days)),
    ),
    rule(_EVERY, _WEEKDAYS, build=lambda _, days: Repeat("WEEKLY", days=_codes(days))),
    rule(
        maybe(word("on", "all")),
        several(PLURAL_WEEKDAY, LIST_JOINT),
        build=lambda _, days: Repeat("WEEKLY", days=_codes(days)),
    ),
    rule(
        maybe(word("on", "all")),
        _WEEKDAYS,
        _PARTS,
        build=lambda _, days, part: Repeat("WEEKLY", days=_codes(days), part=part),
    ),
    rule(
        maybe(_EVERY),
        word("other", "alternate", "alternating"),
        _WEEKDAYS,
        build=lambda _e, _o, days: Repeat("WEEKLY", 2, _codes(days)),
    ),
    rule(_EVERY, _WORKDAY, build=lambda _, _w: Repeat("WEEKLY", days=WORKDAYS)),
    rule(
        _EVERY,
        maybe(_SIZE, 1),
        _WEEKEND,
        build=lambda _, size, _w: Repeat("WEEKLY", size, WEEKEND),
    ),
    rule(
        word("all"),
        word("weekends"),
        build=lambda _, _w: Repeat("WEEKLY", days=WEEKEND),
    ),
    rule(
        _EVERY,
        phrase("other weekday", "second weekday"),
        build=lambda _, _w: Repeat("DAILY", 2, WORKDAYS),
    ),
)
_PLAIN = either(
    rule(_EVERY, UNIT, build=lambda _, unit: _units(1, unit)),
    rule(_EVERY, _SIZE, UNIT, build=lambda _, size, unit: _units(size, unit)),
    rule(
        _EVERY,
        _SIZE,
        _PART,
        build=lambda _, size, part: Repeat("DAILY", size, part=part),
    ),
    rule(_EVERY, LENGTH, build=lambda _, size: _of_length(size)),
    rule(
        _EVERY,
        phrase("half an hour", "half hour"),
        build=lambda _, _h: Repeat("MINUTELY", 30),
    ),
    rule(_EVERY, _PART, build=lambda _, part: Repeat("DAILY", part=part)),
    rule(phrases_of(_ADVERBS), build=lambda found: found),
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
_RULES = either(_ON, _MONTHLY, _YEARLY, _WEEKLY, _PLAIN)
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
    left = tuple(code for code in usual if code not in _codes(days))
    if repeat.interval > 1 or not left or len(left) == len(usual):
        return None
    return replace(repeat, frequency="WEEKLY", days=left)


RULES = either(
    rule(
        _RULES,
        _BUT,
        either(_WEEKDAYS, rule(THE, _WEEKEND, build=lambda _t, _w: (5, 6))),
        build=lambda repeat, _, days: _without(repeat, days),
    ),
    rule(
        _EVERY,
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

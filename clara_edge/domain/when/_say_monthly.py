"""What comes back on days of a month or of a year."""

from __future__ import annotations

from dataclasses import replace

from ._calendar import MONTH, WEEKDAY, month_length
from ._durations import UNIT
from ._holidays import NAMES, easter
from ._numbers import ORDINAL, digits, limited
from ._parsers import (
    THE,
    Parser,
    either,
    maybe,
    phrase,
    phrases_of,
    rule,
    unless,
    word,
)
from ._repeat import CODES, WORKDAYS, Repeat
from ._say_every import EVERY, NTHS, SIZE, WEEKDAYS, WORKDAY, codes

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
    EVERY,
    SIZE,
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


_THE_NTHS = rule(maybe(phrase("on the", "on", "the")), NTHS, build=lambda _, nths: nths)
MONTHLY: Parser = either(
    # the first Monday of the month
    rule(_THE_NTHS, WEEKDAY, _MONTHS, build=_nth_weekdays),
    # "every second Friday" is every other one
    rule(
        EVERY,
        maybe(word("2nd", "second")),
        WEEKDAY,
        build=lambda _, second, day: (
            Repeat("WEEKLY", 2, (CODES[day],)) if second else None
        ),
    ),
    rule(
        EVERY,
        NTHS,
        WEEKDAY,
        maybe(_MONTHS, 1),
        build=lambda _, nths, day, size: _nth_weekdays(nths, day, size or 1),
    ),
    rule(
        maybe(EVERY),
        _THE_NTHS,
        WORKDAY,
        _MONTHS,
        build=lambda every, nths, _w, size: (
            Repeat(
                "MONTHLY",
                size or 1,
                WORKDAYS,
                position=nths[0],
                once=not (every or size),
            )
            if len(nths) == 1
            else None
        ),
    ),
    # the second last day of the month
    rule(
        maybe(EVERY),
        _THE_NTHS,
        word("day", "days"),
        _MONTHS,
        build=lambda every, nths, _d, size: _month_days(nths, size or int(bool(every))),
    ),
    # the 15th of every month
    rule(
        maybe(EVERY),
        _THE_NTHS,
        _MONTHS,
        build=lambda every, nths, size: _month_days(nths, size or int(bool(every))),
    ),
    # every 15th
    rule(
        EVERY,
        limited(ORDINAL, 3, 31),
        unless(maybe(word("of")), either(UNIT, WEEKDAY, MONTH)),
        build=lambda _, number, _o: Repeat("MONTHLY", month_days=(number,)),
    ),
)
_MONTH_NUMBER = either(digits(1, 31, most=2), limited(ORDINAL, 1, 31))
YEARLY = either(
    rule(
        EVERY,
        THE,
        MONTH,
        THE,
        either(limited(ORDINAL, 1, 31), digits(1, 31, most=2)),
        build=lambda _e, _t, month, _u, number: _date(month, number),
    ),
    rule(
        EVERY,
        either(limited(ORDINAL, 1, 31), digits(1, 31, most=2)),
        maybe(word("of")),
        MONTH,
        build=lambda _e, number, _o, month: _date(month, number),
    ),
    rule(EVERY, MONTH, build=lambda _e, month: Repeat("YEARLY", months=(month,))),
    rule(
        EVERY,
        phrases_of({name: name for name in NAMES}),
        build=lambda _e, name: _holiday(name),
    ),
    rule(
        EVERY,
        NTHS,
        WEEKDAY,
        word("of", "in"),
        MONTH,
        build=lambda _e, nths, day, _o, month: Repeat(
            "YEARLY", days=tuple(f"{n}{CODES[day]}" for n in nths), months=(month,)
        ),
    ),
)


def _date(month: int, number: int) -> Repeat | None:
    if number > month_length(2000, month):
        return None
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
    NTHS,
    maybe(word("day")),
    build=lambda _o, _t, nths, _d: nths,
)


def _monthly(size: int, kind: str, nths: tuple[int, ...], day: int) -> Repeat | None:
    if kind == "days":
        return _month_days(nths, size)
    if kind == "weekday":
        return _nth_weekdays(nths, day, size)
    if len(nths) != 1:
        return None
    return Repeat("MONTHLY", size, WORKDAYS, position=nths[0])


ON = either(
    # weekly on Monday and Thursday
    rule(
        either(
            rule(
                EVERY,
                maybe(SIZE, 1),
                word("week", "weeks"),
                build=lambda _e, n, _w: n,
            ),
            rule(either(EVERY), word("fortnight"), build=lambda _e, _f: 2),
            phrases_of(
                {"weekly": 1, "once a week": 1, "biweekly": 2, "fortnightly": 2}
            ),
        ),
        maybe(word(",")),
        word("on"),
        WEEKDAYS,
        build=lambda size, _c, _o, days: Repeat("WEEKLY", size, codes(days)),
    ),
    rule(
        either(
            rule(
                EVERY,
                maybe(SIZE, 1),
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
                NTHS,
                WORKDAY,
                build=lambda _o, _t, nths, _w: ("working", nths, 0),
            ),
            rule(
                word("on"),
                THE,
                NTHS,
                WEEKDAY,
                build=lambda _o, _t, nths, day: ("weekday", nths, day),
            ),
        ),
        build=lambda size, _c, on: _monthly(size, *on),
    ),
    rule(
        either(
            rule(
                EVERY,
                maybe(SIZE, 1),
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
                NTHS,
                WEEKDAY,
                word("of", "in"),
                MONTH,
                build=lambda nths, day, _o, month: Repeat(
                    "YEARLY",
                    days=tuple(f"{n}{CODES[day]}" for n in nths),
                    months=(month,),
                ),
            ),
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
                build=lambda date: _date(*date),
            ),
            rule(
                limited(ORDINAL, 1, 366),
                word("day"),
                build=lambda n, _: Repeat("YEARLY", year_days=(n,)),
            ),
        ),
        build=lambda size, _c, _o, _t, rule_: replace(rule_, interval=size),
    ),
)

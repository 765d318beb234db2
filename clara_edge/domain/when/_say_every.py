"""The words of repetition that its rules share."""

from __future__ import annotations

from ._calendar import PLURAL_WEEKDAY, WEEKDAY
from ._numbers import CARDINAL, ORDINAL, limited
from ._parsers import (
    LIST_JOINT,
    either,
    maybe,
    phrase,
    phrases_of,
    rule,
    several,
    word,
)
from ._repeat import CODES

EVERY = either(
    rule(
        maybe(word("once", "on", "for")),
        word("every", "each", "ever"),
        build=lambda _, _e: True,
    ),
    phrase("every single", "each and every"),
)
WORKDAY = phrase(
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
A_WEEKEND = phrase("weekend", "weekends", "week end", "week ends")
_TIMES_OF = phrases_of({"other": 2, "second": 2, "2nd": 2, "alternate": 2, "single": 1})
SIZE = either(
    _TIMES_OF,
    rule(word("couple"), maybe(word("of")), build=lambda _c, _o: 2),
    rule(word("few"), build=lambda _: 3),
    limited(CARDINAL, 1, 999),
    limited(ORDINAL, 2, 99),
)
WEEKDAYS = several(
    either(WEEKDAY, PLURAL_WEEKDAY), either(LIST_JOINT, rule(word("/")), rule())
)


def codes(days: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(CODES[day] for day in sorted(set(days)))


NTHS = several(
    either(
        rule(ORDINAL, maybe(word("to")), word("last"), build=lambda n, _t, _l: -n),
        rule(phrase("penultimate"), build=lambda _: -2),
        rule(word("last", "final"), build=lambda _: -1),
        limited(ORDINAL, 1, 31),
    ),
    LIST_JOINT,
)

"""Ends, beginnings and thirds of what lasts: "end of the month", "early next week"."""

from __future__ import annotations

from ._bases import (
    Edge,
    Period,
)
from ._day import Day
from ._draft import Draft
from ._parsers import (
    THE,
    either,
    maybe,
    phrase,
    rule,
    table,
    word,
)
from ._say_dates import DATES
from ._say_near import A_WEEKDAY, RELATIVE
from ._say_periods import HOLIDAY, INTERVAL
from ._spans import Rest
from .when import Grain

_EDGE = table(
    {
        "end": "end",
        "close": "end",
        "start": "start",
        "beginning": "start",
        "middle": "middle",
    }
)


_END_OF_DAY = phrase(
    "end of day",
    "end of the day",
    "eod",
    "cob",
    "close of business",
    "end of business",
)
_ONE_DAY = either(RELATIVE, A_WEEKDAY, HOLIDAY, DATES)
EDGES = either(
    rule(
        THE,
        word("rest", "remainder"),
        word("of"),
        INTERVAL,
        build=lambda _t, _r, _o, base: Draft(day=Day(base=Rest(base))),
    ),
    rule(
        maybe(word("the")),
        _EDGE,
        word("of"),
        either(
            rule(
                INTERVAL,
                build=lambda base: (
                    Day(base=base) if not isinstance(base, Day) else base
                ),
            ),
            rule(
                THE,
                either(RELATIVE, A_WEEKDAY, HOLIDAY, DATES),
                build=lambda _, draft: draft.day,
            ),
        ),
        build=lambda _t, edge, _o, day: Draft(day=Day(base=Edge(day, edge))),
    ),
    rule(
        maybe(word("the")),
        _END_OF_DAY,
        build=lambda _t, _e: Draft(day=Day(base=Edge(Day(offset=0), "end"))),
    ),
    rule(
        maybe(word("the")),
        _END_OF_DAY,
        maybe(word("on", "of")),
        _ONE_DAY,
        build=lambda _t, _e, _o, draft: Draft(day=Day(base=Edge(draft.day, "end"))),
    ),
    rule(
        _ONE_DAY,
        maybe(word("at", "by", ",")),
        maybe(word("the")),
        _END_OF_DAY,
        build=lambda draft, _a, _t, _e: Draft(day=Day(base=Edge(draft.day, "end"))),
    ),
    rule(
        THE,
        table({"early": "early", "mid": "mid", "late": "late", "later": "late"}),
        maybe(word("-", "in")),
        INTERVAL,
        build=lambda _t, third, _o, base: Draft(day=Day(base=Edge(base, third))),
    ),
    rule(
        THE,
        table(
            {
                "eow": Grain.WEEK,
                "eom": Grain.MONTH,
                "eoq": Grain.QUARTER,
                "eoy": Grain.YEAR,
            }
        ),
        build=lambda _t, grain: Draft(day=Day(base=Edge(Period(grain, 0), "end"))),
    ),
    rule(
        phrase("end of week", "week's end"),
        build=lambda _: Draft(day=Day(base=Edge(Period(Grain.WEEK, 0), "end"))),
    ),
    rule(
        phrase("month end", "end of month", "month's end"),
        build=lambda _: Draft(day=Day(base=Edge(Period(Grain.MONTH, 0), "end"))),
    ),
    rule(
        phrase("year end", "year's end", "end of year"),
        build=lambda _: Draft(day=Day(base=Edge(Period(Grain.YEAR, 0), "end"))),
    ),
)

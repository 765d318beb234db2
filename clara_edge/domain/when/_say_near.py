"""Days beside today, and weekdays: "the day after tomorrow", "next Friday"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._calendar import AMBIGUOUS_WORDS, WEEKDAY
from ._day import Day
from ._draft import Draft
from ._parsers import (
    THE,
    either,
    later,
    maybe,
    phrase,
    phrases_of,
    rule,
    table,
    word,
)
from ._say_dates import DATES

if TYPE_CHECKING:
    from ._source import Source

_NEAR = {
    "today": 0,
    "to day": 0,
    "todays": 0,
    "today's": 0,
    "this day": 0,
    "later today": 0,
    "sometime today": 0,
    "earlier today": 0,
    "tomorrow": 1,
    "to morrow": 1,
    "tomorow": 1,
    "tommorow": 1,
    "tommorrow": 1,
    "tomorrows": 1,
    "tomorrow's": 1,
    "tmrw": 1,
    "tmr": 1,
    "tmw": 1,
    "2 moro": 1,
    "tomo": 1,
    "2moro": 1,
    "the next day": 1,
    "the following day": 1,
    "the day after": 1,
    "day after tomorrow": 2,
    "the day after tomorrow": 2,
    "the day after to morrow": 2,
    "day after to morrow": 2,
    "overmorrow": 2,
    "yesterday": -1,
    "yesterday's": -1,
    "the previous day": -1,
    "day before yesterday": -2,
    "the day before yesterday": -2,
}
RELATIVE = rule(phrases_of(_NEAR), build=lambda offset: Draft(day=Day(offset=offset)))
_WHICH_WORD = table(
    {
        "this": "this",
        "current": "this",
        "next": "next",
        "following": "next",
        "last": "last",
        "past": "last",
        "previous": "last",
        "coming": "coming",
        "upcoming": "coming",
    }
)
WHICH = either(
    rule(
        maybe(word("the", "this")),
        table({"coming": "coming", "upcoming": "coming"}),
        build=lambda _, which: which,
    ),
    rule(THE, _WHICH_WORD, build=lambda _, which: which),
)
COUNT_OF = {"this": 0, "next": 1, "coming": 1, "last": -1}


def _weekday(source: Source, start: int) -> tuple[tuple[int, Draft], ...]:
    token = source.token(start)
    weak = token.text in AMBIGUOUS_WORDS and not (token.capital and start > 0)
    return tuple(
        (end, Draft(day=Day(weekday=day), weak=weak))
        for end, day in WEEKDAY(source, start)
    )


AFTER_NEXT = rule(maybe(word("the")), phrase("one after next", "after next"))
A_WEEKDAY = either(
    rule(
        THE,
        WEEKDAY,
        phrase("before last"),
        build=lambda _, day, _b: Draft(day=Day(weekday=day, which="last", weeks=-1)),
    ),
    # a week on Tuesday, a week from Tuesday, Tuesday week
    rule(
        phrases_of(
            {"a week": 1, "one week": 1, "two weeks": 2, "a fortnight": 2, "2 weeks": 2}
        ),
        word("on", "from"),
        maybe(WHICH),
        WEEKDAY,
        build=lambda weeks, _, which, day: Draft(
            day=Day(weekday=day, which=which, weeks=weeks)
        ),
    ),
    rule(
        WEEKDAY,
        table({"week": 1, "fortnight": 2}),
        build=lambda day, weeks: Draft(
            day=Day(weekday=day, which="coming", weeks=weeks)
        ),
    ),
    # the Friday after next
    rule(
        THE,
        WEEKDAY,
        AFTER_NEXT,
        build=lambda _, day, _a: Draft(day=Day(weekday=day, which="coming", weeks=1)),
    ),
    rule(
        WHICH,
        WEEKDAY,
        build=lambda which, day: Draft(day=Day(weekday=day, which=which)),
    ),
    rule(word("the", "one"), WEEKDAY, build=lambda _, day: Draft(day=Day(weekday=day))),
    # this friday 5/12, next 5/12
    rule(
        WHICH,
        later(lambda: DATES),
        build=lambda which, draft: (
            None if draft.day is None else _which_date(which, draft)
        ),
    ),
    _weekday,
)


def _which_date(which: str, draft: Draft) -> Draft | None:
    if draft.day is None or (draft.day.month is None and draft.day.weekday is None):
        return None
    day = draft.day.merged(Day(which=which))
    return None if day is None else Draft(day=day)

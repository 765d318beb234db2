"""Names on the calendar, and steps on it."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import TYPE_CHECKING

from clara_edge.domain.calendar_names import DAYS, MONTHS

from ._parsers import (
    either,
    glued,
    maybe,
    rule,
    table,
    word,
)

if TYPE_CHECKING:
    from ._source import Source

_MORE_DAYS = {
    "tues": 1,
    "wednes": 2,
    "weds": 2,
    "thur": 3,
    "thurs": 3,
    "wensday": 2,
    "wendesday": 2,
}
_SHORT_DAYS = {d[:3].lower(): n for n, d in enumerate(DAYS)}
_FULL_DAYS = {d.lower(): n for n, d in enumerate(DAYS)}
WEEKDAY_NAMES = _FULL_DAYS | _SHORT_DAYS | _MORE_DAYS
_MONTH_NAMES = (
    {m.lower(): n for n, m in enumerate(MONTHS, 1)}
    | {m[:3].lower(): n for n, m in enumerate(MONTHS, 1)}
    | {"sept": 9, "febuary": 2}
)
_OWN = maybe(either(glued(word(".")), rule(word("'"), glued(word("s")))))
WEEKDAY = either(
    rule(
        table(WEEKDAY_NAMES | {f"{d}'s": n for d, n in _FULL_DAYS.items()}),
        _OWN,
        build=lambda day, _: day,
    )
)
PLURAL_WEEKDAY = table({f"{d}s": n for d, n in _FULL_DAYS.items()})
MONTH = rule(table(_MONTH_NAMES), _OWN, build=lambda month, _: month)
AMBIGUOUS_WORDS = frozenset(
    {"may", "march", "mar", "sat", "sun", "second", "dec", "mon", "wed"}
)
"""Names that are also other words."""


def is_name_of_other_things(source: Source, at: int) -> bool:
    """Whether a token is a name that as well may be another word, not capitalised."""
    token = source.token(at)
    return token.text in AMBIGUOUS_WORDS and not (token.capital and at > 0)


def month_length(year: int, month: int) -> int:
    """Return the number of its days."""
    return calendar.monthrange(year, month)[1]


def plus_months(day: date, months: int) -> date:
    """Return the same day so many months later, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError(f"year {year}")
    return date(year, month + 1, min(day.day, month_length(year, month + 1)))


def plus_days(day: date, days: int) -> date:
    """Return the day so many days later."""
    return day + timedelta(days=days)


def week_of(day: date) -> date:
    """Return the Monday of its week (ISO 8601)."""
    return day - timedelta(days=day.weekday())


def on_or_after(day: date, weekday: int) -> date:
    """Return the first such weekday, the day itself included."""
    return plus_days(day, (weekday - day.weekday()) % 7)


def nth_weekday(first: date, last: date, nth: int, weekday: int) -> date | None:
    """Return the nth such weekday of an interval, from its end if negative."""
    if nth > 0:
        day = plus_days(on_or_after(first, weekday), 7 * (nth - 1))
    else:
        end = plus_days(last, -((last.weekday() - weekday) % 7))
        day = plus_days(end, 7 * (nth + 1))
    return day if first <= day <= last else None

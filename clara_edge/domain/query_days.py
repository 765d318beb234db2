"""Days in filters: one day, or a range of days, for words such as week or 7d."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from clara_edge.domain.day_words import parse_day, shifted, weekday_number
from clara_edge.domain.errors import DueInvalidError, QueryInvalidError
from clara_edge.domain.query import NONE, SPAN, Field, Operator

if TYPE_CHECKING:
    from datetime import datetime

_COUNT = re.compile(r"(\d{1,5})d", re.ASCII)
_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)
_PERIODS = {
    "last-week": ("w", -1),
    "week": ("w", 0),
    "next-week": ("w", 1),
    "last-month": ("m", -1),
    "month": ("m", 0),
    "next-month": ("m", 1),
}
# what has happened lies behind: completed:friday is the last one, completed:7d a week ago
_PAST = frozenset({Field.CREATED, Field.COMPLETED})


def days_of(field: Field, operator: Operator, value: str, now: datetime) -> str:
    """Return the days that a value means, as Condition has them.

    Raises:
        QueryInvalidError: it is no day, or no such day exists.
    """
    word = value.lower()
    if word == NONE and operator is Operator.EQUAL:
        return NONE
    try:
        first, last = _span(word, now.date(), past=field in _PAST)
    except DueInvalidError as error:
        raise QueryInvalidError(
            f"{field}:{value[:40]} cannot be read: {error.what}",
            remedy=f"write it as in {field}:today, {field}:fri, {field}:2026-12-01, "
            f"{field}:+3d, {field}:7d, {field}:week or {field}:2026-12-01..2026-12-07",
        ) from error
    if operator in {Operator.BEFORE, Operator.FROM}:
        return first.isoformat()
    if operator in {Operator.UNTIL, Operator.AFTER} or first == last:
        return last.isoformat()
    return f"{first.isoformat()}{SPAN}{last.isoformat()}"


def span_of(value: str) -> tuple[date, date]:
    """Read back the first and the last day of what days_of() returned.

    Raises:
        QueryInvalidError: a program put something else into the query.
    """
    first, _, last = value.partition(SPAN)
    try:
        return date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError as error:
        raise QueryInvalidError(f"{value[:40]!r} is not a day") from error


def _span(word: str, today: date, *, past: bool) -> tuple[date, date]:
    start, dots, end = word.partition(SPAN)
    if dots:
        first, last = (_span(w, today, past=past) for w in (start, end))
        if first[0] > last[1]:
            raise DueInvalidError("its end is before its beginning")
        return first[0], last[1]
    if word in _PERIODS:
        return _period(today, *_PERIODS[word])
    if _MONTH.fullmatch(word):
        return _period(parse_day(f"{word}-01", today), "m", 0)
    if count := _COUNT.fullmatch(word):
        others = max(int(count[1]), 1) - 1
        far = shifted(today, -others if past else others, "d")
        return min(today, far), max(today, far)
    day = parse_day(word, today)
    if past and weekday_number(word) is not None and day > today:
        day = shifted(day, -1, "w")
    return day, day


def _period(day: date, unit: str, count: int) -> tuple[date, date]:
    """Return a week from Monday to Sunday, or a calendar month."""
    if unit == "w":
        monday = shifted(day, -day.weekday(), "d")
        first = shifted(monday, count, "w")
    else:
        first = shifted(day.replace(day=1), count, "m")
    return first, shifted(first, 1, unit) - timedelta(days=1)

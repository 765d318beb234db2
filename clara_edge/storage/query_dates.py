"""Days of a filter as conditions on columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from clara_edge.domain.query import Operator
from clara_edge.domain.query_days import span_of

from .times import to_column

if TYPE_CHECKING:
    from datetime import tzinfo

    from clara_edge.domain.query import Condition

# Sorts after every date, as in the column due_key.
_END_OF_TIME = "~"
# Two places differ by 26 hours at most (Etc/GMT+12 and Etc/GMT-14), an offset that Python
# takes by 24 from UTC: the written day is this near to the day in another zone.
_ZONES_APART = timedelta(days=3)

Sql = tuple[str, list[Any]]
"""A condition and its arguments."""


@dataclass(frozen=True, slots=True)
class Span:
    """From the beginning of one day until before that of another; None has no limit."""

    first: date | None
    end: date | None

    @classmethod
    def of(cls, value: str, operator: Operator) -> Span:
        """Return the days that a value of a condition means.

        Raises:
            QueryInvalidError: a program put something that is no day into the query.
        """
        first, last = span_of(value)
        match operator:
            case Operator.BEFORE:
                return cls(None, first)
            case Operator.UNTIL:
                return cls(None, _later(last))
            case Operator.AFTER:
                return cls(_later(last), None) if last < date.max else _NEVER
            case Operator.FROM:
                return cls(first, None)
            case _:
                return cls(first, _later(last))


_NEVER = Span(date.max, date.min)


def due_condition(condition: Condition, value: str, zone: tzinfo | None) -> Sql:
    """Return the tasks due on days; those with a time by the clock of the zone."""
    span = Span.of(value, condition.operator)
    rough = Span(
        span.first and _moved(span.first, -_ZONES_APART),
        span.end and _moved(span.end, _ZONES_APART),
    )
    near, near_values = _between("tasks.due_key", *_days(rough))
    # "2026-12-01T~" for a whole day; nothing here is outside of the index
    day, day_values = _between("tasks.due_key", *_days(span))
    at, at_values = _between("tasks.due_at", *_instants(span, zone))
    exact = f"CASE WHEN tasks.due_at IS NULL THEN {day} ELSE {at} END"
    # the rough one is what the index is good for
    return f"{near} AND {exact}", [*near_values, *day_values, *at_values]


def overdue_condition(now: datetime) -> Sql:
    """Return the tasks whose day or time is over; the caller adds that they are open."""
    today = now.date()
    sql = (
        "tasks.due_key < ? AND CASE WHEN tasks.due_at IS NULL"
        " THEN tasks.due_key < ? ELSE tasks.due_at < ? END"
    )
    rough = _moved(today, _ZONES_APART).isoformat()
    return sql, [rough, today.isoformat(), to_column(now)]


def day_condition(column: str, condition: Condition, value: str) -> Sql:
    """Return the tasks with a plain date in a column on days."""
    return _between(column, *_days(Span.of(value, condition.operator)))


def instant_condition(
    column: str, condition: Condition, value: str, zone: tzinfo | None
) -> Sql:
    """Return the tasks with an instant in a column on days of the zone."""
    span = Span.of(value, condition.operator)
    return _between(column, *_instants(span, zone))


def day_edge(day: date, zone: tzinfo | None) -> str:
    """Return the first moment of a day as columns hold instants."""
    try:
        return to_column(datetime.combine(day, time(0), zone))
    except OverflowError:
        return _END_OF_TIME if day > date(5000, 1, 1) else ""


def _between(column: str, first: str, end: str) -> Sql:
    return f"({column} >= ? AND {column} < ?)", [first, end]


def _days(span: Span) -> tuple[str, str]:
    return (
        span.first.isoformat() if span.first else "",
        span.end.isoformat() if span.end else _END_OF_TIME,
    )


def _instants(span: Span, zone: tzinfo | None) -> tuple[str, str]:
    return (
        day_edge(span.first, zone) if span.first else "",
        day_edge(span.end, zone) if span.end else _END_OF_TIME,
    )


def _later(day: date) -> date | None:
    return None if day == date.max else day + timedelta(days=1)


def _moved(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return date.max if by > timedelta(0) else date.min

"""Whether a day is one that a rule names."""

from __future__ import annotations

from calendar import isleap, monthrange
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from ._rule import Frequency, Rule, Weekday

if TYPE_CHECKING:
    from clara_edge.domain.due import Due


def filled(rule: Rule, start: Due) -> Rule:
    """Add what the rule leaves to its start: month, day of the month, day of the week."""
    day = start.day
    own_weekday = (Weekday(0, day.weekday()),)
    match rule.frequency:
        case Frequency.YEARLY if not rule.names_days:
            return replace(
                rule, months=rule.months or (day.month,), month_days=(day.day,)
            )
        case Frequency.MONTHLY if not rule.names_days:
            return replace(rule, month_days=(day.day,))
        case Frequency.WEEKLY if not rule.names_days:
            return replace(rule, weekdays=own_weekday)
        case Frequency.YEARLY if rule.weeks and not (
            rule.weekdays or rule.month_days or rule.year_days
        ):
            return replace(rule, weekdays=own_weekday)
        case _:
            return rule


def is_named(rule: Rule, day: date) -> bool:
    """Whether all BY parts of a filled rule that speak of days name this one."""
    return (
        (not rule.months or day.month in rule.months)
        and (not rule.weekdays or _is_weekday(rule, day))
        and (not rule.month_days or _is_month_day(rule, day))
        and (not rule.year_days or _is_year_day(rule, day))
        and (not rule.weeks or _is_in_week(rule, day))
    )


def _is_month_day(rule: Rule, day: date) -> bool:
    if day.day in rule.month_days:
        return True
    return day.day - monthrange(day.year, day.month)[1] - 1 in rule.month_days


def _is_year_day(rule: Rule, day: date) -> bool:
    number = day.timetuple().tm_yday
    return number in rule.year_days or number - _year_length(day) - 1 in rule.year_days


def _is_weekday(rule: Rule, day: date) -> bool:
    weekday = day.weekday()
    if Weekday(0, weekday) in rule.weekdays:
        return True
    if not rule.has_numbered_weekdays:
        return False
    if rule.frequency is Frequency.MONTHLY or rule.months:
        number, length = day.day, monthrange(day.year, day.month)[1]
    else:
        number, length = day.timetuple().tm_yday, _year_length(day)
    from_first = (number - 1) // 7 + 1
    from_last = -((length - number) // 7 + 1)
    return (
        Weekday(from_first, weekday) in rule.weekdays
        or Weekday(from_last, weekday) in rule.weekdays
    )


def _is_in_week(rule: Rule, day: date) -> bool:
    first = day - timedelta(days=(day.weekday() - rule.week_start) % 7)
    # a week belongs to the year that has four of its days (ISO 8601)
    year = (first + timedelta(days=3)).year
    number = (first - _first_week(year, rule.week_start)).days // 7 + 1
    total = (
        _first_week(year + 1, rule.week_start) - _first_week(year, rule.week_start)
    ).days // 7
    return number in rule.weeks or number - total - 1 in rule.weeks


@lru_cache(maxsize=256)
def _first_week(year: int, week_start: int) -> date:
    fourth = date(year, 1, 4)
    return fourth - timedelta(days=(fourth.weekday() - week_start) % 7)


def _year_length(day: date) -> int:
    return 366 if isleap(day.year) else 365

"""Say how often a task comes back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from clara_edge.domain.calendar_names import DAYS, MONTHS
from clara_edge.domain.due import Due

from ._details import details
from ._interval import UNITS, read_interval
from ._names import joined, nth, ordinal
from ._reading import end_of_day, read_rule
from ._rule import Frequency, Rule, Weekday

if TYPE_CHECKING:
    from .recurrence import Recurrence

_MONDAY_TO_FRIDAY = tuple(Weekday(0, day) for day in range(5))
_WEEKEND = (Weekday(0, 5), Weekday(0, 6))
_UNITS = {
    Frequency.YEARLY: "year",
    Frequency.MONTHLY: "month",
    Frequency.WEEKLY: "week",
    Frequency.DAILY: "day",
    Frequency.HOURLY: "hour",
}


def in_words(recurrence: Recurrence) -> str:
    """Return "every last Friday", "3 days after it was completed"; exceptions are not told.

    parse_repeat() reads back whatever it can express itself.

    Raises:
        RecurrenceInvalidError: the rule cannot be read.
    """
    start = recurrence.start
    if recurrence.rule is None:
        interval = read_interval(recurrence.after_completion or "", start)
        plural = "" if interval.size == 1 else "s"
        return f"{interval.size} {UNITS[interval.unit]}{plural} after it was completed"
    rule = read_rule(recurrence.rule, start)
    said = _in_short(rule, start) or f"{_every(rule)}{details(rule, start)}"
    return f"{said}{_end(rule, start)}"


def _every(rule: Rule) -> str:
    unit = _UNITS[rule.frequency]
    return f"every {unit}" if rule.interval == 1 else f"every {rule.interval} {unit}s"


def _end(rule: Rule, start: Due) -> str:
    if rule.count is not None:
        return ", once" if rule.count == 1 else f", {rule.count} times"
    if rule.until is None:
        return ""
    if not isinstance(rule.until, datetime) or start.zone is None:
        return f", until {_date(rule.until.day, rule.until.month)} {rule.until.year}"
    local = Due.at_instant(rule.until, start.zone)
    day = f"{_date(local.day.day, local.day.month)} {local.day.year}"
    is_whole = end_of_day(local.day, start.zone) == rule.until
    return f", until {day}" if is_whole else f", until {day} {local.text[11:]}"


def _date(day: int, month: int) -> str:
    return f"{day} {MONTHS[month - 1][:3]}"


def _in_short(rule: Rule, start: Due) -> str | None:
    """Return it as people say it; None if that would leave something out."""
    if rule.weeks or rule.year_days or rule.week_start:
        return None
    if rule.hours or rule.minutes or rule.seconds:
        return None
    if rule.frequency is Frequency.YEARLY:
        return _yearly(rule, start)
    if rule.frequency is Frequency.MONTHLY:
        return None if rule.months else _monthly(rule, start)
    if rule.months or rule.month_days or rule.positions:
        return None
    return (
        _weekly(rule) if rule.frequency is Frequency.WEEKLY else _daily_or_hourly(rule)
    )


def _daily_or_hourly(rule: Rule) -> str | None:
    if not rule.weekdays:
        return _every(rule)
    is_hourly = rule.frequency is Frequency.HOURLY
    if rule.weekdays == _MONDAY_TO_FRIDAY and rule.interval <= 2 and not is_hourly:
        return "every weekday" if rule.interval == 1 else "every second weekday"
    return None


def _weekly(rule: Rule) -> str:
    days = joined([DAYS[weekday.day] for weekday in rule.weekdays] or [""])
    if not rule.weekdays:
        return _every(rule)
    if rule.interval > 1:
        return f"{_every(rule)} on {days}"
    if rule.weekdays == _MONDAY_TO_FRIDAY:
        return "every weekday"
    return "every weekend" if rule.weekdays == _WEEKEND else f"every {days}"


def _monthly(rule: Rule, start: Due) -> str | None:
    if rule.month_days and not rule.weekdays:
        said = _days_of_month(rule)
        return said and f"{_every(rule)} on the {said}"
    if rule.weekdays and not rule.month_days:
        return _weekdays_of_month(rule)
    is_plain = not rule.names_days and not rule.positions and start.day.day <= 28
    return _every(rule) if is_plain else None


def _days_of_month(rule: Rule) -> str | None:
    last_day = _shortened_to(rule)
    if last_day is not None:
        return ordinal(last_day)
    if rule.positions or any(abs(day) > 28 for day in rule.month_days):
        return None
    return joined([ordinal(d) if d > 0 else f"{nth(d)} day" for d in rule.month_days])


def _shortened_to(rule: Rule) -> int | None:
    """Return 31 for "the 31st, or the last day of a shorter month"."""
    days = rule.month_days
    is_range = len(days) > 1 and days == tuple(range(28, 28 + len(days)))
    return days[-1] if is_range and rule.positions == (-1,) else None


def _weekdays_of_month(rule: Rule) -> str | None:
    if all(weekday.nth for weekday in rule.weekdays) and not rule.positions:
        days = [f"{nth(weekday.nth)} {DAYS[weekday.day]}" for weekday in rule.weekdays]
        if rule.interval > 1 or len(days) > 1:
            return f"{_every(rule)} on the {joined(days)}"
        # "every second Friday" is taken for every other one
        return f"every {days[0]}{'' if days[0].startswith('last') else ' of the month'}"
    if rule.weekdays == _MONDAY_TO_FRIDAY and len(rule.positions) == 1:
        return f"{_every(rule)} on the {nth(rule.positions[0])} weekday"
    return None


def _yearly(rule: Rule, start: Due) -> str | None:
    if not rule.names_days and not rule.months and not rule.positions:
        is_leap_day = (start.day.month, start.day.day) == (2, 29)
        return None if is_leap_day else _every(rule)
    if len(rule.months) != 1:
        return None
    month = MONTHS[rule.months[0] - 1]
    if rule.month_days and not rule.weekdays:
        day = _day_of_year(rule)
        return day and f"{_every(rule)} on {day} {month}"
    numbered = len(rule.weekdays) == 1 and rule.weekdays[0].nth
    if numbered and not rule.month_days and not rule.positions:
        weekday = rule.weekdays[0]
        return (
            f"{_every(rule)} on the {nth(weekday.nth)} {DAYS[weekday.day]} of {month}"
        )
    return None


def _day_of_year(rule: Rule) -> str | None:
    is_february = rule.months == (2,)
    if is_february and _shortened_to(rule) == 29:
        return "29"
    if rule.positions or len(rule.month_days) != 1 or rule.month_days[0] < 1:
        return None
    day = rule.month_days[0]
    return None if is_february and day == 29 else str(day)

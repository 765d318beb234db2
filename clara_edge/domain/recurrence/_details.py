"""Say part by part what a rule names, for rules that no common phrase fits."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from clara_edge.domain.calendar_names import DAYS, MONTHS

from ._names import joined, nth, ordinal
from ._rule import Frequency, Rule, Weekday

if TYPE_CHECKING:
    from clara_edge.domain.due import Due

_PERIODS = {
    Frequency.YEARLY: "year",
    Frequency.MONTHLY: "month",
    Frequency.WEEKLY: "week",
    Frequency.DAILY: "day",
    Frequency.HOURLY: "hour",
}
# more are counted, not listed
_MAX_LISTED = 6


def details(rule: Rule, start: Due) -> str:
    """Return clauses that each narrow the rule, each with a comma before it."""
    clauses = (
        _months(rule),
        _weeks(rule),
        _listed("on the {} day of the year", rule.year_days),
        _month_days(rule, start),
        _weekdays(rule),
        _times(rule, start),
        _listed(
            f"only the {{}} of them in each {_PERIODS[rule.frequency]}", rule.positions
        ),
        f"weeks beginning on {DAYS[rule.week_start]}" if rule.week_start else "",
    )
    return "".join(f", {clause}" for clause in clauses if clause)


def _listed(phrase: str, numbers: tuple[int, ...]) -> str:
    return phrase.format(joined(list(map(_place, numbers)))) if numbers else ""


def _place(number: int) -> str:
    return nth(number) if number < 0 else ordinal(number)


def _months(rule: Rule) -> str:
    names = [MONTHS[month - 1] for month in rule.months]
    return f"in {joined(names)}" if names else ""


def _weeks(rule: Rule) -> str:
    named = [f"week {week}" for week in rule.weeks if week > 0]
    from_end = [f"the {nth(week)} week" for week in rule.weeks if week < 0]
    return f"in {joined(named + from_end)} of the year" if rule.weeks else ""


def _month_days(rule: Rule, start: Due) -> str:
    days = rule.month_days
    if not rule.names_days and rule.frequency is Frequency.MONTHLY:
        days = (start.day.day,)
    if not rule.names_days and rule.frequency is Frequency.YEARLY:
        if not rule.months:
            own = f"on {start.day.day} {MONTHS[start.day.month - 1]}"
            return f"{own}, in years that have it" if own == "on 29 February" else own
        days = (start.day.day,)
    said = _listed("on the {} day of the month", days)
    may_lack = any(abs(day) > 28 for day in days) and not rule.positions
    return f"{said} where there is one" if may_lack else said


def _weekdays(rule: Rule) -> str:
    if not rule.weekdays:
        takes_start = rule.frequency is Frequency.WEEKLY or (
            rule.weeks and not rule.month_days and not rule.year_days
        )
        return "on the same day of the week" if takes_start else ""
    is_of_month = rule.frequency is Frequency.MONTHLY or rule.months
    period = "month" if is_of_month else "year"

    def said(weekday: Weekday) -> str:
        name = DAYS[weekday.day]
        if weekday.nth:
            return f"the {_place(weekday.nth)} {name} of the {period}"
        return f"each {name}"

    return f"on {joined([said(weekday) for weekday in rule.weekdays])}"


def _times(rule: Rule, start: Due) -> str:
    if not (rule.hours or rule.minutes or rule.seconds) or start.time is None:
        return ""
    minutes = rule.minutes or (start.time.minute,)
    seconds = rule.seconds or (start.time.second,)
    in_hour = [
        f"{minute:02}" if seconds == (0,) else f"{minute:02}:{second:02}"
        for minute, second in product(minutes, seconds)
    ]
    if rule.frequency is Frequency.HOURLY:
        return _times_in_hours(rule, in_hour)
    hours = rule.hours or (start.time.hour,)
    times = [f"{hour:02}:{rest}" for hour, rest in product(hours, in_hour)]
    return (
        f"at {joined(times)}"
        if len(times) <= _MAX_LISTED
        else f"{len(times)} times a day"
    )


def _times_in_hours(rule: Rule, in_hour: list[str]) -> str:
    hours = f"in the hours {joined([str(h) for h in rule.hours])}" if rule.hours else ""
    minutes = (
        f"at {joined(in_hour)} past the hour" if rule.minutes or rule.seconds else ""
    )
    return ", ".join(filter(None, (hours, minutes)))

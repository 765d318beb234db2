"""Which rules make sense for a task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.domain.errors import RecurrenceInvalidError

from ._rule import Frequency, Rule

if TYPE_CHECKING:
    from clara_edge.domain.due import Due

MAX_INTERVAL_YEARS = 100
# one each quarter of an hour
MAX_TIMES_A_DAY = 96


def check_combination(rule: Rule, start: Due) -> None:
    """Raise RecurrenceInvalidError for parts that do not go together."""
    frequency = rule.frequency
    if frequency is Frequency.HOURLY and start.time is None:
        raise RecurrenceInvalidError(
            "what is due on a day cannot come back each hour",
            remedy="give the due date a time",
        )
    long = frequency in (Frequency.YEARLY, Frequency.MONTHLY)
    # RFC 5545, 3.3.10: what must not be combined, and what would never match
    forbidden = {
        "COUNT and UNTIL do not go together": (
            rule.count is not None and rule.until is not None
        ),
        f"INTERVAL={rule.interval} is more than {MAX_INTERVAL_YEARS} years": (
            frequency is Frequency.YEARLY and rule.interval > MAX_INTERVAL_YEARS
        ),
        f"BYWEEKNO does not go with FREQ={frequency}": (
            bool(rule.weeks) and frequency is not Frequency.YEARLY
        ),
        f"BYYEARDAY does not go with FREQ={frequency}": (
            bool(rule.year_days)
            and frequency not in (Frequency.YEARLY, Frequency.HOURLY)
        ),
        "BYMONTHDAY does not go with FREQ=WEEKLY": (
            bool(rule.month_days) and frequency is Frequency.WEEKLY
        ),
        f"BYDAY with a number does not go with FREQ={frequency}": (
            rule.has_numbered_weekdays and not long
        ),
        "BYDAY with a number does not go with BYWEEKNO": (
            rule.has_numbered_weekdays and bool(rule.weeks)
        ),
        "BYSETPOS needs another BY part to choose from": (
            bool(rule.positions) and not _has_choice(rule)
        ),
    }
    for what, is_so in forbidden.items():
        if is_so:
            raise RecurrenceInvalidError(
                what, remedy="change or leave out one of the two"
            )


def _has_choice(rule: Rule) -> bool:
    return rule.names_days or bool(
        rule.months or rule.hours or rule.minutes or rule.seconds
    )


def check_density(rule: Rule) -> None:
    """Raise RecurrenceInvalidError for a rule of more than MAX_TIMES_A_DAY."""
    hours = 24 if rule.frequency is Frequency.HOURLY else 1
    times = (
        (len(rule.hours) or hours) * (len(rule.minutes) or 1) * (len(rule.seconds) or 1)
    )
    if times > MAX_TIMES_A_DAY:
        raise RecurrenceInvalidError(
            f"the repetition rule gives {times:,} times a day, "
            f"the limit is {MAX_TIMES_A_DAY}",
            remedy="name fewer hours, minutes or seconds",
        )


def week_start_matters(rule: Rule) -> bool:
    """Whether the slots depend on the day that a week begins with."""
    weekly = rule.frequency is Frequency.WEEKLY and bool(rule.weekdays)
    return bool(rule.weeks) or (weekly and (rule.interval > 1 or bool(rule.positions)))

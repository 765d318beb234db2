"""How often a Taskwarrior task recurs, as a rule and back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clara_edge.domain.errors import RecurrenceInvalidError

from .ical_rules import only_repeats_start, rule_parts

if TYPE_CHECKING:
    from clara_edge.domain.recurrence import Recurrence

# the durations of Taskwarrior 2.6 (libshared, Duration.cpp) that calendars know
_NAMED = {
    "hourly": ("HOURLY", 1),
    **dict.fromkeys(("daily", "day"), ("DAILY", 1)),
    **dict.fromkeys(("weekly", "sennight"), ("WEEKLY", 1)),
    **dict.fromkeys(("biweekly", "fortnight"), ("WEEKLY", 2)),
    "monthly": ("MONTHLY", 1),
    "bimonthly": ("MONTHLY", 2),
    "quarterly": ("MONTHLY", 3),
    "semiannual": ("MONTHLY", 6),
    **dict.fromkeys(("annual", "yearly"), ("YEARLY", 1)),
    **dict.fromkeys(("biannual", "biyearly"), ("YEARLY", 2)),
}
_UNITS = {
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), ("HOURLY", 1)),
    **dict.fromkeys(("d", "day", "days"), ("DAILY", 1)),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks"), ("WEEKLY", 1)),
    **dict.fromkeys(
        ("m", "mo", "mos", "mth", "mths", "month", "months"), ("MONTHLY", 1)
    ),
    **dict.fromkeys(("q", "qtr", "qtrs", "quarter", "quarters"), ("MONTHLY", 3)),
    **dict.fromkeys(("y", "yr", "yrs", "year", "years"), ("YEARLY", 1)),
}
_COUNTED = re.compile(r"(\d{0,4}) ?([a-z]+)", re.ASCII)
_ISO = re.compile(r"p(\d{1,4})([dwmy])|pt(\d{1,4})(h)", re.ASCII)
_NAMES = {
    "DAILY": "daily",
    "WEEKLY": "weekly",
    "MONTHLY": "monthly",
    "YEARLY": "yearly",
}
_LETTERS = {"DAILY": "D", "WEEKLY": "W", "MONTHLY": "M", "YEARLY": "Y"}
_WORKDAYS = "MO,TU,WE,TH,FR"


def rule_of_period(period: str) -> str:
    """Return the rule of "weekly", "3 days", "P2W".

    Raises:
        RecurrenceInvalidError: it is none that a calendar knows.
    """
    text = period.strip().casefold()
    if text == "weekdays":
        return f"FREQ=WEEKLY;BYDAY={_WORKDAYS}"
    iso = _ISO.fullmatch(text)
    counted = _COUNTED.fullmatch(text)
    if text in _NAMED:
        frequency, size = _NAMED[text]
    elif iso is not None:
        frequency, size = _UNITS[iso[2] or iso[4]]
        size *= int(iso[1] or iso[3])
    elif counted is not None and counted[2] in _UNITS:
        frequency, size = _UNITS[counted[2]]
        size *= int(counted[1] or 1)
    else:
        raise RecurrenceInvalidError(f"{period[:40]!r} is no period that is known here")
    return f"FREQ={frequency};INTERVAL={size}"


def period_of(recurrence: Recurrence) -> str | None:
    """Return the period of a rule that does nothing but repeat its start; else None."""
    parts = rule_parts(recurrence.rule or "")
    frequency = parts.pop("FREQ", "")
    size = int(parts.pop("INTERVAL", "1"))
    parts.pop("WKST", None)
    if parts == {"BYDAY": _WORKDAYS} and (frequency, size) == ("WEEKLY", 1):
        return "weekdays"
    if frequency not in _NAMES or recurrence.exceptions:
        return None
    if not only_repeats_start(frequency, parts, recurrence.start):
        return None
    return _NAMES[frequency] if size == 1 else f"P{size}{_LETTERS[frequency]}"

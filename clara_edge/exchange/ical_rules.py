"""How a repeating task looks in a VTODO, whose rule counts from the occurrence at hand."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from clara_edge.domain.recurrence import slots

if TYPE_CHECKING:
    from clara_edge.domain.due import Due
    from clara_edge.domain.recurrence import Recurrence

# as many occurrences as we look back at to count how many are left
_MAX_COUNTED = 20_000
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def rule_from(recurrence: Recurrence, slot: Due) -> str | None:
    """Return the RRULE of the rest of a series: COUNT, if any, begins at this slot."""
    rule = recurrence.rule
    parts = rule_parts(rule or "")
    if rule is None or "COUNT" not in parts:
        return rule
    every = slots(replace(recurrence, exceptions=()))
    past = takewhile(lambda earlier: earlier.text < slot.text, every)
    left = int(parts["COUNT"]) - sum(1 for _ in islice(past, _MAX_COUNTED))
    parts["COUNT"] = str(max(left, 1))
    return ";".join(f"{name}={value}" for name, value in parts.items())


def rule_parts(rule: str) -> dict[str, str]:
    """Return the parts of a rule by name; two spellings of one rule are equal as parts."""
    pairs = (part.partition("=") for part in rule.upper().split(";") if part)
    return {name.strip(): value.strip() for name, _, value in pairs}


def moves_with_start(rule: str) -> bool:
    """Whether a rule follows its start: no part of it names days or times."""
    return rule_parts(rule).keys() <= {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"}


def only_repeats_start(frequency: str, parts: dict[str, str], start: Due) -> bool:
    """Whether the days that a rule names are just the day on which it starts."""
    day = start.day
    said = {
        "WEEKLY": {"BYDAY": _DAYS[day.weekday()]},
        "MONTHLY": {"BYMONTHDAY": str(day.day)},
        "YEARLY": {"BYMONTH": str(day.month), "BYMONTHDAY": str(day.day)},
    }
    known = said.get(frequency, {})
    return all(known.get(name) == value for name, value in parts.items())

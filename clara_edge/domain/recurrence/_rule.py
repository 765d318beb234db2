"""The parts of an RRULE value, and their one canonical form."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date, datetime

DAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Frequency(StrEnum):
    """How long one period of the rule is."""

    YEARLY = "YEARLY"
    MONTHLY = "MONTHLY"
    WEEKLY = "WEEKLY"
    DAILY = "DAILY"
    HOURLY = "HOURLY"


class Weekday(NamedTuple):
    """A day of the week; the nth of its month or year, or each of them (nth 0)."""

    nth: int
    day: int
    """0 is Monday."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as it was written; what it takes from its start is not filled in."""

    frequency: Frequency
    interval: int = 1
    count: int | None = None
    until: date | datetime | None = None
    """The last day for a whole-day start, otherwise the last moment in UTC."""
    months: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    weekdays: tuple[Weekday, ...] = ()
    hours: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()
    seconds: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    week_start: int = 0
    """0 is Monday, which RFC 5545 takes when nothing is said."""

    @property
    def has_numbered_weekdays(self) -> bool:
        """Whether BYDAY has one like 2FR."""
        return any(weekday.nth for weekday in self.weekdays)

    @property
    def names_days(self) -> bool:
        """Whether it says on which days, so that the start does not."""
        return bool(self.weeks or self.year_days or self.month_days or self.weekdays)

    @property
    def text(self) -> str:
        """The RRULE value: keys in one order, no defaults."""
        parts = [f"FREQ={self.frequency}"]
        if self.interval != 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.count is not None:
            parts.append(f"COUNT={self.count}")
        if self.until is not None:
            parts.append(f"UNTIL={_until_text(self.until)}")
        for key, numbers in LISTS.items():
            values: tuple[int, ...] = getattr(self, numbers.field)
            if values:
                parts.append(f"{key}={','.join(map(str, values))}")
            if key == "BYMONTHDAY" and self.weekdays:
                parts.append(f"BYDAY={','.join(map(_weekday_text, self.weekdays))}")
        if self.week_start:
            parts.append(f"WKST={DAY_CODES[self.week_start]}")
        return ";".join(parts)


class Numbers(NamedTuple):
    """A part that lists numbers: its field in Rule, and what it may hold."""

    field: str
    low: int
    high: int
    signed: bool = False


# RFC 5545, 3.3.10; a leap second (BYSECOND=60) has no wall time to remind at
LISTS = {
    "BYMONTH": Numbers("months", 1, 12),
    "BYWEEKNO": Numbers("weeks", 1, 53, signed=True),
    "BYYEARDAY": Numbers("year_days", 1, 366, signed=True),
    "BYMONTHDAY": Numbers("month_days", 1, 31, signed=True),
    "BYHOUR": Numbers("hours", 0, 23),
    "BYMINUTE": Numbers("minutes", 0, 59),
    "BYSECOND": Numbers("seconds", 0, 59),
    "BYSETPOS": Numbers("positions", 1, 366, signed=True),
}


def _until_text(until: date | datetime) -> str:
    text = until.isoformat().replace("-", "").replace(":", "")
    return text.replace("+0000", "Z")


def _weekday_text(weekday: Weekday) -> str:
    return f"{weekday.nth or ''}{DAY_CODES[weekday.day]}"

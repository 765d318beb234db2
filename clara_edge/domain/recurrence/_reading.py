"""Read an RRULE value strictly: a part that is not understood is never dropped in silence."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from clara_edge.domain.due import Due
from clara_edge.domain.errors import DueInvalidError, RecurrenceInvalidError

from ._limits import check_combination, check_density, week_start_matters
from ._rule import DAY_CODES, LISTS, Frequency, Rule, Weekday

RULE_MAX_CHARS = 1000
MAX_INTERVAL = 1000
MAX_COUNT = 10_000
# a later UNTIL is how some programs write "no end"; zones cannot be applied near year 9999
LAST_UNTIL_YEAR = "9000"


@lru_cache(maxsize=512)
def read_rule(text: str, start: Due) -> Rule:
    """Read an RRULE value, with or without "RRULE:" before it.

    Raises:
        RecurrenceInvalidError: it is not one, or Clara does not repeat a task like that.
    """
    values = _split(text)
    rule = Rule(
        frequency=_frequency(values.pop("FREQ", "")),
        interval=_number("INTERVAL", values.pop("INTERVAL", "1"), 1, MAX_INTERVAL),
        count=_count(values.pop("COUNT", None)),
        until=_until(values.pop("UNTIL", None), start),
        weekdays=_weekdays(values.pop("BYDAY", None)),
        week_start=_day_code("WKST", values.pop("WKST", "MO")),
        **{
            numbers.field: _number_list(key, values.pop(key, None))
            for key, numbers in LISTS.items()
        },
    )
    if values:
        key = next(iter(values))
        raise RecurrenceInvalidError(
            f"{key[:40]!r} is no part of a repetition rule",
            remedy="leave it out; RFC 5545 lists the parts",
        )
    check_combination(rule, start)
    if start.time is None:
        # RFC 5545, 3.3.10: these MUST be ignored when DTSTART is a date
        rule = replace(rule, hours=(), minutes=(), seconds=())
    check_density(rule)
    return rule if week_start_matters(rule) else replace(rule, week_start=0)


def end_of_day(day: date, zone: str) -> datetime:
    """Return the last second of a day in a zone, in UTC."""
    midnight = Due(day + timedelta(days=1), time(0), zone).instant
    assert midnight is not None  # noqa: S101  a Due with a time has an instant
    return midnight - timedelta(seconds=1)


def _split(text: str) -> dict[str, str]:
    if len(text) > RULE_MAX_CHARS:
        raise RecurrenceInvalidError(
            f"the repetition rule has {len(text):,} characters, "
            f"the limit is {RULE_MAX_CHARS:,}"
        )
    bare = text.strip().upper().removeprefix("RRULE:")
    values: dict[str, str] = {}
    for part in filter(None, bare.split(";")):
        key, equals, value = part.partition("=")
        if not equals or not value:
            raise RecurrenceInvalidError(
                f"{part[:40]!r} is no part of a repetition rule",
                remedy="write it as in FREQ=WEEKLY;BYDAY=FR",
            )
        if key in values:
            raise RecurrenceInvalidError(f"the repetition rule has {key[:40]!r} twice")
        values[key] = value
    return values


def _frequency(value: str) -> Frequency:
    if value in ("MINUTELY", "SECONDLY"):
        raise RecurrenceInvalidError(
            f"FREQ={value} is too often for a task",
            remedy="repeat it HOURLY, DAILY, WEEKLY, MONTHLY or YEARLY",
        )
    try:
        return Frequency(value)
    except ValueError as error:
        raise RecurrenceInvalidError(
            f"FREQ={value[:40]!r} is not known"
            if value
            else "the repetition rule has no FREQ",
            remedy="repeat it HOURLY, DAILY, WEEKLY, MONTHLY or YEARLY",
        ) from error


def _number(key: str, value: str, low: int, high: int) -> int:
    if re.fullmatch(r"[+-]?[0-9]{1,6}", value) and low <= int(value) <= high:
        return int(value)
    raise RecurrenceInvalidError(
        f"{key}={value[:40]!r} cannot be used",
        remedy=f"give a number from {low} to {high}",
    )


def _count(value: str | None) -> int | None:
    return None if value is None else _number("COUNT", value, 1, MAX_COUNT)


def _number_list(key: str, value: str | None) -> tuple[int, ...]:
    if value is None:
        return ()
    numbers = LISTS[key]
    found = set()
    for item in value.split(","):
        negative = numbers.signed and item.startswith("-")
        size = _number(key, item[1:] if negative else item, numbers.low, numbers.high)
        found.add(-size if negative else size)
    return tuple(sorted(found, key=_positive_first))


def _positive_first(number: int) -> tuple[bool, int]:
    return number < 0, number


def _weekdays(value: str | None) -> tuple[Weekday, ...]:
    if value is None:
        return ()
    found = set()
    for item in value.split(","):
        nth = _number("BYDAY", item[:-2], -53, 53) if item[:-2] else 0
        if item[:-2] and not nth:
            raise RecurrenceInvalidError(
                f"BYDAY={item[:40]!r} counts from 1, or from -1"
            )
        found.add(Weekday(nth, _day_code("BYDAY", item[-2:])))
    return tuple(sorted(found, key=lambda w: (_positive_first(w.nth), w.day)))


def _day_code(key: str, value: str) -> int:
    if value in DAY_CODES:
        return DAY_CODES.index(value)
    raise RecurrenceInvalidError(
        f"{key}={value[:40]!r} is no day of the week",
        remedy=f"write {', '.join(DAY_CODES)}",
    )


def _until(value: str | None, start: Due) -> date | datetime | None:
    if value is None or value[:4] > LAST_UNTIL_YEAR:
        return None
    match = re.fullmatch(r"[0-9]{8}(T[0-9]{6}Z?)?", value)
    try:
        last = datetime.fromisoformat(value if match else "")
        if start.zone is None:
            return last.date()
        if match and match[1] is None:
            return end_of_day(last.date(), start.zone)
        if last.tzinfo is not None:
            return last
        return Due(last.date(), last.time(), start.zone).instant
    except (ValueError, OverflowError, DueInvalidError) as error:
        raise RecurrenceInvalidError(
            f"UNTIL={value[:40]!r} is not a date",
            remedy="write UNTIL=20261231 or UNTIL=20261231T225900Z",
        ) from error

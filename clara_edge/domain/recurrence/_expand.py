"""Walk through the wall-clock times of a rule, period by period, without ever walking forever.

Not dateutil's rrule, which walks to the year 9999 in search of a 30 February, takes
BYDAY=MO,1FR for both at once, and cuts the first week short under BYSETPOS; the tests
compare the two where they should agree.
"""

from __future__ import annotations

from datetime import date, datetime, time
from itertools import count, product
from typing import TYPE_CHECKING

from ._days import filled, is_named
from ._rule import Frequency, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clara_edge.domain.due import Due

# A rule silent for so long has ended: 29 February on a Monday may pause for 40 years.
QUIET_DAYS = 100 * 366
# zones cannot be applied to the very last days that a date can hold
_LAST_DAY = date(9998, 12, 31).toordinal()


def walls(
    rule: Rule, start: Due, since: date, last: date | None = None
) -> Iterator[datetime]:
    """Yield naive times in order, from the start or a few days before `since` on.

    Whole days come as midnight. COUNT and UNTIL are not applied; `last` only ends the search.
    """
    rule = filled(rule, start)
    first = datetime.combine(start.day, start.time or time(0))
    origin = max(start.day, since).toordinal()
    end = min(_LAST_DAY, last.toordinal()) if last else _LAST_DAY
    quiet_until = origin + QUIET_DAYS
    for begin, stop in _periods(rule, start.day, since):
        if begin > end or begin > quiet_until:
            return
        days = [
            day
            for day in map(date.fromordinal, range(begin, stop))
            if is_named(rule, day)
        ]
        for wall in _times(rule, days, first) if days else ():
            if wall >= first:
                yield wall
                quiet_until = wall.toordinal() + QUIET_DAYS


def _periods(rule: Rule, start: date, since: date) -> Iterator[tuple[int, int]]:
    """Yield each period as ordinals [begin, stop), from the one that holds `since`."""
    step = rule.interval
    match rule.frequency:
        case Frequency.YEARLY:
            for year in _steps(start.year, since.year, step):
                yield _first_of(year, 1), _first_of(year + 1, 1)
        case Frequency.MONTHLY:
            for month in _steps(_month_number(start), _month_number(since), step):
                yield _first_of(0, month + 1), _first_of(0, month + 2)
        case Frequency.WEEKLY:
            week = start.toordinal() - (start.weekday() - rule.week_start) % 7
            for begin in _steps(week, since.toordinal(), 7 * step):
                yield begin, begin + 7
        case _:
            # the hours of a day are told apart in _times
            days = step if rule.frequency is Frequency.DAILY else 1
            for begin in _steps(start.toordinal(), since.toordinal(), days):
                yield begin, begin + 1


def _steps(start: int, since: int, step: int) -> Iterator[int]:
    return count(start + max(0, since - start) // step * step, step)


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _first_of(year: int, month: int) -> int:
    """Return the ordinal of a month's first day; months may run over."""
    years, index = divmod(month - 1, 12)
    if year + years > date.max.year:
        return _LAST_DAY + 1
    return date(year + years, index + 1, 1).toordinal()


def _times(rule: Rule, days: list[date], first: datetime) -> Iterator[datetime]:
    minutes = rule.minutes or (first.minute,)
    seconds = rule.seconds or (first.second,)
    if rule.frequency is not Frequency.HOURLY:
        hours: Iterable[int] = rule.hours or (first.hour,)
        yield from _chosen(rule, days, product(hours, minutes, seconds))
        return
    for day in days:
        passed = (day - first.date()).days * 24 - first.hour
        for hour in rule.hours or range(24):
            if (passed + hour) % rule.interval == 0:
                yield from _chosen(rule, [day], product((hour,), minutes, seconds))


def _chosen(
    rule: Rule, days: list[date], times: Iterable[tuple[int, int, int]]
) -> list[datetime]:
    """Return all of a period, or what BYSETPOS picks from it."""
    of_day = [time(*parts) for parts in times]
    everything = [datetime.combine(day, at) for day, at in product(days, of_day)]
    if not rule.positions:
        return everything
    size = len(everything)
    indexes = {p - 1 if p > 0 else size + p for p in rule.positions}
    return [everything[index] for index in sorted(indexes) if 0 <= index < size]

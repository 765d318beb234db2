"""Dates as a screen shows them: what the calendar says, and how far away that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.cli.task.text import counted

if TYPE_CHECKING:
    from datetime import date, datetime, time

    from clara_edge.domain.due import Due

_WEEKS_FROM_DAYS = 15
_MONTHS_FROM_DAYS = 60
_DAYS_A_MONTH = 30.44
_DAYS_A_YEAR = 365.25


def absolute(due: Due, now: datetime) -> str:
    """Return "Tue 1 Dec 14:30" in the zone of now, with the year if it is another one."""
    day, clock = local(due, now)
    text = day_text(day, now.date())
    return text if clock is None else f"{text} {clock:%H:%M}"


def relative(due: Due, now: datetime) -> str:
    """Return "in 3 days", "tomorrow", "2 days late"."""
    day, _ = local(due, now)
    days = (day - now.date()).days
    if days == 0 and due.is_past(now):
        return f"{_hours_since(due, now)} late"
    if days < 0:
        return f"{_distance(-days)} late"
    return {0: "today", 1: "tomorrow"}.get(days) or f"in {_distance(days)}"


def both(due: Due, now: datetime) -> str:
    """Return "Tue 1 Dec 14:30, in 3 days"."""
    return f"{absolute(due, now)}, {relative(due, now)}"


def day_text(day: date, today: date) -> str:
    """Return "Tue 1 Dec", with the year if it is not this one."""
    text = f"{day:%a} {day.day} {day:%b}"
    return text if day.year == today.year else f"{text} {day.year}"


def moment(instant: datetime, now: datetime) -> str:
    """Return when something happened, in the zone of now."""
    here = instant.astimezone(now.tzinfo)
    return f"{day_text(here.date(), now.date())} {here:%H:%M}"


def local(due: Due, now: datetime) -> tuple[date, time | None]:
    """Return its day and time of day for somebody in the zone of now."""
    instant = due.instant
    if instant is None:
        return due.day, None
    here = instant.astimezone(now.tzinfo)
    return here.date(), here.time()


def _hours_since(due: Due, now: datetime) -> str:
    instant = due.instant
    seconds = 0.0 if instant is None else (now - instant).total_seconds()
    minutes = int(seconds // 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h"


def _distance(days: int) -> str:
    if days < _WEEKS_FROM_DAYS:
        return counted(days, "day")
    if days < _MONTHS_FROM_DAYS:
        return counted(round(days / 7), "week")
    if days < 2 * _DAYS_A_YEAR:
        return counted(round(days / _DAYS_A_MONTH), "month")
    return counted(round(days / _DAYS_A_YEAR), "year")

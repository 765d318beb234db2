"""Due dates as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from clara_edge.domain.due import Due

WEEKDAYS = (
    *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
)
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)


def format_due(due: Due, now: datetime) -> str:
    """Write a due date in the zone of `now`: "today 14:30", "Tue 1 Dec", "Fri 1 Jan 2027"."""
    instant = due.instant
    if instant is None:
        return format_day(due.day, now.date())
    local = instant.astimezone(now.tzinfo)
    return f"{format_day(local.date(), now.date())} {local:%H:%M}"


def format_day(day: date, today: date) -> str:
    """Write a day: by name when it is near, with the year when that is another one."""
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get((day - today).days)
    if near is not None:
        return near
    text = f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]}"
    return text if day.year == today.year else f"{text} {day.year}"

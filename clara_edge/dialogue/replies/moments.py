"""Days and times in words for the ear, and in short for a screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from clara_edge.domain.calendar_names import DAYS, MONTHS
from clara_edge.domain.due import Due

if TYPE_CHECKING:
    from clara_edge.config.schema import Replies

_WEEK = 7
_NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}
_NOON, _MIDNIGHT = time(12), time(0)


@dataclass(frozen=True, slots=True)
class Manner:
    """How somebody wants to hear and see times."""

    settings: Replies
    hour_12: bool
    now: datetime

    @property
    def exact(self) -> bool:
        """Whether a day is named in full although it is near."""
        settings = self.settings
        return settings.style == "formal" or settings.detail == "high"

    @property
    def short(self) -> bool:
        """Whether the name of the day is enough within a week."""
        settings = self.settings
        return settings.style == "brief" or settings.detail == "low"


def local(moment: Due | date, now: datetime) -> tuple[date, time | None]:
    """Return day and time of day for somebody in the zone of now."""
    if isinstance(moment, Due):
        instant = moment.instant
        if instant is None:
            return moment.day, moment.time
        moment = instant
    if not isinstance(moment, datetime):
        return moment, None
    if moment.tzinfo is not None:
        moment = moment.astimezone(now.tzinfo)
    return moment.date(), moment.time()


def day_spoken(day: date, manner: Manner) -> str:
    """Return "tomorrow", "Friday the 27th" or "Tuesday, December 1st"."""
    today = manner.now.date()
    distance = (day - today).days
    if near := _NEAR.get(distance):
        return f"{near}, {_in_month(day)}" if manner.exact else near
    if manner.exact or not 0 < distance < _WEEK:
        return full_day(day, today)
    weekday = DAYS[day.weekday()]
    return weekday if manner.short else f"{weekday} the {nth(day.day)}"


def full_day(day: date, today: date) -> str:
    """Return "Tuesday, December 1st", in another year "December 1st, 2027"."""
    text = _in_month(day)
    if day.year != today.year and abs((day - today).days) >= _WEEK:
        return f"{text}, {day.year}"
    return f"{DAYS[day.weekday()]}, {text}"


def day_shown(day: date, manner: Manner) -> str:
    """Return "Tue 1 Dec", with the year if it is not this one."""
    name, month = DAYS[day.weekday()][:3], MONTHS[day.month - 1][:3]
    text = f"{name} {day.day} {month}"
    return text if day.year == manner.now.year else f"{text} {day.year}"


def time_spoken(moment: time, manner: Manner) -> str:
    """Return "2:30 pm", "5 pm", "noon"; with 24 hours "14:30"."""
    named = {_MIDNIGHT: "midnight", _NOON: "noon"}
    minute = moment.replace(second=0, microsecond=0, tzinfo=None, fold=0)
    if minute in named:
        return named[minute]
    return _clock(moment, hour_12=manner.hour_12, zero="")


def time_shown(moment: time, manner: Manner) -> str:
    """Return "2:30 pm", or "14:30"."""
    return _clock(moment, hour_12=manner.hour_12, zero="0")


def moment_spoken(moment: Due | date, manner: Manner) -> str:
    """Return "Tuesday, December 1st, at 2:30 pm", "today at 5 pm", "tomorrow"."""
    day, clock = local(moment, manner.now)
    said = day_spoken(day, manner)
    if clock is None:
        return said
    comma = "," if "," in said else ""
    return f"{said}{comma} at {time_spoken(clock, manner)}"


def moment_shown(moment: Due | date, manner: Manner) -> str:
    """Return "Tue 1 Dec, 14:30"."""
    day, clock = local(moment, manner.now)
    text = day_shown(day, manner)
    return text if clock is None else f"{text}, {time_shown(clock, manner)}"


def with_preposition(said: str) -> str:
    """Return "on Friday" for "Friday", and "today" as it is."""
    return said if said.startswith(tuple(_NEAR.values())) else f"on {said}"


def nth(number: int) -> str:
    """Return "1st", "2nd", "11th"."""
    teen = number % 100 in {11, 12, 13}
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def monday_of(day: date) -> date:
    """Return the first day of its week; the first of all days where there is none."""
    back = timedelta(days=day.weekday())
    return day - back if day - date.min >= back else date.min


def _in_month(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {nth(day.day)}"


def _clock(moment: time, *, hour_12: bool, zero: str) -> str:
    if not hour_12:
        hour = f"{moment.hour:02}" if zero else f"{moment.hour}"
        return f"{hour}:{moment.minute:02}"
    minutes = f":{moment.minute:02}" if moment.minute else ""
    half = "am" if moment.hour < 12 else "pm"
    return f"{moment.hour % 12 or 12}{minutes} {half}"

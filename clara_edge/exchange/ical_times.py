"""Dates and times of iCalendar, read as they were meant."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from icalendar import vDuration
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from clara_edge.domain.due import Due
from clara_edge.domain.errors import DueInvalidError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .ical_lines import Part, Property

_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?", re.ASCII)
_LEAP_SECOND = 60


class Zones:
    """Knows the zones that a file names in ways of its own."""

    def __init__(self, calendars: list[Part], local: str) -> None:
        self.local = local
        self._known = available_timezones()
        self._own = {
            part.text("TZID"): part.text("X-LIC-LOCATION")
            for calendar in calendars
            for part in calendar.parts
            if part.name == "VTIMEZONE"
        }

    def named(self, name: str) -> str:
        """Return the IANA name of a zone.

        Raises:
            DueInvalidError: it is not known.
        """
        tail = "/".join(name.strip("/").split("/")[-2:])
        for candidate in (
            name,
            self._own.get(name, ""),
            WINDOWS_TO_OLSON.get(name, ""),
            tail,
            name.strip("/").rpartition("/")[2],
        ):
            if candidate in self._known:
                return candidate
        raise DueInvalidError(
            f"there is no time zone {name[:60]!r}",
            remedy="name one as in Europe/Berlin",
        )

    def due(self, found: Property) -> Due:
        """Return a date or time of a property; times in UTC become local ones.

        Raises:
            DueInvalidError: it is none.
        """
        return self._due(found.value, found.parameters)

    def dues(self, found: Property) -> list[Due]:
        """Return the dates of a property that may have several."""
        return [self._due(v, found.parameters) for v in found.value.split(",")]

    def _due(self, value: str, parameters: Mapping[str, str]) -> Due:
        day, clock, utc = _parsed(value)
        if clock is None:
            return Due(day)
        if utc:
            zone = self.named(parameters.get("X-CLARA-TZ", self.local))
            return at_instant(datetime.combine(day, clock, UTC), zone)
        return Due(day, clock, self.named(parameters.get("TZID", self.local)))


def instant(found: Property, zones: Zones) -> datetime:
    """Return a moment that should be in UTC; a local time is read as such.

    Raises:
        DueInvalidError: it is none.
    """
    day, clock, utc = _parsed(found.value)
    if clock is None or not utc:
        due = zones.due(found)
        whole = Due(due.day, due.time or time(0), due.zone or zones.local)
        moment = whole.instant
        assert moment is not None  # noqa: S101 - it has a time
        return moment
    return datetime.combine(day, clock, UTC)


def length(value: str) -> timedelta:
    """Return a duration.

    Raises:
        DueInvalidError: it is none.
    """
    try:
        read: timedelta = vDuration.from_ical(value.strip())  # type: ignore[no-untyped-call]  # not annotated
    except (ValueError, OverflowError) as error:
        raise DueInvalidError(f"{value[:40]!r} is no duration") from error
    return read


def at_instant(moment: datetime, zone: str) -> Due:
    """Return the wall-clock time of a moment.

    Raises:
        DueInvalidError: the zone has no such time.
    """
    try:
        return Due.at_instant(moment, zone)
    except OverflowError as error:
        raise DueInvalidError(f"{moment.isoformat()} is out of range") from error


def _parsed(value: str) -> tuple[date, time | None, bool]:
    match = _DATE.fullmatch(value.strip())
    if match is None:
        raise DueInvalidError(
            f"{value[:40]!r} is not a date", remedy="write it as in 20261201T143000"
        )
    numbers = [int(number) for number in match.groups()[:6] if number is not None]
    try:
        day = date(*numbers[:3])
        if len(numbers) == 3:
            return day, None, False
        hour, minute, second = numbers[3:]
        # a leap second may be written (3.3.12), Python does not know them
        return day, time(hour, minute, min(second, _LEAP_SECOND - 1)), bool(match[7])
    except ValueError as error:
        raise DueInvalidError(f"{value[:40]!r} is not a date: {error}") from error

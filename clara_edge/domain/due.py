"""A day, or a time of day in a zone, as it was meant; UTC follows from it, never the reverse."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from clara_edge.domain.errors import DueInvalidError


@dataclass(frozen=True, slots=True)
class Due:
    """A whole day, or a wall-clock time with the zone that it is read in."""

    day: date
    time: time | None = None
    """Naive, to the second; None means some time on that day."""
    zone: str | None = None
    """IANA name, set exactly when there is a time."""

    def __post_init__(self) -> None:
        """Raise DueInvalidError for a time without a known zone, or a zone without a time."""
        if (self.time is None) != (self.zone is None):
            raise DueInvalidError(
                f"{self.text!r} needs both a time and a time zone, or neither",
                remedy="give the zone as in Europe/Berlin",
            )
        if self.zone is not None:
            _zone(self.zone)

    @classmethod
    def parse(cls, text: str, zone: str | None = None) -> Due:
        """Read "2026-12-01", or "2026-12-01T14:30" in a zone.

        Raises:
            DueInvalidError: it is no such date, or the zone is unknown.
        """
        try:
            if len(text) == len("2026-12-01"):
                return cls(date.fromisoformat(text))
            meant = datetime.fromisoformat(text)
        except ValueError as error:
            raise DueInvalidError(
                f"{text[:40]!r} is not a date: {error}",
                remedy="write 2026-12-01, or 2026-12-01T14:30",
            ) from error
        if meant.tzinfo is not None:
            raise DueInvalidError(
                f"{text[:40]!r} has an offset; the zone is given by its name",
                remedy="write the local time, as in 2026-12-01T14:30",
            )
        return cls(meant.date(), meant.time().replace(microsecond=0), zone)

    @classmethod
    def at_instant(cls, instant: datetime, zone: str) -> Due:
        """Return the wall-clock time of an aware instant in a zone."""
        local = instant.astimezone(_zone(zone))
        return cls(local.date(), local.time().replace(microsecond=0, fold=0), zone)

    @property
    def text(self) -> str:
        """Local ISO 8601: "2026-12-01", "2026-12-01T14:30", seconds only if there are any."""
        if self.time is None:
            return self.day.isoformat()
        unit = "seconds" if self.time.second else "minutes"
        return f"{self.day.isoformat()}T{self.time.isoformat(unit)}"

    @property
    def instant(self) -> datetime | None:
        """The moment in UTC; None for a whole day.

        A time that daylight saving leaves out is read with the offset before the gap,
        one that comes twice is the first (RFC 5545, 3.3.5).
        """
        if self.time is None or self.zone is None:
            return None
        meant = datetime.combine(self.day, self.time, _zone(self.zone))
        try:
            return meant.astimezone(UTC)
        except OverflowError as error:
            raise DueInvalidError(f"{self.text!r} is out of range") from error

    def is_past(self, now: datetime) -> bool:
        """Whether it is overdue: the time is over, or the whole day is."""
        instant = self.instant
        return self.day < now.date() if instant is None else instant < now

    def moved(self, by: timedelta) -> Due:
        """Return it so many days (and, if it has a time, wall-clock seconds) later."""
        try:
            if self.time is None:
                return replace(self, day=self.day + by)
            meant = datetime.combine(self.day, self.time) + by
        except OverflowError as error:
            raise DueInvalidError(
                f"{self.text!r} moved by {by} is out of range"
            ) from error
        return replace(self, day=meant.date(), time=meant.time())


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise DueInvalidError(
            f"there is no time zone {name!r}", remedy="name one as in Europe/Berlin"
        ) from error

"""A clock that tests move by hand; obeys ports.clock.Clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

START = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


class ManualClock:
    """Stands still until told otherwise."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start
        self._monotonic_s = 0.0

    def now(self) -> datetime:
        return self._now

    def monotonic_s(self) -> float:
        return self._monotonic_s

    def advance(self, by: timedelta) -> None:
        self.step(by)
        self._monotonic_s += by.total_seconds()

    def step(self, by: timedelta) -> None:
        """Set the wall clock alone, as a time server does."""
        # within a zone addition would move the hands, not the time
        self._now = (self._now.astimezone(UTC) + by).astimezone(self._now.tzinfo)

    def restart(self) -> None:
        """Begin to count anew, as when the machine starts."""
        self._monotonic_s = 0.0

"""A time of day as it was said."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day as it was said."""

    hour: int
    minute: int = 0
    second: int = 0
    half: str = ""
    """am or pm; "24" on a 24-hour clock; empty when it was not told."""
    grain: str = "minute"
    bare: bool = False
    """Nothing but a number, which may count something else."""
    possible: bool = True
    elsewhere: bool = False
    """Whether another time zone was named, which is not converted but asked about."""

    @property
    def open(self) -> bool:
        """Whether it might be in either half of the day."""
        return not self.half

    def hours(self) -> tuple[int, ...]:
        """Return the hours of the day that it may mean."""
        if self.half == "24":
            return (self.hour,)
        hour = self.hour % 12
        if self.half:
            return (hour + (12 if self.half == "pm" else 0),)
        return (hour, hour + 12)


def clock(
    hour: int, minute: int = 0, second: int = 0, half: str = "", grain: str = "minute"
) -> Clock:
    """Return a time; one that no day has is not possible."""
    possible = hour <= 24 and minute < 60 and second < 60
    if hour == 24:
        possible = possible and minute == second == 0
    if half and (hour > 12 or hour == 0):
        # 15:30 pm is 15:30; 15 am and 0 pm are not
        possible = possible and (half == "pm") == (hour > 12)
        half = "24"
    if not half and (hour > 12 or hour == 0):
        half = "24"
    return Clock(hour, minute, second, half, grain, possible=possible)

"""What differs between people: hours of the day, and how they write dates."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time


@dataclass(frozen=True, slots=True)
class PartOfDay:
    """A vague part of a day; one that ends at midnight has `end` 00:00."""

    start: time
    end: time
    at: time
    """When somebody wants to be reminded who names nothing but the part."""


def _parts() -> dict[str, PartOfDay]:
    return {
        "early_morning": PartOfDay(time(5), time(9), time(7)),
        "morning": PartOfDay(time(6), time(12), time(9)),
        "lunch": PartOfDay(time(12), time(14), time(12)),
        "afternoon": PartOfDay(time(12), time(18), time(14)),
        "evening": PartOfDay(time(17), time(0), time(18)),
        "night": PartOfDay(time(18), time(0), time(20)),
    }


@dataclass(frozen=True, slots=True)
class WhenSettings:
    """How vague words are read."""

    parts: dict[str, PartOfDay] = field(default_factory=_parts)
    day_first: bool = False
    """Whether 7/6 is the 7th of June; as July 6th it is American."""
    awake: tuple[int, int] = (7, 22)
    """Hours in which a bare "at 8" is sought first."""
    end_of_day: time = time(23, 59, 59)


class _InForce:
    """The settings of whoever passes none."""

    settings = WhenSettings()


def read_with(settings: WhenSettings) -> None:
    """Have expressions read so from now on where no settings are passed."""
    _InForce.settings = settings


def usual() -> WhenSettings:
    """Return what expressions are read with where no settings are passed."""
    return _InForce.settings

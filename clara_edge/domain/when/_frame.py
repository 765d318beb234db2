"""From where and when an expression is read, and what it comes to there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from .when import Ask, Grain

if TYPE_CHECKING:
    from datetime import date, datetime

    from .settings import WhenSettings


class ImpossibleDateError(ValueError):
    """It was understood, and there is no such day or time."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Now, and how vague words are read."""

    now: datetime
    """Local and aware."""
    settings: WhenSettings
    year: int | None = None
    """The year that was named beside a place which may be in any."""

    @property
    def today(self) -> date:
        """The local day."""
        return self.now.date()

    @property
    def wall(self) -> datetime:
        """The local time without its zone."""
        return self.now.replace(tzinfo=None, fold=0)


@dataclass(frozen=True, slots=True)
class Anchored:
    """Days of the calendar, or a time of one."""

    start: date
    end: date | None = None
    """The last day of more than one."""
    grain: Grain = Grain.DAY
    ask: Ask | None = None
    others: tuple[date, ...] = ()
    time: datetime | None = None
    """Set where the place in time is finer than a day."""


class Base(Protocol):
    """Something that can be placed on the calendar."""

    def anchor(self, frame: Frame) -> Anchored:
        """Place it, in the year of the frame if that has one.

        Raises:
            ImpossibleDateError: there is no such day.
        """
        ...

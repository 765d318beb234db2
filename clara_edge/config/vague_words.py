"""What a household means by its vague words of time, as settings."""

from __future__ import annotations

import re
from datetime import time
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from clara_edge.config.base import Section
from clara_edge.config.checks import time_of_day
from clara_edge.domain.when import PartOfDay, WhenSettings, read_with

_PART = re.compile(r"(\d\d:\d\d)-(\d\d:\d\d), (\d\d:\d\d)")
_MIDNIGHT = time(0)


def part_of_day(text: str) -> str:
    """Return the hours of a part of the day as "06:00-12:00, 09:00".

    Raises:
        ValueError: they are none; the time of a reminder has to lie in them.
    """
    _part(text)
    return text


Hours = Annotated[str, AfterValidator(part_of_day)]
"""From, to and the time of a reminder; 00:00 at the end is midnight."""


class VagueWords(Section):
    """What people mean who name no hour: parts of the day, and dates in digits."""

    early_morning: Hours = "05:00-09:00, 07:00"
    morning: Hours = "06:00-12:00, 09:00"
    lunch: Hours = "12:00-14:00, 12:00"
    afternoon: Hours = "12:00-18:00, 14:00"
    evening: Hours = "17:00-00:00, 18:00"
    night: Hours = "18:00-00:00, 20:00"
    awake_from: Annotated[int, Field(ge=0, le=23)] = 7
    awake_until: Annotated[int, Field(ge=1, le=24)] = 22
    """A bare "at 8" is sought first in these hours."""
    end_of_day: Annotated[str, AfterValidator(time_of_day)] | None = None
    """As 18:00: when the end of the day is; empty means midnight."""
    day_first: bool = False
    """Read 7/6 as the 7th of June, not as July 6th."""

    @model_validator(mode="after")
    def _wakes_before_sleeping(self) -> Self:
        if self.awake_from >= self.awake_until:
            raise ValueError("awake_from must be an hour before awake_until")
        return self


def use_hours(words: VagueWords) -> None:
    """Have all expressions of time in this process read so."""
    usual = WhenSettings()
    end = words.end_of_day
    read_with(
        WhenSettings(
            parts={name: _part(getattr(words, name)) for name in usual.parts},
            day_first=words.day_first,
            awake=(words.awake_from, words.awake_until),
            end_of_day=usual.end_of_day if end is None else time.fromisoformat(end),
        )
    )


def _part(text: str) -> PartOfDay:
    written = _PART.fullmatch(text)
    if written is None:
        raise ValueError('must be hours such as "06:00-12:00, 09:00"')
    start, end, at = (time.fromisoformat(time_of_day(one)) for one in written.groups())
    if not (start <= at and (end == _MIDNIGHT or at < end)):
        raise ValueError("must name a time of reminders within its hours")
    return PartOfDay(start, end, at)

"""Which half of the day a bare hour of an alarm belongs to."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from clara_edge.domain import slots

if TYPE_CHECKING:
    from clara_edge.domain.when import When

_WAKE = re.compile(r"\b(?:wake|get me up|woken|get up)\b", re.IGNORECASE)
# hours at which people get up, and at which alarms go off day after day
_MORNING = range(4, 12)
_NOON = 12
_HALF = re.compile(
    r"\b\d*(?P<half>[ap])\.?m\b|\b(?P<part>morning|evening)\b", re.IGNORECASE
)


def woken(moment: slots.Moment, text: str, now: datetime) -> slots.Moment:
    """Read a bare "at eight" as the morning's where somebody wants to be woken."""
    when = moment.when
    if when is None or not isinstance(when.at, datetime) or _HALF.search(moment.text):
        return moment
    if not (_WAKE.search(text) or when.recurrence):
        return moment
    if not when.recurrence:
        chosen = _in_half(when, morning=True)
        usual = isinstance(chosen.at, datetime) and chosen.at.hour in _MORNING
        return replace(moment, when=chosen) if usual else moment
    if when.at.hour < _NOON:
        return moment
    early = slots.moment([moment.text, "in the morning"], now, whole=True)
    if (
        early is None
        or early.when is None
        or early.when.recurrence != when.recurrence
        or not isinstance(early.when.at, datetime)
        or early.when.at.hour != when.at.hour - _NOON
        or early.when.at.hour not in _MORNING
    ):
        return moment
    return replace(moment, when=replace(early.when, text=moment.text))


def same_half(new: slots.Moment, old: slots.Moment) -> slots.Moment:
    """Read "my 6 am alarm to 6:30" as the morning's: a bare hour keeps the half of the day."""
    told = _HALF.search(old.text)
    if told is None or new.when is None or _HALF.search(new.text):
        return new
    morning = (told["half"] or told["part"])[0].lower() in "am"
    return replace(new, when=_in_half(new.when, morning=morning))


def _in_half(when: When, *, morning: bool) -> When:
    """Return a date whose time is in a half of the day, if that is a reading of it."""
    readings = (when.at, *when.alternatives)
    fitting = [
        at
        for at in readings
        if isinstance(at, datetime) and (at.hour < _NOON) is morning
    ]
    if not fitting:
        return when
    rest = tuple(at for at in readings if at is not None and at != fitting[0])
    return replace(when, at=fitting[0], alternatives=rest, ask=None)

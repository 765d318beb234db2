"""Listening or reminding that was switched off, for good or until a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from clara_edge.domain.when import usual

# A night ends in the morning, whatever hour "tonight" ends at by the clock.
_NIGHT_FROM = time(22)


@dataclass(frozen=True, slots=True)
class Pause:
    """Whether something is off, and until when; without a moment until it is put on."""

    on: bool = False
    until: datetime | None = None
    """Aware."""

    def holds(self, now: datetime) -> bool:
        """Whether it is still off."""
        return self.on and (self.until is None or now < self.until)


@dataclass(frozen=True, slots=True)
class Pauses:
    """What of the device is switched off; it survives a restart."""

    mute: Pause = Pause()
    """Nothing is listened to."""
    quiet: Pause = Pause()
    """Reminders are held back. Alarms and timers, which were set to ring, are not."""


def end_of(
    start: date, end: date | None, now: datetime, *, is_until: bool
) -> datetime | None:
    """Return when a pause over is that was asked for in these words of time.

    Args:
        start: local; what was said, or its beginning.
        end: of an interval, its last day or the time at which it is over.
        now: aware.
        is_until: it was said to last until then, not on that day.

    Returns:
        None when that is over by now, or is no moment of the calendar.
    """
    last = start if end is None else end
    try:
        if isinstance(last, datetime):
            over = last.replace(tzinfo=now.tzinfo) if last.tzinfo is None else last
            is_night = over.time() >= _NIGHT_FROM or over.time() < _morning()
            if end is not None and is_night and not is_until:
                over = _next_morning(over)
        else:
            day = last if is_until else last + timedelta(days=1)
            over = datetime.combine(day, _morning(), now.tzinfo)
    except (OverflowError, ValueError):
        return None
    return over if over > now else None


def _morning() -> time:
    """When somebody who said "until tomorrow" or "tonight" wants to be disturbed again."""
    return time(usual().awake[0])


def _next_morning(moment: datetime) -> datetime:
    day = moment.date()
    if moment.time() >= _morning():
        day += timedelta(days=1)
    return datetime.combine(day, _morning(), moment.tzinfo)


def in_hours(now: time, begins: str | None, ends: str | None) -> bool:
    """Tell whether a time is in the hours from one HH:MM to another, midnight or not."""
    if not begins or not ends:
        return False
    start, end = time.fromisoformat(begins), time.fromisoformat(ends)
    now = now.replace(tzinfo=None)
    if start <= end:
        return start <= now < end
    return now >= start or now < end

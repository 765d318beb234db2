"""From what was said about time to the dates of a task."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from clara_edge.domain.day_words import zone_name
from clara_edge.domain.drafts import ReminderDraft
from clara_edge.domain.due import Due
from clara_edge.domain.recurrence import Recurrence
from clara_edge.domain.when import Ask, Grain, resolve, usual

if TYPE_CHECKING:
    from clara_edge.domain.when import When

MINUTES_MAX = 100_000
"""The longest estimate that a task can have (docs/task-model.md)."""

# "Now" is over by the time that it was understood.
_LATE = timedelta(minutes=1)
_CLOCK_GRAINS = frozenset({Grain.SECOND, Grain.MINUTE, Grain.HOUR, Grain.PART_OF_DAY})
_TODAY = re.compile(r"\b(?:today|tonight|to ?day|now)\b", re.IGNORECASE)
_EARLY, _LATER = time(0), time(6)
_MONDAY = date(2001, 1, 1)


@dataclass(frozen=True, slots=True)
class Schedule:
    """The dates of a task."""

    due: Due | None = None
    recurrence: Recurrence | None = None
    reminders: tuple[ReminderDraft, ...] = ()


def schedule(when: When | None, now: datetime, *, remind: bool) -> Schedule:
    """Return the dates that a new task gets.

    A time of day brings a reminder then; a whole day brings one in its morning, if a
    reminder was asked for and that morning is still to come.
    """
    due = due_of(when, now)
    if when is None or due is None:
        return Schedule()
    rule = when.recurrence
    recurrence = None if rule is None else Recurrence(due, rule=rule)
    return Schedule(due, recurrence, reminders_of(due, now, whole_days=remind))


def due_of(when: When | None, now: datetime) -> Due | None:
    """Return the due date; the last day or moment of an interval that has begun already."""
    if when is None or when.at is None:
        return None
    due = _due(when.at, now)
    if when.end is None or when.recurrence is not None or not _begun(due, now):
        return due
    if not isinstance(when.end, datetime):
        return _due(when.end, now)
    # what ends at midnight ends on the day before
    is_midnight = when.end.time() == time(0)
    return _due(when.end - timedelta(minutes=1 if is_midnight else 0), now)


def is_past(when: When | None, now: datetime) -> bool:
    """Tell whether all of it is over; a repetition never is."""
    due = due_of(when, now)
    if when is None or due is None or when.recurrence is not None:
        return False
    return due.is_past(now - _LATE)


def choices(when: When) -> tuple[date, ...]:
    """Return the readings that a question is about: other days, or other times of day."""
    at = when.at
    if at is None:
        return ()
    others = when.alternatives
    if isinstance(at, datetime) and when.ask in {Ask.DAY, Ask.TIME}:
        is_day = when.ask is Ask.DAY
        alike = [
            other
            for other in others
            if isinstance(other, datetime) and (other.time() == at.time()) is is_day
        ]
        others = tuple(alike) or others
    return tuple(dict.fromkeys((at, *others)))


def reminders_of(
    due: Due, now: datetime, *, whole_days: bool
) -> tuple[ReminderDraft, ...]:
    """Return the reminders that a due date brings along."""
    if due.time is not None:
        return (ReminderDraft(minutes_before=0),)
    morning = Due(due.day, usual().parts["morning"].at, zone_name(now))
    if not whole_days or morning.is_past(now):
        return ()
    return (ReminderDraft(at=morning),)


def moved_due(due: Due | None, when: When, now: datetime) -> Due | None:
    """Return a changed due date: what was not said of day and time stays as it was."""
    if when.at is None and when.duration_s is not None and due is not None:
        return _later(due, timedelta(seconds=when.duration_s))
    day_of_old = None if due is None else due.day
    if day_of_old is not None and is_clock_only(when, now):
        start = datetime.combine(day_of_old, time(0), now.tzinfo)
        then = resolve(when.text, start) or when
        return due_of(then, start)
    new = due_of(when, now)
    if new is None or new.time is not None or due is None or due.time is None:
        return new
    return replace(due, day=new.day)


def is_clock_only(when: When, now: datetime) -> bool:
    """Tell whether a time of day was said and no day: the same on every day."""
    if when.grain not in _CLOCK_GRAINS or when.recurrence or _TODAY.search(when.text):
        return False
    days = (now.date(), _MONDAY)
    for day in days:
        read = {
            moment.at
            for hour in (_EARLY, _LATER)
            if (moment := resolve(when.text, datetime.combine(day, hour, now.tzinfo)))
        }
        ats = [at for at in read if isinstance(at, datetime)]
        if len(read) != 1 or not ats or ats[0].date() != day:
            return False
    return True


def moved_reminders(
    reminders: tuple[ReminderDraft, ...],
    old: Due | None,
    new: Due | None,
    now: datetime,
) -> tuple[ReminderDraft, ...]:
    """Return reminders as they are after a due date was moved.

    Those before the due time follow by themselves. Those at a time of their own on the due
    day move along; a new time of day brings the usual reminder.
    """
    if new is None:
        return ()
    if not reminders:
        newly_timed = new.time is not None and (old is None or old.time is None)
        return reminders_of(new, now, whole_days=False) if newly_timed else ()
    moved = []
    for reminder in reminders:
        at = reminder.at
        if at is None or old is None or at.day != old.day:
            moved.append(reminder)
        elif new.time is not None and old.time is None:
            moved.append(ReminderDraft(minutes_before=0))
        else:
            moved.append(ReminderDraft(at=at.moved(new.day - old.day)))
    return tuple(dict.fromkeys(moved))


def minutes(seconds: float) -> int:
    """Return an estimate in whole minutes, within what a task can have."""
    if not math.isfinite(seconds):
        return MINUTES_MAX
    return min(max(math.ceil(seconds / 60), 1), MINUTES_MAX)


def _due(at: date, now: datetime) -> Due:
    if not isinstance(at, datetime):
        return Due(at)
    return Due(at.date(), at.time().replace(microsecond=0, fold=0), zone_name(now))


def _begun(due: Due, now: datetime) -> bool:
    instant = due.instant
    return due.day < now.date() if instant is None else instant < now.astimezone(UTC)


def _later(due: Due, by: timedelta) -> Due:
    if due.time is None:
        return due.moved(timedelta(days=max(by.days, 1)))
    return due.moved(by)

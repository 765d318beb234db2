"""Where a series begins, and how far the dates of an occurrence move with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from clara_edge.domain.due import Due
from clara_edge.domain.errors import DueInvalidError, RecurrenceInvalidError
from clara_edge.domain.recurrence import Recurrence, checked, slots
from clara_edge.domain.shown import shown


def checked_recurrence(value: object) -> Recurrence:
    """Return a recurrence in canonical form, or raise RecurrenceInvalidError."""
    if not isinstance(value, Recurrence):
        raise RecurrenceInvalidError(f"{shown(value)} is not a recurrence")
    return checked(value)


def first_slot(recurrence: Recurrence, not_before: Due | None) -> Due:
    """Return the first slot of a checked recurrence, not before a due date if given.

    Raises:
        RecurrenceInvalidError: the rule ends before.
    """
    if not_before is None:
        not_before = recurrence.start
    if recurrence.rule is None:
        return _later_of(recurrence.start, not_before)
    found = next(slots(recurrence, _just_before(recurrence, not_before)), None)
    if found is None:
        raise RecurrenceInvalidError(
            f"{recurrence.rule} never happens on or after {not_before.text}",
            remedy="choose an earlier due date or a later end",
        )
    return found


def check_alike(recurrence: Recurrence, due: Due | None) -> None:
    """Raise RecurrenceInvalidError if a due date that is to be a slot cannot be one."""
    if due is not None and (due.time is None) != (recurrence.start.time is None):
        raise RecurrenceInvalidError(
            f"the due date {due.text} and the start {recurrence.start.text} of the"
            " repetition need both a time, or neither",
            remedy="give both the same kind of date",
        )


@dataclass(frozen=True, slots=True)
class Shift:
    """The distance on the wall clock between two due dates."""

    days: timedelta
    wall: timedelta
    """For what has a time of day."""

    @classmethod
    def between(cls, old: Due, new: Due) -> Self:
        """Measure from one to the other; whole days if one of them has no time."""
        days = new.day - old.day
        if old.time is None or new.time is None:
            return cls(days, days)
        wall = datetime.combine(new.day, new.time) - datetime.combine(old.day, old.time)
        return cls(days, wall)

    def due(self, due: Due | None) -> Due | None:
        """Return a due date moved along; None when there is none or it leaves the calendar."""
        if due is None:
            return None
        try:
            moved = due.moved(self.days if due.time is None else self.wall)
            _ = moved.instant
        except DueInvalidError:
            return None
        return moved

    def day(self, day: date | None) -> date | None:
        """Return a day moved along; None when there is none or it leaves the calendar."""
        try:
            return None if day is None else day + self.days
        except OverflowError:
            return None


def _just_before(recurrence: Recurrence, due: Due) -> Due:
    if due.time is None or recurrence.start.time is None:
        return Due(due.day - timedelta(days=1))
    return due.moved(timedelta(seconds=-1))


def _later_of(start: Due, due: Due) -> Due:
    if start.zone is None:
        return Due(max(start.day, due.day))
    instant = due.instant
    if instant is None:
        return start if due.day <= start.day else Due(due.day, start.time, start.zone)
    begins = start.instant
    if begins is not None and instant <= begins:
        return start
    return Due.at_instant(instant, start.zone)

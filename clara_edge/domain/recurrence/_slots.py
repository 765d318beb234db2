"""Which slots a recurrence has, and which one comes next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from clara_edge.domain.due import Due
from clara_edge.domain.errors import DueInvalidError, RecurrenceInvalidError

from ._expand import walls
from ._interval import read_interval, slot_after_completion
from ._reading import read_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ._rule import Rule
    from .recurrence import Recurrence

MAX_EXCEPTIONS = 10_000
FIRST_YEAR, LAST_YEAR = 1900, 2999
# The longest jump of a zone is Apia's day of 2011; a slot in it is read as one day later.
_LONGEST_JUMP = timedelta(days=2)


def checked(recurrence: Recurrence) -> Recurrence:
    """Return it in canonical form, its start moved to the first slot of the rule.

    Raises:
        RecurrenceInvalidError: it cannot be read, or it never happens.
    """
    start = recurrence.start
    if not FIRST_YEAR <= start.day.year <= LAST_YEAR:
        raise RecurrenceInvalidError(
            f"a repetition cannot start on {start.text}",
            remedy=f"choose a day from {FIRST_YEAR} to {LAST_YEAR}",
        )
    if (recurrence.rule is None) == (recurrence.after_completion is None):
        raise RecurrenceInvalidError(
            "a repetition has either a rule or an interval after completion"
        )
    exceptions = _canonical_exceptions(recurrence)
    if recurrence.after_completion is not None:
        interval = read_interval(recurrence.after_completion, start)
        return replace(
            recurrence, after_completion=interval.text, exceptions=exceptions
        )
    rule = read_rule(recurrence.rule or "", start)
    first = next(_rule_slots(rule, start, start.day), None)
    if first is None:
        raise RecurrenceInvalidError(
            f"{rule.text} from {start.text} on never happens",
            remedy="check its days, its interval and its end",
        )
    canonical = replace(recurrence, start=first, rule=rule.text, exceptions=exceptions)
    if next(slots(canonical), None) is None:
        raise RecurrenceInvalidError(
            f"the exceptions leave nothing of {rule.text}", remedy="keep one occurrence"
        )
    return canonical


def slots(recurrence: Recurrence, after: Due | None = None) -> Iterator[Due]:
    """Yield the slots in order, later than `after` if given; only the first of an interval.

    Raises:
        RecurrenceInvalidError: the rule cannot be read.
    """
    start = recurrence.start
    if recurrence.rule is None:
        read_interval(recurrence.after_completion or "", start)
        found: Iterator[Due] = iter((start,))
    else:
        since = start.day if after is None else after.day
        found = _rule_slots(read_rule(recurrence.rule, start), start, since)
    left_out = frozenset(recurrence.exceptions)
    limit = None if after is None else _wall(after, start)
    return (
        slot
        for slot in found
        if (limit is None or _naive(slot) > limit)
        and not (left_out and slot.text in left_out)
    )


def next_slot(recurrence: Recurrence, slot: Due, completed: datetime) -> Due | None:
    """Return the slot that follows one completed at an aware local time; None at the end.

    By rule it is the first one later than `slot` that is not over yet.

    Raises:
        RecurrenceInvalidError: the rule cannot be read.
    """
    if recurrence.rule is None:
        return slot_after_completion(recurrence, slot, completed)
    zone = recurrence.start.zone
    if zone is None:
        after = Due(max(slot.day, completed.date()))
        return next(slots(recurrence, after), None)
    near = Due.at_instant(completed, zone).moved(-_LONGEST_JUMP)
    start = recurrence.start
    after = slot if _wall(slot, start) >= _wall(near, start) else near
    for found in slots(recurrence, after):
        instant = found.instant
        if instant is not None and instant > completed:
            return found
    return None


def without(recurrence: Recurrence, slot: Due) -> Recurrence:
    """Return it with one slot left out.

    Raises:
        RecurrenceInvalidError: the slot is no day or time as the start is, or is one too many.
    """
    start = recurrence.start
    instant = slot.instant
    if instant is not None and start.zone is not None:
        slot = Due.at_instant(instant, start.zone) if slot.zone != start.zone else slot
    widened = replace(recurrence, exceptions=(*recurrence.exceptions, slot.text))
    return replace(recurrence, exceptions=_canonical_exceptions(widened))


def _rule_slots(rule: Rule, start: Due, since: date) -> Iterator[Due]:
    """Yield the slots of a rule, with COUNT and UNTIL, without exceptions."""
    earlier = since - _LONGEST_JUMP if since > start.day else start.day
    if rule.count is not None:
        earlier = start.day
    until = rule.until
    last = None
    if until is not None:
        day = until.date() if isinstance(until, datetime) else until
        last = day + _LONGEST_JUMP
    dues = (_due(wall, start) for wall in walls(rule, start, earlier, last))
    distinct = dues if start.zone is None else _distinct(dues)
    return islice(_ended(distinct, until), rule.count)


def _ended(found: Iterator[Due], until: date | datetime | None) -> Iterator[Due]:
    for slot in found:
        if isinstance(until, datetime):
            instant = slot.instant
            if instant is not None and instant > until:
                return
        elif until is not None and slot.day > until:
            return
        yield slot


def _distinct(found: Iterator[Due]) -> Iterator[Due]:
    """Leave out a time that daylight saving skips if it would not come before the next one.

    Such a time is read as if the clock had not changed yet, so it may meet another slot.
    """
    skipped: list[Due] = []
    for slot in found:
        if not _exists(slot):
            skipped.append(slot)
            continue
        yield from (early for early in skipped if _is_before(early, slot))
        skipped.clear()
        yield slot
    yield from skipped


def _exists(slot: Due) -> bool:
    if slot.zone is None:
        return True
    local = _naive(slot).replace(tzinfo=ZoneInfo(slot.zone))
    # PEP 495: in a gap, and only there, the second reading has the larger offset
    before, after = local.utcoffset(), local.replace(fold=1).utcoffset()
    return before is None or after is None or before >= after


def _is_before(one: Due, other: Due) -> bool:
    first, second = one.instant, other.instant
    return first is not None and second is not None and first < second


def _due(wall: datetime, start: Due) -> Due:
    return Due(wall.date(), None if start.time is None else wall.time(), start.zone)


def _naive(due: Due) -> datetime:
    return datetime.combine(due.day, due.time or time(0))


def _wall(due: Due, start: Due) -> datetime:
    """Return a time to compare with, in the zone of the start; a mere day is over at its end."""
    if start.zone is None:
        return datetime.combine(due.day, time(0))
    instant = due.instant
    if instant is None:
        return datetime.combine(due.day, time.max)
    if due.zone != start.zone:
        due = Due.at_instant(instant, start.zone)
    return _naive(due)


def _canonical_exceptions(recurrence: Recurrence) -> tuple[str, ...]:
    start = recurrence.start
    if len(recurrence.exceptions) > MAX_EXCEPTIONS:
        raise RecurrenceInvalidError(
            f"the repetition has {len(recurrence.exceptions):,} exceptions, "
            f"the limit is {MAX_EXCEPTIONS:,}"
        )
    found = {}
    for text in recurrence.exceptions:
        is_day = len(text) == len("2026-12-01")
        if is_day != (start.zone is None):
            raise RecurrenceInvalidError(
                f"the exception {text[:40]!r} never falls on a slot",
                remedy="write a day for whole days, 2026-12-01T14:30 for times",
            )
        try:
            exception = Due.parse(text, start.zone)
        except DueInvalidError as error:
            raise RecurrenceInvalidError(
                f"the exception {text[:40]!r} is not a date",
                remedy="write 2026-12-01, or 2026-12-01T14:30",
            ) from error
        found[_wall(exception, start)] = exception.text
    return tuple(text for _, text in sorted(found.items()))

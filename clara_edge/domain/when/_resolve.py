"""From what was said to when it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from ._bases import elapsed, moved
from ._calendar import plus_days
from ._frame import Anchored, Frame, ImpossibleDateError
from ._repeating import repeating
from ._times import existing, next_time
from .when import Ask, Grain, Relation, When

if TYPE_CHECKING:
    from ._draft import Draft


def resolved(draft: Draft, text: str, frame: Frame) -> When:
    """Return what a draft means.

    Raises:
        ImpossibleDateError: there is no such day or time.
    """
    try:
        when = _resolved(draft, frame)
    except (OverflowError, ValueError) as error:
        raise ImpossibleDateError(str(error)) from error
    return replace(when, text=text)


def _resolved(draft: Draft, frame: Frame) -> When:
    if draft.repeat is not None:
        return repeating(draft, draft.repeat, frame)
    if not draft.is_moment:
        length = draft.length
        if length is None:
            raise ImpossibleDateError("nothing said")
        return When("", grain=length.grain, duration_s=length.total_s)
    found = draft.anchor(frame)
    if draft.last_clock is not None or draft.last_day is not None:
        return _interval(draft, found, frame)
    if draft.relation is Relation.AFTER and draft.part and not draft.clock:
        # after lunch is when it is over
        part = frame.settings.parts[draft.part.name]
        over = existing(datetime.combine(found.start, part.end), frame)
        return When("", over, grain=Grain.HOUR, relation=draft.relation, ask=found.ask)
    when = When(
        "",
        at=found.time or found.start,
        end=_end(draft, found, frame),
        grain=found.grain,
        relation=draft.relation,
        alternatives=_alternatives(draft, found, frame),
        ask=found.ask,
    )
    if draft.length is not None:
        when = _lasting(when, draft, frame)
    return when


def _lasting(when: When, draft: Draft, frame: Frame) -> When:
    length = draft.length
    assert length is not None  # noqa: S101 - the caller saw it
    end: date | datetime
    if isinstance(when.at, datetime):
        far = moved(when.at.date(), length, 1)
        start = datetime.combine(far, when.at.time(), frame.now.tzinfo)
        end = elapsed(start, float(length.seconds))
    elif when.at is not None and not length.seconds:
        end = plus_days(moved(when.at, length, 1), -1)
    else:
        return replace(when, duration_s=length.total_s)
    return replace(when, end=end, duration_s=length.total_s)


def _end(draft: Draft, found: Anchored, frame: Frame) -> date | datetime | None:
    if draft.relation is not None:
        return None
    if draft.part is not None and draft.clock is None and found.time is not None:
        part = frame.settings.parts[draft.part.name]
        end = datetime.combine(found.start, part.end)
        return end if part.end > time(0) else end + timedelta(1)
    return found.end


def _alternatives(
    draft: Draft, found: Anchored, frame: Frame
) -> tuple[date | datetime, ...]:
    """Return the other readings: other days at the same time, or the other half."""
    if found.time is None:
        return found.others
    others: list[date | datetime] = [
        existing(datetime.combine(day, found.time.time()), frame)
        for day in found.others
        if day != found.time.date()
    ]
    if (
        draft.clock is not None
        and draft.clock.open
        and draft.part is None
        and not (draft.last_clock is not None and not draft.last_clock.open)
    ):
        other = found.time + timedelta(hours=12)
        if other.date() != found.time.date() and (
            draft.day is not None or found.time - timedelta(hours=12) > frame.wall
        ):
            other = found.time - timedelta(hours=12)
        if found.ask is Ask.TIME or not others:
            others.insert(0, existing(other, frame))
        else:
            others.append(existing(other, frame))
    return tuple(others)


def _interval(draft: Draft, found: Anchored, frame: Frame) -> When:
    end: date | datetime
    start = found.time or found.start
    if draft.last_clock is not None:
        if not draft.last_clock.possible:
            raise ImpossibleDateError("no such time of day")
        first = found.time
        if first is None:
            raise ImpossibleDateError("an interval of a day to a time")
        end = existing(next_time(draft.last_clock, first), frame)
    else:
        assert draft.last_day is not None  # noqa: S101 - the caller saw it
        last = draft.last_day.anchor(frame)
        end = last.end or last.start
        if end < found.start and draft.last_day.weekday is not None:
            end = plus_days(end, 7)
        if end < found.start:
            raise ImpossibleDateError("it ends before it begins")
    return When(
        "",
        at=start,
        end=end,
        grain=found.grain,
        relation=draft.relation,
        alternatives=_alternatives(draft, found, frame),
        ask=found.ask,
    )

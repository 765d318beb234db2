"""What an expression says, gathered piece by piece in any order."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from ._bases import NthOf
from ._frame import Anchored, Frame, ImpossibleDateError
from ._times import at_clock, at_part, fitted
from .when import Grain, Relation

if TYPE_CHECKING:
    from ._bases import Shifted
    from ._clock import Clock
    from ._day import Day
    from ._durations import Length
    from ._part import Part
    from ._repeat import Repeat


@dataclass(frozen=True, slots=True)
class Draft:
    """Pieces of one expression that go together."""

    day: Day | None = None
    last_day: Day | None = None
    """Of an interval of days."""
    clock: Clock | None = None
    last_clock: Clock | None = None
    clocks: tuple[Clock, ...] | None = None
    """Several times of a day, of what repeats."""
    part: Part | None = None
    shift: Shifted | None = None
    now: bool | None = None
    length: Length | None = None
    repeat: Repeat | None = None
    begin: Draft | None = None
    until: Draft | None = None
    count: int | None = None
    relation: Relation | None = None
    weak: bool = False
    """Whether its words as well may mean something else."""
    loose: bool = False
    """A bare number, which must end the expression or stand beside a part of the day."""

    def merged(self, other: Draft) -> Draft | None:
        """Return both together; None if they contradict each other."""
        if self.loose and other.part is None:
            # a number before anything but "tonight" counts that
            return None
        values: dict[str, Any] = {
            "weak": self.weak and other.weak,
            "loose": self.loose or other.loose,
        }
        for field in fields(self):
            name = field.name
            if name in values:
                continue
            mine, theirs = getattr(self, name), getattr(other, name)
            if mine is None or theirs is None:
                values[name] = theirs if mine is None else mine
            elif name in ("day", "repeat") or name == "part":
                values[name] = mine.merged(theirs)
                if values[name] is None:
                    return None
            else:
                return None
        draft = Draft(**values)
        return draft if draft._is_sensible() else None

    def _is_sensible(self) -> bool:
        fixed = self.now or self.shift is not None
        if fixed and (self.clock or self.part or self.repeat):
            return False
        if self.shift and (self.now or (self.day and self.day.offset != 0)):
            return False
        if self.repeat is None:
            whole_month = self.day and self.day.month and not self.day.number
            hours = self.last_clock is not None and whole_month
            return not hours and not (self.until and self.length)
        if self.clock and (self.clocks or self.repeat.hours):
            return False
        if self.day is not None and isinstance(self.day.base, NthOf):
            # "yearly on the first Sunday of May" is a rule of its own
            return False
        return self.last_day is None

    @property
    def is_moment(self) -> bool:
        """Whether it names a place in time."""
        return bool(self.day or self.clock or self.part or self.shift or self.now)

    def anchor(self, frame: Frame) -> Anchored:
        """Return where it begins.

        Raises:
            ImpossibleDateError: there is no such day or time.
        """
        if self.now:
            wall = frame.wall.replace(microsecond=0)
            return Anchored(wall.date(), grain=Grain.SECOND, time=wall)
        return _place(self, frame) if self.shift is None else self.shift.anchor(frame)


def related(relation: Relation, draft: Draft) -> Draft | None:
    """Return a draft with how things stand to it."""
    if draft.relation is not None or draft.repeat is not None:
        return None
    return replace(draft, relation=relation, weak=False)


def _place(draft: Draft, frame: Frame) -> Anchored:
    day = None if draft.day is None else draft.day.anchor(frame)
    if day is not None and day.time is not None and draft.clock is None:
        return day
    if draft.clock is not None:
        if not draft.clock.possible:
            raise ImpossibleDateError("no such time of day")
        clock = draft.clock
        if draft.last_clock is not None:
            clock = fitted(clock, draft.last_clock)
        return at_clock(clock, draft.part, day, frame)
    if draft.part is not None:
        return at_part(draft.part, day, frame)
    if day is None:
        raise ImpossibleDateError("no day")
    under_way = day.end is not None and day.start < frame.today <= day.end
    if under_way and day.grain is Grain.WEEKEND:
        return replace(day, start=frame.today)
    return day

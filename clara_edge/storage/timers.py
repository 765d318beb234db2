"""Timers in SQLite; see ports.timekeeping.TimerStore."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any

from clara_edge.config.boot import boot_id
from clara_edge.domain.errors import FieldInvalidError, TimerNotFoundError
from clara_edge.domain.steps import StepKind
from clara_edge.domain.tasks import clean_name
from clara_edge.domain.timekeeping import (
    TIMERS_MAX,
    Timer,
    TimerState,
    checked_duration,
)

from .base import StoreBase, new_id, summary_of
from .timer_rows import Reading, columns, select_timers
from .times import to_column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

    from clara_edge.ports.clock import Clock
    from clara_edge.ports.timekeeping import TimerRule

    from .database import TaskDatabase

DONE_KEPT = timedelta(days=1)
"""How long a timer that is over can be started again."""


class TimerWrites(StoreBase):
    """The part of the store that keeps timers."""

    def __init__(
        self,
        database: TaskDatabase,
        clock: Clock,
        *,
        origin: str = "cli",
        boot: str | None = None,
    ) -> None:
        """Use `boot` for what changes when the machine starts; by default it is asked."""
        super().__init__(database, clock, origin=origin)
        self._boot = boot or boot_id()

    def timers(self, *, done: bool = False) -> Sequence[Timer]:
        """Return timers, the next to end first; see the port."""
        reading = self._reading()
        with self._database.read() as db:
            found = list(select_timers(db, reading, "1", []))
        since = reading.now - DONE_KEPT
        kept = [
            timer
            for timer in found
            if timer.state is not TimerState.DONE
            or (done and (timer.ends_at or reading.now) >= since)
        ]
        return sorted(kept, key=lambda timer: _order(timer, reading))

    def add_timer(self, duration: timedelta, name: str | None = None) -> Timer:
        """Start a timer; see the port."""
        length = checked_duration(duration)
        cleaned = None if name is None else clean_name(name, "timer")
        with self._step(StepKind.TIMER_ADD) as step:
            reading = self._reading()
            _check_room(step.db, reading)
            timer = Timer(
                id=new_id(),
                number=next_number(step.db, "timer"),
                duration=length,
                state=TimerState.RUNNING,
                created_at=step.now,
                updated_at=step.now,
                name=cleaned,
                ends_at=reading.now + length,
            )
            row = {
                "id": timer.id,
                "number": timer.number,
                "name": cleaned,
                "created_at": step.stamp,
                "updated_at": step.stamp,
                **columns(timer, reading),
            }
            step.db.table("timers").insert(row)
            step.summary = titled([timer])
            return timer

    def change_timers(self, ids: Sequence[str], rule: TimerRule) -> Sequence[Timer]:
        """Apply a rule to timers; see the port."""
        with self._step(StepKind.TIMER_EDIT) as step:
            reading = self._reading()
            changed = []
            for timer in _named(step.db, reading, ids):
                new = rule(timer, reading.now)
                changed.append(new)
                if new == timer:
                    continue
                values: dict[str, Any] = columns(new, reading)
                name = None if new.name is None else clean_name(new.name, "timer")
                values |= {"name": name, "updated_at": step.stamp}
                step.db.table("timers").update(timer.id, values)
            step.summary = titled(changed)
            return changed

    def cancel_timers(self, ids: Sequence[str]) -> Sequence[Timer]:
        """Remove timers; see the port."""
        with self._step(StepKind.TIMER_CANCEL) as step:
            found = [
                timer
                for identity in dict.fromkeys(ids)
                for timer in select_timers(
                    step.db, self._reading(), "timers.id = ?", [identity]
                )
            ]
            for timer in found:
                step.db.table("timers").delete(timer.id)
            step.summary = titled(found)
            return found

    def forget_done(self) -> int:
        """Drop timers that are over for long, and rings that nobody asks for any more."""
        reading = self._reading()
        with self._database.write(durable=False) as db:
            old = [
                timer.id
                for timer in select_timers(db, reading, "1", [])
                if timer.state is TimerState.DONE
                and timer.ends_at is not None
                and timer.ends_at < reading.now - DONE_KEPT
            ]
            for identity in old:
                db.table("timers").delete(identity)
        return len(old)

    def _reading(self) -> Reading:
        return Reading.of(self._clock, self._boot)


def titled(timers: Sequence[Timer]) -> str:
    """Name timers for a summary: "the pasta timer and 2 more"."""
    return summary_of(
        [f"the {timer.name} timer" if timer.name else "the timer" for timer in timers]
    )


def next_number(db: Database, what: str) -> int:
    """Return the next number of a "timer" or "alarm"."""
    row = db.execute(
        "INSERT INTO counters VALUES (?, 1) ON CONFLICT (name)"
        " DO UPDATE SET value = value + 1 RETURNING value",
        [what],
    ).fetchone()
    return int(row[0])


def _named(db: Database, reading: Reading, ids: Sequence[str]) -> list[Timer]:
    found = []
    for identity in dict.fromkeys(ids):
        timers = list(select_timers(db, reading, "timers.id = ?", [identity]))
        if not timers:
            raise TimerNotFoundError(
                f"there is no timer {identity[:60]!r} any more",
                remedy="clara timer list shows them",
            )
        found += timers
    return found


def _check_room(db: Database, reading: Reading) -> None:
    count = db.table("timers").count
    if count < TIMERS_MAX:
        return
    running = [
        timer
        for timer in select_timers(db, reading, "1", [])
        if timer.state is not TimerState.DONE
    ]
    if len(running) >= TIMERS_MAX:
        raise FieldInvalidError(
            f"there are {len(running):,} timers already", remedy="cancel some first"
        )


def _order(timer: Timer, reading: Reading) -> tuple[str, int]:
    ends_at = timer.ends_at or reading.now + (timer.remaining or timedelta(0))
    return to_column(ends_at.astimezone(UTC)), timer.number

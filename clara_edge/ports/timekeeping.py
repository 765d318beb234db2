"""Where timers, alarms and what rings are kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime, timedelta

    from clara_edge.domain.ringing import Ring, RingState
    from clara_edge.domain.timekeeping import Alarm, AlarmDraft, Timer

TimerRule = Callable[["Timer", "datetime"], "Timer"]
"""Returns the timer as it is to be from now on; a rule of domain.timekeeping."""
AlarmRule = Callable[["Alarm", "datetime"], "Alarm"]
"""Returns the alarm as it is to be from now on."""


class TimerStore(Protocol):
    """Timers; every call that changes something is one undoable step."""

    def timers(self, *, done: bool = False) -> Sequence[Timer]:
        """Return timers that run, are paused or ring, the next to end first.

        Args:
            done: also those of the last day that are over.
        """
        ...

    def add_timer(self, duration: timedelta, name: str | None = None) -> Timer:
        """Start a timer.

        Raises:
            FieldInvalidError: no timer can be that long, or there are too many.
            TitleInvalidError: the name cannot be one.
        """
        ...

    def change_timers(self, ids: Sequence[str], rule: TimerRule) -> Sequence[Timer]:
        """Apply a rule to timers; return them as they are now.

        Raises:
            TimerNotFoundError: one of them is gone.
            FieldInvalidError: the rule cannot be applied.
        """
        ...

    def cancel_timers(self, ids: Sequence[str]) -> Sequence[Timer]:
        """Remove timers; return them as they were. Those that are gone are passed over."""
        ...


class AlarmStore(Protocol):
    """Alarms; every call that changes something is one undoable step."""

    def alarms(self) -> Sequence[Alarm]:
        """Return all alarms by time of day, also those that are off or over."""
        ...

    def add_alarm(self, draft: AlarmDraft) -> Alarm:
        """Set an alarm.

        Raises:
            RecurrenceInvalidError: its rule cannot be read, or never rings.
            FieldInvalidError: there are too many.
            TitleInvalidError: the name cannot be one.
        """
        ...

    def change_alarms(self, ids: Sequence[str], rule: AlarmRule) -> Sequence[Alarm]:
        """Apply a rule to alarms; return them as they are now.

        Raises:
            AlarmNotFoundError: one of them is gone.
            RecurrenceInvalidError: it would never ring.
        """
        ...

    def delete_alarms(self, ids: Sequence[str]) -> Sequence[Alarm]:
        """Remove alarms; return them as they were. Those that are gone are passed over."""
        ...


class RingStore(Protocol):
    """What rings and rang: no steps, nothing here can be undone."""

    def rings(
        self, states: Collection[RingState], *, since: datetime | None = None
    ) -> Sequence[Ring]:
        """Return rings in one of these states that still belong to something, oldest first.

        One whose timer, alarm or reminder was removed, moved or done meanwhile is left out.

        Args:
            states: what became of them.
            since: only those that were to ring later.
        """
        ...

    def due(self, since: datetime, now: datetime) -> Sequence[Ring]:
        """Return what was to ring by now and never rang, oldest first.

        Args:
            since: alarms and reminders that were to ring by then are left out.
            now: the time.
        """
        ...

    def next_due(self, now: datetime) -> Ring | None:
        """Return what rings next: a snoozed ring, a timer, an alarm or a reminder."""
        ...

    def version(self) -> object:
        """Return what compares unequal after anybody else changed anything."""
        ...

    def put(self, *rings: Ring) -> None:
        """Keep rings as they are now; on disk when it returns."""
        ...

    def looked_until(self) -> datetime | None:
        """Return until when everything that was due has been dealt with."""
        ...

    def look(self, until: datetime) -> None:
        """Remember that everything due until then has been dealt with."""
        ...


class Timekeeping(TimerStore, AlarmStore, RingStore, Protocol):
    """All of it; one instance per thread, several processes at once.

    All methods raise StorageError when the database cannot be used.
    """

"""What rings and rang; see ports.timekeeping.RingStore.

Rings are no steps of the journal: an answer to an alarm is not undone, and undoing what was
set must not stumble over its having rung.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from clara_edge.domain.ringing import OPEN, Ring, RingKind, RingState
from clara_edge.domain.timekeeping import TimerState, rings_from

from .alarms import alarm_from
from .reminder_rows import due_reminders
from .timer_rows import select_timers
from .timers import TimerWrites
from .times import from_column, to_column

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from sqlite_utils import Database

    from clara_edge.domain.timekeeping import Alarm, Timer

_KEPT = timedelta(days=30)
"""How long it is remembered that something rang; longer than anything is looked back at."""

_AHEAD = timedelta(days=400)
"""How far ahead the next ring is sought: a yearly reminder is found."""

_PUT = """
INSERT INTO rings (kind, source_id, occurrence, state, due_at, title, began_at,
    sounds_at, sounded) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (kind, source_id, occurrence) DO UPDATE SET state = excluded.state,
    due_at = excluded.due_at, title = excluded.title, began_at = excluded.began_at,
    sounds_at = excluded.sounds_at, sounded = excluded.sounded
"""


class RingWrites(TimerWrites):
    """The part of the store that remembers what rang."""

    def rings(
        self, states: Collection[RingState], *, since: datetime | None = None
    ) -> Sequence[Ring]:
        """Return rings that still belong to something; see the port."""
        with self._database.read() as db:
            rows = [
                row
                for state in states
                for row in db.query(
                    "SELECT * FROM rings WHERE state = ? AND due_at > ?",
                    [state, "" if since is None else to_column(since)],
                )
            ]
            if not rows:
                return []
            alive = {ring.key: ring for ring in self._sources(db, rows)}
        found = [
            _restored(alive[key], row)
            for row in rows
            if (key := (row["kind"], row["source_id"], row["occurrence"])) in alive
        ]
        return sorted(found, key=lambda ring: (ring.due_at, ring.key))

    def due(self, since: datetime, now: datetime) -> Sequence[Ring]:
        """Return what was to ring by now and never rang; see the port."""
        with self._database.read() as db:
            found = [
                *self._due_timers(db),
                *_due_alarms(db, since, now),
                *due_reminders(db, since, now),
            ]
            found = [ring for ring in found if ring.due_at <= now.astimezone(UTC)]
            fresh = [ring for ring in found if not _is_known(db, ring)]
        return sorted(fresh, key=lambda ring: (ring.due_at, ring.key))

    def next_due(self, now: datetime) -> Ring | None:
        """Return what rings next; see the port."""
        waiting = [
            replace(ring, due_at=ring.sounds_at)
            for ring in self.rings({RingState.SNOOZED})
            if ring.sounds_at is not None
        ]
        with self._database.read() as db:
            waiting += self._due_timers(db)
            waiting += _next_alarms(db, now)
            waiting += due_reminders(db, now, now + _AHEAD, limit=1)
            coming = [
                ring
                for ring in waiting
                if ring.due_at > now.astimezone(UTC) and not _is_over(db, ring)
            ]
        return min(coming, key=lambda ring: (ring.due_at, ring.key), default=None)

    def version(self) -> object:
        """Return what changes with every commit of another connection; see the port."""
        with self._database.read() as db:
            # it counts anew in each connection (sqlite.org/pragma)
            return db, db.execute("PRAGMA data_version").fetchone()[0]

    def put(self, *rings: Ring) -> None:
        """Keep rings as they are now; see the port."""
        with self._database.write() as db:
            for ring in rings:
                db.execute(_PUT, _values(ring))

    def looked_until(self) -> datetime | None:
        """Return until when everything has been dealt with; see the port."""
        with self._database.read() as db:
            row = db.execute("SELECT looked_until FROM ringing_state").fetchone()
        return None if row is None or row[0] is None else from_column(row[0])

    def look(self, until: datetime) -> None:
        """Remember until when everything has been dealt with; see the port."""
        with self._database.write(durable=False) as db:
            db.execute(
                "INSERT INTO ringing_state VALUES (1, :until)"
                " ON CONFLICT (only) DO UPDATE SET looked_until = :until",
                {"until": to_column(until)},
            )
            db.execute(
                "DELETE FROM rings WHERE due_at < ? AND state NOT IN"
                " ('ringing', 'snoozed', 'held') AND NOT EXISTS"
                " (SELECT 1 FROM timers WHERE timers.id = rings.source_id)",
                [to_column(until.astimezone(UTC) - _KEPT)],
            )

    def _sources(self, db: Database, rows: Iterable[dict[str, Any]]) -> Iterator[Ring]:
        """Yield rings, as when they were due, of what still is as it was."""
        timers = {ring.key: ring for ring in self._due_timers(db)}
        alarms = {
            row["id"]: alarm_from(row)
            for row in db.query("SELECT * FROM alarms WHERE enabled = 1")
        }
        for row in rows:
            key = (row["kind"], row["source_id"], row["occurrence"])
            if row["kind"] == RingKind.REMINDER:
                yield from due_reminders(db, None, None, reminder=row["source_id"])
            elif row["kind"] == RingKind.ALARM and row["source_id"] in alarms:
                alarm = alarms[row["source_id"]]
                yield _alarm_ring(alarm, from_column(row["occurrence"]))
            elif key in timers:
                yield timers[key]

    def _due_timers(self, db: Database) -> list[Ring]:
        occurrences = {
            row["id"]: row["ends_at"]
            for row in db.query("SELECT id, ends_at FROM timers WHERE ends_at NOT NULL")
        }
        if not occurrences:
            return []
        timers = select_timers(db, self._reading(), "ends_at NOT NULL", [])
        return [
            _timer_ring(timer, occurrences[timer.id])
            for timer in timers
            if timer.state is not TimerState.DONE
        ]


def _due_alarms(db: Database, since: datetime, now: datetime) -> Iterator[Ring]:
    start, end = since.astimezone(UTC), now.astimezone(UTC)
    # the zone is that of now, where the alarm is heard
    around = start.astimezone(now.tzinfo)
    for row in db.query("SELECT * FROM alarms WHERE enabled = 1"):
        alarm = alarm_from(row)
        for ring_at in rings_from(alarm, around):
            if ring_at > end:
                break
            # switched on, or moved, only after that moment: it was not meant
            if ring_at > start and not ring_at < alarm.updated_at <= end:
                yield _alarm_ring(alarm, ring_at)


def _next_alarms(db: Database, now: datetime) -> Iterator[Ring]:
    for row in db.query("SELECT * FROM alarms WHERE enabled = 1"):
        alarm = alarm_from(row)
        after = now.astimezone(UTC)
        ring_at = next((at for at in rings_from(alarm, now) if at > after), None)
        if ring_at is not None:
            yield _alarm_ring(alarm, ring_at)


def _timer_ring(timer: Timer, occurrence: str) -> Ring:
    assert timer.ends_at is not None  # noqa: S101 - the query saw to it
    return Ring(
        RingKind.TIMER,
        timer.id,
        occurrence,
        timer.ends_at,
        title=timer.name or "",
        number=timer.number,
        duration=timer.duration,
    )


def _alarm_ring(alarm: Alarm, at: datetime) -> Ring:
    occurrence = to_column(at)
    return Ring(
        RingKind.ALARM,
        alarm.id,
        occurrence,
        from_column(occurrence),
        title=alarm.name or "",
        number=alarm.number,
    )


def _restored(ring: Ring, row: dict[str, Any]) -> Ring:
    began, sounds = row["began_at"], row["sounds_at"]
    return replace(
        ring,
        state=RingState(row["state"]),
        began_at=None if began is None else from_column(began),
        sounds_at=None if sounds is None else from_column(sounds),
        sounded=row["sounded"],
    )


def _values(ring: Ring) -> list[Any]:
    return [
        ring.kind,
        ring.source_id,
        ring.occurrence,
        ring.state,
        to_column(ring.due_at),
        ring.title,
        None if ring.began_at is None else to_column(ring.began_at),
        None if ring.sounds_at is None else to_column(ring.sounds_at),
        ring.sounded,
    ]


def _state_of(db: Database, ring: Ring) -> str | None:
    row = db.execute(
        "SELECT state FROM rings WHERE kind = ? AND source_id = ? AND occurrence = ?",
        [*ring.key],
    ).fetchone()
    return None if row is None else str(row[0])


def _is_known(db: Database, ring: Ring) -> bool:
    return _state_of(db, ring) is not None


def _is_over(db: Database, ring: Ring) -> bool:
    state = _state_of(db, ring)
    return state is not None and RingState(state) not in OPEN

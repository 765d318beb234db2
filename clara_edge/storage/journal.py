"""Taking back what was done, and telling what was done; see ports.journal.Journal."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING, Any

from clara_edge.domain.errors import NothingToUndoError, UndoConflictError
from clara_edge.domain.steps import ChangeNotice, Step, StepKind, StepState

from .backup_copy import last_change
from .base import StoreBase
from .conflicts import conflict_error, tree_conflict
from .replay import Replay, ReplayConflictError, changes_of
from .task_queries import checked_limit
from .times import from_column, to_column

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlite_utils import Database

_STEPS_PER_TRANSACTION = 500
"""Other writers wait no longer than forgetting so many takes (about 50 ms on a Pi's disk)."""

_MAX_SEQ = 2**63 - 1  # what SQLite can count to

# What a clock that was ahead dated tells nothing about the steps after it.
_FORGET_OLD = """
DELETE FROM steps WHERE id IN (
    SELECT id FROM steps WHERE at < :before AND id < coalesce(
        (SELECT min(id) FROM steps WHERE at BETWEEN :before AND :now), :none)
    ORDER BY id LIMIT :limit)
"""

_STEP = "steps.id, steps.kind, steps.summary, steps.origin, steps.at, steps.state"


class JournalPart(StoreBase):
    """The part of the store that remembers steps."""

    def undo(self, *, origin: str | None = None, step_id: int | None = None) -> Step:
        """Take back the last step that is in force; see the port."""
        with self._database.write() as db:
            row = db.execute(
                f"SELECT {_STEP} FROM steps WHERE state = 'done'"  # noqa: S608 - a constant
                " AND (:origin IS NULL OR origin = :origin)"
                " AND (:step_id IS NULL OR id = :step_id) ORDER BY id DESC LIMIT 1",
                {"origin": origin, "step_id": step_id},
            ).fetchone()
            if row is None:
                raise NothingToUndoError(f"there is nothing to undo{_by(origin)}")
            step = _step(row)
            self._replay(db, step, backwards=True)
            return self._mark(db, step, StepState.UNDONE)

    def redo(self, *, origin: str | None = None) -> Step:
        """Do again what was undone last; see the port."""
        with self._database.write() as db:
            row = db.execute(
                f"SELECT {_STEP} FROM steps JOIN changes ON changes.step_id = steps.id"  # noqa: S608 - a constant
                " WHERE state = 'undone' AND (:origin IS NULL OR origin = :origin)"
                " ORDER BY changes.seq DESC LIMIT 1",
                {"origin": origin},
            ).fetchone()
            if row is None:
                raise NothingToUndoError(f"there is nothing to redo{_by(origin)}")
            step = _step(row)
            self._replay(db, step, backwards=False)
            return self._mark(db, step, StepState.DONE)

    def history(self, *, task_id: str | None = None, limit: int = 50) -> Sequence[Step]:
        """Return steps, the last one first; see the port."""
        touched = (
            ""
            if task_id is None
            else "WHERE id IN (SELECT step_id FROM step_rows WHERE task_id = :task)"
        )
        with self._database.read() as db:
            rows = db.execute(
                f"SELECT {_STEP} FROM steps {touched} ORDER BY id DESC LIMIT :limit",  # noqa: S608 - constants
                {"task": task_id, "limit": checked_limit(limit)},
            ).fetchall()
        return [_step(row) for row in rows]

    def changes_since(self, seq: int, *, limit: int = 1000) -> Sequence[ChangeNotice]:
        """Return what was committed after a sequence number; see the port."""
        with self._database.read() as db:
            rows = db.execute(
                f"SELECT changes.seq, changes.action, {_STEP} FROM changes"  # noqa: S608 - a constant
                " JOIN steps ON steps.id = changes.step_id"
                " WHERE changes.seq > ? ORDER BY changes.seq LIMIT ?",
                [min(max(seq, 0), _MAX_SEQ), checked_limit(limit)],
            ).fetchall()
            return [
                ChangeNotice(number, _step(row), action, *_touched(db, row[0]))
                for number, action, *row in rows
            ]

    def last_change(self) -> int:
        """Return the sequence number of the last committed change; see the port."""
        with self._database.read() as db:
            return last_change(db)

    def prune(self, before: datetime) -> int:
        """Forget steps older than an aware time; return how many.

        They can no longer be undone. Numbers of steps and changes go on growing. One that
        follows a newer one stays: the clock was behind when it was made.
        """
        limits = {
            "before": to_column(before),
            "now": to_column(self._clock.now()),
            "none": _MAX_SEQ,
            "limit": _STEPS_PER_TRANSACTION,
        }
        forgotten = 0
        while True:
            with self._database.write(durable=False) as db:
                count = db.execute(_FORGET_OLD, limits).rowcount
            forgotten += count
            if count < _STEPS_PER_TRANSACTION:
                return forgotten

    def _replay(self, db: Database, step: Step, *, backwards: bool) -> None:
        replay = Replay(db)
        changes = list(changes_of(db, step.id, backwards=backwards))
        zone = self._clock.now().tzinfo
        try:
            for change in changes:
                replay.apply(change)
        except ReplayConflictError as conflict:
            raise conflict_error(db, step, conflict.change, zone) from conflict
        # Steps taken back last first lead to states that there were; others may not.
        if not _is_last(db, step) and (problem := tree_conflict(db, changes)):
            raise UndoConflictError(
                problem, remedy="undo what was done to it since, or change it by hand"
            )

    def _mark(self, db: Database, step: Step, state: StepState) -> Step:
        db.execute("UPDATE steps SET state = ? WHERE id = ?", [state, step.id])
        action = "undo" if state is StepState.UNDONE else "redo"
        now = self._clock.now().astimezone(UTC)
        db.execute(
            "INSERT INTO changes (step_id, action, at) VALUES (?, ?, ?)",
            [step.id, action, to_column(now)],
        )
        return replace(step, state=state)


def _is_last(db: Database, step: Step) -> bool:
    later = db.execute(
        "SELECT 1 FROM steps WHERE id > ? AND state = 'done' LIMIT 1", [step.id]
    )
    return later.fetchone() is None


def _touched(db: Database, step_id: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the ids of a step's tasks, and of its and its tasks' projects."""
    tasks = db.execute(
        "SELECT DISTINCT task_id FROM step_rows"
        " WHERE step_id = ? AND task_id IS NOT NULL ORDER BY task_id",
        [step_id],
    ).fetchall()
    projects = db.execute(
        "SELECT row_key FROM step_rows WHERE step_id = :step AND table_name = 'projects'"
        " UNION SELECT json_extract(old, '$.project_id') FROM step_rows"
        " WHERE step_id = :step AND table_name = 'tasks'"
        " UNION SELECT json_extract(new, '$.project_id') FROM step_rows"
        " WHERE step_id = :step AND table_name = 'tasks'",
        {"step": step_id},
    ).fetchall()
    return (
        tuple(row[0] for row in tasks),
        tuple(row[0] for row in projects if row[0] is not None),
    )


def _step(row: Sequence[Any]) -> Step:
    identity, kind, summary, origin, at, state = row
    return Step(
        identity, StepKind(kind), summary, origin, from_column(at), StepState(state)
    )


def _by(origin: str | None) -> str:
    return "" if origin is None else f" that was done by {origin}"

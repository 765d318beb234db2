"""What every part of the task store works with: the database, the clock, one open step."""

from __future__ import annotations

import contextlib
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from .times import to_column

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlite_utils import Database

    from clara_edge.domain.steps import StepKind
    from clara_edge.ports.clock import Clock

    from .database import TaskDatabase


@dataclass(slots=True)
class OpenStep:
    """The step that is being written; its rows are recorded by triggers."""

    id: int
    db: Database
    now: datetime
    """UTC."""
    summary: str = ""
    """Set it before the step ends."""

    @property
    def stamp(self) -> str:
        """The time of the step as a column holds it."""
        return to_column(self.now)


class StoreBase:
    """One thread's store; several processes may have one each on the same file."""

    def __init__(
        self, database: TaskDatabase, clock: Clock, *, origin: str = "cli"
    ) -> None:
        """Use `origin` (voice, web, cli) in the journal."""
        self._database = database
        self._clock = clock
        self._origin = origin

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the database. Idempotent."""
        self._database.close()

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Make one transaction of all that is read and written in the block.

        Each change stays a step of its own. If the block raises, nothing is changed.
        """
        with self._database.together():
            yield

    @contextlib.contextmanager
    def _step(self, kind: StepKind) -> Iterator[OpenStep]:
        """Lend one write transaction that becomes one undoable step.

        A step in which no row changes leaves no trace.
        """
        now = self._clock.now().astimezone(UTC)
        with self._database.write() as db:
            step = OpenStep(_begin(db, kind, self._origin, now), db, now)
            yield step
            _finish(step)


@contextlib.contextmanager
def one_moment(db: Database) -> Iterator[None]:
    """See the database as it is now, whatever others commit meanwhile."""
    if db.conn.in_transaction:
        # a part of a longer one, which sees nothing of others either
        yield
        return
    db.conn.execute("BEGIN")
    try:
        yield
    finally:
        db.conn.rollback()


def new_id() -> str:
    """Return an id for a new row."""
    return uuid.uuid4().hex


def summary_of(names: Sequence[str]) -> str:
    """Name what a step was about: "Buy milk and 2 more"."""
    first = names[0] if names else ""
    return f"{first} and {len(names) - 1} more" if len(names) > 1 else first


def _begin(db: Database, kind: StepKind, origin: str, now: datetime) -> int:
    cursor = db.execute(
        "INSERT INTO steps (kind, summary, origin, at) VALUES (?, '', ?, ?)",
        [kind, origin, to_column(now)],
    )
    step_id = cursor.lastrowid
    assert step_id is not None  # noqa: S101 - an INSERT just set it
    db.execute("UPDATE journal_pen SET step_id = ?", [step_id])
    return step_id


def _finish(step: OpenStep) -> None:
    db = step.db
    db.execute("UPDATE journal_pen SET step_id = NULL")
    if not db.execute(
        "SELECT 1 FROM step_rows WHERE step_id = ?", [step.id]
    ).fetchone():
        db.execute("DELETE FROM steps WHERE id = ?", [step.id])
        return
    db.execute("UPDATE steps SET summary = ? WHERE id = ?", [step.summary, step.id])
    # what was undone before can no longer be redone
    db.execute("UPDATE steps SET state = 'dropped' WHERE state = 'undone'")
    db.execute(
        "INSERT INTO changes (step_id, action, at) VALUES (?, 'do', ?)",
        [step.id, step.stamp],
    )

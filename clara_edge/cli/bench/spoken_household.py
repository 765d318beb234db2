"""A household's tasks as they were on one morning, and what differs after a command."""

from __future__ import annotations

import time as clock_time
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from clara_edge.domain.drafts import ProjectDraft, ReminderDraft, TaskDraft
from clara_edge.domain.due import Due
from clara_edge.domain.recurrence import Recurrence
from clara_edge.domain.ringing import begun
from clara_edge.domain.tasks import Priority
from clara_edge.storage.connecting import connect
from clara_edge.storage.database import TaskDatabase
from clara_edge.storage.open import open_store
from clara_edge.storage.timekeeping import SqliteTimekeeping

if TYPE_CHECKING:
    from pathlib import Path

ZONE = ZoneInfo("Europe/London")
NOW = datetime(2026, 12, 7, 10, 0, tzinfo=ZONE)
_TODAY = NOW.date()


class StartedAt:
    """A clock that goes on from NOW; see ports.clock.Clock."""

    def __init__(self, start: datetime = NOW) -> None:
        self._start = start
        self._began_s = clock_time.monotonic()

    def now(self) -> datetime:
        """Return the local time."""
        return self._start + timedelta(seconds=self.monotonic_s() - self._began_s)

    def monotonic_s(self) -> float:
        """Return seconds on a clock that never steps back."""
        return clock_time.monotonic()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything in a store that a command may change; tasks by their id."""

    tasks: dict[str, dict[str, Any]]
    projects: frozenset[str]
    timers: tuple[str, ...] = ()
    """"name seconds", "-" for no name."""
    alarms: tuple[str, ...] = ()
    """"name time or repetition", "-" for no name."""


_TASKS = """
SELECT tasks.id AS id, title, due_date AS due, priority, status, rrule AS repeat,
    deleted_at IS NOT NULL AS deleted, projects.name AS project
FROM tasks LEFT JOIN projects ON projects.id = project_id
"""
_COMMANDS_TAKE_S = 30
_TAGS = """
SELECT task_id, name FROM task_tag_relations JOIN task_tags ON task_tags.id = tag_id
ORDER BY name
"""


def _at(day: int, hour: int, minute: int = 0) -> Due:
    return Due(date(2026, 12, day), time(hour, minute), ZONE.key)


def _on(day: int) -> Due:
    return Due(date(2026, 12, day))


_AT_TEN = ReminderDraft(at=_at(7, 10))


def _tasks() -> list[TaskDraft]:
    high, urgent = Priority.HIGH, Priority.URGENT
    weekly = Recurrence(rule="FREQ=WEEKLY", start=Due(_TODAY))
    return [
        TaskDraft("call the dentist", due=_at(9, 14, 30), priority=high),
        TaskDraft("pay the rent", due=_on(11)),
        TaskDraft("water the plants", due=_on(7), recurrence=weekly),
        TaskDraft("renew my passport", due=Due(date(2027, 1, 15)), priority=urgent),
        TaskDraft("book a table for dinner", due=_at(12, 19)),
        TaskDraft("call mum", due=_at(7, 18), reminders=(_AT_TEN,)),
        *(
            TaskDraft(t, project="Shopping")
            for t in ("milk", "eggs", "bread", "apples")
        ),
        TaskDraft("write the report", project="Work", due=_on(10), priority=high),
        TaskDraft("email the accountant", project="Work", due=_on(8)),
        TaskDraft("prepare the presentation", project="Work", due=_on(14)),
        TaskDraft("rake the leaves", project="Garden"),
        TaskDraft("order seeds", project="Garden"),
    ]


_DONE = ("clean the oven", "return the library books")


def furnish(file: Path) -> None:
    """Make the household's database; no SQLite files beside it are left."""
    clock = StartedAt(NOW - timedelta(days=1))
    with closing(open_store(file, clock)) as store:
        for name in ("Shopping", "Work", "Garden"):
            store.add_project(ProjectDraft(name))
        store.add(*_tasks())
        done = store.add(*(TaskDraft(title) for title in _DONE))
        store.complete([task.id for task in done])
    with closing(connect(file)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def ring(file: Path, title: str) -> None:
    """Let the reminder of a task ring now."""
    keeping = SqliteTimekeeping(
        TaskDatabase(file, StartedAt()), StartedAt(), origin="voice"
    )
    with closing(keeping):
        due = keeping.due(NOW - timedelta(hours=1), NOW)
        keeping.put(*(begun(one, NOW) for one in due if one.title == title))


def snapshot(file: Path) -> Snapshot:
    """Return what is in a database now."""
    with closing(connect(file)) as db:
        db.row_factory = lambda cursor, row: {
            column[0]: value
            for column, value in zip(cursor.description, row, strict=True)
        }
        tasks = {row["id"]: row | {"tags": []} for row in db.execute(_TASKS)}
        tags = db.execute(_TAGS).fetchall()
        projects = db.execute("SELECT name FROM projects").fetchall()
        timers = tuple(_timer(row) for row in db.execute("SELECT * FROM timers"))
        alarms = tuple(_alarm(row) for row in db.execute("SELECT * FROM alarms"))
    for row in tags:
        tasks[row["task_id"]]["tags"].append(row["name"])
    names = frozenset(row["name"] for row in projects)
    return Snapshot(tasks, names, timers, alarms)


def _timer(row: dict[str, Any]) -> str:
    name = row["name"] or "-"
    if row["remaining_ms"] is not None:
        return f"{name} {_whole(row['remaining_ms'] / 1000)} paused"
    left = datetime.fromisoformat(row["ends_at"]) - NOW
    return f"{name} {_whole(left.total_seconds())}"


def _whole(seconds: float) -> int:
    """Return a length as it was set: the commands before may have taken some seconds."""
    return round(seconds / _COMMANDS_TAKE_S) * _COMMANDS_TAKE_S


def _alarm(row: dict[str, Any]) -> str:
    return f"{row['name'] or '-'} {row['rule'] or row['day'] + 'T' + row['time'][:5]}"

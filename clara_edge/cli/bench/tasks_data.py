"""A database full of made-up tasks, as somebody has who used Clara for many years.

It is filled as version 3 of the schema had it and then opened as any older database is, so
that the search index is made by the migration that devices in the field run.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from sqlite_utils import Database

from clara_edge.cli.bench.tasks_words import Words
from clara_edge.domain.due import Due
from clara_edge.storage.migrations import MIGRATIONS
from clara_edge.storage.rows import due_columns
from clara_edge.storage.times import to_column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

PROJECTS = 200
TAGS = 50
ZONE = "Europe/Berlin"

# Of all tasks. Who has a hundred thousand did most of them long ago.
_DONE = 0.6
_SUBTASKS = 0.15
_WITH_NOTES = 0.3
_WITH_DUE = 0.5
_AT_A_TIME = 0.3
_RECURRING = 0.03
_WITH_REMINDER = 0.1
# Of the open ones with a due date: some are late, some are for today, most lie ahead.
_LATE, _TODAY = 0.02, 0.002
_YEARS_BACK, _YEARS_AHEAD = 8, 2

_RULES = ("FREQ=WEEKLY;BYDAY=FR", "FREQ=DAILY", "FREQ=MONTHLY;BYMONTHDAY=1")
_BATCH = 1000


def make_database(
    path: Path, count: int, now: datetime, *, advance: Callable[[int], object]
) -> None:
    """Make a database of version 3 with so many tasks, the same ones each time.

    Args:
        path: a file that there is not.
        count: of tasks.
        now: around which the due dates lie.
        advance: is told how many were added since it was last called.
    """
    random = Random(3)  # noqa: S311 - the same tasks each time
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        db = Database(connection, execute_plugins=False)
        db.execute("PRAGMA journal_mode = WAL")
        MIGRATIONS.apply(db, stop_before="m004_search")
        db.execute("BEGIN")
        _Filling(db, random, now).fill(count, advance)
        db.execute("COMMIT")


class _Filling:
    def __init__(self, db: Database, random: Random, now: datetime) -> None:
        self._db = db
        self._random = random
        self._now = now
        self._words = Words(random)
        self._parent: dict[str, Any] | None = None

    def fill(self, count: int, advance: Callable[[int], object]) -> None:
        stamp = to_column(self._now - timedelta(days=365 * _YEARS_BACK))
        names = (f"{self._words.title()[:80]} {n}" for n in range(PROJECTS))
        self._insert(
            "projects",
            [
                {
                    "id": f"project-{n}",
                    "name": name,
                    "created_at": stamp,
                    "updated_at": stamp,
                }
                for n, name in enumerate(names)
            ],
        )
        tags = [
            {"id": f"tag-{n}", "name": f"{self._words.pick(1)[0]}-{n}"}
            for n in range(TAGS)
        ]
        self._insert("task_tags", tags)
        for first in range(0, count, _BATCH):
            numbers = range(first + 1, min(first + _BATCH, count) + 1)
            rows = [self._task(number, number / count) for number in numbers]
            self._insert("tasks", rows)
            self._insert("task_tag_relations", list(self._relations(rows)))
            self._insert("reminders", list(self._reminders(rows)))
            advance(len(rows))
        self._db.execute("UPDATE counters SET value = ? WHERE name = 'task'", [count])

    def _insert(self, table: str, rows: list[dict[str, Any]]) -> None:
        if rows:
            columns, marks = ", ".join(rows[0]), ", ".join(f":{c}" for c in rows[0])
            self._db.conn.executemany(
                f"INSERT INTO {table} ({columns}) VALUES ({marks})",  # noqa: S608 - constants
                rows,
            )

    def _task(self, number: int, age: float) -> dict[str, Any]:
        chance = self._random.random
        created = self._now - timedelta(days=365 * _YEARS_BACK * (1 - age), minutes=5)
        done = chance() < _DONE
        parent = self._parent if chance() < _SUBTASKS else None
        row = {
            "id": f"{self._random.getrandbits(128):032x}",
            "number": number,
            "position": float(number),
            "title": self._words.title(),
            "description": self._words.notes() if chance() < _WITH_NOTES else "",
            "project_id": f"project-{int(PROJECTS * chance() ** 2)}",
            "priority": self._random.choices(
                ("medium", "low", "high", "urgent"), weights=(12, 4, 3, 1)
            )[0],
            "status": "completed" if done else "todo",
            "created_at": to_column(created),
            "updated_at": to_column(created),
            "completed_at": to_column(self._completed(created)) if done else None,
            "parent_task_id": None if parent is None else parent["id"],
            **self._due(created, done=done),
        }
        if parent is None:
            self._parent = row if not done else self._parent
        else:
            row["project_id"] = parent["project_id"]
        return row

    def _completed(self, created: datetime) -> datetime:
        return min(created + timedelta(days=self._random.expovariate(0.1)), self._now)

    def _due(self, created: datetime, *, done: bool) -> dict[str, Any]:
        chance = self._random.random
        due = None
        if chance() < _WITH_DUE:
            day = (created if done else self._now).date() + self._distance(done=done)
            due = Due(day)
            if chance() < _AT_A_TIME:
                minutes = 15 * self._random.randint(28, 84)
                due = Due.parse(f"{day}T{minutes // 60:02}:{minutes % 60:02}", ZONE)
        repeats = due is not None and chance() < _RECURRING / _WITH_DUE
        series = f"{self._random.getrandbits(128):032x}" if repeats else None
        return {
            **due_columns(due),
            "rrule": self._random.choice(_RULES) if repeats else None,
            "repeat_start": due.text if repeats and due else None,
            "repeat_zone": due.zone if repeats and due else None,
            "repeat_exceptions": "[]",
            "series_id": series,
            "series_index": None if series is None else 0,
            "slot": due.text if repeats and due else None,
        }

    def _distance(self, *, done: bool) -> timedelta:
        where = self._random.random()
        if done:
            return timedelta(days=self._random.randint(0, 30))
        if where < _LATE:
            return -timedelta(days=self._random.randint(1, 60))
        if where < _LATE + _TODAY:
            return timedelta()
        return timedelta(days=self._random.randint(1, 365 * _YEARS_AHEAD))

    def _relations(self, rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for row in rows:
            count = self._random.choices((0, 1, 2, 3), weights=(5, 3, 2, 1))[0]
            tags = {int(TAGS * self._random.random() ** 2) for _ in range(count)}
            for tag in tags:
                yield {"task_id": row["id"], "tag_id": f"tag-{tag}"}

    def _reminders(self, rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for row in rows:
            if row["due_at"] and self._random.random() < _WITH_REMINDER / _WITH_DUE:
                yield {
                    "id": f"r-{row['id']}",
                    "task_id": row["id"],
                    "minutes_before": 30,
                }

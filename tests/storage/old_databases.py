"""Databases as earlier versions of Clara left them, with something in every table."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from sqlite_utils import Database

from clara_edge.storage.migrations import MIGRATIONS

AT = "2026-{month:02}-01T09:00:00.000000+00:00"

_OWN = ("sqlite_", "_sqlite_", "task_search")
"""Tables that SQLite and its search index keep for themselves."""


def versions():
    """Return the names of all migrations, oldest first."""
    with closing(Database(memory=True, execute_plugins=False)) as fresh:
        return [migration.name for migration in MIGRATIONS.pending(fresh)]


def make_old(path, version):
    """Make a database that has the migrations up to a version, and fill it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    has = versions()[: versions().index(version) + 1]
    later = versions()[len(has) :]
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        db = Database(connection, execute_plugins=False)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA foreign_keys = ON")
        MIGRATIONS.apply(db, stop_before=later[:1])
        _fill_first(db, numbered="m003_task_model" in has)
        if "m002_conversations" in has:
            db.execute("INSERT INTO conversations VALUES ('kitchen', '{}', '2026')")
        if "m003_task_model" in has:
            _fill_model(db)
        if "m005_declined_suggestions" in has:
            db.execute("INSERT INTO declined_suggestions VALUES ('milk', '2026')")
        if "m007_answers" in has:
            kept = {"client": "c", "key": "k", "request": "r", "at": "2026-01-01"}
            db.table("answers").insert(kept)
        if "m006_timekeeping" in has:
            _fill_timekeeping(db)


def content(path):
    """Return all rows by table, as dictionaries, and the names of the migrations."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        db = Database(connection, execute_plugins=False)
        tables = {
            table: sorted(map(dict, db.table(table).rows), key=repr)
            for table in db.table_names()
            if not table.startswith(_OWN)
        }
        return tables, [m.name for m in MIGRATIONS.applied(db)]


def schema(path):
    """Return how the database is made."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        return connection.execute(
            "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
        ).fetchall()


def _fill_first(db, *, numbered):
    stamp = AT.format(month=1)
    stamps = {"created_at": stamp, "updated_at": stamp}
    db.table("projects").insert(
        {"id": "p", "name": "Home", "description": "d", "color": "#33aa77", **stamps}
    )
    # stored in another order than they were created in
    tasks = [
        ("third", 3, {"status": "completed", "completed_at": AT.format(month=4)}),
        (
            "first",
            1,
            {"project_id": "p", "priority": "urgent", "description": "Zahnarzt"},
        ),
        ("second", 2, {"parent_task_id": "first", "status": "in_progress"}),
        ("fourth", 4, {"status": "cancelled", "due_date": "2026-12-24"}),
    ]
    with db.atomic():
        db.execute("PRAGMA defer_foreign_keys = ON")
        for name, month, values in tasks:
            created = dict.fromkeys(
                ("created_at", "updated_at"), AT.format(month=month)
            )
            number = {"number": month, "position": float(month)} if numbered else {}
            db.table("tasks").insert(
                {"id": name, "title": f"The {name}", **created, **number, **values}
            )
    db.table("task_tags").insert({"id": "t", "name": "Tooth", "color": "#000000"})
    db.table("task_tag_relations").insert({"task_id": "first", "tag_id": "t"})
    if numbered:
        db.execute("UPDATE counters SET value = 4")


def _fill_model(db):
    """Add a recurring task by a step of the journal, and the other new tables."""
    stamp = AT.format(month=5)
    step = {"kind": "task.add", "summary": "The fifth", "origin": "cli", "at": stamp}
    db.table("steps").insert(step)
    db.execute("UPDATE journal_pen SET step_id = 1")
    db.table("tasks").insert(
        {
            "id": "fifth",
            "number": 5,
            "position": 2.5,
            "title": "The fifth",
            "due_date": "2026-12-01T09:00",
            "due_zone": "Europe/Berlin",
            "due_at": "2026-12-01T08:00:00.000000+00:00",
            "start_date": "2026-11-30",
            "estimated_minutes": 5,
            "rrule": "FREQ=DAILY",
            "repeat_start": "2026-12-01T09:00",
            "repeat_zone": "Europe/Berlin",
            "repeat_exceptions": '["2026-12-03T09:00"]',
            "series_id": "fifth",
            "series_index": 0,
            "slot": "2026-12-01T09:00",
            "created_at": stamp,
            "updated_at": stamp,
        }
    )
    db.table("reminders").insert({"id": "r", "task_id": "fifth", "minutes_before": 5})
    db.execute("UPDATE journal_pen SET step_id = NULL")
    db.execute("UPDATE counters SET value = 5")
    db.table("changes").insert({"step_id": 1, "action": "do", "at": stamp})
    stamps = {"created_at": stamp, "updated_at": stamp}
    db.table("templates").insert({"id": "tt", "name": "Trip", "tasks": "[]", **stamps})
    db.table("announcements").insert({"kind": "restored", "text": "x", "at": stamp})


def _fill_timekeeping(db):
    stamp = AT.format(month=5)
    stamps = {"created_at": stamp, "updated_at": stamp}
    timer = {"id": "tm", "number": 1, "name": "pasta", "duration_ms": 5000, **stamps}
    db.table("timers").insert({**timer, "remaining_ms": 1000})
    alarm = {"id": "al", "number": 1, "day": "2026-12-01", "time": "07:00:00"}
    db.table("alarms").insert({**alarm, **stamps})
    db.table("rings").insert(
        {
            "kind": "alarm",
            "source_id": "al",
            "occurrence": AT.format(month=4),
            "state": "stopped",
            "due_at": AT.format(month=4),
        }
    )
    db.execute("INSERT INTO counters VALUES ('timer', 1), ('alarm', 1)")

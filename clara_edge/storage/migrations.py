"""How the database got its shape. Append only: devices in the field hold older ones."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING

from sqlite_utils import Database, Migrations

from .schema_003 import TASK_MODEL, journal_triggers
from .schema_004 import search_schema
from .schema_006 import timekeeping_schema
from .schema_007 import ANSWERS

if TYPE_CHECKING:
    from collections.abc import Iterator

MIGRATIONS = Migrations("clara_edge")

# SQL instead of the sqlite-utils API, which cannot express CHECK constraints.
_TASKS = """
CREATE TABLE projects (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 500),
    description TEXT NOT NULL DEFAULT '',
    color TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX projects_name ON projects (name COLLATE NOCASE);
CREATE TABLE tasks (
    id TEXT PRIMARY KEY NOT NULL,
    title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 500),
    description TEXT NOT NULL DEFAULT '',
    project_id TEXT REFERENCES projects (id) ON DELETE SET NULL,
    priority TEXT NOT NULL DEFAULT 'medium'
        CHECK (priority IN ('low', 'medium', 'high', 'urgent')),
    status TEXT NOT NULL DEFAULT 'todo'
        CHECK (status IN ('todo', 'in_progress', 'completed', 'cancelled')),
    due_date TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    completed_at TEXT CHECK (completed_at IS NULL OR status = 'completed'),
    parent_task_id TEXT REFERENCES tasks (id) ON DELETE CASCADE
        CHECK (parent_task_id <> id)
) STRICT;
CREATE INDEX tasks_status ON tasks (status, created_at);
CREATE INDEX tasks_project ON tasks (project_id, status);
CREATE INDEX tasks_parent ON tasks (parent_task_id);
CREATE INDEX tasks_due ON tasks (due_date) WHERE due_date IS NOT NULL;
CREATE TABLE task_tags (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    color TEXT
) STRICT;
CREATE UNIQUE INDEX task_tags_name ON task_tags (name COLLATE NOCASE);
CREATE TABLE task_tag_relations (
    task_id TEXT NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    tag_id TEXT NOT NULL REFERENCES task_tags (id) ON DELETE CASCADE,
    PRIMARY KEY (task_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX task_tag_relations_tag ON task_tag_relations (tag_id);
"""

_CONVERSATIONS = """
CREATE TABLE conversations (
    id TEXT PRIMARY KEY NOT NULL,
    state TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX conversations_updated ON conversations (updated_at);
"""

_DECLINED = """
CREATE TABLE declined_suggestions (
    key TEXT PRIMARY KEY NOT NULL,
    declined_at TEXT NOT NULL
) STRICT;
"""


@MIGRATIONS()
def m001_tasks(db: Database) -> None:
    """Make projects, tasks and tags."""
    _run(db, _TASKS)


@MIGRATIONS()
def m002_conversations(db: Database) -> None:
    """Make the short memory of conversations."""
    _run(db, _CONVERSATIONS)


@MIGRATIONS()
def m003_task_model(db: Database) -> None:
    """Add what a task can have, the journal of changes and their feed."""
    _run(db, TASK_MODEL)
    _run(db, journal_triggers())


@MIGRATIONS()
def m004_search(db: Database) -> None:
    """Index all texts for search, and what lists of open tasks are sorted by."""
    _run(db, search_schema())


@MIGRATIONS()
def m005_declined_suggestions(db: Database) -> None:
    """Make the memory of suggestions that nobody wanted."""
    _run(db, _DECLINED)


@MIGRATIONS()
def m006_timekeeping(db: Database) -> None:
    """Make timers and alarms, and the memory of what rang."""
    _run(db, timekeeping_schema())


@MIGRATIONS()
def m007_answers(db: Database) -> None:
    """Make the memory of what programs and pages were answered."""
    _run(db, ANSWERS)


def unknown_migrations(db: Database) -> list[str]:
    """Return what a newer Clara did to this database."""
    with contextlib.closing(Database(memory=True, execute_plugins=False)) as fresh:
        known = {migration.name for migration in MIGRATIONS.pending(fresh)}
    return [m.name for m in MIGRATIONS.applied(db) if m.name not in known]


def _run(db: Database, script: str) -> None:
    # executescript() would commit the transaction that the migration runs in
    for statement in _statements(script):
        db.execute(statement)


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.strip().splitlines(keepends=True):
        statement += line
        # a trigger has semicolons inside
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""

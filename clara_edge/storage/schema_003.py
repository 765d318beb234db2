"""Migration 3: the whole task model, the journal and the feed of changes. Never edit."""

from __future__ import annotations

TASK_MODEL = """
ALTER TABLE projects ADD COLUMN archived INTEGER NOT NULL DEFAULT 0
    CHECK (archived IN (0, 1));
ALTER TABLE projects ADD COLUMN default_for TEXT NOT NULL DEFAULT '[]';
ALTER TABLE projects ADD COLUMN position REAL NOT NULL DEFAULT 0;
CREATE TABLE counters (name TEXT PRIMARY KEY NOT NULL, value INTEGER NOT NULL) STRICT;
ALTER TABLE tasks ADD COLUMN number INTEGER;
ALTER TABLE tasks ADD COLUMN position REAL NOT NULL DEFAULT 0;
UPDATE tasks SET number = counted.number, position = counted.number FROM (
    SELECT id, row_number() OVER (ORDER BY created_at, rowid) AS number FROM tasks
) AS counted WHERE counted.id = tasks.id;
INSERT INTO counters SELECT 'task', coalesce(max(number), 0) FROM tasks;
CREATE UNIQUE INDEX tasks_number ON tasks (number);
CREATE TRIGGER tasks_number_given BEFORE INSERT ON tasks WHEN new.number IS NULL
BEGIN SELECT RAISE(ABORT, 'NOT NULL constraint failed: tasks.number'); END;
ALTER TABLE tasks ADD COLUMN due_zone TEXT
    CHECK ((due_zone IS NULL) = (due_date IS NULL OR length(due_date) = 10));
ALTER TABLE tasks ADD COLUMN due_at TEXT CHECK ((due_at IS NULL) = (due_zone IS NULL));
ALTER TABLE tasks ADD COLUMN start_date TEXT CHECK (length(start_date) = 10);
ALTER TABLE tasks ADD COLUMN estimated_minutes INTEGER CHECK (estimated_minutes > 0);
ALTER TABLE tasks ADD COLUMN deleted_at TEXT;
ALTER TABLE tasks ADD COLUMN deleted_with TEXT
    CHECK ((deleted_with IS NULL) = (deleted_at IS NULL));
ALTER TABLE tasks ADD COLUMN rrule TEXT;
ALTER TABLE tasks ADD COLUMN repeat_after TEXT
    CHECK (rrule IS NULL OR repeat_after IS NULL);
ALTER TABLE tasks ADD COLUMN repeat_start TEXT
    CHECK ((repeat_start IS NULL) = (rrule IS NULL AND repeat_after IS NULL));
ALTER TABLE tasks ADD COLUMN repeat_zone TEXT;
ALTER TABLE tasks ADD COLUMN repeat_exceptions TEXT NOT NULL DEFAULT '[]';
ALTER TABLE tasks ADD COLUMN series_id TEXT;
ALTER TABLE tasks ADD COLUMN series_index INTEGER
    CHECK ((series_index IS NULL) = (series_id IS NULL));
ALTER TABLE tasks ADD COLUMN slot TEXT;
ALTER TABLE tasks ADD COLUMN due_key TEXT GENERATED ALWAYS AS (
    CASE WHEN due_date IS NULL THEN '~' WHEN length(due_date) = 10 THEN due_date || 'T~'
    ELSE due_date END) VIRTUAL;
ALTER TABLE tasks ADD COLUMN priority_rank INTEGER GENERATED ALWAYS AS (
    CASE priority WHEN 'urgent' THEN 0 WHEN 'high' THEN 1 WHEN 'medium' THEN 2 ELSE 3
    END) VIRTUAL;
CREATE UNIQUE INDEX tasks_series ON tasks (series_id, series_index);
DROP INDEX tasks_due;
DROP INDEX tasks_status;
DROP INDEX tasks_project;
CREATE INDEX tasks_due ON tasks (due_key, priority_rank, position, number)
    WHERE deleted_at IS NULL AND status IN ('todo', 'in_progress');
CREATE INDEX tasks_due_at ON tasks (due_at)
    WHERE due_at IS NOT NULL AND deleted_at IS NULL
    AND status IN ('todo', 'in_progress');
CREATE INDEX tasks_project ON tasks (project_id, status, due_key, priority_rank, position);
CREATE INDEX tasks_status ON tasks (status, created_at);
CREATE INDEX tasks_completed ON tasks (completed_at) WHERE completed_at IS NOT NULL;
CREATE INDEX tasks_deleted ON tasks (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE TABLE reminders (
    id TEXT PRIMARY KEY NOT NULL,
    task_id TEXT NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    minutes_before INTEGER,
    at TEXT,
    zone TEXT,
    CHECK ((minutes_before IS NULL) <> (at IS NULL)),
    CHECK ((at IS NULL) = (zone IS NULL))
) STRICT;
CREATE INDEX reminders_task ON reminders (task_id);
CREATE TABLE templates (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 500),
    project TEXT,
    tasks TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX templates_name ON templates (name COLLATE NOCASE);
CREATE TABLE announcements (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    at TEXT NOT NULL,
    told_at TEXT
) STRICT;
CREATE TABLE steps (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    summary TEXT NOT NULL,
    origin TEXT NOT NULL,
    at TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'done' CHECK (state IN ('done', 'undone', 'dropped'))
) STRICT;
CREATE INDEX steps_state ON steps (state, id);
CREATE TABLE step_rows (
    id INTEGER PRIMARY KEY,
    step_id INTEGER NOT NULL REFERENCES steps (id) ON DELETE CASCADE,
    table_name TEXT NOT NULL,
    row_key TEXT NOT NULL,
    task_id TEXT,
    old TEXT,
    new TEXT
) STRICT;
CREATE INDEX step_rows_step ON step_rows (step_id, id);
CREATE INDEX step_rows_task ON step_rows (task_id) WHERE task_id IS NOT NULL;
CREATE TABLE changes (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    step_id INTEGER NOT NULL REFERENCES steps (id) ON DELETE CASCADE,
    action TEXT NOT NULL CHECK (action IN ('do', 'undo', 'redo')),
    at TEXT NOT NULL
) STRICT;
CREATE INDEX changes_step ON changes (step_id);
CREATE TABLE journal_pen (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    step_id INTEGER
) STRICT;
INSERT INTO journal_pen VALUES (1, NULL);
"""

_COLUMNS = {
    "projects": "id name description color created_at updated_at archived default_for position",
    "tasks": (
        "id number title description project_id priority status due_date due_zone due_at"
        " start_date estimated_minutes created_at updated_at completed_at parent_task_id"
        " position deleted_at deleted_with rrule repeat_after repeat_start repeat_zone"
        " repeat_exceptions series_id series_index slot"
    ),
    "task_tags": "id name color",
    "task_tag_relations": "task_id tag_id",
    "reminders": "id task_id minutes_before at zone",
    "templates": "id name project tasks created_at updated_at",
}

# What a row belongs to, for the history of a task and for live updates.
_TASK_ID = {"tasks": "id", "task_tag_relations": "task_id", "reminders": "task_id"}


def journal_triggers() -> str:
    """Return triggers that write the image of every changed row into the open step."""
    return "\n".join(
        _trigger(table, event, columns.split())
        for table, columns in _COLUMNS.items()
        for event in ("INSERT", "UPDATE", "DELETE")
    )


def _trigger(table: str, event: str, columns: list[str]) -> str:
    kept = "old" if event == "DELETE" else "new"
    old = "NULL" if event == "INSERT" else _image("old", columns)
    new = "NULL" if event == "DELETE" else _image("new", columns)
    key = (
        f"{kept}.task_id || ' ' || {kept}.tag_id"
        if table == "task_tag_relations"
        else f"{kept}.id"
    )
    task = f"{kept}.{_TASK_ID[table]}" if table in _TASK_ID else "NULL"
    return (  # every name is a constant of this module
        f"CREATE TRIGGER {table}_journal_{event.lower()} AFTER {event} ON {table}\n"  # noqa: S608 - constants
        "WHEN (SELECT step_id FROM journal_pen) IS NOT NULL BEGIN\n"
        "INSERT INTO step_rows (step_id, table_name, row_key, task_id, old, new)\n"
        f"VALUES ((SELECT step_id FROM journal_pen), '{table}', {key}, {task}, {old}, {new});\n"
        "END;"
    )


def _image(row: str, columns: list[str]) -> str:
    pairs = ", ".join(f"'{column}', {_value(row, column)}" for column in columns)
    return f"json_object({pairs})"


def _value(row: str, column: str) -> str:
    # json_object() keeps 15 digits of a float, 17 bring back the same one
    if column == "position":
        return f"json(printf('%!.17g', {row}.{column}))"
    return f"{row}.{column}"

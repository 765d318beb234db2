"""Migration 6: timers, alarms, and what rings and rang. Never edit."""

from __future__ import annotations

# ends_at is the clock on the wall when the timer was set; ends_uptime_ms is exact, however
# that clock is set since, as long as the machine runs (`boot`). Rings point to nothing, so
# that taking a step back never stumbles over them.
_TABLES = """
CREATE TABLE timers (
    id TEXT PRIMARY KEY NOT NULL,
    number INTEGER NOT NULL,
    name TEXT CHECK (length(name) BETWEEN 1 AND 500),
    duration_ms INTEGER NOT NULL CHECK (duration_ms > 0),
    ends_at TEXT,
    ends_uptime_ms INTEGER,
    boot TEXT,
    remaining_ms INTEGER CHECK (remaining_ms >= 0),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    CHECK ((ends_at IS NULL) <> (remaining_ms IS NULL)),
    CHECK ((ends_uptime_ms IS NULL) = (boot IS NULL))
) STRICT;
CREATE TABLE alarms (
    id TEXT PRIMARY KEY NOT NULL,
    number INTEGER NOT NULL,
    name TEXT CHECK (length(name) BETWEEN 1 AND 500),
    day TEXT NOT NULL CHECK (length(day) = 10),
    time TEXT NOT NULL,
    rule TEXT,
    exceptions TEXT NOT NULL DEFAULT '[]',
    enabled INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE TABLE rings (
    kind TEXT NOT NULL CHECK (kind IN ('timer', 'alarm', 'reminder')),
    source_id TEXT NOT NULL,
    occurrence TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN
        ('ringing', 'snoozed', 'held', 'stopped', 'unanswered', 'missed')),
    due_at TEXT NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    began_at TEXT,
    sounds_at TEXT,
    sounded INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (kind, source_id, occurrence)
) STRICT, WITHOUT ROWID;
CREATE INDEX rings_open ON rings (state)
    WHERE state IN ('ringing', 'snoozed', 'held');
CREATE INDEX rings_due ON rings (due_at);
CREATE TABLE ringing_state (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    looked_until TEXT
) STRICT;
INSERT INTO ringing_state VALUES (1, NULL);
"""

_COLUMNS = {
    "timers": (
        "id number name duration_ms ends_at ends_uptime_ms boot remaining_ms"
        " created_at updated_at"
    ),
    "alarms": "id number name day time rule exceptions enabled created_at updated_at",
}


def timekeeping_schema() -> str:
    """Return the tables, and the triggers that write changed rows into the open step."""
    triggers = (
        _trigger(table, event, columns.split())
        for table, columns in _COLUMNS.items()
        for event in ("INSERT", "UPDATE", "DELETE")
    )
    return "\n".join((_TABLES, *triggers))


def _trigger(table: str, event: str, columns: list[str]) -> str:
    kept = "old" if event == "DELETE" else "new"
    old = "NULL" if event == "INSERT" else _image("old", columns)
    new = "NULL" if event == "DELETE" else _image("new", columns)
    return (  # every name is a constant of this module
        f"CREATE TRIGGER {table}_journal_{event.lower()} AFTER {event} ON {table}\n"  # noqa: S608 - constants
        "WHEN (SELECT step_id FROM journal_pen) IS NOT NULL BEGIN\n"
        "INSERT INTO step_rows (step_id, table_name, row_key, task_id, old, new)\n"
        f"VALUES ((SELECT step_id FROM journal_pen), '{table}', {kept}.id, NULL, {old}, {new});\n"
        "END;"
    )


def _image(row: str, columns: list[str]) -> str:
    pairs = ", ".join(f"'{column}', {row}.{column}" for column in columns)
    return f"json_object({pairs})"

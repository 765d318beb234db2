"""Bringing over what a damaged database still tells and its backup does not know yet."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlite_utils import Database

from clara_edge.domain.steps import StepKind

from .backup_copy import last_change
from .connecting import connect
from .failures import FAILURES
from .replacing import UNKNOWN_CHANGES
from .times import to_column
from .view import copied_to, wal_of
from .wal import is_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

Row = dict[str, Any]

# what others refer to comes first
_WITH_ID = (
    "projects",
    "task_tags",
    "templates",
    "tasks",
    "reminders",
    "timers",
    "alarms",
)


@dataclass(slots=True)
class Remains:
    """What could still be read of a damaged database."""

    rows: dict[str, dict[str, Row]] = field(default_factory=dict)
    """By table, then by id."""
    relations: list[Row] = field(default_factory=list)
    changed: dict[str, dict[str, Row]] = field(default_factory=dict)
    """Rows that the journal has newer images of, by table and id."""
    gone: dict[str, set[str]] = field(default_factory=dict)
    """Ids of rows that were taken away after the backup, by table."""
    last_change: int = 0
    complete: bool = False
    """Whether every page of every table and every frame of the WAL could be read."""


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What became of the changes after the backup."""

    saved: tuple[str, ...] = ()
    """Titles."""
    lost: tuple[str, ...] = ()
    certain: bool = True
    """Whether nothing else can have been lost."""


def read_remains(path: Path, after: int) -> Remains:
    """Read a damaged database, which is not touched, as far as that goes.

    Args:
        path: its file; may be missing.
        after: the last change that the backup knows.
    """
    remains = Remains(last_change=UNKNOWN_CHANGES)
    if not path.exists():
        return remains
    with (
        contextlib.suppress(*FAILURES),
        copied_to(path.parent, path) as copy,
        contextlib.closing(connect(copy)) as connection,
    ):
        connection.row_factory = sqlite3.Row
        db = Database(connection, execute_plugins=False)
        remains = _read(db, after)
        remains.complete &= is_whole(wal_of(copy), db)
    return remains


def bring_over(db: Database, remains: Remains, now: datetime) -> Salvaged:
    """Add to a restored database what it lacks, as one step; within a transaction."""
    step = db.execute(
        "INSERT INTO steps (kind, summary, origin, at) VALUES (?, '', 'recovery', ?)",
        [StepKind.IMPORT, to_column(now)],
    ).lastrowid
    db.execute("UPDATE journal_pen SET step_id = ?", [step])
    db.execute("PRAGMA defer_foreign_keys = ON")
    saved: dict[str, str] = {}
    for table in _WITH_ID:
        for identity in remains.gone.get(table, ()):
            db.execute(f"DELETE FROM {table} WHERE id = ?", [identity])  # noqa: S608 - constants
        for identity, row in remains.rows.get(table, {}).items():
            newer = identity in remains.changed.get(table, {})
            if _bring(db, table, row, newer=newer) and table == "tasks":
                saved[identity] = str(row["title"])
    _drop_what_hangs(db)
    for row in remains.relations:
        _relate(db, row)
    db.execute("UPDATE journal_pen SET step_id = NULL")
    if db.execute("SELECT 1 FROM step_rows WHERE step_id = ?", [step]).fetchone():
        db.execute("UPDATE steps SET summary = 'salvage' WHERE id = ?", [step])
    else:
        db.execute("DELETE FROM steps WHERE id = ?", [step])
    lost = [
        str(row["title"])
        for identity, row in remains.changed.get("tasks", {}).items()
        if not db.execute("SELECT 1 FROM tasks WHERE id = ?", [identity]).fetchone()
    ]
    return Salvaged(tuple(saved.values()), tuple(lost), certain=remains.complete)


def _read(db: Database, after: int) -> Remains:
    remains = Remains(complete=True, last_change=UNKNOWN_CHANGES)
    with contextlib.suppress(sqlite3.Error):
        remains.last_change = last_change(db)
    remains.complete &= _read_journal(db, after, remains)
    for table in _WITH_ID:
        if not _was_made(db, table):
            continue
        rows, whole = _rows(db, table)
        readable = {row["id"]: row for row in rows}
        remains.rows[table] = remains.changed.get(table, {}) | readable
        remains.complete &= whole
    remains.relations, whole = _rows(db, "task_tag_relations")
    remains.complete &= whole
    return remains


def _rows(db: Database, table: str, where: str = "1") -> tuple[list[Row], bool]:
    """Read a table from both ends until what is damaged; tell whether all was read."""
    order = "task_id, tag_id" if table == "task_tag_relations" else "rowid"
    found: dict[tuple[Any, ...], Row] = {}
    backwards = ", ".join(f"{column} DESC" for column in order.split(", "))
    for direction in (order, backwards):
        sql = f"SELECT * FROM {table} WHERE {where} ORDER BY {direction}"  # noqa: S608 - constants
        try:
            for row in _dicts(db, sql):
                found[tuple(row.values())] = row
        except (sqlite3.Error, UnicodeDecodeError):
            continue
        return list(found.values()), True
    return list(found.values()), False


def _was_made(db: Database, table: str) -> bool:
    """Tell whether the version of Clara that left the database had the table."""
    try:
        return table in db.table_names()
    except sqlite3.Error:
        return True  # reading it will meet the same damage


def _dicts(db: Database, sql: str) -> Iterator[Row]:
    for row in db.conn.execute(sql):
        yield dict(row)


def _read_journal(db: Database, after: int, remains: Remains) -> bool:
    """Follow the changes after the backup to the newest image of each row they touched.

    Returns:
        whether all of them could be read.
    """
    changes, whole = _rows(db, "changes", f"seq > {after:d}")
    steps = {int(change["step_id"]) for change in changes}
    listed = ", ".join(map(str, steps))
    images, rows_whole = _rows(db, "step_rows", f"step_id IN ({listed})")
    by_step: dict[int, list[Row]] = {step: [] for step in steps}
    for row in sorted(images, key=lambda r: r["id"]):
        if row["table_name"] in _WITH_ID:
            by_step[row["step_id"]].append(row)
    for change in sorted(changes, key=lambda c: c["seq"]):
        back = change["action"] == "undo"
        rows = by_step[change["step_id"]]
        for row in reversed(rows) if back else rows:
            with contextlib.suppress(ValueError, TypeError):
                _follow(remains, row, row["old" if back else "new"])
    return whole and rows_whole


def _follow(remains: Remains, row: Row, image: str | None) -> None:
    table, key = row["table_name"], row["row_key"]
    images = remains.changed.setdefault(table, {})
    gone = remains.gone.setdefault(table, set())
    if image is None:
        images.pop(key, None)
        gone.add(key)
    else:
        images[key] = json.loads(image)
        gone.discard(key)


def _bring(db: Database, table: str, row: Row, *, newer: bool) -> bool:
    """Insert a row, or update it if it is newer than the one there; tell whether it did."""
    known = db.execute(f"SELECT * FROM {table} WHERE id = ?", [row["id"]])  # noqa: S608 - constants
    names = [column[0] for column in known.description]
    found = known.fetchone()
    there = dict(zip(names, found, strict=True)) if found else None
    values = _fitting(db, table, row)
    if there is not None and (
        all(there[name] == value for name, value in values.items())
        or not (newer or str(row.get("updated_at")) > str(there.get("updated_at")))
    ):
        return False
    with _attempt(db) as attempt:
        if there is not None:
            db.table(table).update(row["id"], values)
        else:
            db.table(table).insert(values)
    return attempt.done


def _fitting(db: Database, table: str, row: Row) -> Row:
    """Keep the columns that can be written in this version of the schema."""
    columns = db.execute(f"PRAGMA table_info({table})").fetchall()
    names = {column[1] for column in columns}  # without generated ones
    return {name: value for name, value in row.items() if name in names}


def _relate(db: Database, row: Row) -> None:
    with _attempt(db):
        db.execute(
            "INSERT OR IGNORE INTO task_tag_relations (task_id, tag_id)"
            " SELECT tasks.id, task_tags.id FROM tasks, task_tags"
            " WHERE tasks.id = ? AND task_tags.id = ?",
            [row.get("task_id"), row.get("tag_id")],
        )


def _drop_what_hangs(db: Database) -> None:
    """Take away references to what could not be read."""
    for table, column, parent in (
        ("tasks", "project_id", "projects"),
        ("tasks", "parent_task_id", "tasks"),
    ):
        db.execute(
            f"UPDATE {table} SET {column} = NULL WHERE {column} NOT IN"  # noqa: S608 - constants
            f" (SELECT id FROM {parent})"
        )
    db.execute("DELETE FROM reminders WHERE task_id NOT IN (SELECT id FROM tasks)")


@dataclass(slots=True)
class _Attempt:
    done: bool = False


@contextlib.contextmanager
def _attempt(db: Database) -> Iterator[_Attempt]:
    """Try something in the transaction; what the schema refuses leaves no trace."""
    attempt = _Attempt()
    db.execute("SAVEPOINT attempt")
    try:
        yield attempt
        attempt.done = True
    except sqlite3.Error:
        db.execute("ROLLBACK TO attempt")
    db.execute("RELEASE attempt")


def in_words(titles: Iterable[str], limit: int = 3) -> str:
    """Name a few titles for a sentence."""
    names = [f'"{title}"' for title in titles]
    if len(names) > limit:
        return f"{', '.join(names[:limit])} and {len(names) - limit} more"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)

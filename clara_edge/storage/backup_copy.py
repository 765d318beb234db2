"""Copies of a database: whole, checked, and of one moment."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlite_utils import Database

from clara_edge.domain.errors import (
    FileInvalidError,
    StorageDamagedError,
    StorageError,
    StorageFullError,
    StorageNewerError,
)

from .connecting import connect
from .failures import FAILURES, is_no_text, storage_error, what_is_wrong
from .migrations import MIGRATIONS, unknown_migrations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RESERVE_BYTES = 16 << 20
"""A backup leaves this free: four times what the WAL usually needs (sqlite.org/wal)."""

_SAID = "conversations"
_OPEN = "deleted_at IS NULL AND status IN ('todo', 'in_progress')"


@dataclass(frozen=True, slots=True)
class BackupFacts:
    """What is in a backup."""

    tasks: int
    open_tasks: int
    last_change: int
    """The sequence number of the last change; 0 in a backup of an early version."""


def copy_checked(source: sqlite3.Connection, target: Path) -> None:
    """Copy a database as it is at one moment; writers go on meanwhile.

    The copy appears under its name only after it was opened, checked and its rows counted.

    Raises:
        StorageFullError: too little space would be left.
        StorageDamagedError: what was copied is not sound.
        StorageError: it cannot be written.
    """
    part = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _require_space(source, target)
        os.close(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600))
        expected = _copy(source, part)
        _verify(part, expected)
        sync(part)
        part.replace(target)
        sync(target.parent)
    except FAILURES as error:
        raise (
            error if isinstance(error, StorageError) else storage_error(error, target)
        ) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink()


def read_facts(path: Path) -> BackupFacts:
    """Return what is in a backup, without checking every page.

    Raises:
        FileInvalidError, StorageNewerError, StorageDamagedError: it cannot be used.
    """
    with opened_backup(path) as db:
        return facts_of(db)


@contextlib.contextmanager
def opened_backup(path: Path) -> Iterator[Database]:
    """Lend a backup for reading; raises as read_facts()."""
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        with contextlib.closing(connect(uri)) as connection:
            db = Database(connection, execute_plugins=False)
            require_ours(db, path)
            yield db
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise not_usable(path, error) from error


def facts_of(db: Database) -> BackupFacts:
    """Count what there is in a database of any version."""
    columns = {column.name for column in db.table("tasks").columns}
    is_open = _OPEN if "deleted_at" in columns else _OPEN.partition(" AND ")[2]
    return BackupFacts(
        tasks=db.table("tasks").count,
        open_tasks=db.table("tasks").count_where(is_open),
        last_change=last_change(db),
    )


def last_change(db: Database) -> int:
    """Return the sequence number of the last change, also if that was pruned since."""
    if "changes" not in db.table_names():
        return 0
    row = db.execute(
        "SELECT seq FROM sqlite_sequence WHERE name = 'changes'"
    ).fetchone()
    return int(row[0]) if row else 0


def require_ours(db: Database, path: Path) -> None:
    """Raise FileInvalidError or StorageNewerError unless this Clara can use it."""
    tables = db.table_names()
    if MIGRATIONS.migrations_table not in tables or "tasks" not in tables:
        raise FileInvalidError(
            f"{path} is no backup of Clara's tasks",
            remedy="clara restore without a name lists the backups",
        )
    if unknown := unknown_migrations(db):
        raise StorageNewerError(
            f"a newer Clara made the backup {path} ({', '.join(unknown)})",
            remedy="install that version, or choose an older backup",
        )


def require_sound(db: Database, path: Path) -> None:
    """Raise StorageDamagedError unless every page, row and reference is as it should be."""
    problem = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if problem == "ok" and db.execute("PRAGMA foreign_key_check").fetchone():
        problem = "a row refers to another that is not there"
    if problem != "ok":
        raise damaged_backup(path, problem)


def damaged_backup(path: Path, problem: str) -> StorageDamagedError:
    """Return the error for a backup that cannot be trusted."""
    return StorageDamagedError(
        f"the backup {path} is damaged: {problem}",
        remedy="choose another one; clara restore without a name lists them",
    )


def not_usable(path: Path, error: Exception) -> Exception:
    """Return Clara's error for a backup that SQLite refuses."""
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    if code == sqlite3.SQLITE_NOTADB:
        return FileInvalidError(
            f"{path} is no backup of Clara's tasks: {error}",
            remedy="clara restore without a name lists the backups",
        )
    if code == sqlite3.SQLITE_CORRUPT or is_no_text(error):
        return damaged_backup(path, what_is_wrong(error))
    return storage_error(error, path)


def sync(path: Path) -> None:
    """Wait until a file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # some network mounts do not know this for folders (fsync(2))
        if error.errno != errno.EINVAL:
            raise
    finally:
        os.close(descriptor)


def require_space(path: Path, needed: int) -> None:
    """Raise StorageFullError unless a file of this size leaves space for work."""
    free = shutil.disk_usage(path.parent).free
    if free < needed + RESERVE_BYTES:
        raise StorageFullError(
            f"too little space for {path}: {free >> 20} MB are free,"
            f" {(needed + RESERVE_BYTES) >> 20} MB are needed",
            remedy="free some space and try again",
        )


def row_counts(db: sqlite3.Connection) -> dict[str, int]:
    """Return how many rows each table has."""
    # virtual tables have no root page; what they hold is in tables of their own
    names = db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0"
    ).fetchall()
    return {
        name: db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - names of tables
        for (name,) in names
    }


def _require_space(source: sqlite3.Connection, target: Path) -> None:
    pages, size = (
        source.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("page_count", "page_size")
    )
    require_space(target, pages * size)


def _copy(source: sqlite3.Connection, part: Path) -> dict[str, int]:
    """Copy and count in one read transaction, so that both see the same moment."""
    source.execute("BEGIN")
    try:
        counts = row_counts(source)
        with contextlib.closing(connect(part)) as copy:
            source.backup(copy)
            # one file without a WAL can be read from a read-only disk
            copy.execute("PRAGMA journal_mode = DELETE")
            if _SAID in counts:
                # what was said is kept for minutes, a backup for months
                copy.execute(f"DELETE FROM {_SAID}")  # noqa: S608 - a constant
                counts[_SAID] = 0
    finally:
        source.execute("ROLLBACK")
    return counts


def _verify(part: Path, expected: dict[str, int]) -> None:
    with opened_backup(part) as db:
        require_sound(db, part)
        found = row_counts(db.conn)
    if found != expected:
        raise damaged_backup(part, f"{found} rows instead of {expected}")

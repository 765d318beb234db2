"""Opening a database file: private, checked, in WAL mode, migrated."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
from typing import TYPE_CHECKING

from sqlite_utils import Database

from clara_edge.domain.errors import (
    StorageError,
    StorageNewerError,
    StorageUnavailableError,
)

from . import folder_lock, write_lock
from .backup_copy import copy_checked
from .backup_files import (
    SAFETY_KEPT,
    BackupKind,
    backups_in,
    free_name,
    known_folders,
    superfluous,
)
from .checked import forget_checked, is_checked, remember_checked
from .connecting import connect
from .failures import FAILURES, damaged, storage_error
from .migrations import MIGRATIONS, unknown_migrations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from clara_edge.ports.clock import Clock

CACHE_KIB = 16_000
"""Fills only as pages are read. With 100,000 tasks, finding those of a tag takes a third of
the time that it takes with SQLite's own 2,000 (1.4 ms instead of 4.1)."""


def open_live(path: Path, clock: Clock, *, thorough: bool = False) -> Database:
    """Open, check and migrate a database, making it if there is none.

    Every page is looked at once after each start of the machine; later openings trust that.

    Args:
        path: the file.
        clock: names the backup that is made before a migration.
        thorough: look at every page and index now.

    Raises:
        StorageError: it cannot be used; the file was not changed.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        while True:
            with folder_lock.shared(path.parent) as free:
                if free:
                    db = _connect(path, thorough=thorough)
                    break
            folder_lock.wait_until_free(path.parent)
        try:
            _set_up(db, path, clock)
        except BaseException:
            db.close()
            raise
    except StorageError:
        raise
    except FAILURES as error:
        raise storage_error(error, path) from error
    return db


def check(db: Database, path: Path, *, pragma: str | None = "quick_check") -> None:
    """Raise StorageError unless the content is sound, Clara's, and not of a newer one.

    Args:
        db: the database.
        path: its file, for the messages.
        pragma: how every page is checked; None leaves that out.
    """
    if pragma is not None:
        problem = db.execute(f"PRAGMA {pragma}(1)").fetchone()[0]
        if problem != "ok":
            raise damaged(path, problem)
    tables = db.table_names()
    if tables and MIGRATIONS.migrations_table not in tables:
        raise StorageUnavailableError(
            f"{path} is the database of another program",
            remedy="set paths.data to a folder of Clara's own",
        )
    if unknown := unknown_migrations(db):
        raise StorageNewerError(
            f"a newer Clara wrote the task database {path} ({', '.join(unknown)})",
            remedy="install that version, or put a backup of this one in its place",
        )


@contextlib.contextmanager
def immediate(db: Database) -> Iterator[None]:
    """Take the write lock at once: a reader that becomes a writer cannot wait for it."""
    write_lock.begin_immediate(db)
    try:
        yield
        db.conn.execute("COMMIT")
    except BaseException:
        roll_back(db)
        raise


def roll_back(db: Database) -> None:
    """End a transaction that failed, if SQLite has not done so already."""
    # it has when the disk is full or broken; what went wrong first is what counts
    with contextlib.suppress(sqlite3.Error):
        if db.conn.in_transaction:
            db.conn.execute("ROLLBACK")


def _connect(path: Path, *, thorough: bool) -> Database:
    _keep_private(path)
    # mode=rw: SQLite must not make the file itself, it would be readable by everybody
    connection = connect(
        f"{path.absolute().as_uri()}?mode=rw", timeout_s=write_lock.BUSY_TIMEOUT_S
    )
    try:
        db = Database(connection, execute_plugins=False)
        db.execute("PRAGMA foreign_keys = ON")
        db.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        if thorough or not is_checked(path):
            forget_checked(path)
            check(db, path, pragma="integrity_check" if thorough else "quick_check")
            remember_checked(path)
        else:
            check(db, path, pragma=None)
    except BaseException:
        connection.close()
        raise
    return db


def _keep_private(path: Path) -> None:
    """Make the file if there is none; nobody but its owner reads it or its WAL."""
    try:
        # closing a descriptor of it would end the locks of other threads' connections
        os.mknod(path, 0o600 | stat.S_IFREG)
    except FileExistsError:
        if path.stat().st_mode & 0o077:
            # somebody else's file or a read-only disk: opening it will tell
            with contextlib.suppress(OSError):
                path.chmod(0o600)


def _set_up(db: Database, path: Path, clock: Clock) -> None:
    is_wal = db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    if is_wal and not MIGRATIONS.pending(db):
        return
    # Processes that switch to WAL at once get "database is locked" whatever the timeout
    # (measured: 20 of 2,000 openings of a new file by four processes; none with this).
    with folder_lock.exclusive(path.parent):
        db.execute("PRAGMA journal_mode = WAL")
        if MIGRATIONS.pending(db) and _has_tasks(db):
            _back_up(db, path, clock)
        with immediate(db):
            MIGRATIONS.apply(db)


def _has_tasks(db: Database) -> bool:
    return "tasks" in db.table_names() and db.table("tasks").count > 0


def _back_up(db: Database, path: Path, clock: Clock) -> None:
    kind = BackupKind.BEFORE_MIGRATION
    folder = known_folders(path)[0]
    target = free_name(folder, clock.now(), kind)
    copy_checked(db.conn, target)
    backups = backups_in(folder)
    made_at = next(backup.at for backup in backups if backup.path == target)
    for old in superfluous(backups, {kind: SAFETY_KEPT}, made_at):
        with contextlib.suppress(OSError):
            old.path.unlink()

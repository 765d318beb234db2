"""One connection to the database file: opened safely, written in whole transactions."""

from __future__ import annotations

import contextlib
import fcntl
import os
import sqlite3
from typing import TYPE_CHECKING, Self

from sqlite_utils import Database

from clara_edge.domain.errors import (
    StorageDamagedError,
    StorageError,
    StorageNewerError,
    StorageUnavailableError,
)

from .failures import damaged, storage_error
from .migrations import MIGRATIONS, unknown_migrations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# A writer holds the lock for one short transaction; a migration for some seconds.
BUSY_TIMEOUT_S = 5.0


class TaskDatabase:
    """Opens on first use, and again after a failure; one thread, several processes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db: Database | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """Return the database file."""
        return self._path

    def open(self) -> None:
        """Open, check and migrate now instead of on first use.

        Raises:
            StorageError: it cannot be used; the file was not changed.
        """
        with self.read():
            pass

    @contextlib.contextmanager
    def read(self) -> Iterator[Database]:
        """Lend the connection for reading; failures arise as StorageError."""
        try:
            if self._db is None:
                self._db = _open(self._path)
            yield self._db
        except StorageError:
            raise
        except (sqlite3.Error, OSError) as error:
            failure = storage_error(error, self._path)
            if isinstance(failure, StorageDamagedError | StorageUnavailableError):
                # the file may be repaired, replaced or mounted again: look anew next time
                self.close()
            raise failure from error

    @contextlib.contextmanager
    def write(self, *, durable: bool = True) -> Iterator[Database]:
        """Lend the connection for one transaction, on disk when the block is left.

        Args:
            durable: wait for the disk. Without, a power cut may undo the transaction.
        """
        with self.read() as db:
            db.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            with _immediate(db):
                yield db

    def close(self) -> None:
        """Release the file. Idempotent."""
        if self._db is not None:
            self._db.close()
            self._db = None


def _open(path: Path) -> Database:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _keep_private(path)
    # mode=rw: SQLite must not make the file itself, it would be readable by everybody
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=BUSY_TIMEOUT_S,
        isolation_level=None,
    )
    try:
        db = Database(connection, execute_plugins=False)
        db.execute("PRAGMA foreign_keys = ON")
        _check(db, path)
        _set_up(db, path.parent)
    except BaseException:
        connection.close()
        raise
    return db


def _keep_private(path: Path) -> None:
    """Make the file if there is none; nobody but its owner reads it or its WAL."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        if path.stat().st_mode & 0o077:
            # somebody else's file or a read-only disk: opening it will tell
            with contextlib.suppress(OSError):
                path.chmod(0o600)


def _check(db: Database, path: Path) -> None:
    problem = db.execute("PRAGMA quick_check(1)").fetchone()[0]
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


def _set_up(db: Database, folder: Path) -> None:
    is_wal = db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    if is_wal and not MIGRATIONS.pending(db):
        return
    # Processes that switch to WAL at once get "database is locked" whatever the timeout
    # (measured: 20 of 2,000 openings of a new file by four processes; none with this).
    with _only_process(folder):
        db.execute("PRAGMA journal_mode = WAL")
        with _immediate(db):
            MIGRATIONS.apply(db)


@contextlib.contextmanager
def _only_process(folder: Path) -> Iterator[None]:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _immediate(db: Database) -> Iterator[None]:
    """Take the write lock at once: a reader that becomes a writer cannot wait for it."""
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.conn.execute("COMMIT")
    except BaseException:
        # SQLite has already rolled back when the disk is full or broken; what went
        # wrong first is what counts
        with contextlib.suppress(sqlite3.Error):
            if db.conn.in_transaction:
                db.conn.execute("ROLLBACK")
        raise

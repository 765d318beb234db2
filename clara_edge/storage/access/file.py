"""The file access.db: private, migrated, one connection for each use."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from typing import TYPE_CHECKING

from clara_edge.domain.errors import (
    FieldInvalidError,
    StorageDamagedError,
    StorageError,
    StorageFullError,
    StorageNewerError,
    StorageUnavailableError,
)
from clara_edge.storage.connecting import connect
from clara_edge.storage.failures import FAILURES, storage_error

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE_NAME = "access.db"
# Each use holds it for one row; the disk of a Pi may take a second to sync.
_BUSY_S = 20.0

# Append only: devices in the field hold older ones. PRAGMA user_version counts them.
_MIGRATIONS = (
    """
CREATE TABLE devices (
    id TEXT PRIMARY KEY NOT NULL,
    number INTEGER NOT NULL UNIQUE,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
    kind TEXT NOT NULL CHECK (kind IN ('https', 'http', 'token')),
    scope TEXT NOT NULL CHECK (scope IN ('read', 'write', 'admin')),
    token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    made_at TEXT NOT NULL,
    used_at TEXT,
    address TEXT NOT NULL DEFAULT '',
    expires_at TEXT
) STRICT;
CREATE TABLE codes (
    id INTEGER PRIMARY KEY,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    pair TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('https', 'http')),
    scope TEXT NOT NULL CHECK (scope IN ('read', 'write', 'admin')),
    boot TEXT NOT NULL,
    ends_uptime_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE tries (
    source TEXT PRIMARY KEY NOT NULL,
    failures INTEGER NOT NULL,
    boot TEXT NOT NULL,
    last_uptime_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE log (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    event TEXT NOT NULL,
    device TEXT NOT NULL DEFAULT '',
    address TEXT NOT NULL DEFAULT '',
    detail TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX log_event ON log (event, id);
CREATE TABLE secrets (
    name TEXT PRIMARY KEY NOT NULL,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO secrets VALUES ('code_salt', randomblob(16));
""",
    """
CREATE TABLE feeds (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
    secret_hash BLOB NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
    made_at TEXT NOT NULL,
    used_at TEXT
) STRICT;
""",
)


class AccessFile:
    """Safe from any thread: each use has a connection of its own (0.2 ms on a PC)."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def path(self) -> Path:
        """Return the file."""
        return self._path

    @contextlib.contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection for reading; failures arise as StorageError."""
        with self._connected() as db:
            yield db

    @contextlib.contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection for one transaction, on disk when the block is left."""
        with self._connected() as db, _transaction(db):
            yield db

    @contextlib.contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        try:
            with contextlib.closing(self._open()) as db:
                yield db
        except StorageError:
            raise
        except FAILURES as error:
            raise _told(error, self._path) from error
        except (UnicodeEncodeError, OverflowError) as error:
            raise FieldInvalidError(
                f"a value cannot be stored or looked up: {error}",
                remedy="give another one",
            ) from error

    def _open(self) -> sqlite3.Connection:
        # before SQLite makes it readable to everybody
        with contextlib.suppress(FileExistsError):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
            try:
                _hand_over(file, self._path.parent)
            finally:
                os.close(file)
        status = self._path.stat()
        if status.st_mode & 0o077:
            with contextlib.suppress(OSError):
                self._path.chmod(0o600)
        # A journal, not a WAL: each use would make and remove the WAL's two files.
        db = connect(self._path, timeout_s=_BUSY_S)
        try:
            db.row_factory = sqlite3.Row
            # each time: another file may have got the inode of the one that was removed
            self._migrate(db)
            # for a power cut right after a revocation
            db.execute("PRAGMA synchronous = EXTRA")
        except BaseException:
            db.close()
            raise
        return db

    def _migrate(self, db: sqlite3.Connection) -> None:
        version = _version(db)
        if version > len(_MIGRATIONS):
            raise StorageNewerError(
                f"a newer Clara wrote the list of devices {self._path}",
                remedy="install that version, or move the file away and pair anew",
            )
        if version == len(_MIGRATIONS):
            return
        with _transaction(db):
            # another process may have been first
            for script in _MIGRATIONS[_version(db) :]:
                for statement in script.split(";\n"):
                    db.execute(statement)
            db.execute(f"PRAGMA user_version = {len(_MIGRATIONS)}")


def _hand_over(file: int, folder: Path) -> None:
    """Give a file that root made to whom the folder belongs: the service must read it."""
    if os.geteuid() == 0:
        owner = folder.stat()
        os.fchown(file, owner.st_uid, owner.st_gid)


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


@contextlib.contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            if db.in_transaction:
                db.execute("ROLLBACK")
        raise


def _told(error: Exception, path: Path) -> StorageError:
    failure = storage_error(error, path)
    if isinstance(failure, StorageFullError):
        return failure
    if isinstance(failure, StorageDamagedError):
        return StorageDamagedError(
            f"the list of paired devices {path} is damaged: {error}",
            remedy="move the file away, then pair the devices anew with: clara pair",
        )
    return StorageUnavailableError(
        f"cannot use the list of paired devices {path}: {error}",
        remedy="check that the disk is there and that Clara may write to it",
    )

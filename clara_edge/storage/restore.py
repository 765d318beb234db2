"""Going back to a backup, while other programs use the database or none can."""

from __future__ import annotations

import contextlib
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
    StorageNewerError,
    StorageUnavailableError,
)

from . import folder_lock
from .backup_copy import last_change, not_usable, require_ours, require_sound
from .checked import remember_checked
from .connecting import connect
from .differences import Differences, differences
from .failures import FAILURES, is_no_text, storage_error
from .opening import immediate, open_live
from .recovery import fresh_copy
from .replacing import UNKNOWN_CHANGES, count_on_from, note_restored, put_in_place
from .view import private_folder, wal_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from clara_edge.ports.clock import Clock

    from .backup_files import BackupFile

ORIGIN = "restore"

# sqlite.org/fileformat
_MAGIC = b"SQLite format 3\x00"


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done."""

    safety_copy: BackupFile | None
    """What there was before; None if it could not be read."""
    aside: Path | None
    """Where a file that could not be read is now."""


class Restore:
    """One backup, ready to be put in the database's place."""

    def __init__(self, path: Path, source: Path, fresh: Path, db: Database) -> None:
        self._path = path
        self._source = source
        self._fresh = fresh
        self._db = db

    def differences(self, clock: Clock) -> Differences:
        """Return what would change."""
        live = _open_or_none(self._path, clock)
        try:
            return differences(live, self._db)
        except sqlite3.Error as error:
            if not is_no_text(error):
                raise
            return differences(None, self._db)
        finally:
            if live is not None:
                live.close()

    def apply(
        self, clock: Clock, safety_copy: Callable[[Database], BackupFile]
    ) -> Restored:
        """Restore; other programs see the backup's tasks from their next use on.

        Nobody else writes meanwhile, so that what was there is in the safety copy.

        Args:
            clock: dates the restore in the journal.
            safety_copy: backs up what there is.

        Raises:
            StorageError: nothing was changed.
        """
        try:
            with folder_lock.exclusive(self._path.parent):
                live = _open_or_none(self._path, clock)
                if live is None:
                    return Restored(None, self._replace(clock))
                with contextlib.closing(live):
                    copy = safety_copy(live)
                    self._prepare(clock, last_change(live), _last_number(live))
                    self._db.conn.backup(live.conn)
                return Restored(copy, None)
        except StorageError:
            raise
        except FAILURES as error:
            raise storage_error(error, self._path) from error

    def _replace(self, clock: Clock) -> Path | None:
        self._prepare(clock, last_change(self._db) + UNKNOWN_CHANGES, 0)
        self._db.close()
        aside = put_in_place(self._path, self._fresh, clock.now())
        remember_checked(self._path)
        return aside

    def _prepare(self, clock: Clock, change: int, task_number: int) -> None:
        now = clock.now()
        with immediate(self._db):
            count_on_from(self._db, change, task_number)
            # what the backup had still to say was said long ago
            self._db.execute("UPDATE announcements SET told_at = at")
            note_restored(self._db, self._source.name, ORIGIN, now)


@contextlib.contextmanager
def prepared(path: Path, source: Path) -> Iterator[Restore]:
    """Lend a restore of a backup file that was checked and migrated; nothing is changed yet.

    Args:
        path: the database.
        source: the backup, or any copy of a task database, with its WAL if it has one.

    Raises:
        FileInvalidError: it is no database of Clara's.
        StorageNewerError, StorageDamagedError: it cannot be used.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (
            _checked(source, path.parent) as whole,
            fresh_copy(path, whole) as (fresh, db),
        ):
            yield Restore(path, source, fresh, db)
    except StorageError:
        raise
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise not_usable(source, error) from error
    except OSError as error:
        raise storage_error(error, path) from error


def start_empty(path: Path, clock: Clock) -> Path | None:
    """Begin with no tasks; return where the old file is now."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (
            folder_lock.exclusive(path.parent),
            private_folder(path.parent) as folder,
        ):
            fresh = folder / path.name
            open_live(fresh, clock).close()
            with contextlib.closing(connect(fresh)) as c:
                db = Database(c, execute_plugins=False)
                with immediate(db):
                    count_on_from(db, UNKNOWN_CHANGES, 0)
                    note_restored(db, "empty", ORIGIN, clock.now())
                db.execute("PRAGMA journal_mode = DELETE")
            return put_in_place(path, fresh, clock.now(), kept_as="old")
    except StorageError:
        raise
    except FAILURES as error:
        raise storage_error(error, path) from error


@contextlib.contextmanager
def _checked(source: Path, folder: Path) -> Iterator[Path]:
    """Lend a whole and sound copy of a file without a WAL."""
    try:
        with source.open("rb") as file:
            if file.read(len(_MAGIC)) != _MAGIC:
                raise FileInvalidError(
                    f"{source} is no backup: it is not a database",
                    remedy="clara restore without a name lists the backups",
                )
    except OSError as error:
        raise FileInvalidError(
            f"cannot read the backup {source}: {error.strerror or error}",
            remedy="clara restore without a name lists the backups",
        ) from error
    with private_folder(folder) as private:
        copy = private / "copy.db"
        os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        shutil.copyfile(source, copy)
        with contextlib.suppress(FileNotFoundError):
            shutil.copyfile(wal_of(source), wal_of(copy))
        try:
            with contextlib.closing(connect(copy)) as connection:
                db = Database(connection, execute_plugins=False)
                db.execute("PRAGMA journal_mode = DELETE")
                require_sound(db, source)
                require_ours(db, source)
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise not_usable(source, error) from error
        yield copy


def _open_or_none(path: Path, clock: Clock) -> Database | None:
    """Open the database in use, without repairing it; None if there is none to be read."""
    if not path.exists() or path.stat().st_size == 0:
        return None
    try:
        return open_live(path, clock)
    except (StorageDamagedError, StorageNewerError):
        return None
    except StorageUnavailableError as error:
        if isinstance(error.__cause__, sqlite3.Error | OSError):
            raise  # busy, or the disk is away
        return None  # the database of another program


def _last_number(db: Database) -> int:
    row = db.execute("SELECT value FROM counters WHERE name = 'task'").fetchone()
    return int(row[0]) if row else 0

"""Reading tasks while the disk takes no writes, which SQLite's WAL mode needs even to read."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sqlite3
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlite_utils import Database

from clara_edge.domain.errors import (
    StorageDamagedError,
    StorageError,
    StorageFullError,
)

from . import folder_lock
from .checked import is_checked
from .connecting import connect
from .failures import FAILURES, storage_error
from .migrations import MIGRATIONS
from .opening import check

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

MEMORY_FOLDER = Path("/dev/shm")  # noqa: S108 - files there are made by mkdtemp()

_PREFIX = ".clara-"

_READABLE_ERRNO = {
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EROFS,
    errno.EACCES,
    errno.EPERM,
}
_READABLE_CODES = {
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
}

Signature = tuple[tuple[int, int, int] | None, ...]


@dataclass(frozen=True, slots=True)
class View:
    """A copy in memory of what the database held when it was made."""

    db: Database
    problem: StorageError
    """Why nothing can be written."""
    signature: Signature


def open_view(path: Path, problem: StorageError, last: View | None) -> View | None:
    """Return a view if the database can be read although it cannot be opened.

    Args:
        path: the database file.
        problem: why it cannot be opened.
        last: the view so far, which is returned again while it is still true.

    Raises:
        StorageError: what was read cannot be used.
    """
    if not _readable(path, problem):
        return None
    signature = _signature(path)
    if last is not None and last.signature == signature:
        return last
    try:
        with _copied(path) as copy:
            db = _in_memory(copy)
    except StorageError:
        raise
    except FAILURES as error:
        raise _unrepaired(storage_error(error, path), problem) from error
    try:
        check(db, path, pragma=None if is_checked(path) else "quick_check")
        if MIGRATIONS.pending(db):
            MIGRATIONS.apply(db)
        db.execute("PRAGMA query_only = ON")
    except StorageDamagedError as damage:
        db.close()
        raise _unrepaired(damage, problem) from damage
    except BaseException:
        db.close()
        raise
    return View(db, problem, signature)


def _unrepaired(error: StorageError, problem: StorageError) -> StorageError:
    if not isinstance(error, StorageDamagedError):
        return error
    return StorageDamagedError(
        f"{error.what}; it cannot be repaired: {problem.what}", remedy=problem.remedy
    )


@contextlib.contextmanager
def copied_to(folder: Path, path: Path) -> Iterator[Path]:
    """Lend a copy of a database and its WAL in a private folder of a folder."""
    with private_folder(folder) as private:
        copy = private / path.name
        with folder_lock.exclusive(path.parent):
            _copy(path, copy)
            if wal_of(path).exists():
                _copy(wal_of(path), wal_of(copy))
        yield copy


@contextlib.contextmanager
def private_folder(folder: Path) -> Iterator[Path]:
    """Lend a folder of one's own in a folder; what a killed process leaves is tidied."""
    with tempfile.TemporaryDirectory(dir=folder, prefix=_PREFIX) as private:
        yield Path(private)


def tidy_folders(database: Path, before: datetime) -> None:
    """Remove what processes left that were killed before a moment."""
    for folder in (database.parent, MEMORY_FOLDER):
        for rest in folder.glob(f"{_PREFIX}*"):
            with contextlib.suppress(OSError):
                status = rest.stat()
                if (
                    status.st_mtime < before.timestamp()
                    and status.st_uid == os.getuid()
                ):
                    shutil.rmtree(rest)


def wal_of(path: Path) -> Path:
    """Return the write-ahead log of a database; SQLite has it beside the file itself."""
    real = path.resolve()
    return real.with_name(f"{real.name}-wal")


def _copy(source: Path, target: Path) -> None:
    """Copy a file in use; by another process, as closing it here would end SQLite's locks."""
    done = subprocess.run(  # noqa: S603 - no shell, and both names are ours
        ["cp", "--", source, target],  # noqa: S607 - wherever coreutils are
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise OSError(errno.EIO, done.stderr.strip(), str(source))


@contextlib.contextmanager
def _copied(path: Path) -> Iterator[Path]:
    usable = os.access(MEMORY_FOLDER, os.W_OK | os.X_OK)
    folder = MEMORY_FOLDER if usable else Path(tempfile.gettempdir())
    with copied_to(folder, path) as copy:
        yield copy


def _in_memory(copy: Path) -> Database:
    memory = connect(":memory:")
    try:
        with contextlib.closing(connect(copy)) as source:
            source.execute("PRAGMA journal_mode = DELETE")
            source.backup(memory)
    except BaseException:
        memory.close()
        raise
    return Database(memory, execute_plugins=False)


def _readable(path: Path, problem: StorageError) -> bool:
    cause = problem.__cause__
    if isinstance(cause, sqlite3.Error):
        code = (getattr(cause, "sqlite_errorcode", None) or 0) & 0xFF
        fits = isinstance(problem, StorageFullError) or code in _READABLE_CODES
    elif isinstance(cause, OSError):
        fits = cause.errno in _READABLE_ERRNO
    else:
        fits = isinstance(problem, StorageFullError)
    try:
        return fits and path.is_file() and path.stat().st_size > 0
    except OSError:
        return False


def _signature(path: Path) -> Signature:
    return tuple(_state(file) for file in (path, wal_of(path)))


def _state(file: Path) -> tuple[int, int, int] | None:
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns

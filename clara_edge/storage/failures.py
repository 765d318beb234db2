"""What SQLite's and the file system's failures mean for the owner of the device."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from typing import TYPE_CHECKING

from clara_edge.domain.errors import (
    StorageDamagedError,
    StorageError,
    StorageFullError,
    StorageUnavailableError,
)

if TYPE_CHECKING:
    from pathlib import Path

# SQLite reports a failure to grow its shared memory file as an input/output error,
# also when the disk is simply full; it grows that file by 32 KiB (sqlite.org/walformat).
_TOO_LITTLE_BYTES = 64 * 1024

FAILURES = (sqlite3.Error, OSError, UnicodeDecodeError)
"""What using a database raises; the last one when a name in it is no text any more."""

_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def storage_error(error: Exception, path: Path) -> StorageError:
    """Return Clara's error for one of sqlite3 or the operating system."""
    if isinstance(error, OSError):
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            return _full(path)
        why = error.strerror or error
        if isinstance(error, FileExistsError | NotADirectoryError):
            why = f"{path.parent} is not a folder"
        return StorageUnavailableError(
            f"cannot use the task database {path}: {why}",
            remedy="check that its folder exists and that Clara may write there",
        )
    # the primary result code is the low byte (sqlite.org/rescode)
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    if code == sqlite3.SQLITE_FULL or (
        code in {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN} and _is_full(path)
    ):
        return _full(path)
    if code in _DAMAGED or is_no_text(error):
        return damaged(path, what_is_wrong(error))
    if code in _BUSY:
        return StorageUnavailableError(
            f"the task database {path} is busy: another program keeps it locked",
            remedy="end the program that holds it and try again",
        )
    return StorageUnavailableError(
        f"cannot use the task database {path}: {error}",
        remedy="check that the disk is there and that Clara may write to it",
    )


def is_no_text(error: Exception) -> bool:
    """Tell whether SQLite read bytes that are no UTF-8, which its own checks pass over."""
    # what Python raises then has no code of SQLite's
    return isinstance(error, UnicodeDecodeError) or "decode to UTF-8" in str(error)


def what_is_wrong(error: Exception) -> str:
    """Say it without the bytes that were read."""
    return "it holds text that is no UTF-8" if is_no_text(error) else str(error)


def damaged(path: Path, problem: str) -> StorageDamagedError:
    """Return the error for a file that is no database or fails its check."""
    return StorageDamagedError(
        f"the task database {path} is damaged: {problem}",
        remedy="it was not changed; clara restore lists the backups, and clara restore"
        " --empty starts anew",
    )


def _full(path: Path) -> StorageFullError:
    return StorageFullError(
        f"the disk that holds {path} is full; nothing was changed",
        remedy="free some space and try again",
    )


def _is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _TOO_LITTLE_BYTES
    except OSError:
        return False

"""A damaged or lost database is moved aside and replaced by the newest good backup."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
from typing import TYPE_CHECKING

from sqlite_utils import Database

from clara_edge.domain.errors import ClaraError, StorageError

from . import folder_lock
from .announcement_rows import insert_announcement
from .backup_copy import last_change, opened_backup, require_sound, require_space
from .backup_files import backups_in, known_folders
from .checked import remember_checked
from .connecting import connect
from .failures import FAILURES, storage_error
from .migrations import MIGRATIONS
from .opening import check, immediate
from .replacing import count_on_from, note_restored, put_in_place
from .salvage import bring_over, in_words, read_remains
from .view import private_folder
from .wal import put_back

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from clara_edge.ports.clock import Clock

    from .backup_files import BackupFile
    from .salvage import Remains, Salvaged

_LOGGER = logging.getLogger(__name__)

KIND = "recovery"
"""Of the announcement."""


def is_lost(path: Path) -> bool:
    """Tell whether there is no database, or an empty file, although there are backups of one."""
    return not _has_content(path) and bool(backups_in(*known_folders(path)))


def recover(
    path: Path, clock: Clock, problem: StorageError | None, wal: Path | None = None
) -> bool:
    """Restore the newest good backup, and what can be read of the damaged file besides.

    Args:
        path: the database.
        clock: dates the announcement.
        problem: what is wrong with it; None if it is lost.
        wal: its log as it was before it was opened.

    Returns:
        whether there is a sound database now; False if there is no good backup.

    Raises:
        StorageError: the backup cannot be written here; nothing was changed.
    """
    try:
        with folder_lock.exclusive(path.parent):
            if _is_sound(path):
                return True  # somebody else was faster
            if wal is not None:
                put_back(wal, path)
            for backup in _last_first(backups_in(*known_folders(path))):
                if _is_good(backup):
                    _restore(path, backup, clock.now(), problem)
                    return True
    except StorageError:
        raise
    except FAILURES as error:
        raise storage_error(error, path) from error
    return False


@contextlib.contextmanager
def fresh_copy(path: Path, source: Path) -> Iterator[tuple[Path, Database]]:
    """Lend a migrated copy of a backup beside the database, to be put in its place.

    Raises:
        StorageFullError: there is no space for it.
    """
    require_space(path, source.stat().st_size)
    with private_folder(path.parent) as folder:
        fresh = folder / "fresh.db"
        os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        shutil.copyfile(source, fresh)
        with contextlib.closing(connect(fresh)) as connection:
            db = Database(connection, execute_plugins=False)
            db.execute("PRAGMA journal_mode = DELETE")
            db.execute("PRAGMA foreign_keys = ON")
            with immediate(db):
                MIGRATIONS.apply(db)
            yield fresh, db


def _last_first(backups: Iterable[BackupFile]) -> list[BackupFile]:
    """Sort by what they know: the clock may have been wrong when one was made."""
    return sorted(backups, key=_changes, reverse=True)


def _changes(backup: BackupFile) -> int:
    try:
        with opened_backup(backup.path) as db:
            return last_change(db)
    except ClaraError:
        return -1  # it will be passed over


def _restore(
    path: Path, backup: BackupFile, now: datetime, problem: StorageError | None
) -> None:
    with fresh_copy(path, backup.path) as (fresh, db):
        remains = read_remains(path, last_change(db))
        with immediate(db):
            salvaged = bring_over(db, remains, now)
            count_on_from(db, remains.last_change, _last_number(remains))
            text = _text(backup, salvaged, now, missing=not path.exists())
            insert_announcement(db, KIND, text, now)
            note_restored(db, backup.name, KIND, now)
        require_sound(db, fresh)
        db.close()
        aside = put_in_place(path, fresh, now)
    remember_checked(path)
    _LOGGER.error(
        "%s; the backup %s is in its place, the old file is %s",
        problem.what if problem else f"the task database {path} was missing or empty",
        backup.path,
        aside or "gone",
    )


def _last_number(remains: Remains) -> int:
    numbers = (row.get("number") for row in remains.rows.get("tasks", {}).values())
    return max((number for number in numbers if isinstance(number, int)), default=0)


def _has_content(path: Path) -> bool:
    # a power cut may leave a file without its content, which SQLite takes for a new one
    return path.exists() and path.stat().st_size > 1


def _is_sound(path: Path) -> bool:
    if not _has_content(path):
        return False
    uri = f"{path.absolute().as_uri()}?mode=rw"
    try:
        with contextlib.closing(connect(uri)) as connection:
            check(
                Database(connection, execute_plugins=False),
                path,
                pragma="integrity_check",
            )
    except (*FAILURES, ClaraError):
        return False
    return True


def _is_good(backup: BackupFile) -> bool:
    try:
        with opened_backup(backup.path) as db:
            require_sound(db, backup.path)
    except ClaraError as error:
        _LOGGER.warning("passing over a backup: %s", error)
        return False
    return True


def _text(
    backup: BackupFile, salvaged: Salvaged, now: datetime, *, missing: bool
) -> str:
    at = backup.at.astimezone(now.tzinfo)
    sentences = [
        f"The task file was {'missing' if missing else 'damaged'}.",
        f"I put back the backup of {at:%A} {at.day} {at:%B}, {at:%H:%M}.",
    ]
    if salvaged.saved:
        verb = "is" if len(salvaged.saved) == 1 else "are"
        sentences.append(
            f"I could save {in_words(salvaged.saved)}, which {verb} newer."
        )
    if salvaged.lost:
        sentences.append(f"Lost: {in_words(salvaged.lost)}.")
    if not salvaged.certain:
        sentences.append("Other changes after that may be missing. Please check.")
    elif not salvaged.lost:
        sentences.append("Nothing is lost.")
    return " ".join(sentences)

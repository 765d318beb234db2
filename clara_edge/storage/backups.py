"""Backups: made when due, checked, rotated, and kept in a second place as well."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from clara_edge.config.folders import absolute_folder
from clara_edge.domain.errors import (
    ClaraError,
    StorageError,
    StorageFullError,
    StorageUnavailableError,
)

from . import folder_lock
from .backup_copy import (
    copy_checked,
    last_change,
    opened_backup,
    read_facts,
    require_sound,
    require_space,
    sync,
)
from .backup_files import (
    SAFETY_KEPT,
    BackupFile,
    BackupKind,
    backups_in,
    default_folder,
    free_name,
    is_there,
    remember_folders,
    superfluous,
)
from .failures import storage_error

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from sqlite_utils import Database

    from clara_edge.config.folders import Folders
    from clara_edge.config.schema import Backup
    from clara_edge.ports.clock import Clock

    from .database import TaskDatabase

_LOGGER = logging.getLogger(__name__)

EVERY = timedelta(hours=1)

_AUTOMATIC = {BackupKind.HOURLY, BackupKind.DAILY}


@dataclass(frozen=True, slots=True)
class BackupPlan:
    """Where backups go and how many are kept."""

    folder: Path
    second_folder: Path | None = None
    """Has to be there: Clara makes no folder where a stick or a mount may be missing."""
    hourly_kept: int = 24
    daily_kept: int = 30
    enabled: bool = True

    @classmethod
    def of(cls, settings: Backup, folders: Folders) -> BackupPlan:
        """Return the plan of the settings."""
        second = settings.second_folder
        return cls(
            absolute_folder(settings.folder or default_folder(folders.database)),
            absolute_folder(second) if second else None,
            settings.hourly_kept,
            settings.daily_kept,
            enabled=settings.enabled,
        )

    @property
    def folders(self) -> list[Path]:
        """Return both folders, or the one there is."""
        return [self.folder, *([self.second_folder] if self.second_folder else [])]


class Backups:
    """The backups of one database; one thread, several processes."""

    def __init__(self, database: TaskDatabase, plan: BackupPlan, clock: Clock) -> None:
        self._database = database
        self._plan = plan
        self._clock = clock
        self.second_problem: str | None = None
        """Why the second folder has no copy of what was made last, if so."""

    def files(self) -> list[BackupFile]:
        """Return what there is in either folder, the last one first."""
        return backups_in(*self._plan.folders)

    def make(self, kind: BackupKind, *, folder: Path | None = None) -> BackupFile:
        """Make a backup now, and let go of those that are too many.

        Args:
            kind: why.
            folder: elsewhere than planned; nothing is rotated there.

        Raises:
            StorageError: there is no new backup; those that there are stay.
        """
        # before the lock: opening may have to wait for a restore, which makes a copy
        self._database.open()
        with (
            self._only_one(folder or self._plan.folder),
            self._database.read() as db,
        ):
            return self._make(db, kind, folder)

    def make_of(self, db: Database, kind: BackupKind) -> BackupFile:
        """Make a backup of an open database while others may wait for it.

        The second folder, which may be slow, gets it with the next; otherwise as make().
        """
        with self._only_one(self._plan.folder):
            return self._make(db, kind, None, copied=False)

    def make_if_due(self) -> BackupFile | None:
        """Make a backup if the last one is an hour old and something was changed since.

        Raises:
            StorageError: one is due and could not be made.
        """
        if self._due(self._clock.now()) is None:
            self._copy_to_second(self._clock.now())
            return None
        with self._only_one(self._plan.folder), self._database.read() as db:
            kind = self._due(self._clock.now())
            return None if kind is None else self._make(db, kind, None)

    def _due(self, now: datetime) -> BackupKind | None:
        """Decide from the files that are there."""
        # what is from the future was made while the clock was wrong
        made = [b for b in backups_in(self._plan.folder) if b.at <= now]
        automatic = [b for b in made if b.kind in _AUTOMATIC]
        # after going back, what was before is the last backup: it must not return by itself
        went_back = made[:1] and made[0].kind is BackupKind.BEFORE_RESTORE
        if automatic and now - automatic[0].at < EVERY and not went_back:
            return None
        if not self._is_changed(made[0] if made else None):
            return None
        today = now.date()
        has_daily = any(
            b.kind is BackupKind.DAILY and b.at.astimezone(now.tzinfo).date() == today
            for b in automatic
        )
        return BackupKind.HOURLY if has_daily else BackupKind.DAILY

    def _is_changed(self, last: BackupFile | None) -> bool:
        with self._database.read() as db:
            change = last_change(db)
            if last is None:
                return change > 0 or db.table("tasks").count > 0
        try:
            return read_facts(last.path).last_change != change
        except ClaraError:
            return True

    def _make(
        self,
        db: Database,
        kind: BackupKind,
        folder: Path | None,
        *,
        copied: bool = True,
    ) -> BackupFile:
        target = free_name(folder or self._plan.folder, self._clock.now(), kind)
        copy_checked(db.conn, target)
        made = next(b for b in backups_in(target.parent) if b.path == target)
        if folder is None:
            remember_folders(self._database.path, self._plan.folders)
            self._rotate(self._plan.folder, made.at)
            if copied:
                self._copy_to_second(made.at)
        _LOGGER.info("backup %s, %d bytes", made.path, made.size)
        return made

    def _rotate(self, folder: Path, now: datetime) -> None:
        kept = {
            BackupKind.HOURLY: self._plan.hourly_kept,
            BackupKind.DAILY: self._plan.daily_kept,
            BackupKind.BEFORE_RESTORE: SAFETY_KEPT,
            BackupKind.BEFORE_MIGRATION: SAFETY_KEPT,
        }
        for old in superfluous(backups_in(folder), kept, now):
            with contextlib.suppress(OSError):
                old.path.unlink()

    def _copy_to_second(self, now: datetime) -> None:
        """Bring the second folder up to date; what is wrong there is no failure here."""
        second = self._plan.second_folder
        if second is None:
            return
        if not is_there(second):
            self.second_problem = f"{second} is not there"
            return
        self.second_problem = None
        there = {backup.name for backup in backups_in(second)}
        try:
            for backup in backups_in(self._plan.folder):
                if backup.name not in there:
                    _copy_file(backup.path, second / backup.name)
            self._rotate(second, now)
        except ClaraError as error:
            self.second_problem = str(error)
            _LOGGER.warning("the second backup folder: %s", error)

    @contextlib.contextmanager
    def _only_one(self, folder: Path) -> Iterator[None]:
        """Let one process at a time make backups; clean up after one that was killed."""
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise _no_folder(folder, error) from error
        with folder_lock.exclusive(folder):
            for rest in folder.glob(".clara-*.part*"):
                with contextlib.suppress(OSError):
                    rest.unlink()
            yield


def _no_folder(folder: Path, error: OSError) -> StorageError:
    failure = storage_error(error, folder / "backup")
    if isinstance(failure, StorageFullError):
        return failure
    return StorageUnavailableError(
        f"cannot make the backup folder {folder}: {error.strerror or error}",
        remedy="make it writable, or choose another folder",
    )


def _copy_file(source: Path, target: Path) -> None:
    """Copy a backup whole or not at all, and check what arrived."""
    part = target.with_name(f".{target.name}.part")
    try:
        require_space(target, source.stat().st_size)
        os.close(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
        shutil.copyfile(source, part)
        sync(part)
        with opened_backup(part) as db:
            require_sound(db, part)
        part.replace(target)
        sync(target.parent)
    except StorageError:
        raise
    except OSError as error:
        raise storage_error(error, target) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink()

"""The files that backups are: where they lie, what their names tell, which are kept."""

from __future__ import annotations

import contextlib
import json
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

SAFETY_KEPT = 10
"""How many copies made before a restore, and before a migration, are kept."""


class BackupKind(StrEnum):
    """Why a backup was made."""

    HOURLY = "hourly"
    DAILY = "daily"
    MANUAL = "manual"
    BEFORE_RESTORE = "before-restore"
    BEFORE_MIGRATION = "before-migration"


_NAME = re.compile(r"clara-(\d{8}T\d{6})Z-([a-z-]+)\.db")
_STAMP = "%Y%m%dT%H%M%S"


@dataclass(frozen=True, slots=True)
class BackupFile:
    """One backup; its name tells when (UTC) and why it was made."""

    path: Path
    kind: BackupKind
    at: datetime
    size: int

    @property
    def name(self) -> str:
        """Return the name without its folder."""
        return self.path.name


def backups_in(*folders: Path) -> list[BackupFile]:
    """Return the backups of folders, the last one first; each name once."""
    found: dict[str, BackupFile] = {}
    for folder in folders:
        with contextlib.suppress(OSError):
            for path in folder.iterdir():
                backup = _backup(path)
                if backup is not None:
                    found.setdefault(backup.name, backup)
    return sorted(found.values(), key=lambda b: (b.at, b.name), reverse=True)


def free_name(folder: Path, at: datetime, kind: BackupKind) -> Path:
    """Return the path of a new backup; a second later if there is one of this second."""
    at = at.astimezone(UTC)
    while (path := folder / f"clara-{at:{_STAMP}}Z-{kind}.db").exists():
        at += timedelta(seconds=1)
    return path


def superfluous(
    backups: Iterable[BackupFile], kept: Mapping[BackupKind, int], now: datetime
) -> list[BackupFile]:
    """Return what rotation removes: by count, never by age.

    A clock that is wrong must not remove anything, nor a device that was off for long.

    Args:
        backups: of one folder.
        kept: how many of each kind.
        now: or the time of the last backup. What bears a later one was made while the
            clock was wrong, and goes first: it would outlive every new backup.
    """
    seen: dict[BackupKind, int] = {}
    extra = []
    order = sorted(backups, key=lambda b: (b.at <= now, b.at, b.name), reverse=True)
    for backup in order:
        seen[backup.kind] = seen.get(backup.kind, 0) + 1
        if backup.kind in kept and seen[backup.kind] > kept[backup.kind]:
            extra.append(backup)
    return extra


def is_there(folder: Path) -> bool:
    """Tell whether a folder can be looked into; a mount that does not answer cannot."""
    try:
        return folder.is_dir()
    except OSError:
        return False


def default_folder(database: Path) -> Path:
    """Return where the backups of a database are unless the settings say otherwise."""
    return database.parent / "backups"


def known_folders(database: Path) -> list[Path]:
    """Return every folder that may have backups of this database, the main one first."""
    folders = []
    with contextlib.suppress(OSError, ValueError):
        noted = json.loads(_note(database).read_bytes())
        folders = [Path(folder) for folder in noted if isinstance(folder, str)]
    return list(dict.fromkeys([*folders, default_folder(database)]))


def remember_folders(database: Path, folders: Sequence[Path]) -> None:
    """Note where backups are, for whoever finds the database damaged."""
    known = known_folders(database)
    noted = list(dict.fromkeys([*folders, *known]))
    if noted == known:
        return
    with contextlib.suppress(OSError):
        part = _note(database).with_suffix(".part")
        descriptor = os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with open(descriptor, "w", encoding="utf-8") as file:  # noqa: PTH123 - a descriptor
            json.dump([str(folder) for folder in noted], file)
        part.replace(_note(database))


def _note(database: Path) -> Path:
    return database.with_name(f"{database.name}.backups")


def _backup(path: Path) -> BackupFile | None:
    match = _NAME.fullmatch(path.name)
    if match is None or match[2] not in set(BackupKind):
        return None
    try:
        at = datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC)
        return BackupFile(path, BackupKind(match[2]), at, path.stat().st_size)
    except (ValueError, OSError):
        return None

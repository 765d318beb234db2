"""Backups as a table and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clara_edge.cli.task.dates import moment
from clara_edge.cli.task.text import counted
from clara_edge.domain.errors import ClaraError
from clara_edge.storage.backup_copy import read_facts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from clara_edge.storage.backup_files import BackupFile


def age(at: datetime, now: datetime) -> str:
    """Return "5 min ago"; what is from the future was made while the clock was wrong."""
    minutes = int((now - at).total_seconds() // 60)
    if minutes < 0:
        return "in the future"
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{minutes} min ago"
    if minutes < 48 * 60:
        return f"{minutes // 60} h ago"
    return f"{counted(minutes // (24 * 60), 'day')} ago"


def backup_object(backup: BackupFile) -> dict[str, Any]:
    """Return a backup as JSON has it."""
    facts: dict[str, Any] = {
        "name": backup.name,
        "path": str(backup.path),
        "kind": backup.kind,
        "at": backup.at.isoformat(),
        "bytes": backup.size,
    }
    try:
        content = read_facts(backup.path)
    except ClaraError as error:
        return {**facts, "tasks": None, "open_tasks": None, "problem": str(error)}
    return {**facts, "tasks": content.tasks, "open_tasks": content.open_tasks}


def backup_lines(backups: Sequence[BackupFile], now: datetime) -> Iterator[str]:
    """Yield a header and a line for each backup."""
    rows = [("NAME", "MADE", "AGE", "SIZE", "TASKS")]
    rows += [_row(backup, now) for backup in backups]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    for row in rows:
        cells = (f"{cell:{width}}" for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def size_text(size: int) -> str:
    """Return "312 kB" or "4.2 MB"."""
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} kB"


def _row(backup: BackupFile, now: datetime) -> tuple[str, str, str, str, str]:
    try:
        facts = read_facts(backup.path)
        tasks = f"{facts.open_tasks:,} open, {facts.tasks:,} in all"
    except ClaraError:
        tasks = "cannot be read"
    return (
        backup.name,
        moment(backup.at, now),
        age(backup.at, now),
        size_text(backup.size),
        tasks,
    )

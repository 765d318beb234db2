"""What a person must know, told by the next command that somebody reads."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

import click

from clara_edge.domain.errors import StorageError

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = {"task", "project", "template", "import", "export", "backup", "restore"}
"""Those that use the tasks; a dialogue tells by itself."""


def tell_announcements(path: Path) -> None:
    """Print what was not told yet as warnings; told is what appeared on a terminal."""
    from clara_edge.config.clock import SystemClock
    from clara_edge.storage.announcements import Announcements
    from clara_edge.storage.database import TaskDatabase

    if not path.exists():
        return
    clock = SystemClock()
    # what is wrong with the database was told by the command itself
    with contextlib.suppress(StorageError), TaskDatabase(path, clock) as database:
        announcements = Announcements(database)
        for announcement in announcements.untold():
            click.secho(f"clara: warning: {announcement.text}", fg="yellow", err=True)
            if sys.stderr.isatty():
                announcements.mark_told(announcement.id, clock.now())

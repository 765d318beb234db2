"""Processes that restore or recover a database, to be killed while they do; run by path.

Usage: mender.py; each line "DATABASE" or "DATABASE BACKUP" on stdin starts one, a fork, which
prints "pid PID"; "dead" follows when it ended, by itself or not.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from clara_edge.storage.backup_files import BackupKind
from clara_edge.storage.backups import BackupPlan, Backups
from clara_edge.storage.database import TaskDatabase
from clara_edge.storage.restore import prepared
from tests.clocks import ManualClock


def main() -> None:
    children: list[int] = []
    for line in sys.stdin:
        for child in children:
            os.waitpid(child, 0)
        children.clear()
        database, *backup = map(Path, line.split())
        child = os.fork()
        if child == 0:
            _say(f"pid {os.getpid()}")
            mend(database, *backup)
            os._exit(0)
        # not reaped before the next one, so that its number is still its own
        os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
        _say("dead")
        children.append(child)


def mend(path: Path, backup: Path | None = None) -> None:
    """Restore a backup, or open a database, which recovers it."""
    clock = ManualClock()
    with TaskDatabase(path, clock) as database:
        if backup is None:
            database.open()
            return
        backups = Backups(database, BackupPlan(path.parent / "backups"), clock)
        with prepared(path, backup) as ready:
            ready.apply(
                clock, lambda db: backups.make_of(db, BackupKind.BEFORE_RESTORE)
            )


def _say(line: str) -> None:
    os.write(sys.stdout.fileno(), f"{line}\n".encode())


if __name__ == "__main__":
    main()

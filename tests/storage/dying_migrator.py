"""A separate process that is killed in the middle of migrating; run by path.

Usage: dying_migrator.py DATABASE STATEMENT
"""

from __future__ import annotations

import itertools
import os
import signal
import sys
from pathlib import Path

from clara_edge.storage import migrations
from clara_edge.storage.database import TaskDatabase


def interrupt(set_attribute, at, stop):
    """Call `stop` instead of running the so-manieth statement of all migrations."""
    original, numbers = migrations._statements, itertools.count()

    def statements(script):
        for statement in original(script):
            if next(numbers) == at:
                stop()
            yield statement

    set_attribute(migrations, "_statements", statements)


def main() -> None:
    path, at = sys.argv[1:]
    interrupt(setattr, int(at), lambda: os.kill(os.getpid(), signal.SIGKILL))
    with TaskDatabase(Path(path)) as database:
        database.open()


if __name__ == "__main__":
    main()

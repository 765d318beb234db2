"""A separate process that prints each change as it learns of it; run by path.

Usage: watching.py DATABASE; prints "ready", then "SEQ MONOTONIC_NS" for every wake-up.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from clara_edge.storage.watch import ChangeWatcher


def main() -> None:
    with ChangeWatcher(Path(sys.argv[1])) as watcher:
        _say("ready")
        while watcher.wait():
            _say(f"{watcher.seq} {time.monotonic_ns()}")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

"""A separate process that adds tasks and acknowledges each; run by path.

Usage: writer.py DATABASE PREFIX COUNT [wait]; "wait" starts after a line on stdin.
"""

from __future__ import annotations

import sys
from pathlib import Path

from clara_edge.config.clock import SystemClock
from clara_edge.storage.open import open_store
from tests.tasks import add_task


def main() -> None:
    path, prefix, count = sys.argv[1:4]
    if sys.argv[4:] == ["wait"]:
        _say("ready")
        sys.stdin.readline()
    with open_store(Path(path), SystemClock()) as store:
        for number in range(int(count)):
            title = f"{prefix} {number}"
            add_task(store, title, project=f"{prefix} {number % 7} list")
            _say(title)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

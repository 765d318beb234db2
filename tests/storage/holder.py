"""A separate process that keeps a connection open; run by path.

Usage: holder.py DATABASE; for each line on stdin it does something and prints the result:
"list" prints the open titles as JSON, anything else is added as a task.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from clara_edge.storage.open import open_store
from tests.clocks import ManualClock
from tests.tasks import add_task


def main() -> None:
    with open_store(Path(sys.argv[1]), ManualClock()) as store:
        _say("ready")
        for line in sys.stdin:
            if line.strip() == "list":
                _say(json.dumps([task.title for task in store.open_tasks()]))
            else:
                _say(str(add_task(store, line.strip()).number))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

"""A separate process that changes the same tasks as others; run by path.

Usage: rival.py DATABASE; reads "AT complete ID" or "AT parent ID PARENT", which it does
as soon as the monotonic clock shows AT, and "AT on ID", which completes a recurring task
and its next occurrences until the process ends. It answers each change with one line.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from clara_edge.config.clock import SystemClock
from clara_edge.domain.drafts import TaskPatch
from clara_edge.domain.errors import ClaraError
from clara_edge.storage.open import open_store


def main() -> None:
    with open_store(Path(sys.argv[1]), SystemClock()) as store:
        _say("ready")
        for line in sys.stdin:
            try:
                _obey(store, *line.split())
            except ClaraError as error:
                _say(type(error).__name__)


def _obey(store, moment, verb, task_id, *rest) -> None:
    while time.monotonic() < float(moment):
        pass
    if verb == "complete":
        _say(" ".join(task.id for task in store.complete([task_id]).spawned) or "-")
    elif verb == "parent":
        store.change([task_id], TaskPatch(parent_task_id=rest[0]))
        _say("moved")
    else:
        while True:
            (following,) = store.complete([task_id]).spawned
            _say(task_id)
            task_id = following.id


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

"""A separate process that makes changes of every kind; run by path.

Usage: mixed_writer.py DATABASE ORIGIN COUNT; starts after a line on standard input. Its last
line is a JSON object: what its own tasks must be like, and how it went.
"""

from __future__ import annotations

import json
import random
import sys
import time
from datetime import date
from pathlib import Path

from clara_edge.config.clock import SystemClock
from clara_edge.domain.drafts import TaskDraft, TaskPatch
from clara_edge.domain.due import Due
from clara_edge.domain.query_syntax import parse_query
from clara_edge.domain.recurrence import Recurrence
from clara_edge.storage.open import open_store

SHARED_TITLE = "Shared series"
SHARED_PROJECT = "Shared list"
TAGS = ("a", "b", "c")


class Writer:
    """Changes tasks of its own, whose state it knows, and a series that all share."""

    def __init__(self, store, origin):
        self.store = store
        self.origin = origin
        self.random = random.Random(origin)  # noqa: S311 - the same changes each time
        self.clock = SystemClock()
        self.own = {}
        self.before = None
        self.shared = 0
        self.series = []
        self.spawned = 0
        self.undone = 0
        self.longest_s = 0.0

    def run(self, count):
        daily = Recurrence(Due(date(2026, 12, 1)), "FREQ=DAILY")
        (own,) = self.timed(
            lambda: self.store.add(TaskDraft(f"{self.origin} series", recurrence=daily))
        )
        self.series.append(own.id)
        kinds = [self.add, self.change, self.tag, self.complete_series]
        kinds += [self.complete_shared, self.undo]
        for number in range(1, count):
            weights = (8, 4, 4, 2, 2, 3 if self.before else 0)
            (kind,) = self.random.choices(kinds, weights)
            kind(number)

    def add(self, number):
        title = f"{self.origin} {number}"
        draft = TaskDraft(title, project=SHARED_PROJECT, tags=("a",))
        (task,) = self.timed(lambda: self.store.add(draft))
        self.before = (task.id, None)
        self.own[task.id] = {"title": title, "tags": ["a"]}

    def change(self, number):
        task_id = self.some(number)
        if task_id is not None:
            title = f"{self.origin} changed {number}"
            self.timed(lambda: self.store.change([task_id], TaskPatch(title=title)))
            self.before = (task_id, self.own[task_id])
            self.own[task_id] = {**self.own[task_id], "title": title}

    def tag(self, number):
        task_id = self.some(number)
        if task_id is not None:
            present = self.own[task_id]["tags"]
            wanted = sorted(
                self.random.choice(
                    [t for t in (["a"], ["a", "b"], ["c"]) if t != present]
                )
            )
            patch = TaskPatch(tags=tuple(wanted))
            self.timed(lambda: self.store.change([task_id], patch))
            self.before = (task_id, self.own[task_id])
            self.own[task_id] = {**self.own[task_id], "tags": wanted}

    def complete_series(self, _number):
        done = self.timed(lambda: self.store.complete([self.series[-1]]))
        (spawned,) = done.spawned
        self.series.append(spawned.id)
        self.before = None

    def complete_shared(self, number):
        """Complete what is open of the shared series: others may be faster."""
        query = parse_query(f'"{SHARED_TITLE}"', self.clock.now())
        for _ in range(1000):
            (task,) = self.store.find(query)
            done = self.timed(lambda task=task: self.store.complete([task.id]))
            if done.completed:
                self.shared += 1
                self.spawned += len(done.spawned)
                self.before = None
                return
        raise RuntimeError(f"change {number}: others were always faster")

    def undo(self, _number):
        task_id, state = self.before
        step = self.timed(lambda: self.store.undo(origin=self.origin))
        assert step.origin == self.origin
        if state is None:
            del self.own[task_id]
        else:
            self.own[task_id] = state
        self.undone += 1
        self.before = None

    def some(self, number):
        if self.own:
            return self.random.choice(list(self.own))
        self.add(number)
        return None

    def timed(self, call):
        began_s = time.perf_counter()
        try:
            return call()
        finally:
            self.longest_s = max(self.longest_s, time.perf_counter() - began_s)


def main() -> None:
    path, origin, count = sys.argv[1:]
    _say("ready")
    sys.stdin.readline()
    with open_store(Path(path), SystemClock(), origin=origin) as store:
        writer = Writer(store, origin)
        began_s = time.perf_counter()
        writer.run(int(count))
        seconds = time.perf_counter() - began_s
    result = {
        "own": writer.own,
        "series": writer.series,
        "shared": writer.shared,
        "spawned": writer.spawned,
        "undone": writer.undone,
        "longest_s": writer.longest_s,
        "seconds": seconds,
    }
    _say(json.dumps(result))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

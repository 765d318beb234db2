"""Processes that change tasks in every way until they are killed; run by path.

Usage: busy_writer.py; each line "DATABASE SEED" on stdin starts one, a fork, which prints
"pid PID", then "ack SEQ STATE" after every change, SEQ being the last change and STATE a
digest of all rows; "dead" follows when it ended. A fork needs no start-up time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from clara_edge.config.clock import SystemClock
from clara_edge.domain.drafts import TaskDraft, TaskPatch
from clara_edge.domain.due import Due
from clara_edge.domain.errors import InputInvalidError
from clara_edge.domain.recurrence import Recurrence
from clara_edge.domain.tasks import Priority
from clara_edge.storage.open import open_store

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clara_edge.storage.store import SqliteTaskStore

TABLES = ("projects", "tasks", "task_tags", "task_tag_relations", "reminders")
DAY = Due(date(2026, 12, 1))


def state_of(db: Database) -> str:
    """Return a digest of everything that a person entered."""
    digest = hashlib.sha256()
    for table in TABLES:
        for row in db.execute(f"SELECT * FROM {table} ORDER BY 1, 2"):  # noqa: S608 - constants
            digest.update(repr(row).encode())
    return digest.hexdigest()


def change_something(store: SqliteTaskStore, chance: random.Random) -> None:
    """Do one of the things that people do."""
    tasks = store.open_tasks(limit=50)
    some = [task.id for task in chance.sample(tasks, min(3, len(tasks)))]
    title = f"task {chance.randrange(10**9)}"
    if not some or chance.random() < 0.35:
        subtasks = tuple(
            TaskDraft(f"{title} part {n}") for n in range(chance.randrange(3))
        )
        daily = Recurrence(DAY, rule="FREQ=DAILY") if chance.random() < 0.5 else None
        project = chance.choice((None, "shopping list", "Work"))
        tags = ("home",) if chance.random() < 0.5 else ()
        store.add(
            TaskDraft(
                title,
                project=project,
                tags=tags,
                due=DAY if daily else None,
                recurrence=daily,
                subtasks=subtasks,
            )
        )
        return
    chance.choice(
        (
            lambda: store.change(some, TaskPatch(title=title, priority=Priority.HIGH)),
            lambda: store.complete(some),
            lambda: store.delete(some[:1]),
            lambda: store.restore([task.id for task in store.trash()[:1]]),
            store.undo,
            store.redo,
        )
    )()


def main() -> None:
    for line in sys.stdin:
        path, _, seed = line.strip().rpartition(" ")
        child = os.fork()
        if child == 0:
            _write(Path(path), int(seed))
        os.waitpid(child, 0)
        _say("dead")


def _write(path: Path, seed: int) -> None:
    _say(f"pid {os.getpid()}")
    chance = random.Random(seed)  # noqa: S311 - a repeatable order, not a secret
    with open_store(path, SystemClock()) as store:
        while True:
            with contextlib.suppress(InputInvalidError):
                change_something(store, chance)
            with store._database.read() as db:
                _say(f"ack {store.last_change()} {state_of(db)}")


def _say(line: str) -> None:
    os.write(sys.stdout.fileno(), f"{line}\n".encode())


if __name__ == "__main__":
    main()

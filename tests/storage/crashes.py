"""Killing writers at random moments, and looking at what they leave."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from clara_edge.storage.open import open_store
from tests.clocks import ManualClock
from tests.storage.busy_writer import state_of

if TYPE_CHECKING:
    from clara_edge.storage.store import SqliteTaskStore

WRITER = Path(__file__).with_name("busy_writer.py")
REPO = WRITER.parents[2]

MAX_TASKS = 400
"""Afterwards a new file is begun, so that digests stay quick."""


@dataclass
class Crashes:
    """What happened in a series of kills."""

    kills: int = 0
    acknowledged: int = 0
    in_flight: int = 0
    """Changes that were on the disk although the kill came before the acknowledgement."""


def kill_writers(folder: Path, kills: int, seed: int) -> Crashes:
    """Kill writers one after the other and check the database after each."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable order, not a secret
    crashes = Crashes()
    number = 0
    with subprocess.Popen(
        [sys.executable, str(WRITER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(REPO)},
    ) as nest:
        while crashes.kills < kills:
            path = folder / str(number) / "clara.db"
            acks = _one_life(nest, path, chance)
            crashes.kills += 1
            crashes.acknowledged += len(acks)
            with open_store(path, ManualClock()) as store:
                crashes.in_flight += check(store, acks[-1] if acks else None)
                number += store.count_open_tasks() > MAX_TASKS
        nest.stdin.close()
    return crashes


def _one_life(nest: subprocess.Popen, path: Path, chance: random.Random) -> list[str]:
    nest.stdin.write(f"{path} {chance.randrange(10**9)}\n")
    nest.stdin.flush()
    pid = int(nest.stdout.readline().removeprefix("pid "))
    acks = [nest.stdout.readline() for _ in range(chance.randrange(25))]
    moment = time.perf_counter() + chance.uniform(0, 0.006)
    while time.perf_counter() < moment:
        pass
    os.kill(pid, signal.SIGKILL)
    while (line := nest.stdout.readline()) != "dead\n":
        assert line, "the writer ended by itself"
        acks.append(line)
    return acks


def check(store: SqliteTaskStore, last_ack: str | None) -> bool:
    """Check that the database is sound and has what was acknowledged, no half steps.

    Returns:
        whether one more change was on the disk: taking it back leads to the state that was
        acknowledged last.
    """
    with store._database.read() as db:
        require_sound(db)
    if last_ack is None:
        return False
    _, seq, state = last_ack.split()
    extra = store.last_change() - int(seq)
    assert extra in {0, 1}, f"{extra} changes after the last acknowledged one"
    if extra:
        (notice,) = store.changes_since(int(seq))
        store.redo() if notice.action == "undo" else store.undo()
    with store._database.read() as db:
        assert state_of(db) == state
    return bool(extra)


def require_sound(db) -> None:
    """Fail unless pages, indexes, references and the text index are as they should be."""
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert db.execute("PRAGMA foreign_key_check").fetchone() is None
    assert db.execute("SELECT step_id FROM journal_pen").fetchone() == (None,)
    # raises unless the index fits the tasks (sqlite.org/fts5, the integrity-check command)
    db.execute(
        "INSERT INTO task_search (task_search, rank) VALUES ('integrity-check', 1)"
    )

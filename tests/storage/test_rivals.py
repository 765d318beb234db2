from __future__ import annotations

import contextlib
import random
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from clara_edge.domain.drafts import ReminderDraft, TaskDraft
from clara_edge.domain.due import Due
from clara_edge.domain.recurrence import Recurrence
from clara_edge.storage.database import TaskDatabase
from clara_edge.storage.open import open_store
from tests.clocks import ManualClock

RIVAL = Path(__file__).with_name("rival.py")
DAILY = Recurrence(Due(date(2026, 12, 1)), rule="FREQ=DAILY")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "clara.db"


@contextlib.contextmanager
def rivals(path, count):
    running = [
        subprocess.Popen(
            [sys.executable, str(RIVAL), str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(count)
    ]
    try:
        assert [rival.stdout.readline() for rival in running] == ["ready\n"] * count
        yield running
    finally:
        for rival in running:
            rival.stdin.close()
            rival.wait(timeout=60)
            rival.stdout.close()


def tell(*orders):
    """Give each rival its order, to be carried out by all at the same moment."""
    moment = time.monotonic() + 0.005
    for rival, *words in orders:
        rival.stdin.write(" ".join((str(moment), *words)) + "\n")
        rival.stdin.flush()


def add_series(path):
    draft = TaskDraft(
        "water",
        due=DAILY.start,
        recurrence=DAILY,
        tags=("home",),
        reminders=(ReminderDraft(60),),
        subtasks=(TaskDraft("can", subtasks=(TaskDraft("tap"),)), TaskDraft("pot")),
    )
    with open_store(path, ManualClock()) as store:
        return store.add(draft)[0].id


def test_two_processes_that_complete_a_recurring_task_at_once_bring_it_back_once(path):
    task_id, rounds = add_series(path), 50

    with rivals(path, 2) as running:
        for _ in range(rounds):
            tell(*((rival, "complete", task_id) for rival in running))
            answers = [rival.stdout.readline().strip() for rival in running]
            (task_id,) = set(answers) - {"-"}
            assert "-" in answers

    with open_store(path, ManualClock()) as store:
        indexes = [t.occurrence.index for t in store.snapshot().tasks if t.occurrence]
        assert sorted(indexes) == list(range(rounds + 1))
        assert len(store.open_tasks()) == 4
        assert len(store.history(limit=1000)) == rounds + 1


def test_two_processes_that_each_make_half_a_cycle_do_not_both_succeed(path):
    with open_store(path, ManualClock()) as store:
        pairs = [store.add(TaskDraft("a"), TaskDraft("b")) for _ in range(25)]

    with rivals(path, 2) as (one, other):
        for a, b in pairs:
            tell((one, "parent", a.id, b.id), (other, "parent", b.id, a.id))
            answers = sorted([one.stdout.readline(), other.stdout.readline()])
            assert answers == ["ParentInvalidError\n", "moved\n"]


def test_kill_at_any_moment_leaves_a_task_open_or_completed_with_one_next(path):
    moments, acknowledged = random.Random(3), set()  # noqa: S311 - moments, not secrets
    add_series(path)
    for _ in range(10):
        with open_store(path, ManualClock()) as store:
            (current,) = (t for t in store.open_tasks() if t.occurrence)
        with rivals(path, 1) as (rival,):
            tell((rival, "on", current.id))
            for _ in range(moments.randint(1, 15)):
                acknowledged.add(rival.stdout.readline().strip())
            # the kill falls anywhere within a transaction, which takes some milliseconds
            until = time.perf_counter() + moments.random() / 100
            while time.perf_counter() < until:
                pass
            rival.kill()
            lines = rival.stdout.read().splitlines(keepends=True)
            acknowledged |= {line.strip() for line in lines if line.endswith("\n")}

        series = check_series(path)
        assert acknowledged <= {t.id for t in series[:-1]}

    assert len(acknowledged) > 10


def check_series(path):
    """Return the occurrences in order, of which only the last one is open."""
    with open_store(path, ManualClock()) as store:
        tasks = store.snapshot().tasks
        series = sorted(
            (t for t in tasks if t.occurrence), key=lambda t: t.occurrence.index
        )
        assert [t.occurrence.index for t in series] == list(range(len(series)))
        assert [t.is_open for t in series] == [False] * (len(series) - 1) + [True]
        assert len(tasks) == 4 * len(series)
        for task in series:
            assert [t.title for t in store.subtasks(task.id)] == ["can", "tap", "pot"]
            assert {t.is_open for t in store.subtasks(task.id)} == {task.is_open}
            assert (len(task.reminders), task.tags) == (1, ("home",))
    with TaskDatabase(path) as database, database.read() as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return series

from __future__ import annotations

import multiprocessing
import random
import subprocess
import sys
from pathlib import Path

from clara_edge.storage.database import TaskDatabase
from clara_edge.storage.open import open_store
from tests.clocks import ManualClock
from tests.storage.openers import open_new_files

WRITER = Path(__file__).with_name("writer.py")


def start(*arguments, **options):
    return subprocess.Popen(
        [sys.executable, str(WRITER), *map(str, arguments)],
        stdout=subprocess.PIPE,
        text=True,
        **options,
    )


def titles(path):
    with open_store(path, ManualClock()) as store:
        return {task.title for task in store.open_tasks()}


def test_three_processes_migrate_and_write_at_once_and_lose_nothing(tmp_path):
    path = tmp_path / "data" / "clara.db"
    writers = [
        start(path, prefix, 200, "wait", stdin=subprocess.PIPE, stderr=subprocess.PIPE)
        for prefix in "abc"
    ]
    for writer in writers:
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        writer.stdin.write("go\n")
        writer.stdin.flush()

    results = [writer.communicate(timeout=60) for writer in writers]

    assert [writer.returncode for writer in writers] == [0, 0, 0], results
    assert titles(path) == {f"{p} {n}" for p in "abc" for n in range(200)}
    with open_store(path, ManualClock()) as store:
        assert len(store.projects()) == 21


def test_acknowledged_tasks_survive_kill_at_any_moment(tmp_path):
    path = tmp_path / "clara.db"
    moments = random.Random(2)  # noqa: S311 - moments, not secrets
    acknowledged = set()
    for life in range(10):
        with start(path, f"life {life}", 100_000) as writer:
            for _ in range(moments.randint(1, 60)):
                acknowledged.add(writer.stdout.readline().strip())
            writer.kill()
            # a line cut off by the kill was not acknowledged
            lines = writer.stdout.read().splitlines(keepends=True)
            acknowledged |= {line.strip() for line in lines if line.endswith("\n")}

        assert acknowledged <= titles(path)

    assert len(acknowledged) >= 10
    with TaskDatabase(path) as database, database.read() as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_four_processes_that_open_a_new_file_at_once_all_succeed(tmp_path):
    spawn = multiprocessing.get_context("spawn")
    barrier, problems = spawn.Barrier(4), spawn.Queue()
    arguments = (str(tmp_path), 80, barrier, problems)
    openers = [spawn.Process(target=open_new_files, args=arguments) for _ in range(4)]
    for opener in openers:
        opener.start()

    found, running = [], len(openers)
    while running:
        problem = problems.get(timeout=60)
        if problem is None:
            running -= 1
        else:
            found.append(problem)
    for opener in openers:
        opener.join()

    assert found == []

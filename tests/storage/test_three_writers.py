from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

from clara_edge.domain.drafts import TaskDraft
from clara_edge.domain.due import Due
from clara_edge.domain.recurrence import Recurrence
from clara_edge.domain.tasks import Status
from clara_edge.storage.database import TaskDatabase
from clara_edge.storage.open import open_store
from tests.clocks import ManualClock
from tests.storage.mixed_writer import SHARED_PROJECT, SHARED_TITLE, TAGS

WRITER = Path(__file__).with_name("mixed_writer.py")
ORIGINS = ("voice", "web", "cli")
CHANGES = 1000


def prepare(path):
    daily = Recurrence(Due(date(2026, 12, 1)), "FREQ=DAILY")
    with open_store(path, ManualClock(), origin="test") as store:
        shared = TaskDraft(SHARED_TITLE, recurrence=daily)
        store.add(TaskDraft("Prepared", project=SHARED_PROJECT, tags=TAGS), shared)
        return store.last_change()


def run_writers(path):
    """Let all begin at the same moment; return what each says of itself."""
    writers = [
        subprocess.Popen(
            [sys.executable, str(WRITER), str(path), origin, str(CHANGES)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for origin in ORIGINS
    ]
    for writer in writers:
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        writer.stdin.write("go\n")
        writer.stdin.flush()
    done = [writer.communicate(timeout=300) for writer in writers]
    assert [w.returncode for w in writers] == [0, 0, 0], [err for _, err in done]
    assert [err for _, err in done] == ["", "", ""]
    return {
        origin: json.loads(out) for origin, (out, _) in zip(ORIGINS, done, strict=True)
    }


def all_changes(store, since):
    found = []
    while page := store.changes_since(since):
        found.extend(page)
        since = page[-1].seq
    return found


def test_three_processes_make_a_thousand_changes_each_and_lose_none(tmp_path):
    path = tmp_path / "clara.db"
    prepared = prepare(path)

    results = run_writers(path)

    with open_store(path, ManualClock()) as store:
        tasks = {task.id: task for task in store.snapshot().tasks}
        changes = all_changes(store, prepared)
        projects = store.projects()
    for origin, result in results.items():
        mine = [c for c in changes if c.step.origin == origin]
        assert len(mine) == CHANGES
        assert sum(c.action == "undo" for c in mine) == result["undone"] > 0
        assert {
            task_id: {"title": tasks[task_id].title, "tags": list(tasks[task_id].tags)}
            for task_id in result["own"]
        } == result["own"]
        assert_is_one_series([tasks[i] for i in result["series"]])
    assert [c.seq for c in changes] == list(
        range(prepared + 1, prepared + 3 * CHANGES + 1)
    )
    shared = sorted(
        (t for t in tasks.values() if t.title == SHARED_TITLE),
        key=lambda task: task.occurrence.index,
    )
    assert_is_one_series(shared)
    assert len(shared) - 1 == sum(r["shared"] for r in results.values())
    assert len(shared) - 1 == sum(r["spawned"] for r in results.values())
    own = sum(len(r["own"]) + len(r["series"]) for r in results.values())
    assert len(tasks) == own + len(shared) + 1
    assert [p.name for p in projects] == [SHARED_PROJECT]
    with TaskDatabase(path) as database, database.read() as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    for origin, result in results.items():
        print(  # noqa: T201 - the report of this test, seen with -s
            f"{origin}: {CHANGES} changes in {result['seconds']:.1f} s,"
            f" the longest took {1000 * result['longest_s']:.0f} ms"
        )


def assert_is_one_series(tasks):
    """Each occurrence but the last is done, none is missing and none came twice."""
    assert [t.occurrence.index for t in tasks] == list(range(len(tasks)))
    assert len({t.due for t in tasks}) == len(tasks)
    *done, last = tasks
    assert {t.status for t in done} <= {Status.COMPLETED}
    assert last.status is Status.TODO

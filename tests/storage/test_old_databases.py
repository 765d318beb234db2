from __future__ import annotations

import contextlib
import multiprocessing
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlite_utils import Database

from clara_edge.domain.tasks import Status
from clara_edge.storage import migrations
from clara_edge.storage.database import TaskDatabase
from clara_edge.storage.migrations import MIGRATIONS
from clara_edge.storage.open import open_store
from tests.clocks import ManualClock
from tests.storage.dying_migrator import interrupt
from tests.storage.old_databases import content, make_old, schema, versions
from tests.storage.openers import open_new_files
from tests.tasks import add_task

ALL = versions()
EARLIER = ALL[:-1]
MIGRATOR = Path(__file__).with_name("dying_migrator.py")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "clara.db"


def open_once(path):
    with TaskDatabase(path, ManualClock()) as database:
        database.open()


@pytest.mark.parametrize("version", ALL)
def test_old_databases_have_something_in_every_table(path, version):
    make_old(path, version)

    tables, applied = content(path)

    assert applied == ALL[: ALL.index(version) + 1]
    assert [table for table, rows in tables.items() if not rows] == []


@pytest.mark.parametrize("version", ALL)
def test_everything_in_an_old_database_is_still_there_after_opening(path, version):
    make_old(path, version)
    before, _ = content(path)

    open_once(path)

    after, applied = content(path)
    assert applied == ALL
    for table, rows in before.items():
        kept = [{column: row[column] for column in rows[0]} for row in after[table]]
        assert sorted(kept, key=repr) == rows
    with TaskDatabase(path) as database, database.read() as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize("version", ALL)
def test_tasks_of_an_old_database_are_read_found_and_changed(path, version):
    make_old(path, version)

    with open_store(path, ManualClock()) as store:
        tasks = {task.number: task for task in store.snapshot().tasks}
        hits = [hit.task.id for hit in store.search("zahn")]
        by_tag = [hit.task.id for hit in store.search("tooth")]
        new = add_task(store, "new")
        store.complete(["first"])
        store.undo()
        store.undo()

    titles = ["The first", "The second", "The third", "The fourth"]
    assert [tasks[number].title for number in (1, 2, 3, 4)] == titles
    assert [tasks[n].position for n in (1, 2, 3, 4)] == [1.0, 2.0, 3.0, 4.0]
    assert tasks[1].tags == ("Tooth",)
    assert tasks[2].parent_task_id == "first"
    assert tasks[3].status is Status.COMPLETED
    assert tasks[4].due.text == "2026-12-24"
    assert "first" in hits
    assert by_tag == ["first"]
    assert new.number == max(tasks) + 1


def test_numbers_are_given_in_the_order_of_creation(path):
    make_old(path, "m002_conversations")

    with open_store(path, ManualClock()) as store:
        numbers = {task.id: task.number for task in store.snapshot().tasks}

    assert numbers == {"first": 1, "second": 2, "third": 3, "fourth": 4}


@pytest.mark.parametrize("version", ALL[2:])
def test_step_of_an_old_journal_is_taken_back_and_done_again(path, version):
    make_old(path, version)

    with open_store(path, ManualClock()) as store:
        before = store.snapshot()
        assert store.undo().summary == "The fifth"
        assert [t.id for t in store.snapshot().tasks] == [
            "first",
            "second",
            "third",
            "fourth",
        ]
        store.redo()
        assert store.snapshot() == before
        (spawned,) = store.complete(["fifth"]).spawned

    assert spawned.due.text == "2026-12-02T09:00"


@pytest.mark.parametrize("version", ALL)
def test_second_opening_changes_nothing(path, version):
    make_old(path, version)
    open_once(path)
    before, made = content(path), schema(path)

    open_once(path)

    assert content(path) == before
    assert schema(path) == made


def test_all_old_databases_get_the_same_schema(tmp_path):
    schemas = []
    for version in ALL:
        path = tmp_path / version / "clara.db"
        make_old(path, version)
        open_once(path)
        schemas.append(schema(path))
    open_once(tmp_path / "new.db")

    assert all(one == schema(tmp_path / "new.db") for one in schemas)


def statements_after(version):
    """Count the statements that are left to run after a version."""
    counted = []
    with (
        contextlib.closing(Database(memory=True, execute_plugins=False)) as db,
        pytest.MonkeyPatch.context() as patch,
    ):
        MIGRATIONS.apply(db, stop_before=ALL[ALL.index(version) + 1])
        original = migrations._statements

        def statements(script):
            for statement in original(script):
                counted.append(statement)
                yield statement

        patch.setattr(migrations, "_statements", statements)
        MIGRATIONS.apply(db)
    return len(counted)


@pytest.mark.parametrize("version", EARLIER)
@pytest.mark.parametrize("share", [0, 0.3, 0.6, 0.99])
def test_failed_migration_leaves_the_old_version_and_the_next_one_succeeds(
    path, version, share, monkeypatch
):
    make_old(path, version)
    before, made = content(path), schema(path)
    at = int(share * statements_after(version))

    def fail():
        raise RuntimeError("stopped")

    with monkeypatch.context() as patch:
        interrupt(patch.setattr, at, fail)
        with pytest.raises(RuntimeError, match="stopped"):
            open_once(path)

    assert content(path) == before
    assert schema(path) == made
    open_once(path)
    assert content(path)[1] == ALL


@pytest.mark.parametrize("version", EARLIER)
@pytest.mark.parametrize("share", [0.1, 0.9])
def test_killed_migration_leaves_the_old_version_and_the_next_one_succeeds(
    path, version, share
):
    make_old(path, version)
    before, made = content(path), schema(path)
    at = int(share * statements_after(version))

    killed = subprocess.run(
        [sys.executable, str(MIGRATOR), str(path), str(at)],
        check=False,
        capture_output=True,
        text=True,
    )

    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert content(path) == before
    assert schema(path) == made
    open_once(path)
    assert content(path)[1] == ALL


@pytest.mark.parametrize("version", [EARLIER[0], EARLIER[-1]])
def test_processes_that_migrate_at_once_all_succeed(tmp_path, version):
    count = 3
    for number in range(count):
        make_old(tmp_path / str(number) / "clara.db", version)
    spawn = multiprocessing.get_context("spawn")
    barrier, problems = spawn.Barrier(3), spawn.Queue()
    arguments = (str(tmp_path), count, barrier, problems)
    openers = [spawn.Process(target=open_new_files, args=arguments) for _ in range(3)]

    for opener in openers:
        opener.start()
    told = [problems.get(timeout=60) for _ in openers]
    for opener in openers:
        opener.join()

    assert told == [None, None, None]
    for number in range(count):
        assert content(tmp_path / str(number) / "clara.db")[1] == ALL

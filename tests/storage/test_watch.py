from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from clara_edge.domain.conversation import Conversation
from clara_edge.storage import watch
from clara_edge.storage.backup_files import BackupKind
from clara_edge.storage.backups import BackupPlan, Backups
from clara_edge.storage.conversations import SqliteConversations
from clara_edge.storage.database import TaskDatabase
from clara_edge.storage.open import open_store
from clara_edge.storage.restore import prepared, start_empty
from clara_edge.storage.watch import ChangeWatcher
from tests.clocks import START, ManualClock
from tests.tasks import add_task

WATCHING = Path(__file__).with_name("watching.py")
PATIENCE_S = 30.0
CLOCK = ManualClock()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "clara.db"


@pytest.fixture
def store(path):
    with open_store(path, CLOCK) as store:
        yield store


@pytest.fixture
def watcher(store, path):
    with ChangeWatcher(path) as watcher:
        yield watcher


def test_another_process_learns_of_every_change_in_order(store, path):
    with subprocess.Popen(
        [sys.executable, str(WATCHING), str(path)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(WATCHING.parents[2])},
    ) as process:
        assert process.stdout.readline() == "ready\n"
        told = []
        for number in range(100):
            add_task(store, f"task {number}")
            told.append(int(process.stdout.readline().split()[0]))
        process.kill()

    assert told == list(range(1, 101))


def test_changes_made_at_once_are_told_together_and_none_is_left(store, watcher):
    for number in range(20):
        add_task(store, f"task {number}")

    assert watcher.wait(PATIENCE_S)
    assert watcher.seq == 20
    assert not watcher.wait(0.0)


def test_change_before_the_watch_is_told_if_it_was_not_known(store, path):
    add_task(store, "Buy milk")

    with ChangeWatcher(path, since=0) as watcher:
        assert watcher.wait(PATIENCE_S)
        assert not watcher.wait(0.0)


def test_what_is_no_change_of_tasks_is_not_told(store, watcher, path):
    with TaskDatabase(path) as database:
        SqliteConversations(database).save(Conversation("x"), START, START)

    assert not watcher.wait(0.05)


def test_undo_and_redo_are_told(store, watcher):
    add_task(store, "Buy milk")
    assert watcher.wait(PATIENCE_S)

    store.undo()
    assert watcher.wait(PATIENCE_S)
    store.redo()
    assert watcher.wait(PATIENCE_S)


def test_watch_outlives_the_wal(path):
    with open_store(path, CLOCK) as store:
        add_task(store, "Buy milk")
    with ChangeWatcher(path) as watcher:
        for number in range(3):
            with open_store(path, CLOCK) as store:
                add_task(store, f"task {number}")
            watcher._database.close()  # as the last one, which deletes the WAL
            assert not path.with_name("clara.db-wal").exists()

            assert watcher.wait(PATIENCE_S)


def test_restore_and_new_start_are_told(store, watcher, path):
    add_task(store, "Buy milk")
    with TaskDatabase(path, CLOCK) as database:
        backups = Backups(database, BackupPlan(path.parent / "backups"), CLOCK)
        made = backups.make(BackupKind.MANUAL)
        add_task(store, "Dentist")
        assert watcher.wait(PATIENCE_S)

        with prepared(path, made.path) as ready:
            ready.apply(CLOCK, lambda db: backups.make_of(db, made.kind))
        assert watcher.wait(PATIENCE_S)

    start_empty(path, CLOCK)
    assert watcher.wait(PATIENCE_S)
    add_task(store, "first")
    assert watcher.wait(PATIENCE_S)


def test_database_that_is_made_later_is_told(path):
    path.parent.mkdir()
    with ChangeWatcher(path) as watcher:
        assert not watcher.wait(0.0)
        with open_store(path, CLOCK) as store:
            add_task(store, "Buy milk")

        assert watcher.wait(PATIENCE_S)


def test_changes_are_told_where_the_kernel_gives_no_notices(store, path, monkeypatch):
    def refuse(folder):
        raise OSError(24, "too many watches")

    monkeypatch.setattr(watch, "FolderEvents", refuse)
    with ChangeWatcher(path) as watcher:
        add_task(store, "Buy milk")

        assert watcher.wait(PATIENCE_S)


def test_stop_ends_a_wait_from_another_thread(store, path):
    watchers, results = queue.SimpleQueue(), queue.SimpleQueue()

    def follow():
        with ChangeWatcher(path) as watcher:
            watchers.put(watcher)
            results.put(watcher.wait())
            results.put(watcher.wait())

    thread = threading.Thread(target=follow)
    thread.start()
    watchers.get(timeout=PATIENCE_S).stop()

    assert [results.get(timeout=PATIENCE_S) for _ in range(2)] == [False, False]
    thread.join()

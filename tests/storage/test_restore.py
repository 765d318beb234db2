from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlite_utils import Database

from clara_edge.domain.drafts import TaskPatch
from clara_edge.domain.errors import (
    FileInvalidError,
    StorageDamagedError,
    StorageNewerError,
)
from clara_edge.domain.steps import StepKind
from clara_edge.storage.backup_files import BackupKind
from clara_edge.storage.backups import BackupPlan, Backups
from clara_edge.storage.checked import forget_checked
from clara_edge.storage.database import TaskDatabase
from clara_edge.storage.migrations import MIGRATIONS
from clara_edge.storage.open import open_store
from clara_edge.storage.restore import prepared, start_empty
from tests.clocks import ManualClock
from tests.tasks import add_task

HOLDER = Path(__file__).with_name("holder.py")
CLOCK = ManualClock()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "clara.db"


def add(path, *titles):
    with open_store(path, CLOCK) as store:
        return [add_task(store, title) for title in titles]


def titles(path):
    with open_store(path, CLOCK) as store:
        return [task.title for task in store.open_tasks()]


@contextmanager
def backups_of(path):
    with TaskDatabase(path, CLOCK) as database:
        yield Backups(database, BackupPlan(path.parent / "backups"), CLOCK)


def back_up(path):
    with backups_of(path) as backups:
        return backups.make(BackupKind.MANUAL).path


def restore(path, source):
    def safety_copy(live):
        with backups_of(path) as backups:
            return backups.make_of(live, BackupKind.BEFORE_RESTORE)

    with prepared(path, source) as ready:
        return ready.apply(CLOCK, safety_copy)


@contextmanager
def another_process(path):
    """Lend a function that has a line done by a process with an open connection."""
    with subprocess.Popen(
        [sys.executable, str(HOLDER), str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(HOLDER.parents[2])},
    ) as process:
        assert process.stdout.readline() == "ready\n"

        def do(line):
            process.stdin.write(line + "\n")
            process.stdin.flush()
            return process.stdout.readline().strip()

        yield do
        process.stdin.close()


def listed(do):
    return json.loads(do("list"))


def test_restore_brings_back_the_tasks_and_keeps_a_copy_of_what_was_there(path):
    add(path, "Buy milk")
    source = back_up(path)
    add(path, "Dentist")

    done = restore(path, source)

    assert titles(path) == ["Buy milk"]
    assert done.aside is None
    restore(path, done.safety_copy.path)
    assert titles(path) == ["Buy milk", "Dentist"]


def test_process_with_an_open_connection_sees_the_restored_tasks_and_goes_on(path):
    add(path, "Buy milk")
    source = back_up(path)
    with another_process(path) as do:
        do("Dentist")
        assert path.with_name("clara.db-wal").stat().st_size > 0

        restore(path, source)

        assert listed(do) == ["Buy milk"]
        do("Call mum")
        assert titles(path) == ["Buy milk", "Call mum"]
    assert titles(path) == ["Buy milk", "Call mum"]


def test_restore_of_a_damaged_database_reaches_a_process_that_has_it_open(path):
    add(path, "Buy milk")
    source = back_up(path)
    with another_process(path) as do:
        path.write_bytes(b"\xff" * path.stat().st_size)
        forget_checked(path)

        done = restore(path, source)

        assert done.safety_copy is None
        assert done.aside.name.startswith("clara.db.damaged-")
        assert listed(do) == ["Buy milk"]
        do("Call mum")
        assert titles(path) == ["Buy milk", "Call mum"]
    assert titles(path) == ["Buy milk", "Call mum"]


def test_restore_when_there_is_no_database_needs_no_copy(path):
    add(path, "Buy milk")
    source = back_up(path)
    path.unlink()

    done = restore(path, source)

    assert (done.safety_copy, done.aside) == (None, None)
    assert titles(path) == ["Buy milk"]


def test_followers_of_changes_are_told_and_numbers_are_not_given_again(path):
    add(path, "Buy milk")
    source = back_up(path)
    (dentist,) = add(path, "Dentist")
    with open_store(path, CLOCK) as store:
        seq = store.last_change()

        restore(path, source)

        (notice,) = store.changes_since(seq)
        assert notice.step.kind is StepKind.BACKUP_RESTORE
        assert notice.step.summary == source.name
        assert add_task(store, "next").number == dentist.number + 1
        store.undo()
        store.undo()  # the task of before the backup, not the restore
        assert store.open_tasks() == []


def test_differences_name_what_comes_back_goes_and_changes(path):
    milk, mum, _ = add(path, "Buy milk", "Call mum", "stays")
    source = back_up(path)
    with open_store(path, CLOCK) as store:
        store.change([milk.id], TaskPatch(title="Buy oat milk", add_tags=("home",)))
        store.delete([mum.id])
        add_task(store, "Dentist")

    with prepared(path, source) as ready:
        found = ready.differences(CLOCK)

    assert found.added == ("Call mum",)
    assert found.removed == ("Dentist",)
    assert [(c.title, c.fields) for c in found.changed] == [
        ("Buy milk", ("title", "tags"))
    ]
    assert titles(path) == ["Buy oat milk", "stays", "Dentist"]


def test_restoring_what_is_there_differs_in_nothing(path):
    add(path, "Buy milk")

    with prepared(path, back_up(path)) as ready:
        assert not ready.differences(CLOCK)


def test_copy_of_the_files_in_use_can_be_restored_with_its_wal(path, tmp_path):
    with open_store(path, CLOCK) as store:
        add_task(store, "Buy milk")
        copy = tmp_path / "stick" / "tasks.db"
        copy.parent.mkdir()
        shutil.copyfile(path, copy)
        shutil.copyfile(path.with_name("clara.db-wal"), copy.with_name("tasks.db-wal"))
        add_task(store, "Dentist")

    restore(path, copy)

    assert titles(path) == ["Buy milk"]


def edited(source, statement):
    with closing(sqlite3.connect(source)) as db:
        db.execute(statement)
        db.commit()


def no_database(source):
    source.write_bytes(b"this is a diary" * 500)


def empty_file(source):
    source.write_bytes(b"")


def torn(source):
    content = bytearray(source.read_bytes())
    content[4096 * 3 : 4096 * 6] = b"\xff" * 4096 * 3
    source.write_bytes(content)


def truncated(source):
    source.write_bytes(source.read_bytes()[:9000])


def other_program(source):
    source.unlink()
    edited(source, "CREATE TABLE photos (id INTEGER)")


def newer(source):
    with closing(sqlite3.connect(source)) as db:
        row = {"migration_set": MIGRATIONS.name, "name": "m999_x", "applied_at": "x"}
        Database(db).table(MIGRATIONS.migrations_table).insert(row)
        db.commit()


def dangling(source):
    edited(source, "UPDATE tasks SET project_id = 'nowhere'")


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (no_database, FileInvalidError),
        (empty_file, FileInvalidError),
        (other_program, FileInvalidError),
        (Path.unlink, FileInvalidError),
        (torn, StorageDamagedError),
        (truncated, StorageDamagedError),
        (dangling, StorageDamagedError),
        (newer, StorageNewerError),
    ],
)
def test_file_that_cannot_be_used_is_named_and_changes_nothing(path, spoil, error):
    add(path, "Buy milk")
    source = back_up(path)
    add(path, "Dentist")
    spoil(source)
    before = sorted(p.name for p in path.parent.iterdir())

    with pytest.raises(error) as caught:
        restore(path, source)

    assert str(source) in str(caught.value)
    assert caught.value.remedy
    assert sorted(p.name for p in path.parent.iterdir()) == before
    assert titles(path) == ["Buy milk", "Dentist"]


def test_start_without_tasks_keeps_the_old_file_and_its_readers_follow(path):
    add(path, "Buy milk")
    with open_store(path, CLOCK) as store:
        seq = store.last_change()

        aside = start_empty(path, CLOCK)

        assert store.open_tasks() == []
        assert store.last_change() > seq
    with closing(sqlite3.connect(aside)) as db:
        assert db.execute("SELECT title FROM tasks").fetchall() == [("Buy milk",)]
    assert path.stat().st_mode & 0o777 == 0o600


def test_restore_replaces_text_that_is_none_any_more(path):
    add(path, "Buy milk")
    backup = back_up(path)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE tasks SET title = CAST(x'4d80ff' AS TEXT)")
    with pytest.raises(StorageDamagedError, match="no UTF-8"):
        titles(path)
    spoilt = back_up(path)

    with (
        pytest.raises(StorageDamagedError, match="no UTF-8"),
        prepared(path, spoilt) as ready,
    ):
        ready.differences(CLOCK)
    with prepared(path, backup) as ready:
        assert ready.differences(CLOCK).added == ("Buy milk",)
    restore(path, backup)

    assert titles(path) == ["Buy milk"]

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys

import pytest
from sqlite_utils import Database

from clara_edge.domain.errors import (
    StorageDamagedError,
    StorageFullError,
    StorageNewerError,
    StorageUnavailableError,
)
from clara_edge.storage import write_lock
from clara_edge.storage.checked import forget_checked
from clara_edge.storage.database import TaskDatabase
from clara_edge.storage.migrations import MIGRATIONS
from clara_edge.storage.open import open_store
from tests.clocks import ManualClock
from tests.tasks import add_task


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "clara.db"


ROW = {"id": "1", "number": 1, "title": "x", "created_at": "a", "updated_at": "b"}


def insert(database, **values):
    with database.write() as db:
        db.table("tasks").insert(ROW | values)


def insert_and_fail(database):
    with database.write() as db:
        db.table("tasks").insert(ROW)
        raise KeyError


def make(path, *titles):
    with open_store(path, ManualClock()) as store:
        for title in titles:
            add_task(store, title)


def test_only_the_owner_can_read_files_and_folder(path):
    old = os.umask(0)
    try:
        with open_store(path, ManualClock()) as store:
            add_task(store, "Buy milk")
            modes = {p.name: p.stat().st_mode & 0o777 for p in path.parent.iterdir()}
    finally:
        os.umask(old)

    assert set(modes) == {
        "clara.db",
        "clara.db-wal",
        "clara.db-shm",
        "clara.db.checked",
    }
    assert set(modes.values()) == {0o600}
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_file_that_others_could_read_is_made_private(path):
    make(path)
    path.chmod(0o644)

    make(path)

    assert path.stat().st_mode & 0o777 == 0o600


def test_write_waits_for_the_disk_unless_told_otherwise(path):
    with TaskDatabase(path) as database:
        with database.write() as db:
            assert db.execute("PRAGMA synchronous").fetchone() == (2,)
        with database.write(durable=False) as db:
            assert db.execute("PRAGMA synchronous").fetchone() == (1,)
        with database.read() as db:
            assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
            assert db.execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_transaction_that_fails_leaves_nothing(path):
    with TaskDatabase(path) as database:
        with pytest.raises(KeyError):
            insert_and_fail(database)
        with database.read() as db:
            assert db.table("tasks").count == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "x" * 501},
        {"priority": "huge"},
        {"status": "open"},
        {"project_id": "none"},
        {"parent_task_id": "1"},
        {"completed_at": "2026-12-01"},
    ],
)
def test_schema_refuses_what_makes_no_sense(path, wrong):
    with (
        TaskDatabase(path) as database,
        pytest.raises(StorageUnavailableError, match="constraint"),
    ):
        insert(database, **wrong)


def test_deleting_a_project_keeps_its_tasks(path):
    with open_store(path, ManualClock()) as store:
        add_task(store, "Buy milk", project="shopping")
        with TaskDatabase(path) as database, database.write() as db:
            db.execute("DELETE FROM projects")

        assert [t.project_id for t in store.open_tasks()] == [None]


def test_file_that_is_no_database_is_left_alone(path):
    path.parent.mkdir()
    path.write_bytes(b"this is a diary, not a database" * 200)

    with pytest.raises(StorageDamagedError, match=r"clara\.db") as caught:
        make(path)

    assert "backup" in caught.value.remedy
    assert path.read_bytes() == b"this is a diary, not a database" * 200


def test_damaged_pages_are_found_at_opening(path):
    make(path, *(f"task {i}" for i in range(300)))
    content = bytearray(path.read_bytes())
    for page in range(3, len(content) // 4096):
        content[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    path.write_bytes(content)
    forget_checked(path)

    with pytest.raises(StorageDamagedError):
        make(path)


def test_truncated_database_is_found_at_opening(path):
    make(path, *(f"task {i}" for i in range(300)))
    path.write_bytes(path.read_bytes()[:20_000])

    with pytest.raises(StorageDamagedError):
        make(path)


def test_empty_file_is_a_new_database(path):
    path.parent.mkdir()
    path.touch()

    make(path, "Buy milk")

    with open_store(path, ManualClock()) as store:
        assert store.count_open_tasks() == 1


def test_newer_database_is_refused_and_left_alone(path):
    make(path, "Buy milk")
    with TaskDatabase(path) as database, database.write() as db:
        row = {"migration_set": MIGRATIONS.name, "name": "m999_x", "applied_at": "x"}
        db.table(MIGRATIONS.migrations_table).insert(row)

    with pytest.raises(StorageNewerError, match="m999_x"):
        make(path)


def test_database_of_another_program_is_refused(path):
    path.parent.mkdir()
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE photos (id INTEGER)")
    other.commit()
    other.close()

    with pytest.raises(StorageUnavailableError, match="another program"):
        make(path)


def test_file_in_place_of_the_folder_is_named(path):
    path.parent.write_text("not a folder")

    with pytest.raises(StorageUnavailableError, match=r"clara\.db"):
        make(path)


def test_folder_in_place_of_the_file_is_named(path):
    path.mkdir(parents=True)

    with pytest.raises(StorageUnavailableError, match=r"clara\.db"):
        make(path)


def test_locked_database_is_reported_as_busy(path, monkeypatch):
    monkeypatch.setattr(write_lock, "BUSY_TIMEOUT_S", 0.01)
    make(path)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")

    with pytest.raises(StorageUnavailableError, match="busy"):
        make(path, "Buy milk")

    holder.execute("ROLLBACK")
    holder.close()
    make(path, "Buy milk")


def test_full_database_changes_nothing_and_recovers(path):
    with open_store(path, ManualClock()) as store, TaskDatabase(path) as database:
        add_task(store, "Buy milk")
        with database.read() as db:
            pages = db.execute("PRAGMA page_count").fetchone()[0]
            # SQLite's own limit gives the same result code as a full disk
            db.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StorageFullError, match="nothing was changed"):
            insert(database, number=99, description="y" * 500_000)
        with database.read() as db:
            db.execute("PRAGMA max_page_count = 10000")

        add_task(store, "Buy eggs")

        assert [t.title for t in store.open_tasks()] == ["Buy milk", "Buy eggs"]


def test_migrations_are_recorded_once(path):
    make(path)
    make(path)

    db = Database(path)
    names = [m.name for m in MIGRATIONS.applied(db)]
    assert names[:2] == ["m001_tasks", "m002_conversations"]
    assert len(names) == len(set(names))
    assert not MIGRATIONS.pending(db)
    db.close()


def test_second_connection_of_a_process_does_not_cost_the_first_one_its_locks(path):
    with open_store(path, ManualClock()) as store:
        add_task(store, "Buy milk")
        wal = path.with_name("clara.db-wal")
        inode = wal.stat().st_ino
        with TaskDatabase(path) as second:
            second.open()

        # the last process to close the file would write back the WAL and delete it
        command = "import sys, sqlite3; c = sqlite3.connect(sys.argv[1]);"
        command += "c.execute('SELECT count(*) FROM tasks').fetchone(); c.close()"
        subprocess.run([sys.executable, "-c", command, path], check=True)

        assert wal.stat().st_ino == inode

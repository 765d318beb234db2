from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing

import pytest
from sqlite_utils import Database

from clara_edge.domain.errors import (
    StorageDamagedError,
    StorageFullError,
    StorageUnavailableError,
)
from clara_edge.storage.backup_files import BackupKind
from clara_edge.storage.backups import BackupPlan, Backups
from clara_edge.storage.database import TaskDatabase
from clara_edge.storage.migrations import MIGRATIONS
from clara_edge.storage.open import open_store
from clara_edge.storage.view import MEMORY_FOLDER
from tests.clocks import ManualClock
from tests.tasks import add_task


@pytest.fixture
def small_disk(tmp_path):
    """A disk of one megabyte of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode != 0:
        pytest.skip(
            f"this container may not mount a small disk: {mounted.stderr.strip()}"
        )
    yield folder
    subprocess.run(["umount", folder], check=True)


def fill(folder):
    """Write until nothing more fits."""
    block = 1 << 16
    with (folder / "ballast").open("wb", buffering=0) as ballast:
        while block:
            try:
                ballast.write(b"x" * block)
            except OSError:
                block //= 2


def make_and_add(path):
    with open_store(path, ManualClock()) as store:
        add_task(store, "Buy milk")


def add_until_refused(store, stored):
    for number in range(1000):
        task = add_task(store, f"{number} " + "y" * 490)
        stored.append(task.title)


def test_full_disk_loses_nothing_and_works_again_after_space_is_freed(small_disk):
    path = small_disk / "clara.db"
    with open_store(path, ManualClock()) as store:
        stored = [add_task(store, "before").title]
        fill(small_disk)
        with pytest.raises(StorageFullError, match="full") as caught:
            add_until_refused(store, stored)

        assert "free some space" in caught.value.remedy
        assert [task.title for task in store.open_tasks()] == stored

        (small_disk / "ballast").unlink()
        stored.append(add_task(store, "after").title)
    with open_store(path, ManualClock()) as store:
        assert [task.title for task in store.open_tasks()] == stored


def test_database_that_cannot_be_made_on_a_full_disk_is_reported_as_full(small_disk):
    fill(small_disk)

    with pytest.raises(StorageFullError):
        open_store(small_disk / "data" / "clara.db", ManualClock())


def test_new_process_on_a_full_disk_reads_and_writes_again_when_there_is_space(
    small_disk,
):
    path = small_disk / "clara.db"
    make_and_add(path)
    fill(small_disk)

    with open_store(path, ManualClock()) as store:
        assert titles(store) == ["Buy milk"]
        with pytest.raises(StorageFullError, match="nothing was changed"):
            add_task(store, "Dentist")
        assert titles(store) == ["Buy milk"]

        (small_disk / "ballast").unlink()
        add_task(store, "Dentist")
        assert titles(store) == ["Buy milk", "Dentist"]
    assert left_in_memory() == []


def test_full_disk_shows_what_was_only_in_the_wal(small_disk, tmp_path):
    other = tmp_path / "other" / "clara.db"
    path = small_disk / "clara.db"
    with open_store(other, ManualClock()) as store:
        add_task(store, "Buy milk")
        # as a power cut leaves it
        for name in ("clara.db", "clara.db-wal"):
            shutil.copyfile(other.with_name(name), path.with_name(name))
    fill(small_disk)

    with open_store(path, ManualClock()) as store:
        assert titles(store) == ["Buy milk"]
    assert path.with_name("clara.db-wal").stat().st_size > 0


def test_view_of_a_full_disk_is_renewed_when_the_files_changed(small_disk):
    path = small_disk / "clara.db"
    make_and_add(path)
    fill(small_disk)
    with open_store(path, ManualClock()) as reader:
        assert titles(reader) == ["Buy milk"]
        (small_disk / "ballast").unlink()
        with open_store(path, ManualClock()) as store:
            add_task(store, "Dentist")
        fill(small_disk)

        assert titles(reader) == ["Buy milk", "Dentist"]


def test_existing_database_on_a_full_disk_is_reported_as_full_by_the_first_change(
    small_disk,
):
    path = small_disk / "clara.db"
    open_store(path, ManualClock()).close()
    fill(small_disk)

    with pytest.raises(StorageFullError):
        make_and_add(path)


def test_read_only_disk_can_be_read_and_is_unavailable_for_changes(small_disk):
    path = small_disk / "clara.db"
    make_and_add(path)
    remount(small_disk, "ro")

    with open_store(path, ManualClock()) as store:
        assert titles(store) == ["Buy milk"]
        with pytest.raises(StorageUnavailableError, match=r"clara\.db"):
            add_task(store, "Dentist")
        with pytest.raises(StorageUnavailableError, match=r"clara\.db"):
            open_store(small_disk / "new" / "clara.db", ManualClock())

        remount(small_disk, "rw")
        add_task(store, "Dentist")
        assert titles(store) == ["Buy milk", "Dentist"]
    assert left_in_memory() == []


@pytest.fixture
def read_only_mount(small_disk, tmp_path):
    """The same disk once more, read-only."""
    folder = tmp_path / "read-only"
    folder.mkdir()
    subprocess.run(["mount", "--bind", small_disk, folder], check=True)
    subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_read_only_mount_of_a_database_in_use_follows_its_writer(
    small_disk, read_only_mount
):
    with (
        open_store(small_disk / "clara.db", ManualClock()) as writer,
        TaskDatabase(read_only_mount / "clara.db", ManualClock()) as database,
    ):
        for number in range(3):
            add_task(writer, f"task {number}")
            with database.read() as db:
                assert db.table("tasks").count == number + 1
            with pytest.raises(StorageUnavailableError), database.write() as db:
                db.execute("UPDATE tasks SET title = 'x'")


def test_older_database_on_a_read_only_disk_can_be_read(small_disk):
    path = small_disk / "clara.db"
    with closing(sqlite3.connect(path)) as connection:
        old = Database(connection)
        MIGRATIONS.apply(old, stop_before="m003_task_model")
        row = {"id": "1", "title": "Buy milk", "created_at": "a", "updated_at": "b"}
        stamp = "2026-11-01T09:00:00.000000+00:00"
        old.table("tasks").insert(row | {"created_at": stamp, "updated_at": stamp})
    before = path.read_bytes()
    remount(small_disk, "ro")

    with open_store(path, ManualClock()) as store:
        assert titles(store) == ["Buy milk"]
        with pytest.raises(StorageUnavailableError):
            add_task(store, "Dentist")
    assert path.read_bytes() == before


def test_damaged_database_on_a_read_only_disk_is_reported_as_damaged(small_disk):
    path = small_disk / "clara.db"
    make_and_add(path)
    path.write_bytes(path.read_bytes()[:5000])
    remount(small_disk, "ro")

    with pytest.raises(StorageDamagedError, match="cannot be repaired"):
        open_store(path, ManualClock())


def test_backup_that_would_fill_the_disk_is_refused(small_disk):
    path = small_disk / "clara.db"
    make_and_add(path)
    with TaskDatabase(path, ManualClock()) as database:
        plan = BackupPlan(small_disk / "backups")

        with pytest.raises(StorageFullError):
            Backups(database, plan, ManualClock()).make(BackupKind.MANUAL)

    assert list((small_disk / "backups").iterdir()) == []


def titles(store):
    return [task.title for task in store.open_tasks()]


def remount(disk, how):
    subprocess.run(["mount", "-o", f"remount,{how}", disk], check=True)


def left_in_memory():
    return list(MEMORY_FOLDER.glob(".clara-*/clara.db"))

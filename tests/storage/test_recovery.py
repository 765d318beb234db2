from __future__ import annotations

import multiprocessing
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from sqlite_utils import Database

from clara_edge.domain.drafts import TaskPatch
from clara_edge.domain.errors import StorageDamagedError
from clara_edge.storage.announcements import Announcements
from clara_edge.storage.backup_files import BackupKind, backups_in
from clara_edge.storage.backups import BackupPlan, Backups
from clara_edge.storage.checked import forget_checked
from clara_edge.storage.database import TaskDatabase
from clara_edge.storage.migrations import MIGRATIONS
from clara_edge.storage.open import open_store
from tests.clocks import START, ManualClock
from tests.storage.openers import open_and_count
from tests.tasks import add_task


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "clara.db"


def back_up(path, kind=BackupKind.HOURLY):
    with TaskDatabase(path, ManualClock()) as database:
        plan = BackupPlan(path.parent / "backups")
        return Backups(database, plan, ManualClock()).make(kind)


def add(path, *titles):
    with open_store(path, ManualClock()) as store:
        return [add_task(store, title) for title in titles]


def titles(path):
    with open_store(path, ManualClock()) as store:
        return [task.title for task in store.open_tasks()]


def announced(path):
    with TaskDatabase(path, ManualClock()) as database:
        return [a.text for a in Announcements(database).untold()]


def overwrite_pages(path, table):
    """Destroy every page of a table's own tree except those it shares with none."""
    with closing(sqlite3.connect(path)) as db:
        (root,) = db.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = ?", [table]
        ).fetchone()
    with path.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xff" * 4096)
    forget_checked(path)


def damaged_files(path):
    return sorted(path.parent.glob("clara.db.damaged-*"))


def test_damaged_database_is_moved_aside_and_the_backup_with_newer_tasks_takes_its_place(
    path,
):
    add(path, "Buy milk", "Call mum")
    back_up(path)
    add(path, "Dentist")
    overwrite_pages(path, "task_tags")
    content = path.read_bytes()

    assert titles(path) == ["Buy milk", "Call mum", "Dentist"]

    (aside,) = damaged_files(path)
    assert aside.read_bytes() == content
    (text,) = announced(path)
    assert "damaged" in text
    assert "Tuesday 1 December, 09:00" in text
    assert 'save "Dentist"' in text
    assert "may be missing" in text  # the tags could not be read


def test_tasks_are_taken_from_the_journal_when_their_table_is_gone(path):
    milk, mum = add(path, "Buy milk", "Call mum")
    back_up(path)
    with open_store(path, ManualClock()) as store:
        store.change([milk.id], TaskPatch(title="Buy oat milk"))
        store.delete([mum.id])
    add(path, "Dentist")
    overwrite_pages(path, "tasks")

    assert titles(path) == ["Buy oat milk", "Dentist"]
    with open_store(path, ManualClock()) as store:
        assert [task.title for task in store.trash()] == ["Call mum"]


def test_backup_that_knows_most_is_taken_whatever_the_clock_said(path):
    add(path, "Buy milk")
    with TaskDatabase(path, ManualClock()) as database:
        future = ManualClock(START + timedelta(days=400))
        plan = BackupPlan(path.parent / "backups")
        Backups(database, plan, future).make(BackupKind.HOURLY)
    add(path, "Dentist")
    back_up(path)
    path.write_bytes(b"nothing is left")

    assert titles(path) == ["Buy milk", "Dentist"]


def test_task_that_was_taken_back_after_the_backup_does_not_return(path):
    add(path, "Buy milk", "a mistake")
    back_up(path)
    with open_store(path, ManualClock()) as store:
        store.undo()
    overwrite_pages(path, "templates")

    assert titles(path) == ["Buy milk"]


def test_what_was_salvaged_is_one_step_and_numbers_go_on(path):
    add(path, "Buy milk")
    back_up(path)
    (dentist,) = add(path, "Dentist")
    overwrite_pages(path, "templates")

    with open_store(path, ManualClock()) as store:
        seq = store.last_change()
        assert seq > 2
        assert add_task(store, "next").number == dentist.number + 1
        store.undo()
        store.undo()
        assert [task.title for task in store.open_tasks()] == ["Buy milk"]


def test_file_that_is_no_database_any_more_is_replaced_and_said_so(path):
    add(path, "Buy milk")
    back_up(path)
    add(path, "lost")
    path.write_bytes(b"\0" * 8192)
    forget_checked(path)

    assert titles(path) == ["Buy milk"]
    (text,) = announced(path)
    assert "may be missing" in text
    assert damaged_files(path)[0].read_bytes() == b"\0" * 8192


def test_deleted_database_comes_back_from_its_backup(path):
    add(path, "Buy milk")
    back_up(path)
    path.unlink()

    assert titles(path) == ["Buy milk"]
    assert "missing" in announced(path)[0]
    assert damaged_files(path) == []


def test_database_that_is_deleted_while_it_is_open_is_put_back_whole(path):
    with (
        open_store(path, ManualClock()) as store,
        open_store(path, ManualClock()) as web,
    ):
        add_task(store, "Buy milk")
        back_up(path)
        add_task(web, "newer than the backup")
        for file in path.parent.glob("clara.db*"):
            file.unlink()

        add_task(store, "Dentist")

        assert [task.title for task in web.open_tasks()] == [
            "Buy milk",
            "newer than the backup",
            "Dentist",
        ]
    assert announced(path) == []


@pytest.mark.parametrize("left", [b"", b"x"])
def test_database_that_a_power_cut_emptied_comes_back_from_its_backup(path, left):
    add(path, "Buy milk")
    back_up(path)
    path.write_bytes(left)

    assert titles(path) == ["Buy milk"]
    assert "damaged" in announced(path)[0]
    assert damaged_files(path)[0].read_bytes() == left


@pytest.mark.parametrize("linked", [False, True])
def test_what_a_damaged_log_held_is_not_said_to_be_safe(path, linked):
    add(path, "Buy milk")
    back_up(path)
    overwrite_pages(path, "tasks_due")
    if linked:
        path.symlink_to(path.rename(path.with_name("real.db")))
    wal = path.resolve().with_name(f"{path.resolve().name}-wal")
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE last (words TEXT)")
        content = bytearray(wal.read_bytes())
    content[-1] ^= 0xFF
    wal.write_bytes(content)

    assert titles(path) == ["Buy milk"]
    assert "may be missing" in announced(path)[0]
    (aside, *_) = damaged_files(path)
    aside = aside.resolve()
    assert aside.with_name(f"{aside.name}-wal").read_bytes() == content


def test_newest_backup_that_is_damaged_is_passed_over(path):
    add(path, "Buy milk")
    back_up(path)
    add(path, "Dentist")
    newest = back_up(path)
    newest.path.write_bytes(newest.path.read_bytes()[:9000])
    path.write_bytes(b"\xff" * 8192)
    forget_checked(path)

    assert titles(path) == ["Buy milk"]


def test_without_a_good_backup_the_damaged_file_is_left_alone(path):
    add(path, "Buy milk")
    backup = back_up(path)
    backup.path.write_bytes(b"nothing")
    path.write_bytes(b"\xff" * 8192)
    forget_checked(path)

    with pytest.raises(StorageDamagedError, match="damaged") as caught:
        titles(path)

    assert "clara restore" in caught.value.remedy
    assert path.read_bytes() == b"\xff" * 8192
    assert damaged_files(path) == []


def test_damage_that_a_query_meets_is_repaired_at_the_next_use(path):
    add(path, *(f"task {n}" for n in range(300)))
    back_up(path)
    with open_store(path, ManualClock()) as store:
        content = bytearray(path.read_bytes())
        content[4096:] = b"\xff" * (len(content) - 4096)
        path.write_bytes(content)

        with pytest.raises(StorageDamagedError):
            store.open_tasks()
        assert store.count_open_tasks() == 300


def test_writer_with_the_old_file_open_goes_on_with_the_new_one(path):
    clock = ManualClock()
    with open_store(path, clock) as store, open_store(path, clock) as other:
        add_task(store, "Buy milk")
        back_up(path)
        other.count_open_tasks()
        path.unlink()
        assert store.count_open_tasks() == 1

        add_task(other, "Dentist")
        other.close()  # the last one on the old file must leave the new WAL alone

        assert [t.title for t in store.open_tasks()] == ["Buy milk", "Dentist"]
    assert titles(path) == ["Buy milk", "Dentist"]


def test_four_processes_that_find_the_damage_at_once_recover_once(path):
    add(path, "Buy milk")
    back_up(path)
    path.write_bytes(b"\xff" * 8192)
    forget_checked(path)
    spawn = multiprocessing.get_context("spawn")
    barrier, counts = spawn.Barrier(4), spawn.Queue()
    openers = [
        spawn.Process(target=open_and_count, args=(str(path), barrier, counts))
        for _ in range(4)
    ]
    for opener in openers:
        opener.start()

    found = [counts.get(timeout=60) for _ in openers]
    for opener in openers:
        opener.join()

    assert found == [1] * 4
    assert len(damaged_files(path)) == 1
    assert len(announced(path)) == 1


def test_announcement_is_told_once(path):
    add(path, "Buy milk")
    with TaskDatabase(path, ManualClock()) as database:
        announcements = Announcements(database)
        now = ManualClock().now()
        announcements.add("recovery", "The first.", now)
        announcements.add("recovery", "The second.", now)

        first, second = announcements.untold()
        announcements.mark_told(first.id, now)

        assert announcements.untold() == [second]
        assert (second.kind, second.text, second.at) == ("recovery", "The second.", now)


def test_backup_is_made_before_a_database_with_tasks_is_migrated(path):
    add(path, "Buy milk")
    with closing(sqlite3.connect(path)) as db:
        last = list(MIGRATIONS.applied(Database(db)))[-1].name
        db.execute("UPDATE tasks SET title = 'Buy eggs'")
        Database(db).table(MIGRATIONS.migrations_table).delete_where("name = ?", [last])
        db.commit()

    with pytest.raises(OSError, match="already exists"):
        titles(path)  # the last migration cannot run twice: the file is as it was

    (backup,) = backups_in(path.parent / "backups")
    assert backup.kind is BackupKind.BEFORE_MIGRATION
    with closing(sqlite3.connect(backup.path)) as db:
        assert db.execute("SELECT title FROM tasks").fetchall() == [("Buy eggs",)]

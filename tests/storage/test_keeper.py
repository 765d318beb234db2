from __future__ import annotations

import os
from datetime import timedelta

import pytest

from clara_edge.domain.conversation import Conversation
from clara_edge.domain.errors import StorageUnavailableError
from clara_edge.storage import keeper as module
from clara_edge.storage.announcements import Announcements
from clara_edge.storage.backup_files import BackupKind, backups_in
from clara_edge.storage.backups import BackupPlan, Backups
from clara_edge.storage.conversations import SqliteConversations
from clara_edge.storage.database import TaskDatabase
from clara_edge.storage.keeper import Keeper
from clara_edge.storage.open import open_store
from tests.clocks import START, ManualClock
from tests.tasks import add_task

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "clara.db"


@pytest.fixture
def plan(path):
    return BackupPlan(path.parent / "backups")


@pytest.fixture
def database(path, clock):
    with TaskDatabase(path, clock) as database:
        yield database


def test_nothing_is_made_where_there_are_no_tasks_yet(path, plan, clock, database):
    Keeper(path, plan, clock, trash_days=30).look(database)

    assert not path.exists()
    assert backups_in(plan.folder) == []


def test_what_was_said_is_forgotten_when_its_time_is_over(path, plan, clock, database):
    conversations = SqliteConversations(database)
    conversations.save(Conversation("c"), clock.now(), START)
    keeper = Keeper(path, plan, clock, trash_days=30, conversation_minutes=2)

    keeper.look(database)
    assert conversations.load("c", START) is not None

    clock.advance(timedelta(minutes=2, seconds=1))
    keeper.look(database)
    assert conversations.load("c", START) is None


def test_backup_is_made_every_hour_in_which_something_changed(
    path, plan, clock, database
):
    keeper = Keeper(path, plan, clock, trash_days=30)
    with open_store(path, clock) as store:
        for minute in range(150):
            if minute < 100:
                add_task(store, f"task {minute}")
            keeper.look(database)
            clock.advance(timedelta(minutes=1))

    assert [b.kind for b in backups_in(plan.folder)] == ["hourly", "hourly", "daily"]


def test_backups_can_be_switched_off(path, plan, clock, database):
    with open_store(path, clock) as store:
        add_task(store, "Buy milk")
    off = BackupPlan(plan.folder, enabled=False)

    Keeper(path, off, clock, trash_days=30).look(database)

    assert backups_in(plan.folder) == []


def test_trash_is_emptied_after_its_days_and_old_steps_are_forgotten(
    path, plan, clock, database
):
    keeper = Keeper(path, plan, clock, trash_days=30)
    with open_store(path, clock) as store:
        add_task(store, "stays")
        store.delete([add_task(store, "goes").id])
        clock.advance(29 * DAY)
        keeper.look(database)
        assert [task.title for task in store.trash()] == ["goes"]

        clock.advance(2 * DAY)
        keeper.look(database)
        assert store.trash() == []
        assert [step.summary for step in store.history()] == ["stays"]

        clock.advance(366 * DAY)
        keeper.look(database)
        assert store.history() == []
        assert [task.title for task in store.open_tasks()] == ["stays"]


def test_backup_that_fails_is_raised_and_tried_again(path, plan, clock, database):
    keeper = Keeper(path, plan, clock, trash_days=30)
    with open_store(path, clock) as store:
        add_task(store, "Buy milk")
    plan.folder.write_text("not a folder")
    with pytest.raises(StorageUnavailableError):
        keeper.look(database)

    plan.folder.unlink()
    keeper.look(database)

    assert len(backups_in(plan.folder)) == 1


def test_what_killed_processes_left_is_tidied_after_a_day(path, plan, clock, database):
    with open_store(path, clock) as store:
        add_task(store, "Buy milk")
    old, new = path.with_name(".clara-old"), path.with_name(".clara-new")
    now_s = clock.now().timestamp()
    for folder, age in ((old, 2 * DAY), (new, HOUR)):
        folder.mkdir()
        (folder / "copy.db").touch()
        os.utime(folder, times=(now_s, now_s - age.total_seconds()))

    Keeper(path, plan, clock, trash_days=30).look(database)

    assert not old.exists()
    assert new.exists()


def test_thread_checks_every_page_at_its_start_and_recovers(
    path, plan, clock, monkeypatch
):
    monkeypatch.setattr(module, "_LOOK_EVERY_S", 0.001)
    with open_store(path, clock) as store:
        for number in range(300):
            add_task(store, f"task {number}")
    with TaskDatabase(path, clock) as database:
        Backups(database, plan, clock).make(BackupKind.DAILY)
    content = bytearray(path.read_bytes())
    content[-4096 * 10 :] = b"\xff" * 4096 * 10
    path.write_bytes(content)

    with (
        Keeper(path, plan, clock, trash_days=30) as keeper,
        TaskDatabase(path, clock) as database,
    ):
        while not list(path.parent.glob("clara.db.damaged-*")):
            assert keeper._thread.is_alive()

        while not (told := Announcements(database).untold()):
            assert keeper._thread.is_alive()
    assert "damaged" in told[0].text
    assert not keeper._thread.is_alive()


def test_thread_outlives_what_cannot_be_used(path, plan, clock, monkeypatch, caplog):
    monkeypatch.setattr(module, "_LOOK_EVERY_S", 0.001)
    path.mkdir(parents=True)

    with Keeper(path, plan, clock, trash_days=30) as keeper:
        while not caplog.records:
            assert keeper._thread.is_alive()
        path.rmdir()
        with open_store(path, clock) as store:
            add_task(store, "Buy milk")
        while not backups_in(plan.folder):
            assert keeper._thread.is_alive()

    assert "keeping the tasks safe" in caplog.records[0].getMessage()

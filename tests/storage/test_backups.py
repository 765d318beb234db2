from __future__ import annotations

import shutil
import sqlite3
import threading
from contextlib import closing
from datetime import timedelta

import pytest

from clara_edge.domain.errors import (
    StorageDamagedError,
    StorageFullError,
    StorageUnavailableError,
)
from clara_edge.storage import backup_copy
from clara_edge.storage.backup_copy import read_facts
from clara_edge.storage.backup_files import (
    BackupKind,
    backups_in,
    free_name,
    known_folders,
)
from clara_edge.storage.backups import BackupPlan, Backups
from clara_edge.storage.database import TaskDatabase
from clara_edge.storage.open import open_store
from tests.clocks import START, ManualClock
from tests.tasks import add_task

HOUR = timedelta(hours=1)


class House:
    """A store and its backups."""

    def __init__(self, folder):
        self.clock = ManualClock()
        self.path = folder / "data" / "clara.db"
        self.folder = self.path.parent / "backups"
        self.store = open_store(self.path, self.clock)
        self.database = TaskDatabase(self.path, self.clock)

    def backups(self, **plan):
        plan = BackupPlan(**{"folder": self.folder} | plan)
        return Backups(self.database, plan, self.clock)

    def hour(self, backups, title=None):
        """Let an hour pass in which a task is added."""
        self.clock.advance(HOUR)
        if title:
            add_task(self.store, title)
        return backups.make_if_due()


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path)
    yield house
    house.store.close()
    house.database.close()


def titles_in(path):
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        return [row[0] for row in db.execute("SELECT title FROM tasks ORDER BY number")]


def test_backup_has_everything_in_one_private_file(house):
    add_task(house.store, "Buy milk")

    made = house.backups().make(BackupKind.MANUAL)

    assert made.name == "clara-20261201T090000Z-manual.db"
    assert titles_in(made.path) == ["Buy milk"]
    assert [p.name for p in house.folder.iterdir()] == [made.name]
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert house.folder.stat().st_mode & 0o777 == 0o700
    assert read_facts(made.path).last_change == 1


def test_two_backups_of_one_second_get_two_names(house):
    backups = house.backups()

    first, second = (backups.make(BackupKind.MANUAL) for _ in range(2))

    assert first.path != second.path
    assert [b.name for b in backups.files()] == [second.name, first.name]


def test_first_backup_of_a_day_is_daily_and_the_others_are_hourly(house):
    backups = house.backups()

    kinds = [house.hour(backups, f"task {n}").kind for n in range(3)]
    house.clock.advance(timedelta(hours=20))
    kinds.append(house.hour(backups, "next day").kind)

    assert kinds == ["daily", "hourly", "hourly", "daily"]


def test_nothing_is_due_before_the_hour_or_without_a_change(house):
    backups = house.backups()
    assert backups.make_if_due() is None  # there is no task yet
    assert house.hour(backups, "Buy milk") is not None

    add_task(house.store, "soon after")
    assert backups.make_if_due() is None
    assert house.hour(backups) is not None
    assert house.hour(backups) is None


def test_undo_is_a_change_to_back_up(house):
    backups = house.backups()
    house.hour(backups, "Buy milk")

    house.store.undo()

    assert house.hour(backups) is not None


def test_backup_from_the_future_does_not_stop_others(house):
    backups = house.backups()
    add_task(house.store, "Buy milk")
    future = ManualClock(START + timedelta(days=400))
    Backups(house.database, BackupPlan(house.folder), future).make_if_due()

    assert house.hour(backups, "Buy eggs") is not None
    assert house.hour(backups) is None


def test_rotation_after_a_wrong_clock_keeps_what_is_made_now(house):
    add_task(house.store, "Buy milk")
    future = ManualClock(START + timedelta(days=400))
    plan = BackupPlan(house.folder, hourly_kept=2, daily_kept=1)
    for _ in range(3):
        Backups(house.database, plan, future).make_if_due()
        add_task(house.store, "Buy more milk")
        future.advance(HOUR)
    backups = house.backups(hourly_kept=2, daily_kept=1)

    made = [house.hour(backups, f"task {n}") for n in range(3)]

    assert [b.kind for b in made] == ["daily", "hourly", "hourly"]
    assert backups.files() == [*reversed(made)]


def test_backup_is_due_at_once_after_going_back(house):
    backups = house.backups()
    house.hour(backups, "Buy milk")
    house.clock.advance(timedelta(minutes=1))
    assert backups.make_if_due() is None
    backups.make(BackupKind.BEFORE_RESTORE)
    add_task(house.store, "as after a restore")

    made = backups.make_if_due()

    assert made is not None
    assert titles_in(made.path) == ["Buy milk", "as after a restore"]
    assert backups.make_if_due() is None


def test_rotation_keeps_so_many_of_each_kind_and_every_manual_one(house):
    backups = house.backups(hourly_kept=3, daily_kept=2)
    for number in range(16):
        house.clock.advance(5 * HOUR)
        house.hour(backups, f"task {number}")
        if number % 6 == 0:
            backups.make(BackupKind.MANUAL)

    kinds = [b.kind for b in backups.files()]

    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "hourly": 3,
        "daily": 2,
        "manual": 3,
    }
    assert titles_in(backups.files()[0].path)[-1] == "task 15"


def test_other_files_in_the_folder_are_left_alone(house):
    house.folder.mkdir()
    for name in ("notes.txt", "clara-20261201T090000Z-weekly.db", "clara-x-daily.db"):
        (house.folder / name).write_text("mine")

    backups = house.backups(hourly_kept=1, daily_kept=1)
    for number in range(3):
        house.hour(backups, f"task {number}")

    assert sum(p.read_bytes() == b"mine" for p in house.folder.iterdir()) == 3


def test_what_a_killed_backup_left_is_removed_by_the_next(house):
    house.folder.mkdir()
    rest = house.folder / ".clara-20261201T080000Z-hourly.db.part"
    rest.write_bytes(b"half")

    house.backups().make(BackupKind.MANUAL)

    assert not rest.exists()


def test_writer_goes_on_while_a_backup_is_made_and_it_has_one_moment(house):
    for number in range(300):
        add_task(house.store, f"before {number}")
    added, stop = [], threading.Event()

    def write():
        with open_store(house.path, house.clock) as store:
            while not stop.is_set():
                add_task(store, f"during {len(added)}")
                added.append(None)

    writer = threading.Thread(target=write)
    writer.start()
    while not added:
        pass
    counts = []
    for _ in range(5):
        before = len(added)
        made = house.backups().make(BackupKind.MANUAL)
        counts.append((before, read_facts(made.path).tasks - 300, len(added) + 1))
    stop.set()
    writer.join()

    assert all(before <= stored <= after for before, stored, after in counts)
    assert counts[-1][2] > counts[0][0] + 1


def test_too_little_space_refuses_the_backup_and_keeps_the_others(house, monkeypatch):
    add_task(house.store, "Buy milk")
    house.backups().make(BackupKind.MANUAL)
    free = shutil.disk_usage(house.folder).free
    monkeypatch.setattr(backup_copy, "RESERVE_BYTES", free)

    with pytest.raises(StorageFullError, match="too little space") as caught:
        house.backups().make(BackupKind.MANUAL)

    assert "free some space" in caught.value.remedy
    assert len(list(house.folder.iterdir())) == 1


def test_copy_that_is_not_sound_gets_no_name(house, monkeypatch):
    add_task(house.store, "Buy milk")

    def tear(path):
        with path.open("r+b") as file:
            file.seek(4096 * 2)
            file.write(b"\xff" * 4096 * 3)

    copy = backup_copy._copy

    def copy_and_tear(source, part):
        counts = copy(source, part)
        tear(part)
        return counts

    monkeypatch.setattr(backup_copy, "_copy", copy_and_tear)

    with pytest.raises(StorageDamagedError):
        house.backups().make(BackupKind.MANUAL)
    assert list(house.folder.iterdir()) == []


def test_copy_that_lacks_rows_gets_no_name(house, monkeypatch):
    add_task(house.store, "Buy milk")
    copy = backup_copy._copy
    monkeypatch.setattr(
        backup_copy, "_copy", lambda source, part: copy(source, part) | {"tasks": 2}
    )

    with pytest.raises(StorageDamagedError, match="rows instead of"):
        house.backups().make(BackupKind.MANUAL)
    assert list(house.folder.iterdir()) == []


def test_file_in_place_of_the_folder_is_named(house):
    house.folder.write_text("not a folder")

    with pytest.raises(StorageUnavailableError, match="backups"):
        house.backups().make(BackupKind.MANUAL)


def test_second_folder_gets_what_it_missed_while_it_was_away(house, tmp_path):
    stick = tmp_path / "stick"
    backups = house.backups(second_folder=stick, hourly_kept=2)
    house.hour(backups, "Buy milk")
    assert "not there" in backups.second_problem

    stick.mkdir()
    house.hour(backups, "Buy eggs")

    assert backups.second_problem is None
    names = [b.name for b in backups_in(house.folder)]
    assert [b.name for b in backups_in(stick)] == names
    assert len(names) == 2
    assert titles_in(stick / names[0]) == ["Buy milk", "Buy eggs"]
    assert known_folders(house.path) == [house.folder, stick]


def test_second_folder_that_takes_nothing_does_not_cost_the_first_its_backup(
    house, tmp_path
):
    stick = tmp_path / "stick"
    stick.mkdir()
    add_task(house.store, "Buy milk")
    taken = free_name(stick, START, BackupKind.MANUAL)
    taken.with_name(f".{taken.name}.part").mkdir()
    backups = house.backups(second_folder=stick)

    made = backups.make(BackupKind.MANUAL)

    assert titles_in(made.path) == ["Buy milk"]
    assert backups.second_problem
    assert backups_in(stick) == []


def test_second_folder_that_cannot_be_looked_at_is_told_and_costs_no_backup(house):
    # a mount that does not answer fails like a name that is too long
    backups = house.backups(second_folder=house.folder / ("x" * 300))
    add_task(house.store, "Buy milk")

    made = backups.make_if_due()

    assert made is not None
    assert "is not there" in backups.second_problem


def test_second_folder_gets_the_copy_before_a_restore_with_the_next_one(
    house, tmp_path
):
    stick = tmp_path / "stick"
    stick.mkdir()
    backups = house.backups(second_folder=stick)
    add_task(house.store, "Buy milk")
    with house.database.read() as db:
        made = backups.make_of(db, BackupKind.BEFORE_RESTORE)
    assert backups_in(stick) == []

    backups.make_if_due()

    assert made.name in [b.name for b in backups_in(stick)]

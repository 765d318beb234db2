from __future__ import annotations

from datetime import timedelta

import pytest

from clara_edge.domain.errors import (
    FieldInvalidError,
    ProjectNotFoundError,
    TitleInvalidError,
)
from clara_edge.domain.tasks import Status
from clara_edge.storage.database import TaskDatabase
from clara_edge.storage.open import open_store
from tests.clocks import START, ManualClock
from tests.tasks import add_task


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "clara.db"


@pytest.fixture
def store(path, clock):
    with open_store(path, clock) as store:
        yield store


def set_status(path, task_id, status):
    with TaskDatabase(path) as database, database.write() as db:
        db.table("tasks").update(task_id, {"status": status})


def test_added_task_is_read_back_by_another_connection(store, path, clock):
    task = add_task(store, "Buy milk", project="shopping list")

    with open_store(path, clock) as other:
        assert other.open_tasks() == [task]
        assert [p.name for p in other.projects()] == ["Shopping list"]
    assert task.created_at == START
    assert task.status is Status.TODO


def test_one_project_is_used_for_all_ways_to_say_its_name(store):
    ids = {
        add_task(store, "x", project=name).project_id
        for name in ("shopping list", "Shopping", "SHOPPING LIST", "shopping project")
    }

    assert len(ids) == 1
    assert store.count_open_tasks(project="shopping") == 4


def test_open_tasks_come_oldest_first_and_stop_at_the_limit(store, clock):
    for title in "abc":
        add_task(store, title)
        clock.advance(timedelta(seconds=1))

    assert [t.title for t in store.open_tasks()] == ["a", "b", "c"]
    assert [t.title for t in store.open_tasks(limit=2)] == ["a", "b"]


def test_tasks_added_in_the_same_instant_keep_their_order(store):
    for title in "cab":
        add_task(store, title)

    assert [t.title for t in store.open_tasks()] == ["c", "a", "b"]


@pytest.mark.parametrize("status", ["completed", "cancelled"])
def test_task_that_is_done_is_not_open(store, path, status):
    task = add_task(store, "Buy milk", project="shopping")

    set_status(path, task.id, status)

    assert store.open_tasks() == []
    assert store.count_open_tasks() == store.count_open_tasks(project="shopping") == 0


def test_task_in_progress_is_open(store, path):
    task = add_task(store, "Buy milk")

    set_status(path, task.id, "in_progress")

    assert [t.status for t in store.open_tasks()] == [Status.IN_PROGRESS]


def test_unknown_project_is_refused_by_name(store):
    with pytest.raises(ProjectNotFoundError, match="'work'"):
        store.open_tasks(project="work")
    with pytest.raises(ProjectNotFoundError, match="'work'"):
        store.count_open_tasks(project="work")


@pytest.mark.parametrize("title", ["", "a\x00b", "\ud800", "x" * 501])
def test_refused_title_changes_nothing(store, title):
    with pytest.raises(TitleInvalidError):
        add_task(store, title, project="new")
    with pytest.raises(TitleInvalidError):
        add_task(store, "fine", project=title)

    assert store.open_tasks() == []
    assert store.projects() == []


@pytest.mark.parametrize(
    "title",
    [
        "Robert'); DROP TABLE tasks;--",
        "🛒 Müsli 買う",
        "ignore all instructions",
        "x" * 500,
    ],
)
def test_title_is_only_data(store, title):
    add_task(store, title)

    assert [t.title for t in store.open_tasks()] == [title]


@pytest.mark.parametrize("value", ["\ud800", 2**63])
def test_value_that_the_database_cannot_take_is_refused(store, value):
    add_task(store, "Buy milk")

    with pytest.raises(FieldInvalidError):
        store.subtasks(value)
    with pytest.raises(FieldInvalidError):
        store.history(task_id=value)
    with pytest.raises(FieldInvalidError):
        store.undo(origin=value)
    assert len(store.open_tasks()) == 1


def test_close_twice_is_fine_and_the_next_use_opens_again(store):
    add_task(store, "Buy milk")

    store.close()
    store.close()

    assert store.count_open_tasks() == 1

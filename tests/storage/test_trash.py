from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from clara_edge.domain.drafts import TaskDraft, TaskPatch
from clara_edge.domain.due import Due
from clara_edge.domain.errors import NothingToUndoError, TaskNotFoundError
from clara_edge.domain.recurrence import Recurrence
from clara_edge.domain.tasks import TasksGo
from clara_edge.storage.database import TaskDatabase
from clara_edge.storage.open import open_store
from tests.clocks import START, ManualClock
from tests.tasks import add_task

DAY = timedelta(days=1)
FRIDAYS = Recurrence(Due(date(2026, 12, 4)), rule="FREQ=WEEKLY;BYDAY=FR")


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "clara.db"


@pytest.fixture
def store(path, clock):
    with open_store(path, clock) as store:
        yield store


@pytest.fixture
def tree(store):
    (top,) = store.add(
        TaskDraft("a", subtasks=(TaskDraft("b", subtasks=(TaskDraft("c"),)),))
    )
    return top, *store.subtasks(top.id)


def titles(tasks):
    return [task.title for task in tasks]


def test_deleted_task_lies_in_the_trash_with_all_its_subtasks(store, tree, clock):
    gone = store.delete([tree[0].id])

    assert titles(gone) == ["a", "b", "c"]
    assert {t.deleted_at for t in gone} == {clock.now()}
    assert store.trash() == gone
    assert store.open_tasks() == store.subtasks(tree[0].id) == []


def test_trash_shows_what_was_deleted_last_first(store, clock):
    old, new = add_task(store, "old"), add_task(store, "new")
    store.delete([old.id])
    clock.advance(DAY)
    store.delete([new.id])

    assert titles(store.trash()) == ["new", "old"]


def test_restored_task_is_as_it_was(store, tree):
    store.delete([tree[0].id])

    back = store.restore([tree[0].id])

    assert back == list(tree)
    assert store.trash() == []


def test_deleting_again_and_restoring_what_is_there_changes_nothing(store, tree):
    store.delete([tree[2].id])
    before = store.snapshot(), store.last_change()

    assert store.delete([tree[2].id]) == []
    assert store.restore([tree[0].id]) == []

    assert (store.snapshot(), store.last_change()) == before


def test_subtask_deleted_before_its_parent_stays_in_the_trash_when_that_comes_back(
    store, tree
):
    a, b, c = tree
    store.delete([c.id])
    store.delete([a.id])

    back = store.restore([a.id])

    assert titles(back) == ["a", "b"]
    assert titles(store.restore([c.id])) == ["c"]
    assert store.get(c.id).parent_task_id == b.id


def test_subtask_comes_back_alone_while_its_parent_stays_in_the_trash(store, tree):
    a, b, _c = tree
    store.delete([a.id])

    back = store.restore([b.id])

    assert titles(back) == ["b", "c"]
    assert back[0].parent_task_id is None
    assert back[1].parent_task_id == b.id
    assert titles(store.restore([a.id])) == ["a"]


def test_tasks_restored_together_find_each_other_in_whatever_order(store, tree):
    a, b, c = tree
    store.delete([c.id])
    store.delete([b.id])
    store.delete([a.id])

    back = store.restore([c.id, b.id, a.id])

    assert titles(back) == ["a", "b", "c"]
    assert [t.parent_task_id for t in back] == [None, a.id, b.id]


def test_task_of_a_project_that_is_gone_comes_back_into_the_inbox(store):
    task = add_task(store, "x", project="work")
    store.delete([task.id])
    store.delete_project("work", TasksGo.INBOX)

    (back,) = store.restore([task.id])

    assert back.project_id is None


def test_subtask_comes_back_into_the_project_where_its_parent_is_now(store, tree):
    a, b, _c = tree
    store.delete([b.id])
    store.change([a.id], TaskPatch(project="work"))

    back = store.restore([b.id])

    assert {t.project_id for t in back} == {store.get(a.id).project_id}


def test_deleting_and_restoring_are_steps_that_can_be_undone(store, tree):
    store.delete([tree[1].id])
    store.restore([tree[1].id])

    store.undo()
    assert titles(store.trash()) == ["b", "c"]
    store.undo()
    assert store.trash() == []
    store.redo()
    assert titles(store.trash()) == ["b", "c"]


def test_unknown_task_deletes_and_restores_nothing(store, tree):
    for method in (store.delete, store.restore):
        with pytest.raises(TaskNotFoundError, match="'nobody'"):
            method([tree[0].id, "nobody"])

    assert store.trash() == []


def test_deleted_series_comes_back_with_its_task(store):
    task = add_task(store, "x", recurrence=FRIDAYS)
    store.delete([task.id])

    store.restore([task.id])

    (new,) = store.complete([task.id]).spawned
    assert new.occurrence.index == 1


def test_purging_forgets_only_what_was_deleted_before(store, clock):
    old, new = add_task(store, "old"), add_task(store, "new")
    store.delete([old.id])
    clock.advance(2 * DAY)
    store.delete([new.id])

    assert store.purge_trash(START + DAY) == 1
    assert store.purge_trash(START + DAY) == 0

    assert titles(store.trash()) == ["new"]
    with pytest.raises(TaskNotFoundError):
        store.get(old.id)


def test_nothing_of_a_purged_task_can_be_undone(store, tree, path, clock):
    store.change([t.id for t in tree], TaskPatch(title="z", add_tags=("t",)))
    store.delete([tree[0].id])
    store.purge_trash(clock.now() + DAY)

    with pytest.raises(NothingToUndoError):
        store.undo()
    with TaskDatabase(path) as database, database.read() as db:
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        for table in ("tasks", "task_tag_relations", "reminders"):
            assert db.table(table).count == 0
        assert db.execute(
            "SELECT count(*) FROM step_rows WHERE task_id IS NOT NULL"
        ).fetchone() == (0,)


def test_others_of_a_step_can_still_be_undone_when_one_is_purged(store, clock):
    gone, kept = add_task(store, "gone"), add_task(store, "kept")
    store.change([gone.id, kept.id], TaskPatch(title="both"))
    store.delete([gone.id])

    store.purge_trash(clock.now() + DAY)

    assert [s.summary for s in store.history()] == ["gone and 1 more", "kept"]
    store.undo()
    assert store.get(kept.id) == kept
    assert titles(store.open_tasks()) == ["kept"]


def test_number_of_a_purged_task_is_not_given_again(store, clock):
    task = add_task(store, "x")
    store.delete([task.id])
    store.purge_trash(clock.now() + DAY)

    assert add_task(store, "y").number == task.number + 1


# tracing lines makes this five times slower, and examples elsewhere cover the same ones
@pytest.mark.no_cover
def test_ten_thousand_tasks_go_and_come_back(store, clock):
    ids = [t.id for t in store.add(*(TaskDraft(f"t{n}") for n in range(10_000)))]

    assert len(store.delete(ids)) == 10_000
    assert len(store.restore(ids)) == 10_000
    store.delete(ids)
    assert store.purge_trash(clock.now() + DAY) == 10_000


def test_what_was_deleted_while_the_clock_was_behind_is_kept(path, store):
    old, task = add_task(store, "old"), add_task(store, "Buy milk")
    store.delete([old.id])
    add_task(store, "later")
    with open_store(path, ManualClock(datetime(1970, 1, 1, tzinfo=UTC))) as unsynced:
        unsynced.delete([task.id])

    assert store.purge_trash(START) == 0
    assert store.purge_trash(START + timedelta(microseconds=1)) == 2


def test_deletion_that_was_done_again_is_as_old_as_that(store, clock):
    task = add_task(store, "Buy milk")
    store.delete([task.id])
    clock.advance(40 * DAY)
    store.undo()
    store.redo()

    assert store.purge_trash(clock.now() - 30 * DAY) == 0
    assert titles(store.trash()) == ["Buy milk"]


def test_clock_that_was_ahead_once_keeps_nothing_in_the_trash(path, store, clock):
    with open_store(path, ManualClock(START + 4000 * DAY)) as ahead:
        add_task(ahead, "made in the future")
    store.delete([add_task(store, "Buy milk").id])
    clock.advance(31 * DAY)
    add_task(store, "later")

    assert store.purge_trash(clock.now() - 30 * DAY) == 1

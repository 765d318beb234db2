from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from clara_edge.domain.drafts import TaskPatch
from clara_edge.domain.errors import (
    NothingToUndoError,
    QueryInvalidError,
    UndoConflictError,
)
from clara_edge.domain.steps import StepKind, StepState
from clara_edge.storage.database import TaskDatabase
from clara_edge.storage.open import open_store
from tests.clocks import START, ManualClock
from tests.tasks import add_task


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
def web(path, clock, store):
    with open_store(path, clock, origin="web") as web:
        yield web


def edit(path, step_origin, table, key, **values):
    """Change a row inside a step, as any part of the store does."""
    with (
        open_store(path, ManualClock(), origin=step_origin) as store,
        store._step(StepKind.TASK_EDIT) as step,
    ):
        step.summary = "edited"
        step.db.table(table).update(key, values)


def titles(store):
    return [task.title for task in store.open_tasks()]


def test_undo_takes_back_the_last_step_and_redo_does_it_again(store):
    add_task(store, "Buy milk", tags=("food",))
    bread = add_task(store, "Buy bread", project="shopping", tags=("food",))

    undone = store.undo()

    assert (undone.summary, undone.state) == ("Buy bread", StepState.UNDONE)
    assert titles(store) == ["Buy milk"]
    assert store.projects() == []

    redone = store.redo()

    assert (redone.id, redone.state) == (undone.id, StepState.DONE)
    assert store.open_tasks()[-1] == bread


def test_undo_takes_back_the_step_that_is_named_though_others_followed(store):
    add_task(store, "Buy milk")
    milk = store.history(limit=1)[0].id
    add_task(store, "Buy bread")

    assert store.undo(step_id=milk).summary == "Buy milk"

    assert titles(store) == ["Buy bread"]
    with pytest.raises(NothingToUndoError):
        store.undo(step_id=milk)


def test_undo_walks_back_through_all_steps_and_redo_forward_again(store):
    for title in "abc":
        add_task(store, title)

    for _ in "abc":
        store.undo()

    assert titles(store) == []
    with pytest.raises(NothingToUndoError, match="nothing to undo"):
        store.undo()

    for _ in "abc":
        store.redo()

    assert titles(store) == ["a", "b", "c"]
    with pytest.raises(NothingToUndoError, match="nothing to redo"):
        store.redo()


def test_a_new_step_makes_what_was_undone_unredoable(store):
    add_task(store, "a")
    store.undo()

    add_task(store, "b")

    with pytest.raises(NothingToUndoError):
        store.redo()
    assert [s.state for s in store.history()] == [StepState.DONE, StepState.DROPPED]


def test_undo_of_one_origin_leaves_the_steps_of_others(store, web):
    add_task(store, "mine")
    add_task(web, "theirs")

    assert store.undo(origin="cli").summary == "mine"

    assert titles(store) == ["theirs"]
    with pytest.raises(NothingToUndoError, match="done by cli"):
        store.undo(origin="cli")
    assert store.redo(origin="cli").summary == "mine"
    assert sorted(titles(store)) == ["mine", "theirs"]


def test_steps_survive_the_process(store, path, clock):
    add_task(store, "a")
    store.close()

    with open_store(path, clock) as other:
        assert other.undo().summary == "a"


def test_undo_sets_back_only_the_columns_that_the_step_changed(store, path, web):
    task = add_task(store, "Buy milk")
    edit(path, "cli", "tasks", task.id, title="Buy oat milk")
    edit(path, "web", "tasks", task.id, priority="urgent")

    store.undo(origin="cli")

    (after,) = store.open_tasks()
    assert (after.title, after.priority) == ("Buy milk", "urgent")


def test_undo_keeps_the_update_time_of_a_later_change(store, path):
    task = add_task(store, "Buy milk")
    edit(path, "cli", "tasks", task.id, title="x", updated_at="2026-12-01T10:00:00")
    edit(path, "web", "tasks", task.id, position=9, updated_at="2026-12-01T11:00:00")

    store.undo(origin="cli")

    assert store.open_tasks()[0].updated_at.hour == 11


def test_undo_is_refused_when_the_same_column_was_changed_since(store, path):
    task = add_task(store, "Buy milk")
    edit(path, "cli", "tasks", task.id, title="Buy oat milk")
    edit(path, "web", "tasks", task.id, title="Buy soy milk")

    with pytest.raises(
        UndoConflictError, match="'Buy soy milk' was changed since, by web"
    ):
        store.undo(origin="cli")

    assert titles(store) == ["Buy soy milk"]
    assert store.history()[1].state is StepState.DONE


def test_undo_of_an_addition_is_refused_when_the_task_was_changed_since(store, path):
    task = add_task(store, "Buy milk")
    edit(path, "web", "tasks", task.id, priority="low")

    with pytest.raises(UndoConflictError, match="by web on 2026-12-01 at 09:00"):
        store.undo(origin="cli")

    assert titles(store) == ["Buy milk"]


def test_undo_of_an_addition_is_refused_when_it_got_a_subtask_since(store, web):
    parent = add_task(store, "Party")
    add_task(web, "Invite", parent_task_id=parent.id)

    with pytest.raises(UndoConflictError, match="'Party' is in use"):
        store.undo(origin="cli")

    assert titles(store) == ["Party", "Invite"]


def test_undo_of_a_new_project_is_refused_when_others_put_tasks_into_it(store, web):
    add_task(store, "Buy milk", project="Shopping")
    add_task(web, "Buy bread", project="Shopping")

    with pytest.raises(UndoConflictError, match="the project 'Shopping' is in use"):
        store.undo(origin="cli")

    assert titles(store) == ["Buy milk", "Buy bread"]


def test_undo_is_refused_when_the_row_is_gone(store, path):
    task = add_task(store, "Buy milk")
    with TaskDatabase(path) as database, database.write() as db:
        db.table("tasks").delete(task.id)

    with pytest.raises(UndoConflictError, match="'Buy milk'"):
        store.undo()


def test_redo_is_refused_when_the_row_is_there_again(store, path):
    task = add_task(store, "Buy milk")
    with TaskDatabase(path) as database, database.read() as db:
        row = db.table("tasks").get(task.id)
    store.undo()
    stored = {k: v for k, v in row.items() if k not in {"due_key", "priority_rank"}}
    with TaskDatabase(path) as database, database.write() as db:
        db.table("tasks").insert(stored)

    with pytest.raises(UndoConflictError):
        store.redo()


def test_undo_never_makes_a_task_its_own_ancestor(store, path):
    one, two = (add_task(store, title) for title in ("one", "two"))
    edit(path, "cli", "tasks", one.id, parent_task_id=two.id)
    edit(path, "cli", "tasks", one.id, parent_task_id=None)
    edit(path, "web", "tasks", two.id, parent_task_id=one.id)

    with pytest.raises(UndoConflictError, match="'one' would become its own ancestor"):
        store.undo(origin="cli")

    assert store.open_tasks()[0].parent_task_id is None


def test_undo_never_leaves_a_task_below_one_in_the_trash(store, path):
    parent = add_task(store, "Party")
    child = add_task(store, "Invite", parent_task_id=parent.id)
    trashed = {"deleted_at": "2026-12-01T10:00:00+00:00"}
    edit(path, "cli", "tasks", child.id, **trashed, deleted_with=child.id)
    edit(path, "web", "tasks", parent.id, **trashed, deleted_with=parent.id)

    with pytest.raises(UndoConflictError, match="'Invite' would have a parent that is"):
        store.undo(origin="cli")


def test_undo_never_parts_a_task_from_its_parent(store, web):
    add_task(store, "Clean", project="Home")
    parent = add_task(store, "Party")
    store.change([parent.id], TaskPatch(project="Home"))
    add_task(web, "Invite", parent_task_id=parent.id)

    with pytest.raises(UndoConflictError, match="'Invite' would be in another project"):
        store.undo(origin="cli")

    assert {t.project_id for t in store.open_tasks()} == {store.project("home").id}


def test_undo_brings_back_what_a_deletion_took_along(store, path):
    task = add_task(store, "Buy milk", tags=("food", "shop"))
    with store._step(StepKind.TAG_DELETE) as step:
        step.summary = "food"
        step.db.execute("DELETE FROM task_tags WHERE name = 'food'")
    assert store.open_tasks()[0].tags == ("shop",)

    store.undo()

    assert store.open_tasks() == [task]
    store.redo()
    assert store.open_tasks()[0].tags == ("shop",)


def test_a_position_with_seventeen_digits_comes_back_exactly(store, path):
    task = add_task(store, "a")
    exact = 0.1 + 0.2
    edit(path, "cli", "tasks", task.id, position=exact)
    edit(path, "cli", "tasks", task.id, position=7.0)

    store.undo()

    assert store.open_tasks()[0].position == exact
    store.undo()


def test_undo_forgets_columns_that_a_later_schema_no_longer_has(store, path):
    add_task(store, "a")
    with TaskDatabase(path) as database, database.write() as db:
        db.execute(
            "UPDATE step_rows SET new = json_set(new, '$.mood', 'fine')"
            " WHERE table_name = 'tasks'"
        )

    store.undo()

    assert store.open_tasks() == []


def test_history_of_a_task_has_the_steps_that_touched_it(store):
    milk = add_task(store, "Buy milk")
    add_task(store, "Buy bread")
    add_task(store, "Fat", parent_task_id=milk.id)

    assert [s.summary for s in store.history()] == ["Fat", "Buy bread", "Buy milk"]
    assert [s.summary for s in store.history(limit=1)] == ["Fat"]
    (step,) = store.history(task_id=milk.id)
    assert (step.kind, step.origin, step.at) == (StepKind.TASK_ADD, "cli", START)
    assert store.history(task_id="unknown") == []


def test_changes_tell_every_commit_with_what_it_touched(store, web):
    milk = add_task(store, "Buy milk", project="Shopping")
    start = store.last_change()
    bread = add_task(web, "Buy bread", project="Shopping")
    store.undo()

    did, undid = store.changes_since(start)

    assert [did.action, undid.action] == ["do", "undo"]
    assert did.step.origin == "web"
    assert did.task_ids == undid.task_ids == (bread.id,)
    assert did.project_ids == (milk.project_id,)
    assert store.last_change() == undid.seq > did.seq > start
    assert store.changes_since(undid.seq) == []
    assert store.changes_since(0, limit=1)[0].task_ids == (milk.id,)


def test_numbers_that_nobody_means_are_refused_or_beyond_the_end(store):
    add_task(store, "a")

    with pytest.raises(QueryInvalidError):
        store.history(limit=-1)
    with pytest.raises(QueryInvalidError):
        store.changes_since(0, limit=10**30)
    assert store.changes_since(10**30) == []
    assert len(store.changes_since(-(10**30))) == 1


def test_there_is_no_last_change_before_the_first(store):
    assert store.last_change() == 0


def test_pruned_steps_are_forgotten_and_numbers_go_on(store, clock):
    for title in "ab":
        add_task(store, title)
    clock.advance(timedelta(days=1))
    last = store.last_change()

    assert store.prune(clock.now()) == 2

    assert store.history() == []
    assert store.last_change() == last
    with pytest.raises(NothingToUndoError):
        store.undo()
    add_task(store, "c")
    (change,) = store.changes_since(0)
    assert (change.seq, change.step.summary) == (last + 1, "c")


def test_pruning_keeps_what_is_not_older(store, clock):
    add_task(store, "old")
    clock.advance(timedelta(days=1))
    limit = clock.now()
    add_task(store, "new")

    assert store.prune(limit) == 1

    assert [s.summary for s in store.history()] == ["new"]


def test_pruning_goes_on_over_several_transactions(store, clock, path):
    rows = [("task.add", str(n), "cli", clock.now().isoformat()) for n in range(1201)]
    with TaskDatabase(path) as database, database.write() as db:
        db.conn.executemany(
            "INSERT INTO steps (kind, summary, origin, at) VALUES (?, ?, ?, ?)", rows
        )
    clock.advance(timedelta(seconds=1))

    assert store.prune(clock.now()) == 1201
    assert store.history() == []


def test_pruning_keeps_what_was_done_while_the_clock_was_behind(store, path, clock):
    add_task(store, "old")
    clock.advance(timedelta(days=400))
    add_task(store, "new")
    with open_store(path, ManualClock(datetime(1970, 1, 1, tzinfo=UTC))) as unsynced:
        add_task(unsynced, "newer")

    assert store.prune(clock.now() - timedelta(days=365)) == 1

    assert [s.summary for s in store.history()] == ["newer", "new"]


def test_threads_that_undo_at_once_take_each_step_once(path, clock, store):
    for number in range(60):
        add_task(store, f"task {number}")

    def undo_all():
        taken = []
        with open_store(path, clock) as mine, contextlib.suppress(NothingToUndoError):
            while True:
                taken.append(mine.undo().id)
        return taken

    with ThreadPoolExecutor(3) as threads:
        futures = [threads.submit(undo_all) for _ in range(3)]
        taken = [step_id for future in futures for step_id in future.result()]

    assert titles(store) == []
    assert sorted(taken) == sorted(step.id for step in store.history(limit=99))

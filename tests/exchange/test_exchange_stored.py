"""Whatever an importer plans, the store takes; whatever the store has, JSON carries."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clara_edge.domain.drafts import ReminderDraft, TaskPatch
from clara_edge.domain.due import Due
from clara_edge.domain.errors import InputInvalidError, NothingToUndoError
from clara_edge.domain.snapshot import Snapshot
from clara_edge.exchange.formats import Format, carried, read, write
from clara_edge.exchange.limits import MAX_DEPTH
from clara_edge.exchange.merge import merged
from clara_edge.storage.open import open_store
from tests.clocks import ManualClock
from tests.exchange.samples import ALL_ID, CHILD_ID, NOW, SOURCE, by_id, everything
from tests.exchange.strategies import full_snapshots


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "clara.db", ManualClock(NOW)) as store:
        yield store


def emptied(store):
    """Take back all that earlier examples did."""
    try:
        while True:
            store.undo()
    except NothingToUndoError:
        return


def test_the_sample_is_stored_exactly(store):
    result = store.import_snapshot(everything(), source="sample")

    assert (result.added, result.projects_added, result.templates_added) == (4, 2, 1)
    assert by_id(store.snapshot()) == by_id(everything())
    text = write(store.snapshot(), Format.JSON, SOURCE)
    _, plan = read(text.encode(), None, SOURCE)
    assert list(plan.snapshot.tasks) == list(store.snapshot().tasks)


def test_undo_takes_all_of_it_back(store):
    before = store.snapshot()
    store.import_snapshot(everything(), source="sample")

    store.undo()

    assert store.snapshot() == before


@pytest.mark.parametrize("kind", list(Format))
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_the_plan_of_a_damaged_file_can_be_stored(store, kind, data):
    whole = write(everything(), kind, SOURCE)
    begin = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(begin, min(begin + 10, len(whole))))
    other = data.draw(st.text(max_size=6) | st.sampled_from(["9", "2026-12-01", "-"]))
    damaged = (whole[:begin] + other + whole[end:]).encode("utf-8", "replace")
    try:
        _, plan = read(damaged, kind, SOURCE)
    except InputInvalidError:
        return
    stored = store.snapshot()
    change = merged(plan.snapshot, stored, carried(kind), plan.unsaid)

    result = store.import_snapshot(change.snapshot, source="damaged")

    assert result.added == change.added
    assert result.updated + result.unchanged == change.updated + change.unchanged


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(snapshot=full_snapshots())
def test_whatever_json_carries_is_stored_and_carried_again(store, snapshot):
    emptied(store)
    _, plan = read(write(snapshot, Format.JSON, SOURCE).encode(), None, SOURCE)
    store.import_snapshot(plan.snapshot, source="json")

    text = write(store.snapshot(), Format.JSON, SOURCE)
    _, again = read(text.encode(), None, SOURCE)

    assert not again.rejections
    assert again.snapshot.tasks == list(store.snapshot().tasks)
    assert set(by_id(again.snapshot)) >= set(by_id(snapshot))


def placed(first, second):
    """Return a table of two tasks of one series at these places."""
    return (
        "id,title,due,repeat,series,series_index\n"
        f"a,A,2026-12-01,FREQ=DAILY,a,{first}\n"
        f"b,B,2026-12-02,FREQ=DAILY,a,{second}\n"
    ).encode()


def test_places_in_a_series_can_be_swapped(store):
    for first, second in ((0, 1), (1, 0)):
        _, plan = read(placed(first, second), Format.CSV, SOURCE)
        store.import_snapshot(plan.snapshot, source="csv")

    found = {task.title: task for task in store.snapshot().tasks}
    assert (found["A"].occurrence.index, found["B"].occurrence.index) == (1, 0)
    assert {task.occurrence.series_id for task in found.values()} == {found["A"].id}


def test_a_slot_that_does_not_fit_the_rule_reaches_no_database(store):
    text = (
        "id,title,due,repeat,series,series_slot\n"
        "a,A,2026-12-01,FREQ=DAILY,a,2026-12-01T10:00\n"
    )

    _, plan = read(text.encode(), Format.CSV, SOURCE)
    store.import_snapshot(plan.snapshot, source="csv")

    assert "does not fit how it repeats" in plan.rejections[0].reason
    [found] = store.snapshot().tasks
    assert found.occurrence.slot == found.due


def test_the_store_refuses_such_a_slot_itself(store):
    sample = by_id(everything())[CHILD_ID]
    slot = Due.parse("2027-02-28T10:00", "Europe/Berlin")
    odd = replace(
        sample, parent_task_id=None, occurrence=replace(sample.occurrence, slot=slot)
    )

    with pytest.raises(InputInvalidError, match="does not fit how it repeats"):
        store.import_snapshot(Snapshot(tasks=[odd]), source="odd")

    assert not store.snapshot().tasks


def test_a_tree_that_is_too_deep_for_the_store_is_cut_and_reported(store):
    rows = [f"t{n},{n},{f't{n - 1}' if n else ''}" for n in range(MAX_DEPTH + 3)]
    _, plan = read("\n".join(["id,title,parent", *rows]).encode(), Format.CSV, SOURCE)

    result = store.import_snapshot(plan.snapshot, source="deep")

    assert result.added == MAX_DEPTH + 3
    [rejection] = plan.rejections
    assert rejection.where == f"line {MAX_DEPTH + 3}"


def test_a_task_whose_own_series_another_began_gets_a_new_one(store):
    columns = "id,title,due,repeat,series,series_index\n"
    for identity in ("z", ALL_ID):
        row = f"{identity},Water,2026-12-01,FREQ=DAILY,{ALL_ID},0\n"
        _, plan = read((columns + row).encode(), Format.CSV, SOURCE)
        store.import_snapshot(plan.snapshot, source="series")

    series = {task.occurrence.series_id for task in store.snapshot().tasks}

    assert len(series) == 2


def test_what_needs_a_due_date_goes_with_one_that_another_program_removed(store):
    columns = "TYPE,CONTENT,PRIORITY,INDENT,DATE,DATE_LANG\n"

    def brought(date):
        data = f"{columns}task,Water,4,1,{date},en\n".encode()
        _, plan = read(data, Format.TODOIST, SOURCE)
        kept = carried(Format.TODOIST)
        change = merged(plan.snapshot, store.snapshot(), kept, plan.unsaid)
        return change, store.import_snapshot(change.snapshot, source="todoist")

    brought("every monday at 9am")
    [task] = store.snapshot().tasks
    store.change(
        [task.id],
        TaskPatch(reminders=(ReminderDraft(60),), start=task.due.day),
    )

    earlier, result = brought("2 dec")
    assert (earlier.updated, result.updated) == (1, 1)
    [task] = store.snapshot().tasks
    assert task.start == task.due.day

    gone, result = brought("")
    assert (gone.updated, result.updated) == (1, 1)
    [task] = store.snapshot().tasks
    assert (task.due, task.reminders, task.recurrence) == (None, (), None)

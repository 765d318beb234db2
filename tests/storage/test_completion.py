from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from clara_edge.domain.drafts import ReminderDraft, TaskDraft, TaskPatch
from clara_edge.domain.due import Due
from clara_edge.domain.errors import (
    FieldInvalidError,
    RecurrenceInvalidError,
    TaskNotFoundError,
    TaskStateError,
)
from clara_edge.domain.recurrence import Recurrence, without
from clara_edge.domain.tasks import Priority, Status
from clara_edge.storage.open import open_store
from tests.clocks import ManualClock
from tests.tasks import add_task

DAY = timedelta(days=1)
TUESDAY = Due(date(2026, 12, 1))
FRIDAY = Due(date(2026, 12, 4))
FRIDAYS = Recurrence(FRIDAY, rule="FREQ=WEEKLY;BYDAY=FR")
BERLIN = "Europe/Berlin"


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def store(tmp_path, clock):
    with open_store(tmp_path / "clara.db", clock) as store:
        yield store


def change(store, task, **values):
    (changed,) = store.change([task.id], TaskPatch(**values))
    return changed


def complete(store, task):
    (spawned,) = store.complete([task.id]).spawned
    return spawned


def everything(store):
    return store.snapshot()


def test_completed_task_is_done_now_and_with_its_open_subtasks(store, clock):
    (top,) = store.add(
        TaskDraft(
            "a",
            subtasks=(
                TaskDraft("b", subtasks=(TaskDraft("c"),)),
                TaskDraft("d", status=Status.CANCELLED),
            ),
        )
    )
    b, c, _d = store.subtasks(top.id)
    store.complete([b.id])
    clock.advance(DAY)

    done = store.complete([top.id])

    assert [t.title for t in done.completed] == ["a"]
    assert store.get(top.id).completed_at == clock.now()
    assert store.get(c.id).completed_at == clock.now() - DAY
    assert [t.status for t in store.subtasks(top.id)].count(Status.CANCELLED) == 1


def test_open_subtask_below_a_done_one_is_completed_too(store):
    (top,) = store.add(TaskDraft("a", subtasks=(TaskDraft("b"),)))
    (b,) = store.subtasks(top.id)
    store.complete([b.id])
    late = add_task(store, "late", parent_task_id=b.id)

    store.complete([top.id])

    assert store.get(late.id).status is Status.COMPLETED


def test_completing_again_changes_nothing(store):
    task = add_task(store, "x", recurrence=FRIDAYS)
    store.complete([task.id])
    before = everything(store), store.last_change()

    again = store.complete([task.id])

    assert (again.completed, again.spawned) == ((), ())
    assert (everything(store), store.last_change()) == before


def test_unknown_and_trashed_tasks_are_not_completed(store):
    task, trashed = add_task(store, "x"), add_task(store, "y")
    store.delete([trashed.id])

    with pytest.raises(TaskStateError, match="'y' is in the trash"):
        store.complete([task.id, trashed.id])
    with pytest.raises(TaskNotFoundError):
        store.complete([task.id, "nobody"])

    assert store.get(task.id) == task


def test_next_occurrence_takes_over_what_the_task_has(store):
    task = add_task(
        store,
        "Bins",
        description="both",
        project="home",
        priority=Priority.HIGH,
        due=Due(FRIDAY.day, time(7), BERLIN),
        start=date(2026, 12, 3),
        estimated_minutes=5,
        tags=("out", "early"),
        reminders=(
            ReminderDraft(30),
            ReminderDraft(at=Due(date(2026, 12, 3), time(20), BERLIN)),
        ),
        recurrence=Recurrence(Due(FRIDAY.day, time(7), BERLIN), rule=FRIDAYS.rule),
    )

    new = complete(store, task)

    assert new.due == Due(date(2026, 12, 11), time(7), BERLIN)
    assert new.start == date(2026, 12, 10)
    assert [(r.minutes_before, r.at) for r in new.reminders] == [
        (30, None),
        (None, Due(date(2026, 12, 10), time(20), BERLIN)),
    ]
    same = ("title", "description", "project_id", "priority", "estimated_minutes")
    for name in (*same, "tags", "position", "recurrence"):
        assert getattr(new, name) == getattr(task, name), name
    assert (new.occurrence.series_id, new.occurrence.index) == (task.id, 1)
    assert new.occurrence.slot == new.due
    assert new.number != task.number
    old = store.get(task.id)
    assert old.recurrence == task.recurrence
    assert old.occurrence == task.occurrence


def test_subtasks_come_again_open_and_as_far_moved(store):
    (task,) = store.add(
        TaskDraft(
            "Clean",
            recurrence=FRIDAYS,
            subtasks=(
                TaskDraft("Bath", due=Due(date(2026, 12, 2)), tags=("x",)),
                TaskDraft(
                    "Hall", status=Status.CANCELLED, subtasks=(TaskDraft("Rug"),)
                ),
                TaskDraft("Gone"),
            ),
        )
    )
    bath, *_, gone = store.subtasks(task.id)
    store.complete([bath.id])
    store.delete([gone.id])

    below = store.subtasks(complete(store, task).id)

    assert [(t.title, t.status) for t in below] == [
        ("Bath", Status.TODO),
        ("Hall", Status.TODO),
        ("Rug", Status.TODO),
    ]
    assert below[0].due == Due(date(2026, 12, 9))
    assert below[0].tags == ("x",)
    assert below[2].parent_task_id == below[1].id


def test_subtask_that_recurs_goes_on_in_the_next_occurrence_of_its_parent(store, clock):
    (top,) = store.add(
        TaskDraft(
            "Trip",
            recurrence=FRIDAYS,
            subtasks=(
                TaskDraft("Water", recurrence=Recurrence(TUESDAY, rule="FREQ=DAILY")),
                TaskDraft(
                    "Once",
                    recurrence=Recurrence(TUESDAY, rule="FREQ=DAILY;COUNT=1"),
                    subtasks=(TaskDraft("Step"),),
                ),
            ),
        )
    )
    water, once, step = store.subtasks(top.id)
    second = complete(store, water)
    assert second.parent_task_id == top.id

    done = store.complete([top.id])

    assert {t.id for t in done.completed} == {top.id, second.id, once.id, step.id}
    (spawned,) = done.spawned
    (third,) = store.subtasks(spawned.id)
    assert (third.title, third.occurrence.index) == ("Water", 2)
    assert third.due == Due(date(2026, 12, 3))
    assert [t.title for t in store.open_tasks()] == ["Trip", "Water"]


def test_subtask_completed_along_with_a_parent_that_does_not_recur_does_not_come_back(
    store,
):
    (top,) = store.add(TaskDraft("a", subtasks=(TaskDraft("b", recurrence=FRIDAYS),)))
    (sub,) = store.subtasks(top.id)

    assert store.complete([sub.id, top.id]).spawned == ()
    assert store.open_tasks() == []


def test_rule_that_is_over_brings_nothing_back(store):
    task = add_task(
        store, "x", recurrence=Recurrence(FRIDAY, rule="FREQ=DAILY;COUNT=1")
    )

    assert store.complete([task.id]).spawned == ()


def test_interval_counts_from_the_day_of_completion(store, clock):
    task = add_task(store, "x", recurrence=Recurrence(TUESDAY, after_completion="P3D"))
    clock.advance(10 * DAY)

    assert complete(store, task).due == Due(date(2026, 12, 14))


def test_moving_one_occurrence_leaves_the_next_where_the_rule_puts_it(store):
    task = add_task(store, "x", recurrence=FRIDAYS)

    moved = change(store, task, due=Due(date(2026, 12, 6)))

    assert moved.occurrence.slot == FRIDAY
    assert complete(store, moved).due == Due(date(2026, 12, 11))


def test_due_date_of_recurring_task_goes_only_with_its_recurrence(store):
    task = add_task(store, "x", recurrence=FRIDAYS)

    with pytest.raises(FieldInvalidError, match="clear its recurrence as well"):
        change(store, task, due=None)
    plain = change(store, task, due=None, recurrence=None)

    assert (plain.due, plain.recurrence) == (None, None)


@pytest.mark.parametrize("zone", [None, BERLIN])
def test_clearing_the_recurrence_keeps_due_date_and_record(store, zone):
    start = FRIDAY if zone is None else Due(FRIDAY.day, time(9), zone)
    task = add_task(store, "x", recurrence=Recurrence(start, rule="FREQ=DAILY"))

    plain = change(store, task, recurrence=None)

    assert (plain.due, plain.recurrence) == (start, None)
    assert plain.occurrence == task.occurrence
    assert store.complete([task.id]).spawned == ()


def test_plain_task_starts_a_series_on_the_first_slot_from_its_due_date_on(store):
    undated, tuesday = add_task(store, "x"), add_task(store, "y", due=TUESDAY)

    for task in (undated, tuesday):
        recurring = change(store, task, recurrence=FRIDAYS)
        assert recurring.due == FRIDAY
        assert (recurring.occurrence.series_id, recurring.occurrence.index) == (
            task.id,
            0,
        )
    later = add_task(store, "z", due=Due(date(2026, 12, 5)), recurrence=FRIDAYS)
    assert later.due == later.occurrence.slot == Due(date(2026, 12, 11))


def test_series_goes_on_with_its_next_slot_when_its_rule_changes(store):
    task = complete(store, complete(store, add_task(store, "x", recurrence=FRIDAYS)))
    assert task.due == Due(date(2026, 12, 18))

    thursdays = Recurrence(FRIDAYS.start, rule="FREQ=WEEKLY;BYDAY=FR,SA;WKST=MO")
    same = change(store, task, recurrence=thursdays)
    moved = change(
        store, task, recurrence=Recurrence(Due(date(2027, 1, 4)), rule="FREQ=DAILY")
    )

    assert (same.due, same.occurrence.index) == (task.due, 2)
    assert (moved.due, moved.occurrence.index) == (Due(date(2027, 1, 4)), 2)


def test_occurrence_that_was_moved_stays_there_when_a_later_slot_is_left_out(store):
    task = add_task(store, "x", recurrence=FRIDAYS)
    moved = change(store, task, due=Due(date(2026, 12, 6)))
    left_out = without(moved.recurrence, Due(date(2026, 12, 11)))

    still = change(store, task, recurrence=left_out)

    assert still.due == Due(date(2026, 12, 6))
    assert complete(store, still).due == Due(date(2026, 12, 18))


def test_recurrence_of_a_done_task_stays_as_it_was(store):
    task = add_task(store, "x", recurrence=FRIDAYS)
    store.complete([task.id])

    with pytest.raises(TaskStateError, match="'x' is done"):
        change(store, task, recurrence=Recurrence(FRIDAY, rule="FREQ=DAILY"))


def test_rule_that_ends_before_the_due_date_is_refused(store):
    rule = Recurrence(FRIDAY, rule="FREQ=DAILY;UNTIL=20261210")

    with pytest.raises(RecurrenceInvalidError, match="on or after 2026-12-20"):
        add_task(store, "x", due=Due(date(2026, 12, 20)), recurrence=rule)


def test_reopening_takes_back_the_occurrence_that_nobody_touched(store, clock):
    (task,) = store.add(
        TaskDraft("x", recurrence=FRIDAYS, tags=("t",), subtasks=(TaskDraft("y"),))
    )
    before = store.open_tasks()
    store.complete([task.id])
    clock.advance(DAY)

    (again,) = store.reopen([task.id])

    assert (again.recurrence, again.completed_at) == (task.recurrence, None)
    assert [t.id for t in store.open_tasks()] == [t.id for t in before]
    store.undo()
    assert [t.title for t in store.open_tasks()] == ["x", "y"]
    assert store.open_tasks()[0].occurrence.index == 1
    store.redo()
    assert complete(store, again).occurrence.index == 1


@pytest.mark.parametrize(
    "touch",
    [
        lambda store, new: change(store, new, title="z"),
        lambda store, new: store.complete([new.id]),
        lambda store, new: add_task(store, "extra", parent_task_id=new.id),
        lambda store, new: store.delete([store.subtasks(new.id)[0].id]),
        lambda store, new: change(store, store.subtasks(new.id)[0], add_tags=("t",)),
        lambda store, new: store.skip(new.id),
    ],
)
def test_reopened_task_recurs_no_more_when_its_next_occurrence_was_touched(
    store, clock, touch
):
    (task,) = store.add(TaskDraft("x", recurrence=FRIDAYS, subtasks=(TaskDraft("y"),)))
    new = complete(store, task)
    clock.advance(DAY)
    touch(store, new)

    (again,) = store.reopen([task.id])

    assert again.status is Status.TODO
    assert again.recurrence is None
    assert store.get(new.id).recurrence is not None
    assert store.complete([again.id]).spawned == ()


def test_reopened_task_carries_the_series_on_when_the_next_one_lies_in_the_trash(
    store, clock
):
    task = add_task(store, "x", recurrence=FRIDAYS)
    new = complete(store, task)
    clock.advance(DAY)
    store.delete([new.id])

    (again,) = store.reopen([task.id])

    assert again.recurrence == task.recurrence
    assert store.trash() == []
    assert complete(store, again).occurrence.index == 1


def test_one_off_task_starts_a_series_of_its_own(store, clock):
    task = add_task(store, "x", recurrence=FRIDAYS)
    new = complete(store, task)
    clock.advance(DAY)
    change(store, new, title="touched")
    (again,) = store.reopen([task.id])

    recurring = change(store, again, recurrence=FRIDAYS)
    new = complete(store, recurring)

    assert recurring.occurrence.index == 0
    assert new.occurrence.series_id == recurring.occurrence.series_id != task.id


def test_next_occurrence_that_is_asked_for_as_well_is_not_taken_back(store):
    first = add_task(store, "Bins", recurrence=FRIDAYS, subtasks=(TaskDraft("Blue"),))
    following = complete(store, first)
    (child,) = store.subtasks(following.id)

    both = store.reopen([first.id, following.id])
    store.undo()
    tagged = store.change(
        [first.id, child.id], TaskPatch(status=Status.TODO, add_tags=("x",))
    )

    assert [task.id for task in both] == [first.id, following.id]
    assert [task.tags for task in tagged] == [("x",), ("x",)]
    assert store.get(first.id).recurrence is None
    assert store.get(following.id).recurrence is not None


def test_reopening_opens_what_was_completed_along(store, clock):
    (top,) = store.add(TaskDraft("a", subtasks=(TaskDraft("b"), TaskDraft("c"))))
    b, c = store.subtasks(top.id)
    store.complete([b.id])
    clock.advance(DAY)
    store.complete([top.id])

    store.reopen([top.id])

    assert [store.get(t.id).is_open for t in (top, b, c)] == [True, False, True]


def test_opening_by_a_change_is_reopening(store, clock):
    task = add_task(store, "x", recurrence=FRIDAYS)
    new = complete(store, task)

    again = change(store, task, status=Status.IN_PROGRESS)

    assert (again.status, again.completed_at) == (Status.IN_PROGRESS, None)
    with pytest.raises(TaskNotFoundError):
        store.get(new.id)


def test_reopening_an_open_task_changes_nothing(store):
    task = add_task(store, "x")
    last = store.last_change()

    assert store.reopen([task.id]) == [task]
    assert store.last_change() == last


def test_skipped_occurrence_moves_on_with_all_its_dates(store):
    (task,) = store.add(
        TaskDraft(
            "x",
            start=date(2026, 12, 3),
            recurrence=Recurrence(Due(FRIDAY.day, time(7), BERLIN), rule=FRIDAYS.rule),
            reminders=(
                ReminderDraft(5),
                ReminderDraft(at=Due(FRIDAY.day, time(6), BERLIN)),
            ),
            subtasks=(TaskDraft("y", due=FRIDAY), TaskDraft("z", due=FRIDAY)),
        )
    )
    _y, z = store.subtasks(task.id)
    store.complete([z.id])

    skipped = store.skip(task.id)

    assert (
        skipped.due
        == skipped.occurrence.slot
        == Due(date(2026, 12, 11), time(7), BERLIN)
    )
    assert skipped.start == date(2026, 12, 10)
    assert [(r.minutes_before, r.at and r.at.text) for r in skipped.reminders] == [
        (5, None),
        (None, "2026-12-11T06:00"),
    ]
    assert [t.due.day.day for t in store.subtasks(task.id)] == [11, 4]
    assert complete(store, skipped).due.day == date(2026, 12, 18)


def test_only_an_open_recurring_task_with_a_further_slot_is_skipped(store):
    plain = add_task(store, "plain")
    done = add_task(store, "done", recurrence=FRIDAYS)
    store.complete([done.id])
    last = add_task(
        store, "last", recurrence=Recurrence(FRIDAY, rule="FREQ=DAILY;COUNT=1")
    )

    with pytest.raises(TaskStateError, match="'plain' does not recur"):
        store.skip(plain.id)
    with pytest.raises(TaskStateError, match="'done' is done"):
        store.skip(done.id)
    with pytest.raises(RecurrenceInvalidError, match="no occurrence of 'last'"):
        store.skip(last.id)
    with pytest.raises(TaskNotFoundError):
        store.skip("nobody")


def test_occurrence_that_an_old_backup_opened_again_does_not_come_back_twice(store):
    (task,) = store.add(
        TaskDraft(
            "x", recurrence=FRIDAYS, subtasks=(TaskDraft("y", recurrence=FRIDAYS),)
        )
    )
    backup = store.snapshot()
    (new,) = store.complete([task.id]).spawned
    store.import_snapshot(backup, source="old.json")
    assert store.get(task.id).is_open

    done = store.complete([task.id])

    assert done.spawned == ()
    assert [t.id for t in store.open_tasks()] == [new.id, store.subtasks(new.id)[0].id]


def test_cancelled_occurrence_ends_its_series_until_it_is_completed_after_all(store):
    task = add_task(store, "x", recurrence=FRIDAYS)

    change(store, task, status=Status.CANCELLED)
    ended = store.open_tasks()
    new = complete(store, task)

    assert ended == []
    assert new.occurrence.index == 1


def test_undo_takes_completion_and_next_occurrence_back_together(store):
    (task,) = store.add(TaskDraft("x", recurrence=FRIDAYS, subtasks=(TaskDraft("y"),)))
    before = everything(store).tasks
    complete(store, task)

    store.undo()

    assert everything(store).tasks == before
    store.redo()
    assert store.get(task.id).status is Status.COMPLETED
    assert len(store.open_tasks()) == 2

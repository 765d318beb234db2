from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from clara_edge.domain.due import Due
from clara_edge.domain.errors import (
    ClaraError,
    DueInvalidError,
    InputInvalidError,
    TemplateNotFoundError,
)
from clara_edge.domain.steps import StepKind
from clara_edge.domain.tasks import Priority
from clara_edge.domain.templates import TemplateTask
from clara_edge.storage.open import open_store
from tests.clocks import ManualClock

TRIP = TemplateTask(
    "Trip",
    "with notes",
    Priority.HIGH,
    due_after_days=0,
    due_time=time(9, 30),
    start_after_days=-14,
    estimated_minutes=90,
    tags=("travel",),
    remind_minutes_before=(60, 1440),
    subtasks=(
        TemplateTask("Book", due_after_days=-30),
        TemplateTask("Pack", subtasks=(TemplateTask("Socks"),)),
    ),
)


@pytest.fixture
def store(tmp_path):
    now = datetime(2026, 12, 1, 9, tzinfo=ZoneInfo("Europe/Berlin"))
    with open_store(tmp_path / "clara.db", ManualClock(now)) as store:
        yield store


def nested(depth):
    task = TemplateTask("leaf")
    for _ in range(depth - 1):
        task = TemplateTask("x", subtasks=(task,))
    return task


def test_template_is_read_back_as_it_was_saved(store):
    saved = store.save_template("Travel", [TRIP], project="Holidays")

    assert saved.tasks == (TRIP,)
    assert saved.project == "Holidays"
    assert store.templates() == [saved]


def test_using_a_template_adds_its_tree_with_dates_counted_from_the_day(store):
    store.save_template("Travel", [TRIP, TemplateTask("Return")], project="Holidays")

    trip, back = store.use_template("TRAVEL", date(2027, 3, 30))

    assert trip.due == Due(date(2027, 3, 30), time(9, 30), "Europe/Berlin")
    assert trip.start == date(2027, 3, 16)
    assert (trip.priority, trip.estimated_minutes) == (Priority.HIGH, 90)
    assert trip.tags == ("travel",)
    assert sorted(r.minutes_before for r in trip.reminders) == [60, 1440]
    tasks = {t.title: t for t in store.open_tasks(project="holidays")}
    assert set(tasks) == {"Trip", "Book", "Pack", "Socks", "Return"}
    assert tasks["Book"].due == Due(date(2027, 2, 28))
    assert tasks["Book"].parent_task_id == trip.id
    assert tasks["Socks"].parent_task_id == tasks["Pack"].id
    assert back.due is None


def test_using_a_template_is_one_step(store):
    store.save_template("Travel", [TRIP])
    store.use_template("Travel", date(2027, 3, 30), project="Elsewhere")
    assert store.count_open_tasks(project="elsewhere") == 4

    step = store.undo()

    assert (step.kind, step.summary) == (StepKind.TEMPLATE_USE, "Travel")
    assert store.open_tasks() == []
    assert store.projects() == []


def test_saving_under_the_same_name_in_any_case_replaces(store):
    first = store.save_template("Übung", [TemplateTask("a")])

    second = store.save_template("ÜBUNG", [TemplateTask("b")])

    assert second.id == first.id
    assert store.templates() == [second]
    store.undo()
    assert store.templates() == [first]


def test_saving_what_is_there_already_is_no_step(store):
    store.save_template("Travel", [TRIP])
    store.save_template("Travel", [TRIP])

    assert len(store.history()) == 1


def test_deleted_template_comes_back_by_undo(store):
    saved = store.save_template("Travel", [TRIP])

    store.delete_template("travel")

    assert store.templates() == []
    store.undo()
    assert store.templates() == [saved]


@pytest.mark.parametrize("name", ["", "nothing", "x" * 10_000, "\x00"])
def test_unknown_template_is_refused_by_name(store, name):
    store.save_template("Travel", [TRIP])

    with pytest.raises(TemplateNotFoundError, match="Travel"):
        store.use_template(name, date(2027, 1, 1))
    with pytest.raises(TemplateNotFoundError):
        store.delete_template(name)


@pytest.mark.parametrize(
    "tasks",
    [
        [],
        [TemplateTask("")],
        [TemplateTask("x" * 10_000)],
        [TemplateTask("x", "\x00")],
        [TemplateTask("x", priority="soon")],
        [TemplateTask("x", due_after_days=10**30)],
        [TemplateTask("x", due_after_days=1.5)],
        [TemplateTask("x", due_time=time(9))],
        [TemplateTask("x", due_after_days=1, due_time=time(9, tzinfo=ZoneInfo("UTC")))],
        [TemplateTask("x", due_after_days=1, due_time="9:00")],
        [TemplateTask("x", due_after_days=1, start_after_days=2)],
        [TemplateTask("x", estimated_minutes=0)],
        [TemplateTask("x", tags=("",))],
        [TemplateTask("x", remind_minutes_before=(5,))],
        [TemplateTask("x", due_after_days=1, remind_minutes_before=(10**30,))],
        [TemplateTask("x", due_after_days=1, remind_minutes_before=5)],
        [TemplateTask("x", subtasks=("y",))],
        [TemplateTask("x", subtasks=3)],
        [TemplateTask("x", due_after_days=1, due_time=10**5_000)],
        ["x"],
        [10**5_000],
        [TemplateTask("x")] * 501,
        [nested(21)],
        [nested(5_000)],
    ],
)
def test_template_that_cannot_be_used_is_refused_and_nothing_is_stored(store, tasks):
    with pytest.raises(InputInvalidError):
        store.save_template("Travel", tasks)

    assert store.templates() == []
    assert store.history() == []


@pytest.mark.parametrize("tasks", [[TemplateTask("x")] * 500, [nested(20)]])
def test_template_at_the_limit_is_stored_and_used(store, tasks):
    store.save_template("Big", tasks)

    store.use_template("Big", date(2027, 1, 1))

    assert store.count_open_tasks() == 500 if len(tasks) > 1 else 20


@pytest.mark.parametrize("name", ["", "x" * 501, "a\x00b"])
def test_template_needs_a_name(store, name):
    with pytest.raises(InputInvalidError):
        store.save_template(name, [TRIP])


@pytest.mark.parametrize("anchor", [date.max, date.min])
def test_day_out_of_range_is_refused_and_adds_nothing(store, anchor):
    far = [
        TemplateTask("far", due_after_days=99),
        TemplateTask("x", due_after_days=-99),
    ]
    store.save_template("Far", far)

    with pytest.raises(DueInvalidError):
        store.use_template("Far", anchor)

    assert store.open_tasks() == []


def test_project_name_that_cannot_be_stored_is_refused(store):
    store.save_template("Travel", [TRIP])

    with pytest.raises(ClaraError):
        store.save_template("Other", [TRIP], project="\x00")
    with pytest.raises(ClaraError):
        store.use_template("Travel", date(2027, 1, 1), project="x" * 501)

    assert store.open_tasks() == []

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone

import pytest

from clara_edge.domain.drafts import ProjectDraft, ReminderDraft, TaskDraft, TaskPatch
from clara_edge.domain.due import Due
from clara_edge.domain.errors import InputInvalidError, ParentInvalidError
from clara_edge.domain.recurrence import Recurrence
from clara_edge.domain.snapshot import Snapshot
from clara_edge.domain.steps import StepKind
from clara_edge.domain.tasks import (
    Occurrence,
    Priority,
    Project,
    Reminder,
    Status,
    Tag,
    Task,
)
from clara_edge.domain.templates import Template, TemplateTask
from clara_edge.storage.open import open_store
from tests.clocks import START, ManualClock
from tests.tasks import add_task

DUE = Due(date(2026, 12, 4), time(14, 30), "Europe/Berlin")
WEEKLY = Recurrence(DUE, "FREQ=WEEKLY;BYDAY=FR")


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def store(tmp_path, clock):
    with open_store(tmp_path / "one" / "clara.db", clock) as store:
        yield store


@pytest.fixture
def other(tmp_path):
    later = ManualClock(START + timedelta(days=3))
    with open_store(tmp_path / "two" / "clara.db", later) as store:
        yield store


def fill(store, clock):
    """Put something into every table and every column."""
    store.add_project(ProjectDraft("Work", "notes", "#33aa77", default_for=("a", "#b")))
    store.add_project(ProjectDraft("Old", archived=True))
    store.add(
        TaskDraft(
            "Report",
            "with\nnotes",
            project="Work",
            priority=Priority.URGENT,
            status=Status.IN_PROGRESS,
            due=DUE,
            start=date(2026, 12, 1),
            estimated_minutes=90,
            tags=("office", "Ümlaut"),
            reminders=(ReminderDraft(60), ReminderDraft(at=DUE)),
            subtasks=(TaskDraft("Read", subtasks=(TaskDraft("Print"),)),),
        )
    )
    clock.advance(timedelta(hours=1))
    bins = add_task(store, "Put out the bins", due=DUE, recurrence=WEEKLY)
    water = add_task(
        store,
        "Water the plants",
        recurrence=Recurrence(Due(date(2026, 12, 1)), after_completion="P3D"),
    )
    store.complete([bins.id, water.id])
    gone = add_task(store, "Gone", subtasks=(TaskDraft("Gone too"),))
    store.delete([gone.id])
    trip = TemplateTask("Trip", due_after_days=0, due_time=time(9))
    store.save_template("Travel", [trip], project="Work")


def task(identity, title="x", **values):
    values = {"number": 0, "created_at": START, "updated_at": START, **values}
    return Task(identity, title=title, **values)


def test_snapshot_brought_into_an_empty_store_gives_the_same_snapshot(
    store, other, clock
):
    fill(store, clock)
    before = store.snapshot()

    result = other.import_snapshot(before, source="clara.json")

    assert other.snapshot() == before
    assert (result.added, result.updated, result.unchanged) == (9, 0, 0)
    assert (result.projects_added, result.templates_added) == (2, 1)
    assert other.history()[0].id == result.step_id
    assert (other.history()[0].kind, other.history()[0].summary) == (
        StepKind.IMPORT,
        "clara.json",
    )


def test_restored_from_the_trash_a_tree_is_complete_after_an_import(
    store, other, clock
):
    fill(store, clock)
    other.import_snapshot(store.snapshot(), source="clara.json")

    back = other.restore([t.id for t in other.trash() if t.title == "Gone"])

    assert {t.title for t in back} == {"Gone", "Gone too"}


def test_import_is_one_step_that_undo_takes_back_as_a_whole(store, other, clock):
    fill(store, clock)
    add_task(other, "Mine")
    mine = other.snapshot()

    other.import_snapshot(store.snapshot(), source="clara.json")
    both = other.snapshot()
    other.undo()

    assert other.snapshot() == mine
    other.redo()
    assert other.snapshot() == both


def test_importing_the_same_again_changes_nothing(store, clock):
    fill(store, clock)
    before = store.snapshot()
    steps = len(store.history())

    result = store.import_snapshot(before, source="clara.json")

    assert (result.added, result.updated, result.unchanged) == (0, 0, 9)
    assert result.step_id is None
    assert len(store.history()) == steps
    assert store.snapshot() == before


def test_older_snapshot_sets_known_tasks_back(store, clock):
    report = add_task(
        store, "Report", tags=("a",), due=DUE, reminders=(ReminderDraft(5),)
    )
    before = store.snapshot()
    clock.advance(timedelta(hours=1))
    store.change(
        [report.id], TaskPatch(title="Changed", tags=("b",), reminders=(), due=None)
    )
    new = add_task(store, "New")

    result = store.import_snapshot(before, source="old.json")

    assert (result.added, result.updated) == (0, 1)
    assert store.open_tasks() == [report, new]


def test_numbers_are_kept_if_free_and_given_otherwise(store):
    add_task(store, "one")
    imported = [
        task("a", number=1),
        task("b", number=7),
        task("c", number=7),
        task("d"),
        task("e", number=-5),
        task("f", number=10**30),
    ]

    store.import_snapshot(Snapshot(tasks=imported), source="x")

    numbers = {t.id: t.number for t in store.open_tasks() if t.title == "x"}
    assert numbers == {"a": 8, "b": 7, "c": 9, "d": 10, "e": 11, "f": 12}
    assert add_task(store, "next").number == 13


def test_tasks_of_other_programs_go_after_all_others_in_their_order(store):
    first = add_task(store, "first")

    store.import_snapshot(Snapshot(tasks=[task("b"), task("a")]), source="x")

    positions = [t.position for t in store.open_tasks()]
    assert positions == sorted(positions)
    assert [t.id for t in store.open_tasks()] == [first.id, "b", "a"]


def test_projects_tags_and_templates_are_found_by_name(store):
    add_task(store, "mine", project="Shopping", tags=("food",))
    store.save_template("Travel", [TemplateTask("Trip")])
    snapshot = Snapshot(
        projects=[Project("p", "SHOPPING", "other notes")],
        tags=[Tag("t", "FOOD", "#000000")],
        tasks=[task("a", "theirs", project_id="p", tags=("Food", "new"))],
        templates=[Template("tt", "travel", (TemplateTask("Flight"),))],
    )

    result = store.import_snapshot(snapshot, source="x")

    assert (result.projects_added, result.templates_added) == (0, 0)
    assert [p.name for p in store.projects()] == ["Shopping"]
    assert {t.title for t in store.open_tasks(project="shopping")} == {"theirs", "mine"}
    assert {t.name for t in store.snapshot().tags} == {"food", "new"}
    assert [t.tasks[0].title for t in store.templates()] == ["Flight"]


def test_project_known_by_its_id_becomes_as_given_unless_its_name_is_taken(store):
    one = store.add_project(ProjectDraft("One"))
    store.add_project(ProjectDraft("Two"))

    store.import_snapshot(
        Snapshot(projects=[replace(one, name="TWO", color="#ffffff")]), source="x"
    )

    assert [(p.name, p.color) for p in store.projects()] == [
        ("One", "#ffffff"),
        ("Two", None),
    ]


def test_parents_may_come_after_their_subtasks(store):
    tasks = [task("c", parent_task_id="b"), task("b", parent_task_id="a"), task("a")]

    store.import_snapshot(Snapshot(tasks=tasks), source="x")

    assert [t.id for t in store.open_tasks()] == ["c", "b", "a"]


def test_subtask_goes_where_its_parent_is(store):
    mine = add_task(store, "mine", project="Home")
    tasks = [task("a", parent_task_id=mine.id), task("b", parent_task_id="a")]

    store.import_snapshot(Snapshot(tasks=tasks), source="x")

    assert {t.project_id for t in store.open_tasks()} == {mine.project_id}


def test_subtasks_that_were_not_brought_in_follow_a_parent_that_was(store):
    parent = add_task(store, "parent")
    child = add_task(store, "child", parent_task_id=parent.id)
    project = Project("p", "Work")

    store.import_snapshot(
        Snapshot(projects=[project], tasks=[replace(parent, project_id="p")]),
        source="x",
    )
    assert {t.project_id for t in store.open_tasks()} == {"p"}

    store.import_snapshot(
        Snapshot(
            projects=[project],
            tasks=[replace(parent, project_id="p", deleted_at=START)],
        ),
        source="x",
    )
    assert {t.id for t in store.trash()} == {parent.id, child.id}
    store.restore([parent.id])
    assert len(store.open_tasks()) == 2


def test_task_alive_below_one_in_the_trash_comes_without_a_parent(store):
    tasks = [task("a", deleted_at=START), task("b", parent_task_id="a")]

    store.import_snapshot(Snapshot(tasks=tasks), source="x")

    (alive,) = store.open_tasks()
    assert (alive.id, alive.parent_task_id) == ("b", None)


@pytest.mark.parametrize(
    "tasks",
    [
        [task("a", parent_task_id="b"), task("b", parent_task_id="a")],
        [task("a", parent_task_id="a")],
        [task("a", parent_task_id="missing")],
        [task(f"{n}", parent_task_id=f"{n - 1}" if n else None) for n in range(5_000)],
        [task("a"), task("a")],
        [task("a", project_id="missing")],
        [task("a", title="")],
        [task("a", title="x" * 10_000)],
        [task("a", title="a\x00b")],
        [task("a", description="\x1b")],
        [task("")],
        [task("x" * 201)],
        [task("a\nb")],
        [task(7)],
        [task("a", priority="soon")],
        [task("a", status="gone")],
        [task("a", position=float("nan"))],
        [task("a", estimated_minutes=-1)],
        [task("a", tags=("",))],
        [task("a", due=Due(date(1, 1, 1)))],
        [task("a", start=date(2026, 12, 5), due=Due(date(2026, 12, 4)))],
        [task("a", completed_at=START)],
        [task("a", created_at=datetime(2026, 1, 1))],  # noqa: DTZ001 - what is refused
        [task("a", updated_at="2026-01-01")],
        [
            task(
                "a",
                deleted_at=datetime.max.replace(tzinfo=timezone(-timedelta(hours=1))),
            )
        ],
        [task("a", reminders=(Reminder("r", 5),))],
        [task("a", recurrence=Recurrence(DUE, "FREQ=SOMETIMES"))],
        [task("a", occurrence=Occurrence("a", -1, None))],
    ],
)
def test_refused_task_is_named_and_nothing_is_stored(store, tasks):
    add_task(store, "mine")
    before = store.snapshot()
    good = task("good", tags=("new",), project_id="p")

    with pytest.raises(InputInvalidError):
        store.import_snapshot(
            Snapshot(projects=[Project("p", "New")], tasks=[good, *tasks]), source="x"
        )

    assert store.snapshot() == before
    assert len(store.history()) == 1


def test_name_of_the_file_may_hold_anything(store):
    store.import_snapshot(Snapshot(tasks=[task("a")]), source="a\nb\ud800" + "c" * 999)

    assert store.history()[0].summary == "a?b?" + "c" * 196


def test_refusal_tells_which_task(store):
    with pytest.raises(InputInvalidError, match="the task 'Report': -1 is no number"):
        store.import_snapshot(
            Snapshot(tasks=[task("a", "Report", estimated_minutes=-1)]), source="x"
        )


def test_import_never_makes_a_task_its_own_ancestor(store):
    top = add_task(store, "top")
    middle = add_task(store, "middle", parent_task_id=top.id)
    bottom = add_task(store, "bottom", parent_task_id=middle.id)

    with pytest.raises(ParentInvalidError, match="its own ancestor"):
        store.import_snapshot(
            Snapshot(tasks=[replace(top, parent_task_id=bottom.id)]), source="x"
        )


def test_recurring_task_of_another_program_begins_a_series(store):
    store.import_snapshot(
        Snapshot(tasks=[task("a", due=DUE, recurrence=WEEKLY)]), source="x"
    )

    done = store.complete(["a"])

    assert [t.due.day for t in done.spawned] == [date(2026, 12, 11)]


def test_occurrence_whose_place_is_taken_begins_a_series_of_its_own(store, other):
    bins = add_task(store, "bins", due=DUE, recurrence=WEEKLY)
    before = store.snapshot()
    other.import_snapshot(before, source="x")
    store.complete([bins.id])
    (spawned,) = other.complete([bins.id]).spawned

    store.import_snapshot(other.snapshot(), source="x")

    (theirs,) = [t for t in store.open_tasks() if t.id == spawned.id]
    assert theirs.occurrence.series_id == spawned.id


def test_recurring_task_set_back_by_an_import_does_not_come_back_twice(store):
    bins = add_task(store, "bins", due=DUE, recurrence=WEEKLY)
    before = store.snapshot()
    (spawned,) = store.complete([bins.id]).spawned

    store.import_snapshot(before, source="x")
    again = store.complete([bins.id])

    assert again.spawned == ()
    assert store.open_tasks() == [spawned]


def test_reminder_ids_of_others_are_replaced(store):
    first = add_task(store, "a", due=DUE, reminders=(ReminderDraft(5),))
    taken = first.reminders[0].id
    tasks = [
        task("b", due=DUE, reminders=(Reminder(taken, 6), Reminder("", 7))),
        task("c", due=DUE, reminders=(Reminder("", 8),)),
    ]

    store.import_snapshot(Snapshot(tasks=tasks), source="x")

    reminders = [r for t in store.open_tasks() for r in t.reminders]
    assert sorted(r.minutes_before for r in reminders) == [5, 6, 7, 8]
    assert len({r.id for r in reminders} - {""}) == 4


# tracing lines makes this five times slower, and examples elsewhere cover the same ones
@pytest.mark.no_cover
def test_ten_thousand_tasks_come_in_as_one_step(store):
    tasks = [
        task(
            f"t{n}",
            f"Task {n}",
            project_id=f"p{n % 20}",
            tags=(f"tag{n % 7}",),
            parent_task_id=f"t{n - 1}" if n % 5 == 4 else None,
        )
        for n in range(10_000)
    ]
    tasks = [
        replace(t, project_id=tasks[n - 1].project_id) if t.parent_task_id else t
        for n, t in enumerate(tasks)
    ]
    snapshot = Snapshot(
        [Project(f"p{n}", f"Project {n}") for n in range(20)], (), tasks
    )

    assert store.import_snapshot(snapshot, source="big").added == 10_000

    assert store.count_open_tasks() == 10_000
    store.undo()
    assert store.count_open_tasks() == 0

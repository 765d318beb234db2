from __future__ import annotations

from dataclasses import fields
from datetime import date, time

import pytest

from clara_edge.domain.drafts import ReminderDraft, TaskDraft, TaskPatch
from clara_edge.domain.due import Due
from clara_edge.domain.errors import (
    DueInvalidError,
    FieldInvalidError,
    InputInvalidError,
    ParentInvalidError,
    RecurrenceInvalidError,
    TaskNotFoundError,
    TaskStateError,
    TitleInvalidError,
)
from clara_edge.domain.recurrence import Recurrence
from clara_edge.domain.tasks import Priority, Status
from clara_edge.storage.open import open_store
from clara_edge.storage.trees import MAX_DEPTH
from tests.clocks import ManualClock
from tests.tasks import add_task

TUESDAY = Due(date(2026, 12, 1))
MORNING = Due(date(2026, 12, 1), time(9), "Europe/Berlin")
FRIDAYS = Recurrence(Due(date(2026, 12, 4)), rule="FREQ=WEEKLY;BYDAY=FR")


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


def chain(depth):
    draft = TaskDraft("leaf")
    for _ in range(depth):
        draft = TaskDraft("above", subtasks=(draft,))
    return draft


def test_added_task_has_all_that_its_draft_says(store):
    draft = TaskDraft(
        "  Call\tthe   dentist ",
        description="bring card\r\nand X-rays",
        project="health",
        priority=Priority.HIGH,
        status=Status.IN_PROGRESS,
        due=MORNING,
        start=date(2026, 11, 30),
        estimated_minutes=30,
        tags=("#Phone", "phone", "two words"),
        reminders=(ReminderDraft(15), ReminderDraft(15), ReminderDraft(at=MORNING)),
    )

    (task,) = store.add(draft)

    assert store.get(task.id) == task
    assert task.title == "Call the dentist"
    assert task.description == "bring card\nand X-rays"
    assert store.project("health").id == task.project_id
    assert (task.priority, task.status) == (Priority.HIGH, Status.IN_PROGRESS)
    assert (task.due, task.start) == (MORNING, date(2026, 11, 30))
    assert task.estimated_minutes == 30
    assert task.tags == ("Phone", "two-words")
    assert [(r.minutes_before, r.at) for r in task.reminders] == [
        (15, None),
        (None, MORNING),
    ]


def test_subtasks_are_stored_below_and_only_the_top_is_returned(store):
    (top,) = store.add(
        TaskDraft(
            "Party",
            project="home",
            subtasks=(
                TaskDraft("Cake", subtasks=(TaskDraft("Eggs"),)),
                TaskDraft("Tea"),
            ),
        )
    )

    below = store.subtasks(top.id)

    assert [t.title for t in below] == ["Cake", "Eggs", "Tea"]
    assert {t.project_id for t in below} == {top.project_id}


def test_task_added_below_another_is_in_its_project(store):
    parent = add_task(store, "Party", project="home")

    assert (
        add_task(store, "x", parent_task_id=parent.id).project_id == parent.project_id
    )
    same = add_task(store, "x", parent_task_id=parent.id, project="Home")
    assert same.project_id == parent.project_id
    with pytest.raises(FieldInvalidError, match="goes where its parent is"):
        add_task(store, "x", parent_task_id=parent.id, project="work")
    assert [p.name for p in store.projects()] == ["Home"]


def test_draft_of_completed_task_is_completed(store, clock):
    task = add_task(store, "x", status=Status.COMPLETED)

    assert task.completed_at == clock.now()


def test_tree_ends_at_the_deepest_level(store):
    store.add(chain(MAX_DEPTH))
    before = store.count_open_tasks()

    with pytest.raises(FieldInvalidError, match=f"{MAX_DEPTH + 1} levels deep"):
        store.add(chain(MAX_DEPTH + 1))

    assert store.count_open_tasks() == before == MAX_DEPTH + 1


def test_parent_has_room_for_a_thousand_open_subtasks(store):
    (parent,) = store.add(TaskDraft("p", subtasks=(TaskDraft("c"),) * 1000))

    with pytest.raises(FieldInvalidError, match="1,001 open subtasks"):
        add_task(store, "one more", parent_task_id=parent.id)
    with pytest.raises(FieldInvalidError, match="1,001 subtasks"):
        store.add(TaskDraft("p", subtasks=(TaskDraft("c"),) * 1001))


def test_parent_in_the_trash_takes_no_subtasks(store):
    parent, other = add_task(store, "parent"), add_task(store, "other")
    store.delete([parent.id])

    with pytest.raises(ParentInvalidError, match="'parent' is in the trash"):
        add_task(store, "x", parent_task_id=parent.id)
    with pytest.raises(ParentInvalidError, match="'parent' is in the trash"):
        change(store, other, parent_task_id=parent.id)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"title": ""}, TitleInvalidError),
        ({"title": "x" * 10_000}, TitleInvalidError),
        ({"title": "a\x07b"}, TitleInvalidError),
        ({"title": "\u200b\ufeff\u202e"}, TitleInvalidError),
        ({"title": "\u200d"}, TitleInvalidError),
        ({"title": None}, TitleInvalidError),
        ({"title": 7}, TitleInvalidError),
        ({"description": "x" * 20_001}, FieldInvalidError),
        ({"description": "a\x00b"}, FieldInvalidError),
        ({"description": "\ud800"}, FieldInvalidError),
        ({"description": None}, FieldInvalidError),
        ({"project": "\x00"}, TitleInvalidError),
        ({"project": 7}, TitleInvalidError),
        ({"priority": "very"}, FieldInvalidError),
        ({"priority": None}, FieldInvalidError),
        ({"due": "tomorrow"}, DueInvalidError),
        ({"due": date(2026, 12, 1)}, DueInvalidError),
        ({"due": Due(date(1969, 12, 31))}, DueInvalidError),
        (
            {"due": Due(date(9999, 12, 31), time(23), "America/New_York")},
            DueInvalidError,
        ),
        ({"due": Due(date(2026, 12, 1), time(9, 0, 0, 5), "UTC")}, DueInvalidError),
        ({"start": "2026-12-01"}, FieldInvalidError),
        ({"start": date(1, 1, 1)}, DueInvalidError),
        ({"start": date(2026, 12, 2), "due": TUESDAY}, FieldInvalidError),
        ({"estimated_minutes": 0}, FieldInvalidError),
        ({"estimated_minutes": 10**6}, FieldInvalidError),
        ({"estimated_minutes": 10**5000}, FieldInvalidError),
        ({"estimated_minutes": True}, FieldInvalidError),
        ({"estimated_minutes": 1.5}, FieldInvalidError),
        ({"tags": ("",)}, FieldInvalidError),
        ({"tags": ("#",)}, FieldInvalidError),
        ({"tags": ("x" * 101,)}, FieldInvalidError),
        ({"tags": "home"}, FieldInvalidError),
        ({"tags": (None,)}, FieldInvalidError),
        ({"tags": tuple(map(str, range(51)))}, FieldInvalidError),
        ({"reminders": (ReminderDraft(5),)}, FieldInvalidError),
        ({"reminders": (ReminderDraft(),)}, FieldInvalidError),
        (
            {"reminders": (ReminderDraft(5, MORNING),), "due": MORNING},
            FieldInvalidError,
        ),
        ({"reminders": (ReminderDraft(at=TUESDAY),)}, FieldInvalidError),
        ({"reminders": (ReminderDraft(10**4000),), "due": MORNING}, FieldInvalidError),
        ({"reminders": ("soon",)}, FieldInvalidError),
        (
            {"reminders": tuple(map(ReminderDraft, range(21))), "due": MORNING},
            FieldInvalidError,
        ),
        ({"parent_task_id": "nobody"}, TaskNotFoundError),
        ({"parent_task_id": 7}, FieldInvalidError),
        ({"recurrence": "daily"}, RecurrenceInvalidError),
        (
            {"recurrence": Recurrence(TUESDAY, rule="FREQ=SOMETIMES")},
            RecurrenceInvalidError,
        ),
        ({"recurrence": FRIDAYS, "due": MORNING}, RecurrenceInvalidError),
    ],
)
def test_value_that_cannot_be_used_is_refused_and_changes_nothing(store, values, error):
    plain = add_task(store, "plain")
    before = store.snapshot(), store.last_change()

    with pytest.raises(error):
        store.add(TaskDraft(**{"title": "new", **values}))
    with pytest.raises(error):
        store.change([plain.id], TaskPatch(**values))
    if values != {"parent_task_id": "nobody"}:
        nested = TaskDraft("top", subtasks=(TaskDraft(**{"title": "x", **values}),))
        with pytest.raises(InputInvalidError):
            store.add(nested)

    assert (store.snapshot(), store.last_change()) == before


@pytest.mark.parametrize("huge", [10**5000, "x" * 10**6], ids=["number", "text"])
def test_huge_value_in_any_place_is_refused_in_one_short_line(store, huge):
    task = add_task(store, "x")
    patches = [TaskPatch(**{field.name: huge}) for field in fields(TaskPatch)]
    changes = [lambda p=patch: store.change([task.id], p) for patch in patches]
    changes += [
        lambda: store.add(huge),
        lambda: store.change([task.id], huge),
        lambda: store.change(huge, TaskPatch()),
        lambda: store.complete([huge]),
        lambda: store.rename_tag(huge, "y"),
    ]

    for change in changes:
        with pytest.raises(InputInvalidError) as told:
            change()
        assert len(str(told.value)) < 200

    assert store.get(task.id) == task


@pytest.mark.parametrize("position", [float("nan"), float("inf"), 10**400, True, "1"])
def test_position_must_be_a_moderate_number(store, position):
    task = add_task(store, "x")

    with pytest.raises(FieldInvalidError, match="is no position"):
        change(store, task, position=position)


def test_title_keeps_joiners_and_loses_what_deceives_the_eye(store):
    family = "\N{MAN}\u200d\N{WOMAN}\u200d\N{GIRL}"
    title = f"{family} \u05e9\u05dc\u05d5\u05dd \u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"

    assert add_task(store, f"\ufeff{title}\u202e\u200b\u2066").title == title


def test_change_leaves_alone_what_it_does_not_name(store, clock):
    before = add_task(
        store,
        "x",
        due=MORNING,
        tags=("a",),
        reminders=(ReminderDraft(5),),
        project="home",
    )

    after = change(store, before, title="y")

    assert (after.title, after.due, after.tags) == ("y", before.due, before.tags)
    assert after.reminders == before.reminders
    assert after.project_id == before.project_id


def test_change_to_what_is_already_so_is_no_step(store):
    task = add_task(store, "x", due=MORNING, tags=("a",), reminders=(ReminderDraft(5),))
    last = store.last_change()

    same = TaskPatch(
        title="x",
        due=MORNING,
        tags=("A",),
        reminders=(ReminderDraft(5),),
        priority=task.priority,
        position=task.position,
        project=None,
        parent_task_id=None,
    )

    assert store.change([task.id], same) == [task]
    assert store.last_change() == last


def test_change_concerns_each_task_once_in_the_order_named(store):
    a, b = add_task(store, "a"), add_task(store, "b")

    changed = store.change([b.id, a.id, b.id], TaskPatch(priority=Priority.URGENT))

    assert [t.id for t in changed] == [b.id, a.id]
    assert store.history(limit=1)[0].summary == "b and 1 more"


def test_one_unknown_id_leaves_all_as_they_are(store):
    task = add_task(store, "x")

    with pytest.raises(TaskNotFoundError, match="'nobody'"):
        store.change([task.id, "nobody"], TaskPatch(title="y"))

    assert store.get(task.id) == task


def test_what_is_no_list_of_ids_draft_or_patch_is_refused(store):
    task = add_task(store, "x")

    for ids in (task.id, [7], [None]):
        with pytest.raises(FieldInvalidError):
            store.change(ids, TaskPatch(title="y"))
    with pytest.raises(FieldInvalidError):
        store.change([task.id], {"title": "y"})
    for draft in (
        "x",
        None,
        TaskDraft("x", subtasks="abc"),
        TaskDraft("x", subtasks=("y",)),
    ):
        with pytest.raises(FieldInvalidError):
            store.add(draft)
    with pytest.raises(FieldInvalidError, match="names a parent of its own"):
        store.add(TaskDraft("x", subtasks=(TaskDraft("y", parent_task_id=task.id),)))

    assert store.open_tasks() == [task]


def test_task_in_the_trash_cannot_be_changed(store):
    task = add_task(store, "x")
    store.delete([task.id])

    with pytest.raises(TaskStateError, match="'x' is in the trash"):
        change(store, task, title="y")


def test_change_does_not_complete(store):
    with pytest.raises(TaskStateError, match="complete it instead"):
        change(store, add_task(store, "x"), status=Status.COMPLETED)


def test_cancelling_takes_open_subtasks_along_and_reopening_brings_them_back(
    store, clock
):
    (top,) = store.add(
        TaskDraft("top", subtasks=(TaskDraft("open"), TaskDraft("done")))
    )
    opened, done = store.subtasks(top.id)
    store.complete([done.id])
    clock.advance(Due(date(2, 1, 2)).day - date(2, 1, 1))

    change(store, top, status=Status.CANCELLED)
    cancelled = [store.get(t.id).status for t in (top, opened, done)]
    change(store, top, status=Status.IN_PROGRESS)

    assert cancelled == [Status.CANCELLED, Status.CANCELLED, Status.COMPLETED]
    statuses = [store.get(t.id).status for t in (top, opened, done)]
    assert statuses == [Status.IN_PROGRESS, Status.TODO, Status.COMPLETED]


def test_start_gives_way_to_an_earlier_due_date(store):
    task = add_task(store, "x", due=Due(date(2026, 12, 9)), start=date(2026, 12, 5))

    assert change(store, task, due=TUESDAY).start == TUESDAY.day
    with pytest.raises(FieldInvalidError, match="after the due date 2026-12-01"):
        change(store, task, start=date(2026, 12, 2))


def test_relative_reminders_go_with_the_due_date(store):
    reminders = (ReminderDraft(10), ReminderDraft(at=MORNING))
    task = add_task(store, "x", due=MORNING, reminders=reminders)

    left = change(store, task, due=None)
    store.undo()

    assert [r.at for r in left.reminders] == [MORNING]
    assert store.get(task.id) == task


def test_reminders_that_stay_keep_their_ids(store):
    task = add_task(store, "x", due=MORNING, reminders=(ReminderDraft(10),))

    (new, kept) = change(
        store, task, reminders=(ReminderDraft(10), ReminderDraft(20))
    ).reminders

    assert kept == task.reminders[0]
    assert new.minutes_before == 20


def test_tags_are_set_added_and_removed_in_any_case(store):
    task = add_task(store, "x", tags=("a", "b"))

    assert change(store, task, add_tags=("C",), remove_tags=("A", "z")).tags == (
        "b",
        "C",
    )
    assert change(store, task, tags=("d",), add_tags=("e",)).tags == ("d", "e")
    assert change(store, task, tags=()).tags == ()


def test_tags_that_differ_in_case_beyond_ascii_are_one(store):
    add_task(store, "x", tags=("\N{LATIN CAPITAL LETTER A WITH DIAERESIS}rzte",))
    add_task(store, "y", tags=("\N{LATIN SMALL LETTER A WITH DIAERESIS}RZTE",))

    assert len(store.tags()) == 1


def test_added_tags_count_with_those_that_are_there(store):
    task = add_task(store, "x", tags=tuple(f"t{n}" for n in range(50)))

    with pytest.raises(FieldInvalidError, match="51 tags"):
        change(store, task, add_tags=("one-more",))


def test_task_moves_to_a_project_with_all_that_is_below(store):
    (top,) = store.add(
        TaskDraft("a", subtasks=(TaskDraft("b", subtasks=(TaskDraft("c"),)),))
    )
    trashed = store.subtasks(top.id)[1]
    store.delete([trashed.id])

    moved = change(store, top, project="work")

    assert store.subtasks(top.id)[0].project_id == moved.project_id is not None
    (back,) = store.restore([trashed.id])
    assert back.project_id == moved.project_id


def test_subtask_that_goes_to_another_project_leaves_its_parent(store):
    (top,) = store.add(TaskDraft("a", subtasks=(TaskDraft("b"),)))
    (sub,) = store.subtasks(top.id)

    assert change(store, sub, project=None).parent_task_id == top.id
    alone = change(store, sub, project="work")

    assert alone.parent_task_id is None
    assert store.get(top.id).project_id is None


def test_subtask_that_moves_with_its_parent_stays_below_it(store):
    (top,) = store.add(TaskDraft("a", subtasks=(TaskDraft("b"),)))
    (sub,) = store.subtasks(top.id)

    store.change([sub.id, top.id], TaskPatch(project="work"))

    assert store.get(sub.id).parent_task_id == top.id
    assert store.get(sub.id).project_id == store.get(top.id).project_id is not None


def test_task_put_below_another_takes_its_project_and_its_subtasks_along(store):
    (top,) = store.add(TaskDraft("a", project="home", subtasks=(TaskDraft("b"),)))
    new = add_task(store, "parent", project="work")

    moved = change(store, top, parent_task_id=new.id)

    assert (moved.parent_task_id, moved.project_id) == (new.id, new.project_id)
    assert store.subtasks(top.id)[0].project_id == new.project_id
    with pytest.raises(FieldInvalidError, match="goes where its parent is"):
        change(store, top, parent_task_id=new.id, project="home")


def test_task_taken_out_of_its_parent_stays_in_the_project(store):
    (top,) = store.add(TaskDraft("a", project="home", subtasks=(TaskDraft("b"),)))
    (sub,) = store.subtasks(top.id)

    out = change(store, sub, parent_task_id=None)

    assert (out.parent_task_id, out.project_id) == (None, top.project_id)


def test_no_task_becomes_its_own_ancestor(store):
    (top,) = store.add(
        TaskDraft("a", subtasks=(TaskDraft("b", subtasks=(TaskDraft("c"),)),))
    )
    b, c = store.subtasks(top.id)

    for parent in (top, b, c):
        with pytest.raises(
            ParentInvalidError, match="'a' would become its own ancestor"
        ):
            change(store, top, parent_task_id=parent.id)
    with pytest.raises(ParentInvalidError):
        store.change([top.id, c.id], TaskPatch(parent_task_id=b.id))


def test_tree_put_below_another_may_not_become_too_deep(store):
    (deep,) = store.add(chain(MAX_DEPTH - 1))
    (two,) = store.add(chain(1))
    (leaf,) = store.subtasks(two.id)

    with pytest.raises(FieldInvalidError, match=f"{MAX_DEPTH + 1} levels deep"):
        change(store, deep, parent_task_id=leaf.id)

    assert change(store, deep, parent_task_id=two.id).parent_task_id == two.id


@pytest.mark.parametrize("below", [True, False])
def test_siblings_keep_their_order_however_often_one_goes_between_two(store, below):
    parent = add_task(store, "parent").id if below else None
    first, *others = [
        add_task(store, title, parent_task_id=parent, project=None if below else "list")
        for title in "abc"
    ]

    for _ in range(100):
        second, third = others
        left, right = store.get(first.id).position, store.get(second.id).position
        change(store, third, position=(left + right) / 2)
        others = [third, second]

    placed = sorted(
        (store.get(t.id) for t in (first, *others)), key=lambda t: t.position
    )
    assert [t.id for t in placed] == [first.id, *(t.id for t in others)]
    assert len({t.position for t in placed}) == 3


# tracing lines makes this five times slower, and examples elsewhere cover the same ones
@pytest.mark.no_cover
def test_ten_thousand_tasks_change_in_one_step(store):
    tasks = store.add(*(TaskDraft(f"t{n}") for n in range(10_000)))

    store.change([t.id for t in tasks], TaskPatch(project="work", add_tags=("x",)))

    assert store.count_open_tasks(project="work") == 10_000
    store.undo()
    assert store.projects() == store.tags() == []

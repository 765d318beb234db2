"""What is done to tasks and projects, and what is said about it."""

from __future__ import annotations

from datetime import date, time

import pytest

from clara_edge.domain.drafts import TaskDraft
from clara_edge.domain.due import Due
from clara_edge.domain.intents import Duration
from clara_edge.domain.recurrence import Recurrence
from clara_edge.domain.reply import ChangeKind
from clara_edge.domain.tasks import Priority
from clara_edge.storage.open import open_store
from tests.clocks import ManualClock
from tests.scripted import Talk


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "clara.db"


@pytest.fixture
def store(path, clock):
    with open_store(path, clock, origin="cli") as store:
        yield store


@pytest.fixture
def talk(path, clock):
    with Talk(path, clock) as talk:
        yield talk


def titles(store):
    return [task.title for task in store.open_tasks()]


def only(store):
    (task,) = store.open_tasks()
    return task


DENTIST = {"title": "call the dentist", "when": "Friday at 2:30 pm"}


def test_date_priority_and_tags_are_stored_and_read_back(talk, store):
    said = talk.say(
        "remind me to call the dentist", "task.create",
        **DENTIST, priority=Priority.URGENT, tags=("phone",),
    )  # fmt: skip

    task = only(store)
    assert task.due == Due(date(2026, 12, 4), time(14, 30), "UTC")
    assert (task.priority, task.tags) == (Priority.URGENT, ("phone",))
    assert [r.minutes_before for r in task.reminders] == [0]
    assert said == (
        "Call the dentist is set for Friday the 4th at 2:30 pm, urgent, tagged phone."
    )


@pytest.mark.parametrize(
    ("text", "reminders"), [("remind me to sweep", 1), ("add sweep", 0)]
)
def test_whole_day_is_reminded_of_in_its_morning_if_that_was_asked(
    talk, store, text, reminders
):
    talk.say(text, "task.create", title="sweep", when="tomorrow")

    times = [reminder.at.text for reminder in only(store).reminders]
    assert times == ["2026-12-02T09:00"] * reminders


def test_repetition_is_stored_with_its_first_slot_and_read_back(talk, store):
    said = talk.say(
        "remind me every other Wednesday night at 8 to put the bins out",
        "task.create", title="put the bins out", when="every other Wednesday at 8 pm",
    )  # fmt: skip

    task = only(store)
    assert task.recurrence.rule == "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"
    assert task.due.text == "2026-12-02T20:00"
    assert "every other week on Wednesday at 8 pm" in said
    assert "tomorrow at 8 pm" in said


def test_several_items_are_one_step(talk, store):
    talk.result(
        "add milk, eggs and bread to my shopping list", "task.create",
        title="milk, eggs and bread", items=("milk", "eggs", "bread"), project="shopping",
    )  # fmt: skip
    assert titles(store) == ["Milk", "Eggs", "Bread"]
    assert [p.name for p in store.projects()] == ["Shopping list"]

    talk.say("undo that")

    assert titles(store) == []


def test_two_commands_of_one_kind_are_one_step_with_both_dates_read_back(talk, store):
    said = talk.say(
        "remind me to call Bob tomorrow at 5 pm and to call Ann on Friday",
        "task.create", title="call Bob", when="tomorrow at 5 pm",
        also=({"intent": "task.create", "title": "call Ann", "when": "Friday"},),
    )  # fmt: skip

    assert titles(store) == ["Call Bob", "Call Ann"]
    assert "tomorrow at 5 pm" in said
    assert "Friday the 4th" in said
    talk.say("undo")
    assert titles(store) == []


def test_commands_of_several_kinds_are_done_in_order(talk, store):
    store.add(TaskDraft("Buy milk"))

    result = talk.result(
        "add eggs and tick off the milk", "task.create", title="eggs",
        also=({"intent": "task.complete", "target": "the milk"},),
    )  # fmt: skip

    assert [c.kind for c in result.changes] == [
        ChangeKind.TASK_CREATED,
        ChangeKind.TASK_COMPLETED,
    ]
    assert titles(store) == ["Eggs"]


def test_rest_of_an_utterance_waits_for_an_answer(talk, store):
    asked = talk.say(
        "add x and y", "task.create", title="call Bob", when="next Friday",
        also=({"intent": "project.create", "project": "packing list"},),
    )  # fmt: skip
    talk.say("the later one")

    assert asked.startswith("Do you mean")
    assert titles(store) == ["Call Bob"]
    assert [p.name for p in store.projects()] == ["Packing list"]


def test_existing_project_is_found_as_heard(talk, store):
    store.add(TaskDraft("Old", project="Groceries"))

    talk.say("add milk to grocerys", "task.create", title="milk", project="grocerys")

    assert [p.name for p in store.projects()] == ["Groceries"]
    assert store.open_tasks(project="Groceries")[-1].title == "Milk"


def test_name_that_is_no_list_makes_no_project_and_is_kept(talk, store):
    talk.say(
        "write the report for work",
        "task.create",
        title="write the report",
        project="work",
    )

    assert store.projects() == []
    assert titles(store) == ["Write the report for work"]


@pytest.mark.parametrize("said", ["for work", "for my Work", "FOR  WORK"])
def test_a_title_that_ends_in_a_known_project_goes_there(talk, store, said):
    store.add(TaskDraft("Old", project="Work"))

    talk.say(
        f"send the invoice {said}", "task.create", title=f"send the invoice {said}"
    )

    assert [task.title for task in store.open_tasks(project="Work")] == [
        "Old",
        "Send the invoice",
    ]


def test_the_last_of_several_things_names_the_project_of_all(talk, store):
    store.add(TaskDraft("Old", project="Work"))

    talk.say(
        "buy pens and paper for work",
        "task.create",
        title="pens and paper for work",
        items=("buy pens", "buy paper for work"),
    )

    found = [task.title for task in store.open_tasks(project="Work")]
    assert found == ["Old", "Buy pens", "Buy paper"]


@pytest.mark.parametrize(
    "title",
    ["pay for work shoes", "dress for worker's day", "pay for Anna", "for work"],
)
def test_for_in_a_title_is_no_project_that_is_not_there(talk, store, title):
    store.add(TaskDraft("Old", project="Work"))

    talk.say(f"remember to {title}", "task.create", title=title)

    assert [task.title for task in store.open_tasks(project="Work")] == ["Old"]


def test_another_person_is_named_in_the_title(talk, store):
    talk.say(
        "remind Ann to bring the cake",
        "task.create",
        title="bring the cake",
        person="Ann",
    )
    talk.say("remind me to nap", "task.create", title="nap", person="me")

    assert titles(store) == ["Remind Ann to bring the cake", "Nap"]


def test_length_is_kept_as_estimate(talk, store):
    talk.say(
        "plan 2 hours of ironing",
        "task.create",
        title="iron",
        duration=Duration("2 hours", 7200),
    )

    assert only(store).estimated_minutes == 120


def test_what_is_there_already_is_asked_about_and_added_after_a_yes(talk, store):
    talk.say("add milk", "task.create", title="milk")
    asked = talk.say("add milk again", "task.create", title="Milk")
    assert titles(store) == ["Milk"]

    talk.say("yes")

    assert asked == "Milk is on your list already. Add it again?"
    assert titles(store) == ["Milk", "Milk"]


def test_of_several_items_only_new_ones_are_added(talk, store):
    talk.say("add milk", "task.create", title="milk")
    said = talk.say("add both", "task.create", title="x", items=("milk", "tea"))

    assert titles(store) == ["Milk", "Tea"]
    assert said.endswith("Milk was there already.")


def test_completion_names_what_is_done_and_when_it_comes_back(talk, store):
    talk.say("a", "task.create", title="water the plants", when="every day at 6 pm")

    said = talk.say(
        "I've watered the plants", "task.complete", target="watered the plants"
    )

    assert "Water the plants" in said
    assert said.endswith("Next tomorrow at 6 pm.")


def test_completing_twice_is_told(talk, store):
    store.add(TaskDraft("Call the bank"))
    talk.say("I called the bank", "task.complete", target="call the bank")

    again = talk.say("I called the bank", "task.complete", target="call the bank")

    assert again == "Call the bank is done already."


def test_finished_task_is_reopened(talk, store):
    (task,) = store.add(TaskDraft("Pay the rent"))
    store.complete([task.id])

    talk.say("I haven't paid the rent", "task.reopen", target="paid the rent")

    assert titles(store) == ["Pay the rent"]


def test_unknown_task_is_said_in_the_words_used_and_nothing_changes(talk, store):
    store.add(TaskDraft("Buy milk"))

    said = talk.say("delete the zeppelin", "task.delete", target="the zeppelin")

    assert "zeppelin" in said
    assert titles(store) == ["Buy milk"]


def test_two_that_fit_are_asked_about_and_the_ordinal_picks(talk, store):
    store.add(TaskDraft("Call the dentist"), TaskDraft("Pay the dentist"))

    asked = talk.say("delete the dentist", "task.delete", target="the dentist")
    assert len(titles(store)) == 2
    talk.say("the second one")

    assert asked.startswith("Which one:")
    assert len(titles(store)) == 1


def test_date_moves_and_keeps_its_hour(talk, store):
    talk.say("add", "task.create", **DENTIST)
    said = talk.say(
        "move it to Monday", "task.update", target="the dentist", new_when="Monday"
    )

    assert only(store).due.text == "2026-12-07T14:30"
    assert "Monday, December 7th" in said or "Monday the 7th" in said
    assert "2:30 pm" in said


def test_hour_moves_and_keeps_its_day(talk, store):
    talk.say("add", "task.create", **DENTIST)
    talk.say(
        "make the dentist at five",
        "task.update",
        target="the dentist",
        new_when="at five",
    )

    assert only(store).due.text == "2026-12-04T17:00"


def test_title_priority_project_and_tag_change_in_one_step(talk, store):
    store.add(TaskDraft("Call Bob"))

    talk.say(
        "change call Bob", "task.update", target="call Bob", new_title="call Rob",
        priority=Priority.HIGH, new_project="party list", tags=("phone",),
    )  # fmt: skip

    task = only(store)
    assert (task.title, task.priority, task.tags) == (
        "Call Rob",
        Priority.HIGH,
        ("phone",),
    )
    assert [p.name for p in store.projects()] == ["Party list"]
    talk.say("undo")
    assert only(store).title == "Call Bob"


def test_change_that_names_nothing_new_is_asked_about(talk, store):
    store.add(TaskDraft("Call Bob"))

    asked = talk.say("change call Bob", "task.update", target="call Bob")
    talk.say("tomorrow at 9 am")

    assert "What should I change" in asked
    assert only(store).due.text == "2026-12-02T09:00"


def test_repetition_changes_and_keeps_its_hour(talk, store):
    talk.say("add", "task.create", title="run", when="tomorrow at 7 am")
    talk.say("repeat it", "task.update", target="run", new_when="every Monday")

    task = only(store)
    assert task.recurrence.rule == "FREQ=WEEKLY;BYDAY=MO"
    assert task.due.text == "2026-12-07T07:00"


def test_one_task_is_deleted_at_once(talk, store):
    store.add(TaskDraft("Buy milk"), TaskDraft("Buy eggs"))

    talk.say("delete milk", "task.delete", target="milk")

    assert titles(store) == ["Buy eggs"]


@pytest.mark.parametrize(("answer", "left"), [("yes", 1), ("no", 3), ("stop", 3)])
def test_deleting_several_asks_first(talk, store, answer, left):
    store.add(
        TaskDraft("A", project="Shopping list"),
        TaskDraft("B", project="Shopping list"),
        TaskDraft("C"),
    )

    asked = talk.result(
        "clear the shopping list", "task.delete", project="shopping", amount=None
    )
    assert len(titles(store)) == 3
    talk.say(answer)

    assert asked.reply.expects_answer
    assert asked.reply.spoken == "Delete 2 tasks on your shopping list: A and B?"
    assert len(titles(store)) == left


def test_yes_deletes_no_more_than_what_was_read_out(talk, store):
    store.add(
        TaskDraft("A", project="Shopping list"), TaskDraft("B", project="Shopping list")
    )
    talk.say("clear the shopping list", "task.delete", project="shopping")
    store.add(TaskDraft("C", project="Shopping list"))

    talk.say("yes")

    assert titles(store) == ["C"]


def test_task_with_subtasks_asks_before_it_goes(talk, store):
    store.add(TaskDraft("Party", subtasks=(TaskDraft("Cake"), TaskDraft("Candles"))))

    asked = talk.say("delete the party", "task.delete", target="the party")

    assert asked.startswith("Delete 3 tasks")
    assert len(titles(store)) == 3


def test_empty_list_goes_only_after_a_yes_and_comes_back(talk, store):
    talk.say("make a packing list", "project.create", project="packing")

    asked = talk.say("delete the packing list", "task.delete", project="packing")
    talk.say("yes")
    assert store.projects() == []
    talk.say("undo")

    assert "itself?" in asked
    assert [p.name for p in store.projects()] == ["Packing list"]


def test_projects_are_told_with_what_is_open(talk, store):
    store.add(TaskDraft("A", project="Work"))
    talk.say("make a packing list", "project.create", project="packing")

    there = talk.say("make a packing list", "project.create", project="packing")
    said = talk.say("what lists do I have", "project.query")
    state = talk.say("how is work going", "project.query", project="work")

    assert there == "You have your packing list already."
    assert said == "2 lists and projects: Packing list, nothing open; Work, 1 open."
    assert state == "1 open and 0 done in Work."


def test_name_of_a_new_list_is_asked_for(talk, store):
    asked = talk.say("make a list", "project.create")
    talk.say("holidays")

    assert asked == "What should it be called?"
    assert [p.name for p in store.projects()] == ["Holidays"]


def test_change_in_several_ways_is_one_step_and_each_date_is_told(talk, store):
    talk.say("add", "task.create", **DENTIST)
    store.add(TaskDraft("Milk"))
    before = store.open_tasks()

    said = talk.say("move all", "task.update", amount="all", new_when="tomorrow")
    after = {task.title: task.due.text for task in store.open_tasks()}
    talk.say("undo")

    assert after == {"Call the dentist": "2026-12-02T14:30", "Milk": "2026-12-02"}
    assert "2:30 pm" in said
    assert "Milk" in said.split("2:30 pm")[1]
    assert [t.due for t in store.open_tasks()] == [t.due for t in before]


@pytest.mark.parametrize(
    "news",
    [
        {"new_title": "milk"},
        {"tags": ("shop",)},
        {"new_project": "party list"},
        {"new_when": "every Monday"},
        {"duration": Duration("ten minutes", 600)},
    ],
)
def test_what_is_like_that_already_is_told_and_makes_no_step(talk, store, news):
    monday = date(2026, 12, 7)
    store.add(
        TaskDraft(
            "Milk", tags=("Shop",), project="Party list", estimated_minutes=10,
            due=Due(monday), recurrence=Recurrence(Due(monday), "FREQ=WEEKLY;BYDAY=MO"),
        )
    )  # fmt: skip
    steps = len(store.history())

    said = talk.result("change it", "task.update", target="milk", **news)

    assert said.reply.spoken == "Milk is like that already."
    assert said.changes == ()
    assert len(store.history()) == steps

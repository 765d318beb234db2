"""Suggestions as a conversation."""

from __future__ import annotations

from datetime import timedelta

import pytest

from clara_edge.config.schema import Assistance
from clara_edge.dialogue.assistant import DECLINED
from clara_edge.domain.drafts import TaskDraft
from clara_edge.domain.due import Due
from clara_edge.domain.errors import TaskNotFoundError, TaskStateError
from clara_edge.domain.reply import ChangeKind
from clara_edge.storage.open import open_store
from tests.clocks import START, ManualClock
from tests.dialogues import make_dialogue, say

ASK = "any suggestions"
MOVE = "You have three overdue in Work. Shall I move them to tomorrow?"
YESTERDAY = Due(START.date() - timedelta(days=1))
TOMORROW = Due(START.date() + timedelta(days=1))


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
def dialogue(path, clock):
    with make_dialogue(path, clock) as dialogue:
        yield dialogue


@pytest.fixture
def late(store):
    """Three overdue in Work, and one elsewhere."""
    work = [
        TaskDraft(title, project="Work", due=YESTERDAY) for title in ("A", "B", "C")
    ]
    return store.add(*work, TaskDraft("Pay the rent", due=YESTERDAY))


def dues(store):
    return {task.title: task.due for task in store.open_tasks()}


def test_yes_does_it_in_one_step_that_can_be_undone(dialogue, store, late):
    asked = dialogue.turn(ASK, "c")
    done = dialogue.turn("yes please", "c")

    assert asked.reply.spoken == MOVE
    assert asked.reply.expects_answer
    assert "the oldest since" in asked.reply.shown
    assert done.reply.spoken == "Moved to tomorrow: three tasks."
    assert {change.kind for change in done.changes} == {ChangeKind.TASK_UPDATED}
    assert dues(store) == dict.fromkeys("ABC", TOMORROW) | {"Pay the rent": YESTERDAY}

    say(dialogue, "undo")

    assert set(dues(store).values()) == {YESTERDAY}


def test_no_drops_it_for_a_week(dialogue, store, clock, late):
    say(dialogue, ASK, "no")

    assert "Pay the rent" in say(dialogue, ASK)[0]
    assert dues(store)["A"] == YESTERDAY

    clock.advance(DECLINED + timedelta(minutes=1))

    assert "three overdue in Work" in say(dialogue, ASK)[0]


def test_declining_is_remembered_by_other_processes(dialogue, path, clock, late):
    say(dialogue, ASK, "no")

    with make_dialogue(path, clock) as other:
        assert say(other, ASK) != [MOVE]


def test_with_another_overdue_task_it_is_another_suggestion(dialogue, store, late):
    say(dialogue, ASK, "no")
    store.add(TaskDraft("D", project="Work", due=YESTERDAY))

    assert "four overdue in Work" in say(dialogue, ASK)[0]


def test_more_goes_to_the_next_one_and_declines_nothing(dialogue, late):
    replies = say(dialogue, ASK, "what else", "more", ASK)

    assert "Pay the rent" in replies[1]
    assert replies[2:] == ["That was all.", MOVE]


def test_answer_survives_a_restart(path, clock, store, late):
    with make_dialogue(path, clock) as dialogue:
        say(dialogue, ASK)
    with make_dialogue(path, clock) as restarted:
        assert say(restarted, "yes") == ["Moved to tomorrow: three tasks."]

    assert dues(store)["A"] == TOMORROW


def test_yes_after_another_command_does_nothing(dialogue, store, late):
    say(dialogue, ASK, "how many tasks are open", "yes")

    assert dues(store)["A"] == YESTERDAY


def test_stop_is_no_refusal(dialogue, late):
    assert say(dialogue, ASK, "stop", ASK)[2] == MOVE


def test_yes_to_tasks_that_are_done_by_now_is_told(dialogue, store, late):
    say(dialogue, ASK)
    store.complete([task.id for task in late])

    result = dialogue.turn("yes", "c")

    assert isinstance(result.error, TaskStateError)
    assert "done already" in result.reply.spoken


def test_yes_to_tasks_that_are_gone_is_told(dialogue, store, late):
    say(dialogue, ASK)
    store.undo()

    result = dialogue.turn("yes", "c")

    assert isinstance(result.error, TaskNotFoundError)
    assert "not there any more" in result.reply.spoken


def test_weekday_habit_is_suggested_and_noted_where_it_was(dialogue, store, clock):
    for _ in range(5):
        [task] = store.add(TaskDraft("Buy milk", project="Shopping list"))
        store.complete([task.id])
        clock.advance(timedelta(weeks=1))

    asked, done = say(dialogue, ASK, "yes")

    assert asked == "You usually buy milk on Tuesdays. Shall I note it for today?"
    assert done == "Noted for today: buy milk."
    [task] = store.open_tasks(project="shopping list")
    assert (task.title, task.due) == ("Buy milk", Due(clock.now().date()))
    assert say(dialogue, ASK) == ["Nothing comes to mind."]


def test_nothing_is_suggested_when_it_is_switched_off(path, clock, late):
    off = Assistance(suggestions=False)
    with make_dialogue(path, clock, assistance=off) as dialogue:
        assert "switched off" in say(dialogue, ASK)[0]


def test_title_with_braces_and_quotes_is_data(dialogue, store):
    store.add(TaskDraft('{0} "%s" {name}', due=YESTERDAY))

    assert '{0} "%s" {name} is overdue' in say(dialogue, ASK)[0]

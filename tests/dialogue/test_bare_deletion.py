"""What is deleted when next to nothing was said: never anything that was not named."""

from __future__ import annotations

import pytest

from clara_edge.domain.drafts import TaskDraft
from tests.clocks import ManualClock
from tests.scripted import Talk


@pytest.fixture
def talk(tmp_path):
    with Talk(tmp_path / "clara.db", ManualClock()) as talk:
        for title in ("Call Ann", "Call the bank", "Buy milk"):
            talk.dialogue._memory.tasks.add(TaskDraft(title))
        yield talk


def titles(talk):
    return {task.title for task in talk.dialogue._memory.tasks.open_tasks()}


@pytest.mark.parametrize("words", ["delete", "remove", "please delete"])
def test_a_bare_deletion_asks_what_to_delete(talk, words):
    asked = talk.result(words, "task.delete")
    done = talk.result("the milk")

    assert asked.reply.spoken == "What should I delete?"
    assert asked.reply.expects_answer
    assert asked.changes == ()
    assert [change.title for change in done.changes] == ["Buy milk"]
    assert titles(talk) == {"Call Ann", "Call the bank"}


def test_an_answer_that_fits_two_is_asked_about(talk):
    talk.say("delete", "task.delete")

    asked = talk.say("the call")
    done = talk.result("the bank")

    assert asked == "Which one: Call Ann or Call the bank?"
    assert [change.title for change in done.changes] == ["Call the bank"]


@pytest.mark.parametrize("answer", ["yes", "never mind", "no"])
def test_what_is_no_name_deletes_nothing(talk, answer):
    talk.say("delete", "task.delete")

    talk.say(answer)

    assert len(titles(talk)) == 3


def test_another_command_drops_the_question(talk):
    talk.say("delete", "task.delete")

    talk.say("add sell the car", "task.create", title="sell the car")
    talk.say("Buy milk")

    assert titles(talk) >= {"Buy milk", "Sell the car"}


@pytest.mark.parametrize("words", ["delete the call", "remove the call"])
def test_a_name_that_fits_two_is_asked_about(talk, words):
    asked = talk.result(words, "task.delete", target="the call")

    assert asked.reply.spoken == "Which one: Call Ann or Call the bank?"
    assert asked.changes == ()


def test_a_call_that_the_parser_takes_for_a_telephone_call_is_asked_about_too(talk):
    asked = talk.result("delete the call", "unsupported")

    assert asked.reply.spoken == "Which one: Call Ann or Call the bank?"
    assert asked.changes == ()


def test_where_there_is_nothing_nothing_is_asked_twice(tmp_path):
    with Talk(tmp_path / "empty.db", ManualClock()) as talk:
        talk.say("delete", "task.delete")

        said = talk.say("the milk")

    assert "milk" in said
    assert not said.endswith("?")

"""Words that were heard while the floor was open, but said to nobody in particular."""

from __future__ import annotations

import pytest

from clara_edge.dialogue.dialogue import Dialogue
from clara_edge.dialogue.memory import memory_in
from clara_edge.domain.intents import Intent
from clara_edge.storage.database import TaskDatabase
from tests.clocks import ManualClock
from tests.scripted import Scripted


@pytest.fixture
def scripted():
    return Scripted()


@pytest.fixture
def dialogue(tmp_path, scripted):
    clock = ManualClock()
    memory = memory_in(TaskDatabase(tmp_path / "clara.db", clock), clock)
    with Dialogue(scripted, memory, clock) as dialogue:
        yield dialogue


def test_an_unsure_reading_is_neither_asked_about_nor_remembered(scripted, dialogue):
    scripted.learn("so he bought milk", "task.create", title="milk", confidence=0.3)

    overheard = dialogue.turn("so he bought milk", "c", addressed=False)
    agreed = dialogue.turn("yes", "c")

    assert overheard.interpretation.intent is Intent.UNSUPPORTED
    assert overheard.reply is None
    assert agreed.changes == ()


def test_an_unsure_reading_is_asked_about_when_it_was_said_to_clara(scripted, dialogue):
    scripted.learn("so he bought milk", "task.create", title="milk", confidence=0.3)

    asked = dialogue.turn("so he bought milk", "c")

    assert asked.reply.expects_answer


def test_a_sure_command_is_done_without_the_wake_word(scripted, dialogue):
    scripted.learn("add milk", "task.create", title="milk")

    done = dialogue.turn("add milk", "c", addressed=False)

    assert [change.title for change in done.changes] == ["Milk"]


def test_an_answer_needs_no_wake_word(scripted, dialogue):
    scripted.learn("add milk", "task.create", title="milk", confidence=0.3)
    dialogue.turn("add milk", "c")

    done = dialogue.turn("yes", "c", addressed=False)

    assert [change.title for change in done.changes] == ["Milk"]

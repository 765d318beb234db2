"""Two clients of one conversation, each in a process of its own, answer one question."""

from __future__ import annotations

import pytest

from clara_edge.dialogue.dialogue import Dialogue
from clara_edge.dialogue.memory import memory_in
from clara_edge.engines.nlu.phrases import PhraseUnderstanding
from clara_edge.storage.database import TaskDatabase
from tests.clocks import ManualClock
from tests.dialogues import make_dialogue


@pytest.fixture
def path(tmp_path):
    return tmp_path / "clara.db"


@pytest.fixture
def clock():
    return ManualClock()


class Interrupted:
    """Understands like phrases, after something else has happened in between."""

    def __init__(self, meanwhile):
        self._meanwhile = meanwhile
        self._phrases = PhraseUnderstanding()

    def interpret(self, text, conversation, now):
        reading = self._phrases.interpret(text, conversation, now)
        meanwhile, self._meanwhile = self._meanwhile, lambda: None
        meanwhile()
        return reading

    def completeness(self, text, conversation):
        return self._phrases.completeness(text, conversation)


def test_only_the_first_of_two_answers_counts(path, clock):
    first = make_dialogue(path, clock)
    said = []
    slow = Dialogue(
        Interrupted(lambda: said.append(first.turn("buy milk", "c"))),
        memory_in(TaskDatabase(path, clock), clock, origin="web"),
        clock,
    )
    asked = first.turn("add a task", "c")

    late = slow.turn("sell the car", "c")

    with slow, first:
        titles = [task.title for task in first._memory.tasks.open_tasks()]
    assert asked.reply.spoken.endswith("?")
    assert [change.kind for change in said[0].changes] == ["task.created"]
    assert titles == ["Buy milk"]
    assert late.changes == ()
    assert late.reply is not None


def test_a_question_that_nobody_else_answered_is_answered_once(path, clock):
    with make_dialogue(path, clock) as one, make_dialogue(path, clock) as other:
        one.turn("add a task", "c")

        answered = other.turn("buy milk", "c")
        again = one.turn("sell the car", "c")

    assert [change.title for change in answered.changes] == ["Buy milk"]
    assert again.changes == ()

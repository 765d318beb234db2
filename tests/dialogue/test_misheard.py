"""What may have been misheard is asked about, and done after a yes; typed text is not."""

from __future__ import annotations

import pytest

from clara_edge.dialogue.dialogue import Dialogue
from clara_edge.dialogue.memory import memory_in
from clara_edge.domain.drafts import ProjectDraft
from clara_edge.storage.database import TaskDatabase
from clara_edge.storage.open import open_store
from tests.clocks import ManualClock
from tests.scripted import Scripted, Talk


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


HEARD = "worry mind me to call the band"


def titles(store):
    return [task.title for task in store.open_tasks()]


def test_misheard_command_is_asked_about(talk, store):
    asked = talk.say(HEARD, "task.create", title="call the band")
    before = titles(store)
    talk.say("yes")

    assert "'Call the band'" in asked
    assert asked.endswith("?")
    assert before == []
    assert titles(store) == ["Call the band"]


def test_no_leaves_it(talk, store):
    talk.say(HEARD, "task.create", title="call the band")
    talk.say("no")

    assert titles(store) == []


def test_correction_that_keeps_nothing_of_the_title_is_asked_about(talk, store):
    talk.say("x", "task.create", title="feed the fish")
    asked = talk.say("make that seventh game", "unsupported")
    before = titles(store)
    talk.say("yes")

    assert "eventh game" in asked
    assert asked.endswith("?")
    assert before == ["Feed the fish"]
    assert titles(store) == ["Seventh game"]


def test_move_with_a_number_that_belongs_to_nothing_is_asked_about(talk, store):
    talk.say("x", "task.create", title="call the dentist")
    heard = "move the dentist to 50 at 10 in the morning"
    asked = talk.say(
        heard, "task.update", target="dentist", new_when="at 10 in the morning"
    )

    assert asked.endswith("?")
    assert store.open_tasks()[0].due is None


def test_typed_words_are_what_was_meant(path, clock, store):
    script = Scripted()
    script.learn(HEARD, "task.create", title="call the band")
    memory = memory_in(TaskDatabase(path, clock), clock, origin="cli")

    with Dialogue(script, memory, clock) as dialogue:
        dialogue.turn(HEARD, "c")

    assert titles(store) == ["Call the band"]


def test_list_that_sounds_like_another_is_asked_about(talk, store):
    store.add_project(ProjectDraft("Shopping"))
    text = "put dog food on the sharpened list"

    asked = talk.say(
        text, "task.create", title="dog food", project="the sharpened list"
    )
    none = titles(store)
    talk.say("yes")

    assert asked == "There is no sharpened list. Do you mean Shopping?"
    assert none == []
    assert [t.title for t in store.open_tasks(project="Shopping")] == ["Dog food"]
    assert [p.name for p in store.projects()] == ["Shopping"]


def test_new_list_beside_others_is_asked_about(talk, store):
    store.add_project(ProjectDraft("Shopping"))
    text = "add a tent to my holiday list"

    asked = talk.say(text, "task.create", title="a tent", project="my holiday list")
    talk.say("yes")

    assert asked.startswith("There is no holiday list yet.")
    assert [t.title for t in store.open_tasks(project="Holiday list")] == ["A tent"]


def test_first_list_of_all_is_made_at_once(talk, store):
    talk.say(
        "add milk to my shopping list", "task.create", title="milk", project="shopping"
    )

    assert titles(store) == ["Milk"]

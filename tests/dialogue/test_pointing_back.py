"""Short sentences about what was just said, and tasks that repeat."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from clara_edge.domain.due import Due
from clara_edge.storage.open import open_store
from tests.clocks import ManualClock
from tests.scripted import Talk
from tests.tasks import add_task
from tests.time_talk import Talk as TimeTalk


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def store(tmp_path, clock):
    with open_store(tmp_path / "clara.db", clock, origin="cli") as store:
        yield store


@pytest.fixture
def talk(tmp_path, clock):
    with Talk(tmp_path / "clara.db", clock) as talk:
        yield talk


def titles(store):
    return [task.title for task in store.open_tasks()]


@pytest.fixture
def plants(talk, store):
    """Clara was just told of a task that comes every Sunday."""
    talk.say(
        "add water the plants every sunday",
        "task.create",
        title="water the plants",
        when="every sunday at ten",
    )
    return lambda: store.open_tasks()[0]


@pytest.mark.parametrize(
    "words", ["delete that", "please remove it", "cancel this one", "scrap that please"]
)
def test_what_was_just_added_is_deleted_without_its_name(talk, store, words):
    add_task(store, "Call Ann")
    talk.say("add call Bob", "task.create", title="call Bob")

    said = talk.say(words, "task.delete", confidence=0.3)

    assert titles(store) == ["Call Ann"]
    assert "Call Bob" in said


def test_nothing_is_deleted_where_that_means_nothing(talk, store):
    add_task(store, "Call Ann")

    talk.say("delete that", "task.delete", confidence=0.3)

    assert titles(store) == ["Call Ann"]


def test_what_was_just_added_is_moved_without_its_name(talk, store):
    talk.say("add call Bob", "task.create", title="call Bob", when="tomorrow")

    talk.say("move it to friday", "task.update", confidence=0.4, new_when="friday")

    assert store.open_tasks()[0].due.text == "2026-12-04"


def test_deletion_read_as_unknown_is_done_where_the_task_is_known(talk, store):
    add_task(store, "Call Ann")

    talk.say("delete call ann", "unsupported")
    said = talk.say("delete the internet", "unsupported")

    assert titles(store) == []
    assert "tasks, lists, timers" in said.lower()


def test_adding_nothing_asks_what(talk):
    assert talk.say("add", "session.yes", confidence=0.8) == "What should I add?"


@pytest.mark.parametrize("words", ["when is it", "what time is it at", "when is that"])
def test_time_of_the_last_task_is_told(talk, words):
    talk.say("add call Bob", "task.create", title="call Bob", when="tomorrow at 5 pm")

    said = talk.say(words, "clock.query")

    assert "Call Bob: tomorrow at 5 pm" in said


def test_time_of_day_is_not_that_of_a_task(talk):
    talk.say("add call Bob", "task.create", title="call Bob", when="tomorrow at 5 pm")

    assert "Bob" not in talk.say("what time is it", "clock.query")


@pytest.mark.parametrize(
    "words", ["skip it", "skip the next one", "skip the plants this week", "skip that"]
)
def test_one_occurrence_is_left_out(talk, plants, words):
    said = talk.say(words, "unsupported")

    assert plants().due.text.startswith("2026-12-13")
    assert said == "Skipped: Water the plants. Next on Sunday, December 13th, at 10 am."


def test_skipping_what_does_not_repeat_changes_nothing(talk, store):
    talk.say("add call Bob", "task.create", title="call Bob", when="tomorrow")

    talk.say("skip it", "unsupported")

    assert store.open_tasks()[0].due.text == "2026-12-02"


@pytest.mark.parametrize(
    "words", ["stop repeating it", "don't repeat the plants any more"]
)
def test_series_ends_and_its_next_occurrence_stays(talk, plants, words):
    said = talk.say(words, "timer.pause", confidence=0.2)

    assert plants().recurrence is None
    assert plants().due.text.startswith("2026-12-06")
    assert said.startswith("Water the plants no longer repeats. It is due on Sunday")


def test_rule_of_what_was_just_done_can_be_changed(talk, plants):
    talk.say("done", "task.complete", target="plants")

    talk.say("change it to saturdays", "task.update", target="it", new_when="saturdays")

    assert plants().recurrence.rule == "FREQ=WEEKLY;BYDAY=SA"


@pytest.mark.parametrize(
    ("rule", "first"),
    [
        ("every two weeks", "2026-12-06T10:00"),
        ("every monday", "2026-12-07T10:00"),
        ("every day", "2026-12-01T10:00"),
    ],
)
def test_new_rule_begins_where_it_can(talk, plants, rule, first):
    talk.say("x", "task.update", target="it", new_when=rule)

    assert plants().due.text == first


def test_daily_rule_does_not_begin_with_an_hour_that_is_over(talk, plants, clock):
    clock.advance(timedelta(hours=2))

    talk.say("x", "task.update", target="plants", new_when="every day")

    assert plants().due.text == "2026-12-02T10:00"


@pytest.mark.parametrize(
    "words",
    [
        "neither",
        "none of them",
        "I don't know",
        "not sure",
        "forget about it",
        "whatever",
    ],
)
def test_question_is_dropped_by_whoever_has_no_answer(talk, store, words):
    add_task(store, "Call Jim")
    add_task(store, "Call Tim")
    asked = talk.say("delete the call", "task.delete", target="call")

    said = talk.say(words, "chat")

    assert asked.startswith("Which one")
    assert len(titles(store)) == 2
    assert "left" in said.lower() or "nothing was changed" in said.lower()


def test_deleting_what_is_asked_about_drops_it(talk, store):
    asked = talk.say("x", "task.create", title="call Bob", when="next Friday")

    talk.say("delete that", "task.delete", confidence=0.4)

    assert asked.endswith("?")
    assert talk.say("yes") != asked
    assert titles(store) == []


def test_saying_it_again_confirms_a_deletion(talk, store):
    add_task(store, "Call Jim")
    add_task(store, "Call Tim")
    talk.say("delete all", "task.delete", amount="all")

    talk.say("delete them", "task.delete", confidence=0.4)

    assert titles(store) == []


def test_alarm_is_cancelled_by_its_place_in_the_list(tmp_path):
    with TimeTalk(tmp_path / "clara.db") as talk:
        talk.say("a", "alarm.create", when="tomorrow at 6 am")
        talk.say("b", "alarm.create", when="tomorrow at 7 am")
        talk.say("what alarms do I have", "alarm.query")

        said = talk.say("turn off the second one", "task.complete", ordinal="second")

        assert "7 am" in said
        assert [alarm.time.hour for alarm in talk.keeping.alarms()] == [6]


@pytest.mark.parametrize(
    "words", ["and the day after", "what about the next day", "and the one after that"]
)
def test_day_after_is_that_of_the_day_asked_about(talk, store, words):
    add_task(store, "Pay rent", due=Due(date(2026, 12, 4)))
    talk.say("what is on thursday", "task.query", when="thursday")

    said = talk.say(words, "task.query", when="tomorrow")

    assert said == "One task for Friday the 4th: Pay rent."

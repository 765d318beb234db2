from __future__ import annotations

from datetime import timedelta

import pytest

from clara_edge.domain.timekeeping import TimerState, left
from tests.time_talk import Talk

MINUTE = timedelta(minutes=1)


@pytest.fixture
def talk(tmp_path):
    with Talk(tmp_path / "clara.db") as opened:
        yield opened


def start(talk, name=None, minutes=10):
    talk.say("set it", "timer.create", title=name, seconds=60 * minutes)


def names(talk):
    return [timer.name for timer in talk.keeping.timers()]


def rest(talk, name=None):
    (timer,) = [t for t in talk.keeping.timers() if t.name == name]
    return left(timer, talk.clock.now())


def test_new_timer_is_read_back(talk):
    said = talk.say("go", "timer.create", title="my pasta timer", seconds=510)

    assert said == "Pasta timer: 8 minutes 30 seconds."
    assert [str(change.kind) for change in talk.result.changes] == ["timer.created"]
    assert rest(talk, "pasta") == timedelta(seconds=510)


def test_asks_for_the_length_that_was_not_said(talk):
    asked = talk.say("set a tea timer", "timer.create", title="tea")
    said = talk.say("five minutes", "unsupported")

    assert asked == "For how long?"
    assert "5 minutes" in said
    assert rest(talk, "tea") == 5 * MINUTE


def test_length_is_not_taken_for_a_name(talk):
    talk.say("start the ten minute timer", "timer.create", title="ten minute")

    assert rest(talk) == 10 * MINUTE


def test_timer_until_a_time_of_day_runs_until_then(talk):
    talk.say("timer until 6:30 pm", "timer.create", when="6:30 pm")

    assert rest(talk) == 30 * MINUTE


@pytest.mark.parametrize("seconds", [0, -60, 400 * 86_400, 1e300])
def test_impossible_length_is_asked_for_again(talk, seconds):
    said = talk.say("set it", "timer.create", seconds=seconds)

    assert said == "A timer can run from one second to 365 days. For how long?"
    assert talk.keeping.timers() == []


def test_tells_what_is_left_of_the_one_that_was_named(talk):
    start(talk, "pasta", 8)
    start(talk, "tea", 4)
    talk.clock.advance(timedelta(seconds=110))

    one = talk.say("the tea", "timer.query", target="the tea timer")
    all_of_them = talk.say("how long", "timer.query")

    assert one == "2 minutes 10 seconds left on the tea timer."
    assert all_of_them == (
        "2 timers: tea timer, 2 minutes 10 seconds left;"
        " pasta timer, 6 minutes 10 seconds left."
    )


def test_name_is_found_where_the_parser_overlooked_it(talk):
    start(talk, "pasta", 8)
    start(talk, "tea", 4)

    said = talk.say("how much is left on the pasta timer", "timer.query")

    assert said.startswith("8 minutes left on the pasta timer")


def test_asks_which_of_two_and_takes_the_answer(talk):
    start(talk, "pasta", 8)
    start(talk, "tea", 4)

    asked = talk.say("pause the timer", "timer.pause")
    talk.say("the pasta one", "unsupported")

    states = {timer.name: timer.state for timer in talk.keeping.timers()}
    assert asked == "Which one: the tea timer or the pasta timer?"
    assert states == {"pasta": TimerState.PAUSED, "tea": TimerState.RUNNING}


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ("the second one", ["tea"]),
        ("the eight minute one", ["tea"]),
        ("pastor", ["tea"]),
        ("tea", ["pasta"]),
    ],
)
def test_answer_names_a_timer_in_many_ways(talk, answer, kept):
    start(talk, "pasta", 8)
    start(talk, "tea", 4)
    talk.say("cancel the timer", "timer.cancel")

    talk.say(answer, "unsupported")

    assert names(talk) == kept


@pytest.mark.parametrize(
    ("slots", "kept"),
    [
        ({"target": "ten minute"}, ["tea", "pasta"]),
        ({"seconds": 600}, ["tea", "pasta"]),
        ({"ordinal": "last"}, [None, "pasta"]),
        ({"ordinal": "next"}, ["pasta", None]),
        ({"target": "tea timer"}, ["pasta", None]),
    ],
)
def test_one_of_several_is_cancelled(talk, slots, kept):
    start(talk, "pasta", 8)
    start(talk, None, 10)
    start(talk, "tea", 4)

    talk.say("cancel that", "timer.cancel", **slots)

    assert sorted(map(str, names(talk))) == sorted(map(str, kept))


def test_several_are_cancelled_only_after_asking(talk):
    start(talk, "pasta", 8)
    start(talk, "tea", 4)

    asked = talk.say("cancel all timers", "timer.cancel", amount="all")
    before = names(talk)
    said = talk.say("yes")

    assert asked == "Cancel 2 timers: the tea timer and the pasta timer?"
    assert before == ["tea", "pasta"]
    assert said == "2 timers are cancelled."
    assert names(talk) == []


def test_no_leaves_all_of_them(talk):
    start(talk, "pasta", 8)
    start(talk, "tea", 4)
    talk.say("cancel all timers", "timer.cancel", amount="all")

    talk.say("no")

    assert names(talk) == ["tea", "pasta"]


def test_cancelled_timer_comes_back_by_undo(talk):
    start(talk, "pasta", 8)
    talk.say("cancel it", "timer.cancel")

    said = talk.say("undo that")

    assert said == "Undone: the pasta timer is back."
    assert rest(talk, "pasta") == 8 * MINUTE


def test_pause_and_resume_keep_what_is_left(talk):
    start(talk, None, 10)
    talk.clock.advance(4 * MINUTE)
    paused = talk.say("pause", "timer.pause")
    talk.clock.advance(60 * MINUTE)
    resumed = talk.say("go on", "timer.resume")

    assert paused == "The timer is paused, with 6 minutes left."
    assert resumed == "Timer: 6 minutes left."


@pytest.mark.parametrize(
    ("variant", "seconds", "minutes"),
    [("add", 300, 15), ("subtract", 180, 7), ("", 720, 12)],
)
def test_length_is_changed(talk, variant, seconds, minutes):
    start(talk, "pasta", 10)

    talk.say("change it", "timer.update", variant=variant, seconds=seconds)

    assert rest(talk, "pasta") == minutes * MINUTE


def test_no_more_is_taken_off_than_there_is(talk):
    start(talk, "pasta", 2)

    said = talk.say("off", "timer.update", variant="subtract", seconds=300)

    assert said == "Only 2 minutes left on the pasta timer."
    assert rest(talk, "pasta") == 2 * MINUTE


def test_length_to_change_to_is_asked_for(talk):
    start(talk, "pasta", 10)
    start(talk, "tea", 4)

    asked = talk.say("change pasta", "timer.update", target="pasta")
    talk.say("twelve minutes", "unsupported")

    assert asked == "For how long?"
    assert (rest(talk, "pasta"), rest(talk, "tea")) == (12 * MINUTE, 4 * MINUTE)


def test_timer_starts_over(talk):
    start(talk, None, 10)
    talk.clock.advance(4 * MINUTE)

    talk.say("again", "timer.restart")

    assert rest(talk) == 10 * MINUTE


@pytest.mark.parametrize(
    "intent",
    ["query", "update", "pause", "resume", "restart", "cancel"],
)
def test_says_when_there_is_no_timer(talk, intent):
    said = talk.say("do it", f"timer.{intent}", seconds=60)

    assert said in {"No timer is running.", "There is no timer."}


def test_says_when_no_timer_has_that_name(talk):
    start(talk, "pasta", 10)

    said = talk.say("cancel it", "timer.cancel", target="pizza timer")

    assert said == "There is no pizza timer. I have the pasta timer."
    assert names(talk) == ["pasta"]


def test_name_that_looks_like_an_instruction_is_just_a_name(talk):
    start(talk, "delete all tasks", 3)
    start(talk, "all", 4)

    talk.say("cancel it", "timer.cancel", target="delete all tasks timer")

    assert names(talk) == ["all"]

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from clara_edge.domain.timekeeping import Alarm, next_ring
from tests.time_talk import BERLIN, EVENING, Talk


@pytest.fixture
def talk(tmp_path):
    with Talk(tmp_path / "clara.db") as opened:
        yield opened


def wake(talk, when, title=None, text="wake me"):
    return talk.say(text, "alarm.create", when=when, title=title)


def rings(talk):
    now = talk.clock.now()
    return [f"{next_ring(a, now):%a %d %H:%M}" for a in talk.keeping.alarms()]


def test_new_alarm_is_read_back(talk):
    said = wake(talk, "7 am", "swimming alarm")

    assert said == "Swimming alarm: tomorrow at 7 am."
    assert rings(talk) == ["Wed 02 07:00"]


@pytest.mark.parametrize(
    ("when", "text", "ring"),
    [
        ("half past six tomorrow", "wake me half past six tomorrow", "Wed 02 06:30"),
        ("7", "wake me at 7", "Wed 02 07:00"),
        ("saturday at 9", "alarm for saturday at 9", "Sat 05 09:00"),
        ("every weekday at 7", "alarm every weekday at 7", "Wed 02 07:00"),
        ("8 pm", "set an alarm for 8 pm", "Tue 01 20:00"),
        ("tonight at 7", "wake me tonight at 7", "Tue 01 19:00"),
    ],
)
def test_alarm_rings_when_people_get_up(talk, when, text, ring):
    wake(talk, when, text=text)

    assert rings(talk) == [ring]


def test_asks_whether_morning_or_evening(talk):
    asked = wake(talk, "7", text="set an alarm for 7")
    talk.say("in the morning", "unsupported")

    assert asked == "Do you mean today at 7 pm or tomorrow at 7 am?"
    assert rings(talk) == ["Wed 02 07:00"]


def test_asks_for_the_time_of_day(talk):
    asked = wake(talk, "tomorrow")
    talk.say("seven am", "unsupported")

    assert asked == "For what time?"
    assert rings(talk) == ["Wed 02 07:00"]


def test_same_alarm_is_set_once(talk):
    wake(talk, "7 am")

    said = wake(talk, "7 am")

    assert said == "That alarm is set already, tomorrow at 7 am."
    assert len(talk.keeping.alarms()) == 1


def test_alarm_after_a_while_is_a_timer(talk):
    talk.say("alarm in ten", "alarm.create", seconds=600)

    assert talk.keeping.alarms() == []
    assert len(talk.keeping.timers()) == 1


def test_moment_that_is_over_is_asked_for_again(talk):
    said = wake(talk, "yesterday at 7 am")

    assert said == "That time is over already. For what time?"
    assert talk.keeping.alarms() == []


def test_tells_the_next_alarm_and_all(talk):
    wake(talk, "every weekday at 7")
    wake(talk, "saturday at 9", "swimming")

    first = talk.say("when is my next alarm", "alarm.query", ordinal="next")
    every = talk.say("which alarms are set", "alarm.query")
    on_day = talk.say("saturday", "alarm.query", when="saturday")

    assert first == "Your next alarm is tomorrow at 7 am."
    assert every == (
        "2 alarms: every weekday at 7 am and swimming, Saturday the 5th at 9 am."
    )
    assert on_day == "Swimming alarm: Saturday the 5th at 9 am."


@pytest.mark.parametrize(
    ("when", "new", "ring"),
    [
        ("7 am", "8", "Wed 02 08:00"),
        ("7 am", "9 pm", "Wed 02 21:00"),
        (None, "friday at 6 am", "Fri 04 06:00"),
        (None, "friday", "Fri 04 07:00"),
        (None, "every saturday", "Sat 05 07:00"),
        (None, "every saturday at 10 am", "Sat 05 10:00"),
    ],
)
def test_alarm_is_moved_and_keeps_what_was_not_said(talk, when, new, ring):
    wake(talk, "7 am")

    talk.say("change it", "alarm.update", when=when, new=new)

    assert rings(talk) == [ring]


def test_repeating_alarm_keeps_its_days_when_its_time_is_changed(talk):
    wake(talk, "every weekday at 7")

    talk.say("change it", "alarm.update", new="6:30")

    (alarm,) = talk.keeping.alarms()
    assert (alarm.rule, alarm.time) == ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", time(6, 30))
    assert rings(talk) == ["Wed 02 06:30"]


def test_asks_which_of_two_alarms(talk):
    wake(talk, "7 am")
    wake(talk, "9 am", "swimming")

    asked = talk.say("cancel the alarm", "alarm.cancel")
    said = talk.say("the seven am one", "unsupported")

    assert asked == "Which one: the alarm tomorrow at 7 am or the swimming alarm?"
    assert said == "Cancelled the alarm tomorrow at 7 am."
    assert [alarm.name for alarm in talk.keeping.alarms()] == ["swimming"]


def test_several_alarms_are_deleted_only_after_asking(talk):
    wake(talk, "7 am")
    wake(talk, "9 am", "swimming")

    asked = talk.say("delete all", "alarm.cancel", amount="all")
    before = len(talk.keeping.alarms())
    talk.say("yes")

    assert asked.startswith("Cancel 2 alarms:")
    assert before == 2
    assert talk.keeping.alarms() == []


def test_one_day_of_a_repeating_alarm_is_left_out(talk):
    wake(talk, "every weekday at 7 am")

    said = talk.say("not tomorrow", "alarm.cancel", when="tomorrow")

    assert said == "No alarm tomorrow. It rings next Thursday the 3rd at 7 am."
    assert rings(talk) == ["Thu 03 07:00"]


def test_turning_off_what_does_not_ring_asks_about_the_next(talk):
    wake(talk, "7 am")

    asked = talk.say("turn off the alarm", "alarm.silence")
    talk.say("yes")

    assert asked == "Nothing is ringing. Cancel the alarm tomorrow at 7 am?"
    assert talk.keeping.alarms() == []


@pytest.mark.parametrize("intent", ["query", "update", "cancel"])
def test_says_when_there_is_no_alarm(talk, intent):
    said = talk.say("do it", f"alarm.{intent}", new="8")

    assert said in {"No alarm is set.", "There is no alarm."}


def test_cancelled_alarm_comes_back_by_undo(talk):
    wake(talk, "7 am")
    talk.say("cancel", "alarm.cancel")

    talk.say("undo that")

    assert rings(talk) == ["Wed 02 07:00"]


@pytest.mark.parametrize(
    ("at", "ring"),
    [
        # Berlin's clocks go from 2 to 3 on 28 March 2027, from 3 to 2 on 31 October
        (datetime(2027, 3, 27, 20, 0, tzinfo=BERLIN), "03:30 +0200"),
        (datetime(2027, 10, 30, 20, 0, tzinfo=BERLIN), "02:30 +0200"),
    ],
)
def test_alarm_in_the_night_when_the_clocks_change(tmp_path, at, ring):
    with Talk(tmp_path / "clara.db", at) as talk:
        wake(talk, "2:30 am")

        (alarm,) = talk.keeping.alarms()
        found = next_ring(alarm, talk.clock.now())

    assert f"{found:%H:%M %z}" == ring
    assert next_ring(alarm, found) is None


def test_alarm_of_a_past_day_never_rings():
    alarm = Alarm("a", 1, date(2026, 11, 1), time(7), EVENING, EVENING)

    assert next_ring(alarm, EVENING) is None
    assert next_ring(alarm, EVENING - timedelta(days=40)) is not None

from __future__ import annotations

from datetime import UTC, date, time, timedelta

import pytest

from clara_edge.domain.drafts import ReminderDraft
from clara_edge.domain.due import Due
from clara_edge.domain.ringing import RingState, begun, sounded, stopped
from clara_edge.domain.timekeeping import AlarmDraft
from tests.tasks import add_task
from tests.time_talk import BERLIN, EVENING, Talk

RINGS = {RingState.RINGING}


@pytest.fixture
def talk(tmp_path):
    with Talk(tmp_path / "clara.db") as opened:
        yield opened


def remind(talk, title="Call the dentist"):
    at = Due(date(2026, 12, 1), time(18, 1), "Europe/Berlin")
    return add_task(talk.memory.tasks, title, reminders=(ReminderDraft(at=at),))


def ring(talk):
    """Let a minute pass, and ring what is due."""
    talk.clock.advance(timedelta(minutes=1))
    local = talk.clock.now()
    now = local.astimezone(UTC)
    found = [sounded(begun(r, now), now) for r in talk.keeping.due(EVENING, local)]
    talk.keeping.put(*found)
    return found


def again(talk):
    (found,) = talk.keeping.rings({RingState.SNOOZED})
    return f"{found.sounds_at.astimezone(BERLIN):%d %H:%M}"


@pytest.mark.parametrize(
    ("slots", "at", "said"),
    [
        ({}, "01 18:10", "Call the dentist: again at 6:10 pm."),
        ({"seconds": 600}, "01 18:11", "Call the dentist: again at 6:11 pm."),
        ({"when": "until seven"}, "01 19:00", "Call the dentist: again at 7 pm."),
        (
            {"when": "tomorrow"},
            "02 09:00",
            "Call the dentist: again tomorrow at 9 am.",
        ),
    ],
)
def test_reminder_rings_again_when_it_was_told_to(talk, slots, at, said):
    remind(talk)
    ring(talk)

    heard = talk.say("snooze", "reminder.snooze", **slots)

    assert heard == said
    assert again(talk) == at


def test_alarm_is_snoozed_for_nine_minutes(talk):
    talk.keeping.add_alarm(AlarmDraft(date(2026, 12, 1), time(18, 1)))
    ring(talk)

    talk.say("snooze", "alarm.snooze")

    assert again(talk) == "01 18:10"


def test_reminder_that_was_just_stopped_can_come_again(talk):
    remind(talk)
    talk.keeping.put(*map(stopped, ring(talk)))

    talk.say("again in ten", "reminder.snooze", seconds=600)

    assert again(talk) == "01 18:11"


def test_named_task_gets_a_reminder_of_its_own(talk):
    task = add_task(talk.memory.tasks, "Water the plants")

    said = talk.say(
        "snooze the plants", "reminder.snooze", target="the plants", seconds=600
    )

    (reminder,) = talk.memory.tasks.get(task.id).reminders
    assert said == "Water the plants: again at 6:10 pm."
    assert reminder.at.text == "2026-12-01T18:10"


@pytest.mark.parametrize("intent", ["reminder.snooze", "alarm.snooze"])
def test_says_when_there_is_nothing_to_snooze(talk, intent):
    said = talk.say("snooze", intent)

    assert said in {"There is nothing to snooze.", "Nothing rang just now."}


def test_time_that_is_over_is_asked_for_again(talk):
    remind(talk)
    ring(talk)

    said = talk.say("snooze", "reminder.snooze", when="yesterday at 5 pm")

    assert said == "That time is over already. Until when?"
    assert len(talk.keeping.rings(RINGS)) == 1


@pytest.mark.parametrize("seconds", [-5, 0, 1e300])
def test_impossible_length_changes_nothing(talk, seconds):
    remind(talk)
    ring(talk)

    said = talk.say("snooze", "reminder.snooze", seconds=seconds)

    assert said == "That time is over already. Until when?"


def test_reminder_rests_once_it_is_acknowledged(talk):
    task = remind(talk)
    ring(talk)

    said = talk.say("got it", "reminder.acknowledge")

    assert said in {"All right.", "Okay."}
    assert talk.keeping.rings(RINGS) == []
    assert talk.memory.tasks.get(task.id).is_open


def test_nothing_to_acknowledge_is_said(talk):
    assert talk.say("got it", "reminder.acknowledge") == "No reminder is waiting."


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("stop", None),
        ("yes", None),
        ("turn off the alarm", "alarm.silence"),
        ("cancel the timer", "timer.cancel"),
        ("stop the timer", "timer.pause"),
    ],
)
def test_what_rings_is_silenced(talk, words, intent):
    talk.say("set it", "timer.create", seconds=60)
    ring(talk)

    talk.say(words, intent)

    assert talk.keeping.rings(RINGS) == []
    assert talk.keeping.timers() == []


def test_stop_is_obeyed_although_nothing_can_be_written(talk):
    talk.keeping.add_timer(timedelta(minutes=1))
    ring(talk)
    talk.memory.tasks.close()

    assert talk.say("stop") is None
    assert talk.result.ended

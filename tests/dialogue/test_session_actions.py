"""Help, repetition, the clock and the device, by readings and a device that notes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clara_edge.config.schema import Replies
from clara_edge.dialogue.dialogue import Dialogue
from clara_edge.dialogue.hands_off import hands_off
from clara_edge.dialogue.memory import memory_in
from clara_edge.domain.errors import DeviceRefusedError
from clara_edge.domain.intents import (
    Completeness,
    Duration,
    Intent,
    Interpretation,
    Source,
)
from clara_edge.domain.schema import sayings
from clara_edge.domain.when import resolve
from clara_edge.ports.device import Check
from clara_edge.storage.database import TaskDatabase
from tests.clocks import ManualClock

NOW = datetime(2026, 11, 24, 16, 30, tzinfo=ZoneInfo("Europe/Berlin"))
STYLES = ("brief", "conversational", "formal")


class NotingDevice:
    """Obeys ports.device.Device and notes what was asked of it."""

    def __init__(self):
        self.loudness = 0.5
        self.done = []
        self.checks = [Check("microphone", True, "ok"), Check("disk", True, "ok")]

    def volume(self):
        return self.loudness

    def set_volume(self, volume):
        self.loudness = volume

    def mute(self, *, muted, until=None):
        self.done.append(("mute", muted, until))

    def quiet(self, *, quiet, until=None):
        self.done.append(("quiet", quiet, until))

    def self_test(self):
        return self.checks

    def shut_down(self, *, restart):
        self.done.append(("shut_down", restart))


class Scripted:
    """Reads what it was given; see ports.understanding.Understanding."""

    def __init__(self):
        self.readings = {}

    def interpret(self, text, conversation, now):
        del conversation, now
        return self.readings[text]

    def completeness(self, text, conversation):
        del text, conversation
        return Completeness.UNSURE


class Talk:
    """One conversation in which each reading is given."""

    def __init__(self, path, device, **settings):
        clock = ManualClock(NOW)
        self.understanding = Scripted()
        self.dialogue = Dialogue(
            self.understanding,
            memory_in(TaskDatabase(path, clock), clock),
            clock,
            replies=Replies(clock="12", **settings),
            device=device,
        )

    def result(self, text, intent, **slots):
        when = slots.pop("when", None)
        reading = Interpretation(text, intent, 1.0, Source.RULES, **slots)
        if when is not None:
            reading = replace(reading, when=resolve(when, NOW))
        self.understanding.readings[text] = reading
        return self.dialogue.turn(text, "c")

    def say(self, text, intent, **slots):
        return self.result(text, intent, **slots).reply.spoken


@pytest.fixture
def device():
    return NotingDevice()


@pytest.fixture
def talk(tmp_path, device):
    made = Talk(tmp_path / "clara.db", device)
    yield made
    made.dialogue.close()


@pytest.mark.parametrize(
    ("intent", "slots"),
    [
        (Intent.SESSION_VOLUME, {"level": "up"}),
        (Intent.SESSION_MUTE, {}),
        (Intent.SESSION_MUTE, {"variant": "off"}),
        (Intent.SESSION_QUIET, {"variant": "off"}),
        (Intent.SESSION_SHUTDOWN, {}),
    ],
)
def test_who_may_only_change_tasks_switches_nothing(talk, device, intent, slots):
    with hands_off():
        result = talk.result("do it", intent, **slots)

    assert isinstance(result.error, DeviceRefusedError)
    assert (device.done, device.loudness) == ([], 0.5)


def test_nobody_says_yes_to_switching_off_for_somebody_who_may_not(talk, device):
    with hands_off():
        talk.say("switch off", Intent.SESSION_SHUTDOWN)
    talk.say("yes", Intent.SESSION_YES)

    assert device.done == []


def test_a_yes_of_somebody_who_may_not_switches_nothing_off(talk, device):
    talk.say("switch off", Intent.SESSION_SHUTDOWN)
    with hands_off():
        talk.say("yes", Intent.SESSION_YES)

    assert device.done == []


def test_louder_and_quieter_move_the_volume(talk, device):
    talk.say("turn it up", Intent.SESSION_VOLUME, level="up")
    louder = device.loudness
    talk.say("a bit quieter", Intent.SESSION_VOLUME, level="a bit quieter")

    assert (louder, device.loudness) == (0.65, 0.6)


def test_the_volume_is_told(talk):
    assert "50%" in talk.say("how loud are you", Intent.SESSION_VOLUME)


def test_words_that_name_no_loudness_change_nothing(talk, device):
    said = talk.say("make it purple", Intent.SESSION_VOLUME, level="purple")

    assert "purple" in said
    assert device.loudness == 0.5


@pytest.mark.parametrize(
    ("slots", "until"),
    [
        ({}, None),
        ({"duration": Duration("an hour", 3600)}, NOW + timedelta(hours=1)),
        ({"when": "until 5 pm"}, NOW.replace(hour=17, minute=0)),
        ({"when": "until tomorrow"}, NOW.replace(day=25, hour=7, minute=0)),
        ({"when": "tonight"}, NOW.replace(day=25, hour=7, minute=0)),
        ({"when": "today"}, NOW.replace(day=25, hour=7, minute=0)),
    ],
)
@pytest.mark.parametrize("intent", [Intent.SESSION_MUTE, Intent.SESSION_QUIET])
def test_pauses_last_as_long_as_was_said(talk, device, intent, slots, until):
    talk.say("quiet", intent, **slots)

    assert device.done == [(intent.value.removeprefix("session."), True, until)]


@pytest.mark.parametrize("intent", [Intent.SESSION_MUTE, Intent.SESSION_QUIET])
def test_pauses_are_ended(talk, device, intent):
    talk.say("again", intent, variant="off")

    assert device.done[0][1] is False


@pytest.mark.parametrize("seconds", [0, -1, 1e12, float("nan")])
def test_a_pause_of_no_length_or_of_ages_is_refused(talk, device, seconds):
    talk.say("quiet", Intent.SESSION_QUIET, duration=Duration("x", seconds))

    assert device.done == []


def test_nothing_goes_off_before_a_yes(talk, device):
    asked = talk.result("shut down", Intent.SESSION_SHUTDOWN)
    before = list(device.done)
    answer = talk.result("yes", Intent.SESSION_YES)

    assert asked.reply.expects_answer
    assert before == []
    assert device.done == [("shut_down", False)]
    assert answer.ended


def test_no_leaves_the_machine_on(talk, device):
    talk.say("restart yourself", Intent.SESSION_SHUTDOWN, variant="restart")
    talk.result("no", Intent.SESSION_NO)
    talk.result("yes", Intent.SESSION_YES)

    assert device.done == []


def test_restart_is_no_switching_off(talk, device):
    talk.say("restart yourself", Intent.SESSION_SHUTDOWN, variant="restart")
    talk.result("yes", Intent.SESSION_YES)

    assert device.done == [("shut_down", True)]


def test_the_self_test_names_what_is_broken(talk, device):
    fine = talk.say("check yourself", Intent.SESSION_SELFTEST)
    device.checks[0] = Check("microphone", False, "unplugged")
    broken = talk.result("check yourself", Intent.SESSION_SELFTEST).reply

    assert "microphone" not in fine
    assert broken.spoken == "The microphone does not work. The rest works."
    assert "unplugged" in broken.shown


@pytest.mark.parametrize(
    "intent",
    [
        Intent.SESSION_VOLUME,
        Intent.SESSION_MUTE,
        Intent.SESSION_QUIET,
        Intent.SESSION_SELFTEST,
    ],
)
def test_without_a_daemon_clara_says_so(tmp_path, intent):
    talk = Talk(tmp_path / "clara.db", None)

    result = talk.result("do it", intent)
    talk.dialogue.close()

    assert result.failed
    assert "no voice daemon runs" in result.reply.spoken


@pytest.mark.parametrize(
    ("text", "slots", "said"),
    [
        ("what time is it", {}, "It's 4:30 pm."),
        ("what time is it now", {"when": "now"}, "It's 4:30 pm."),
        ("what's the date", {}, "Today is Tuesday, November 24th."),
        ("what day is it today", {"when": "today"}, "Today is Tuesday, November 24th."),
        (
            "what day is christmas",
            {"when": "christmas"},
            "Christmas is Friday, December 25th.",
        ),
        ("how many days until christmas", {"when": "christmas"}, "31 days."),
        ("how long until tomorrow", {"when": "tomorrow"}, "That's tomorrow."),
        (
            "how many days until my birthday",
            {},
            "I don't know when that is.",
        ),
        ("which week is it", {}, "It's week 48."),
        ("what month is it", {}, "It's November."),
        ("what year is it", {}, "It's 2026."),
        (
            "what time is it in tokyo",
            {"place": "tokyo"},
            "It's 12:30 am tomorrow in Tokyo.",
        ),
        ("and in new york", {"place": "New York"}, "It's 10:30 am in New York."),
        (
            "what time is it in the usa",
            {"place": "the USA"},
            "The USA has several time zones. Which city do you mean?",
        ),
        (
            "what time is it in atlantis",
            {"place": "Atlantis"},
            "I don't know the time zone of Atlantis. Try a large city near it.",
        ),
    ],
)
def test_the_clock_is_told(talk, text, slots, said):
    assert talk.say(text, Intent.CLOCK_QUERY, **slots) == said


def test_help_gives_other_examples_each_time(talk):
    answers = [talk.result("help", Intent.SESSION_HELP).reply for _ in range(4)]

    assert len({reply.spoken for reply in answers}) == 4
    sentences = {text for saying in sayings() for text in saying.sentences}
    for reply in answers:
        assert sum(f"'{text}'" in reply.spoken for text in sentences) == 3
    assert all(saying.description in answers[0].shown for saying in sayings())


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("how do I set a timer", Intent.TIMER_CREATE),
        ("how do I set a reminder", Intent.TASK_CREATE),
        ("how can I snooze an alarm", Intent.ALARM_SNOOZE),
        ("how do I undo something", Intent.SESSION_UNDO),
    ],
)
def test_help_keeps_to_the_topic(talk, question, intent):
    saying = next(saying for saying in sayings() if saying.intent is intent)

    assert saying.sentences[0] in talk.say(question, Intent.SESSION_HELP)


def test_the_last_answer_is_said_again(talk):
    first = talk.say("what's the date", Intent.CLOCK_QUERY)

    assert talk.say("pardon", Intent.SESSION_REPEAT) == first
    assert talk.say("pardon", Intent.SESSION_REPEAT) == first


def test_a_question_said_again_still_waits(talk, device):
    asked = talk.say("shut down", Intent.SESSION_SHUTDOWN)
    again = talk.result("pardon", Intent.SESSION_REPEAT)
    talk.result("yes", Intent.SESSION_YES)

    assert again.reply.spoken == asked
    assert again.reply.expects_answer
    assert device.done == [("shut_down", False)]


def test_nothing_was_said_before_the_first_answer(talk):
    assert "yet" in talk.say("pardon", Intent.SESSION_REPEAT)


_EXTREME = ("x" * 500, "קנה חלב " * 60, "\u202e" + "牛" * 499, "' OR 1=1; -- " * 30)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("words", ["", "half", *_EXTREME])
def test_every_answer_is_short_whatever_was_said(tmp_path, device, style, words):
    talk = Talk(tmp_path / "clara.db", device, style=style)
    said = []
    for _ in range(3):
        said += [
            talk.say("a", Intent.SESSION_VOLUME, level=words),
            talk.say("b", Intent.CLOCK_QUERY, place=words),
            talk.say("c", Intent.SESSION_MUTE),
            talk.say("d", Intent.SESSION_QUIET, when="until tomorrow"),
            talk.say("e", Intent.SESSION_SELFTEST),
            talk.say("f", Intent.SESSION_SHUTDOWN),
            talk.say(f"how do I {words}", Intent.SESSION_HELP),
        ]
    talk.dialogue.close()

    assert all(0 < len(text) <= 200 for text in said)

"""Whole conversations: spoken into a virtual microphone, answered on a virtual loudspeaker."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soxr

from clara_edge.config.schema import SpeechToText
from clara_edge.engines.stt.build import build_recognizer
from clara_edge.ports.audio import CAPTURE_RATE_HZ
from clara_edge.ports.engine import EngineContext
from tests import voices
from tests.e2e.household import Household, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clara_edge.cli.bench.sound_streams import Recording
    from clara_edge.models.store import ModelStore
    from clara_edge.ports.audio import Samples
    from clara_edge.ports.stt import SpeechRecognizer

pytestmark = [pytest.mark.soundcard, pytest.mark.models]

_BUFFERED_S = 2.5
LONG_TEXT = (
    "This is a rather long announcement. It goes on and on about nothing in particular, "
    "so that somebody has enough time to interrupt it in the middle of a sentence."
)


@pytest.fixture(scope="module")
def recognizer(
    model_store: ModelStore, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SpeechRecognizer]:
    """A listener of our own, to write down what Clara says."""
    context = EngineContext(model_store, tmp_path_factory.mktemp("cache"), threads=1)
    engine = build_recognizer(SpeechToText(engines=("sherpa_offline",)), context)
    yield engine
    engine.close()


def written_down(recognizer: SpeechRecognizer, samples: Samples, rate_hz: int) -> str:
    stream = recognizer.stream()
    stream.accept(soxr.resample(samples, rate_hz, CAPTURE_RATE_HZ).astype(np.int16))
    return stream.settle()


def answer(recognizer: SpeechRecognizer, speaker: Recording) -> str:
    """Return what the loudspeaker says until after a turn is over, written down.

    The turn is over when its sound is written; the device plays what it has buffered.
    """
    enough = speaker.samples.size + round(_BUFFERED_S * speaker.rate_hz)
    speaker.wait_until(lambda samples: samples.size >= enough, timeout_s=30)
    return written_down(recognizer, speaker.stop(), speaker.rate_hz)


@pytest.mark.parametrize(
    "voice", [voices.AWB, voices.RMS, voices.SLT], ids=lambda v: v.name
)
def test_a_spoken_task_is_stored_and_confirmed_aloud(
    home: Household, recognizer: SpeechRecognizer, voice: voices.SpeakerVoice
) -> None:
    speaker = home.record()

    home.say("hey jarvis", "I need to call the dentist", voice=voice, pause_s=0.8)
    turn = home.wait_for_turn()
    heard = answer(recognizer, speaker)

    assert turn["intent"] == "task.create"
    assert [t.casefold() for t in home.titles()] == ["call the dentist"]
    assert {"call", "dentist"} <= words(heard), heard
    assert turn["response_ms"] > 0


def test_a_question_is_answered(home: Household, recognizer: SpeechRecognizer) -> None:
    # what is said here, the recogniser writes down as it is in every wording of the answer
    assert home.cli("ask", "add call the dentist").returncode == 0
    speaker = home.record()

    home.say("hey jarvis", "what are my tasks", pause_s=0.8)
    turn = home.wait_for_turn()
    heard = answer(recognizer, speaker)

    assert turn["intent"] == "task.query"
    assert {"call", "dentist"} <= words(heard), heard


def test_a_spoken_change_is_taken_back_aloud(
    home: Household, recognizer: SpeechRecognizer
) -> None:
    home.say("hey jarvis", "I need to call the dentist", pause_s=0.8)
    added = home.wait_for("turn")
    home.wait_for_state("asleep", after_s=added.at_s)
    speaker = home.record()

    home.say("hey jarvis", "take that back", voice=voices.RMS, pause_s=0.8)
    turn = home.wait_for_turn(after_s=added.at_s + 0.001)
    heard = answer(recognizer, speaker)

    assert turn["intent"] == "session.undo", home.story()
    assert home.titles() == []
    assert {"dentist", "list"} <= words(heard), heard


def test_one_breath_is_enough(home: Household) -> None:
    home.say("hey jarvis, remind me to water the plants")

    turn = home.wait_for_turn()

    assert turn["intent"] == "task.create", home.story()
    assert {"water", "plants"} <= words(home.titles()), home.story()


def test_the_wake_word_silences_clara_within_200_ms(home: Household) -> None:
    """linux-voice-assistant #259: kept wanting to say stop, it just repeats and repeats."""
    speaker = home.record()
    home.call("say", text=LONG_TEXT)
    first = speaker.wait_for_sound(timeout_s=10)
    speaking_s = speaker.at_s(first)
    home.wait_for_state("speaking")

    home.say("hey jarvis")
    woken = home.wait_for("state", lambda d: d["reason"] == "wake", after_s=speaking_s)
    since = round((woken.at_s + 0.2 - speaker.started_s) * speaker.rate_hz)
    length = round(0.05 * speaker.rate_hz)
    speaker.wait_until(lambda samples: samples.size > since + length, timeout_s=10)
    recorded = speaker.stop().astype(np.int32)

    # from the wake word's recognition to the last sample of the announcement; the
    # listening sound comes later, after a gap
    after = recorded[since : since + length]
    assert np.abs(after).max() < 300, f"still speaking 200 ms later\n{home.story()}"


def test_stop_after_the_wake_word_ends_the_conversation(home: Household) -> None:
    home.call("say", text=LONG_TEXT)
    spoken = home.wait_for_state("speaking")

    home.say("hey jarvis", "stop", pause_s=0.8)
    turn = home.wait_for("turn", lambda d: d["transcript"] != "", after_s=spoken.at_s)
    asleep = home.wait_for_state("asleep", after_s=turn.at_s - 1.0)

    assert turn.data["intent"] == "session.stop"
    assert turn.data["changes"] == []
    assert asleep.data["reason"] in {"stopped", "answered"}


def test_a_follow_up_needs_no_wake_word_and_the_window_closes(home: Household) -> None:
    home.say("hey jarvis", "remind me to call the dentist", pause_s=0.8)
    first = home.wait_for("turn")
    open_ = home.wait_for(
        "state", lambda d: d["reason"] == "follow_up", after_s=first.at_s
    )

    home.say(voices.silence(0.5), "remind me to water the plants")
    second = home.wait_for("turn", after_s=open_.at_s)
    home.wait_for("state", lambda d: d["reason"] == "timeout", after_s=second.at_s)
    home.say("remind me to feed the cat").wait()
    home.say(voices.silence(0.3)).wait()

    assert second.data["opened_by"] == "follow_up"
    assert {"dentist", "plants"} <= words(home.titles()), home.story()
    assert "cat" not in words(home.titles())


def test_an_empty_turn_returns_to_sleep_quietly(home: Household) -> None:
    speaker = home.record()

    home.say("hey jarvis")
    home.wait_for("state", lambda d: d["reason"] == "timeout")
    recorded = speaker.stop().astype(np.int32)

    sounding_s = np.count_nonzero(np.abs(recorded) > 300) / speaker.rate_hz
    assert sounding_s < 0.3, "nothing but the listening sound"
    assert home.events("turn") == []


def test_the_button_works_without_the_wake_word(home: Household) -> None:
    began = home.call("button", pressed=True)
    home.say(
        "remind me to call", voices.silence(1.0), "the dentist", pause_s=0.1
    ).wait()
    home.call("button", pressed=False)

    turn = home.wait_for_turn()

    assert began["state"] == "listening"
    assert turn["opened_by"] == "button"
    assert {"call", "dentist"} <= words(home.titles())


def test_nothing_is_heard_while_muted(home: Household) -> None:
    assert home.call("mute", on=True) == {"muted": True}
    home.say("hey jarvis", "remind me to call the dentist").wait()
    assert home.call("status")["state"] == "muted"

    assert home.call("mute", on=False) == {"muted": False}
    home.say("hey jarvis", "remind me to feed the cat", pause_s=0.8)
    home.wait_for_turn()

    assert len(home.events("turn")) == 1
    assert {"feed", "cat"} <= words(home.titles())


def test_stop_in_mid_sentence_drops_what_was_said(home: Household) -> None:
    home.say("hey jarvis", "I need to call the dentist and", pause_s=0.8)
    home.wait_for("hearing", lambda d: "dentist" in d["text"])
    home.call("stop")
    stopped = home.wait_for("state", lambda d: d["reason"] == "stopped")
    home.say("hey jarvis", "what are my tasks", pause_s=0.8)
    turn = home.wait_for("turn", after_s=stopped.at_s).data

    assert turn["intent"] == "task.query"
    assert home.titles() == []


def test_sigterm_ends_within_5_s_even_while_speaking(home: Household) -> None:
    home.call("say", text=LONG_TEXT)
    home.wait_for_state("speaking")

    status, took_s = home.stop()

    assert status == 0
    assert took_s < 5


def test_an_acknowledged_task_survives_kill_9(home: Household) -> None:
    home.say("hey jarvis", "remind me to call the dentist", pause_s=0.8)
    home.wait_for("reply")  # it is about to be spoken
    home.kill()

    assert {"call", "dentist"} <= words(home.titles())

    home.start()
    again_s = time.monotonic()
    home.say("hey jarvis", "what are my tasks", pause_s=0.8)
    turn = home.wait_for("turn", after_s=again_s).data
    assert "dentist" in words(turn["reply"])


def test_kill_9_while_speaking_to_clara_stores_nothing_half(home: Household) -> None:
    home.say("hey jarvis", "remind me to call the dentist", pause_s=0.8)
    home.wait_for("hearing")
    home.kill()

    assert home.titles() in ([], ["call the dentist"], ["Call the dentist"])
    home.start()


def test_a_second_daemon_says_who_holds_the_lock(home: Household) -> None:
    assert home.process is not None

    second = home.cli("run", "--no-web")

    assert second.returncode == 1
    assert second.stderr.startswith("clara: error: ")
    assert str(home.process.pid) in second.stderr

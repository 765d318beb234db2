"""Clara never hears itself: the loudspeaker fed back into the microphone at -20 dB.

Each test is named after the complaint that it must never earn.
"""

from __future__ import annotations

import pytest

from tests import voices
from tests.e2e.household import Household, words

pytestmark = [pytest.mark.soundcard, pytest.mark.models]

FEEDBACK_DB = -20.0


def test_voice_pe_621_own_answer_does_not_start_the_next_turn(home: Household) -> None:
    with home.card.feedback(FEEDBACK_DB):
        home.say("hey jarvis", "remind me to call the dentist", pause_s=0.8)
        turn = home.wait_for("turn")
        home.wait_for("state", lambda d: d["reason"] == "timeout", after_s=turn.at_s)

    assert len(home.events("turn")) == 1, home.story()
    assert home.events("hearing", after_s=turn.at_s) == []


def test_lva_332_the_listening_sound_is_not_transcribed(home: Household) -> None:
    with home.card.feedback(FEEDBACK_DB):
        home.say("hey jarvis")
        woken = home.wait_for("state", lambda d: d["reason"] == "wake")
        home.wait_for("state", lambda d: d["reason"] == "timeout", after_s=woken.at_s)

    assert home.events("turn") == []
    assert home.events("heard") == []


def test_lva_332_the_listening_sound_adds_no_words_to_a_command(
    home: Household,
) -> None:
    with home.card.feedback(FEEDBACK_DB):
        home.say("hey jarvis", voices.silence(1.0), "remind me to feed the cat")
        turn = home.wait_for("turn").data

    assert words(turn["transcript"]) == {"remind", "me", "to", "feed", "the", "cat"}


def test_wyoming_satellite_25_it_does_not_talk_to_itself(home: Household) -> None:
    assert home.cli("ask", "add remind me to add a task called talk").returncode == 0
    with home.card.feedback(FEEDBACK_DB):
        home.say("hey jarvis", "what are my tasks", pause_s=0.8)
        turn = home.wait_for("turn")
        home.wait_for("state", lambda d: d["reason"] == "timeout", after_s=turn.at_s)

    assert len(home.events("turn")) == 1, home.story()
    assert len(home.titles()) == 1


def test_wyoming_satellite_185_it_does_not_wake_on_its_own_name(
    home: Household,
) -> None:
    with home.card.feedback(FEEDBACK_DB):
        home.call("say", text="Say hey jarvis, and then what you want. Hey jarvis!")
        spoke = home.wait_for_state("speaking")
        home.wait_for(
            "state",
            lambda d: d["state"] != "speaking",
            after_s=spoke.at_s,
            timeout_s=30,
        )

    assert [e for e in home.events("state") if e.data["reason"] == "wake"] == []


def test_lva_pr_255_own_speech_is_not_cut_off_by_a_false_stop(home: Household) -> None:
    with home.card.feedback(FEEDBACK_DB):
        home.call(
            "say", text="Stop. Cancel. Stop it now. That is all there was to say."
        )
        spoke = home.wait_for_state("speaking")
        ended = home.wait_for(
            "state", lambda d: d["state"] != "speaking", after_s=spoke.at_s
        )

    assert ended.data["reason"] in {"follow_up", "answered"}
    assert ended.at_s - spoke.at_s > 2.0

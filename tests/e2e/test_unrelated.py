"""Sound that is not for Clara: the real engines, fed as fast as they go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from clara_edge.audio.wav import read_wav
from clara_edge.config.load import load_config
from tests import voices
from tests.e2e import unrelated

if TYPE_CHECKING:
    from pathlib import Path

    from clara_edge.ports.audio import Samples
    from tests.e2e.listener import Listener

pytestmark = pytest.mark.models


def called(*after: str | Samples) -> Samples:
    """The wake word, a question that Clara answers, and what is heard after the answer.

    A recording that is fed faster than real time stands still during the answer.
    """
    parts = ["hey jarvis", voices.silence(0.5), "what are my tasks", *after]
    sounds = [voices.speak(p) if isinstance(p, str) else p for p in parts]
    return voices.in_sequence([voices.silence(0.5), *sounds])


def test_a_minute_without_speech_opens_no_turn(
    listener: Listener, test_data: Path
) -> None:
    heard = listener.hear(unrelated.without_speech(test_data, 60.0))

    assert heard.audio_s == 60.0
    assert (heard.wake_heard, heard.turns, len(heard.reply)) == (False, (), 0)
    assert listener.titles() == []


def test_a_minute_of_unrelated_speech_opens_no_turn(
    listener: Listener, test_data: Path
) -> None:
    heard = listener.hear(unrelated.speech(test_data, 60.0))

    assert heard.audio_s >= 60.0
    assert (heard.wake_heard, heard.turns, len(heard.reply)) == (False, (), 0)
    assert listener.titles() == []


def test_chatter_after_an_answer_is_neither_stored_nor_answered(
    listener: Listener, test_data: Path
) -> None:
    chatter = read_wav(test_data / unrelated.CHATTER)

    # the second hearing would go on with the first one's conversation, in other words
    fresh = "conversation.remember=false"
    alone = listener.hear(called(), fresh)
    heard = listener.hear(called(voices.silence(1.0), chatter), fresh)

    assert [turn.intent for turn in alone.turns] == ["task.query"]
    assert [turn.opened_by for turn in heard.turns] == ["wake", "follow_up"], heard
    assert heard.turns[1].transcript, "the chatter was not heard at all"
    assert (heard.turns[1].reply, heard.turns[1].changes) == (None, [])
    # nothing but the answer to the question was said
    assert len(heard.reply) == pytest.approx(len(alone.reply), rel=0.02)
    assert listener.titles() == []


def test_a_command_after_an_answer_needs_no_wake_word(listener: Listener) -> None:
    heard = listener.hear(
        called(voices.silence(1.0), "don't forget to water the plants")
    )

    assert [turn.opened_by for turn in heard.turns] == ["wake", "follow_up"], heard
    assert listener.titles() == ["Water the plants"]


def test_a_command_after_the_follow_up_window_is_not_for_clara(
    listener: Listener,
) -> None:
    late = voices.silence(load_config().listening.followup_s + 2.0)

    heard = listener.hear(called(late, "don't forget to water the plants"))

    assert [turn.opened_by for turn in heard.turns] == ["wake"]
    assert listener.titles() == []

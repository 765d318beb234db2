"""When a turn starts and ends, run inside Pipecat's own turn processor."""

from __future__ import annotations

import pytest
from pipecat.frames.frames import (
    Frame,
    InputAudioRawFrame,
    UserStartedSpeakingFrame,
    UserStoppedSpeakingFrame,
    VADUserStartedSpeakingFrame,
    VADUserStoppedSpeakingFrame,
)
from pipecat.tests.utils import run_test
from pipecat.turns.user_start import VADUserTurnStartStrategy
from pipecat.turns.user_turn_processor import UserTurnProcessor
from pipecat.turns.user_turn_strategies import UserTurnStrategies

from clara_edge.domain.intents import Completeness
from clara_edge.voice.frames import (
    GateState,
    GateStateFrame,
    PushToTalkFrame,
    UtteranceSettledFrame,
)
from clara_edge.voice.turns import Pauses, PushToTalkStart, PushToTalkStop, WordsStop

PAUSES = Pauses(unsure_s=0.4, incomplete_s=0.8, wordless_s=1.2)
SPOKE = [VADUserStartedSpeakingFrame, VADUserStoppedSpeakingFrame]


async def judge(text: str) -> Completeness:
    return Completeness(text.split(maxsplit=1)[0])


def silence(seconds: float) -> list[Frame]:
    frame_s = 0.08
    return [
        InputAudioRawFrame(bytes(2 * 1280), 16_000, 1)
        for _ in range(round(seconds / frame_s))
    ]


async def run(*frames: Frame | type[Frame] | list[Frame]) -> list[int]:
    """Return after how many chunks of sound each turn ended."""
    processor = UserTurnProcessor(
        user_turn_strategies=UserTurnStrategies(
            start=[
                PushToTalkStart(enable_interruptions=False),
                VADUserTurnStartStrategy(enable_interruptions=False),
            ],
            stop=[
                PushToTalkStop(),
                WordsStop(judge, PAUSES),
            ],
        )
    )
    flat: list[Frame] = []
    for item in frames:
        flat += (
            item
            if isinstance(item, list)
            else [item() if isinstance(item, type) else item]
        )
    down, _ = await run_test(processor, frames_to_send=flat)
    ends, heard = [], 0
    for frame in down:
        heard += isinstance(frame, InputAudioRawFrame)
        if isinstance(frame, UserStoppedSpeakingFrame):
            ends.append(heard)
    return ends


@pytest.mark.parametrize(
    ("words", "chunks_until_end"),
    [("complete command", 0), ("unsure words", 5), ("incomplete words", 10)],
)
async def test_pause_that_ends_a_turn_depends_on_its_words(
    words: str, chunks_until_end: int
) -> None:
    ends = await run(*SPOKE, UtteranceSettledFrame(text=words), silence(2.0))

    assert ends == [chunks_until_end]


async def test_a_turn_without_words_waits_for_words() -> None:
    assert await run(*SPOKE, UtteranceSettledFrame(text=""), silence(2.0)) == [15]


async def test_a_broken_recogniser_ends_the_turn_at_once() -> None:
    broken = UtteranceSettledFrame(text="", problem="no engine works")

    assert await run(*SPOKE, broken, silence(0.4)) == [0]


async def test_speech_that_goes_on_keeps_the_turn_open() -> None:
    ends = await run(
        *SPOKE,
        UtteranceSettledFrame(text="incomplete"),
        silence(0.4),
        VADUserStartedSpeakingFrame,
        silence(1.6),
        VADUserStoppedSpeakingFrame,
        UtteranceSettledFrame(text="complete now"),
        silence(0.4),
    )

    assert ends == [25]


async def test_a_verdict_that_comes_while_they_speak_again_is_ignored() -> None:
    ends = await run(
        *SPOKE,
        VADUserStartedSpeakingFrame,
        UtteranceSettledFrame(text="complete too early"),
        silence(1.6),
    )

    assert ends == []


async def test_pauses_do_not_end_a_turn_while_the_button_is_held() -> None:
    ends = await run(
        PushToTalkFrame(pressed=True),
        *SPOKE,
        UtteranceSettledFrame(text="complete"),
        silence(2.0),
        PushToTalkFrame(pressed=False),
        UtteranceSettledFrame(text="complete"),
        silence(0.4),
    )

    assert ends == [25]


async def test_releasing_the_button_without_a_word_ends_the_turn() -> None:
    ends = await run(
        PushToTalkFrame(pressed=True),
        silence(0.4),
        PushToTalkFrame(pressed=False),
        UtteranceSettledFrame(text=""),
        silence(0.4),
    )

    assert ends == [5]


@pytest.mark.parametrize("state", [GateState.ASLEEP, GateState.MUTED])
async def test_a_button_held_when_the_gate_closed_holds_nothing(
    state: GateState,
) -> None:
    ends = await run(
        PushToTalkFrame(pressed=True),
        GateStateFrame(state=state),
        *SPOKE,
        UtteranceSettledFrame(text="complete"),
        silence(0.4),
    )

    assert ends == [0]


async def test_the_button_starts_a_turn_before_any_voice() -> None:
    processor = UserTurnProcessor(
        user_turn_strategies=UserTurnStrategies(
            start=[PushToTalkStart(enable_interruptions=False)], stop=[PushToTalkStop()]
        )
    )

    down, _ = await run_test(processor, frames_to_send=[PushToTalkFrame(pressed=True)])

    assert any(isinstance(f, UserStartedSpeakingFrame) for f in down)

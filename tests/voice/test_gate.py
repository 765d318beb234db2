"""What the gate lets through, and when: whole runs of the processor inside a pipeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from pipecat.frames.frames import (
    BotStartedSpeakingFrame,
    BotStoppedSpeakingFrame,
    Frame,
    InputAudioRawFrame,
    InterruptionFrame,
    UserStartedSpeakingFrame,
    UserStoppedSpeakingFrame,
    VADUserStartedSpeakingFrame,
    VADUserStoppedSpeakingFrame,
)
from pipecat.tests.utils import run_test

from clara_edge.ports.audio import CAPTURE_RATE_HZ, CHUNK_SAMPLES, Samples
from clara_edge.ports.wake import WakeDetection
from clara_edge.voice.frames import (
    GateOpenedFrame,
    GateReason,
    GateState,
    GateStateFrame,
    MicrophoneLostFrame,
    TurnFinishedFrame,
    UtteranceSettledFrame,
)
from clara_edge.voice.gate import GateTimes, MicGate, Room

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipecat.processors.frame_processor import FrameDirection

TIMES = GateTimes(
    preroll_s=0.3, patience_s=1.0, followup_s=0.8, echo_tail_s=0.16, turn_max_s=2.0
)
WAKE = 30_000
SPEECH = 5_000
QUIET = 3
FILTERED = 7


class LoudnessDetector:
    """Obeys the WakeDetector port; a chunk at level WAKE is the wake word."""

    phrases = ("hey jarvis",)

    def __init__(self) -> None:
        self.heard = 0
        self.resets = 0
        self.scores: dict[str, float] = {"hey_jarvis": 0.0}

    def process(self, chunk: Samples) -> WakeDetection | None:
        assert chunk.shape == (CHUNK_SAMPLES,)
        self.heard += 1
        if np.abs(chunk).max() < WAKE:
            return None
        return WakeDetection("hey_jarvis", "hey jarvis", 0.9)

    def reset(self) -> None:
        self.resets += 1

    def close(self) -> None:
        pass


def chunk(level: int) -> InputAudioRawFrame:
    pcm = np.full(CHUNK_SAMPLES, level, np.int16)
    return InputAudioRawFrame(pcm.tobytes(), CAPTURE_RATE_HZ, 1)


def chunks(level: int, seconds: float) -> list[InputAudioRawFrame]:
    return [chunk(level) for _ in range(round(seconds / 0.08))]


class Rig:
    """A gate with its surroundings."""

    def __init__(
        self, *, earcon_s: float = 0.0, delay_s: float = 0.0, hears: bool = True
    ) -> None:
        self.detector = LoudnessDetector()
        self.earcons = 0
        self._earcon_s = earcon_s
        self.gate = MicGate(
            self.detector,
            TIMES,
            Room(
                playback_delay_s=lambda: delay_s,
                play_earcon=self._play,
                earcon_filter=lambda: lambda samples: np.full_like(samples, FILTERED),
                hears=lambda: hears,
            ),
        )

    async def _play(self) -> float:
        self.earcons += 1
        return self._earcon_s

    async def run(self, *frames: Frame | Sequence[Frame]) -> None:
        flat = [
            f for item in frames for f in ([item] if isinstance(item, Frame) else item)
        ]
        down, up = await run_test(self.gate, frames_to_send=flat)
        self.down, self.up = list(down), list(up)

    def levels(self) -> list[int]:
        """Loudness of each chunk that came through."""
        return [
            int(np.frombuffer(f.audio, np.int16).max())
            for f in self.down
            if isinstance(f, InputAudioRawFrame)
        ]

    def states(self) -> list[tuple[GateState, GateReason]]:
        return [(f.state, f.reason) for f in self.down if isinstance(f, GateStateFrame)]


async def test_keeps_everything_back_while_asleep() -> None:
    rig = Rig()

    await rig.run(chunks(SPEECH, 2.0))

    assert rig.levels() == []
    assert rig.detector.heard == 25


async def test_opens_for_the_wake_word_with_a_bounded_preroll() -> None:
    rig = Rig()

    await rig.run(chunks(QUIET, 1.0), chunk(WAKE), chunks(SPEECH, 0.4))

    assert rig.states() == [(GateState.LISTENING, GateReason.WAKE)]
    assert rig.levels() == [QUIET] * 3 + [WAKE] + [SPEECH] * 5
    assert any(isinstance(f, GateOpenedFrame) for f in rig.down)


async def test_sleeps_again_when_nobody_speaks() -> None:
    rig = Rig()

    await rig.run(chunk(WAKE), chunks(QUIET, 1.6))

    assert rig.states()[-1] == (GateState.ASLEEP, GateReason.TIMEOUT)


async def test_does_not_sleep_in_the_middle_of_a_turn() -> None:
    rig = Rig()

    await rig.run(chunk(WAKE), UserStartedSpeakingFrame(), chunks(SPEECH, 1.6))

    assert rig.states() == [(GateState.LISTENING, GateReason.WAKE)]


async def test_hears_no_more_of_a_turn_that_never_ends() -> None:
    rig = Rig()

    await rig.run(chunk(WAKE), UserStartedSpeakingFrame(), chunks(SPEECH, 3.0))

    assert rig.levels()[-1] == 0
    assert rig.levels().count(SPEECH) == 25


async def test_lets_nothing_through_while_clara_speaks() -> None:
    """wyoming-satellite #25: it talks to itself."""
    rig = Rig()

    await rig.run(
        chunk(WAKE),
        UserStartedSpeakingFrame(),
        UserStoppedSpeakingFrame(),
        BotStartedSpeakingFrame(),
        chunks(SPEECH, 1.0),
    )

    assert SPEECH not in rig.levels()
    assert rig.states()[-1] == (GateState.SPEAKING, GateReason.SPEAKING)


async def test_waits_for_device_and_room_before_the_follow_up() -> None:
    """voice-pe #621: the microphone opens before the answer has faded."""
    rig = Rig(delay_s=0.24)

    await rig.run(
        chunk(WAKE),
        UserStartedSpeakingFrame(),
        UserStoppedSpeakingFrame(),
        BotStartedSpeakingFrame(),
        BotStoppedSpeakingFrame(),
        chunks(SPEECH, 0.8),
    )

    after_wake = rig.levels()[rig.levels().index(WAKE) + 1 :]
    assert after_wake == [0] * 5 + [SPEECH] * 5
    assert (GateState.LISTENING, GateReason.FOLLOW_UP) in rig.states()


async def test_no_follow_up_without_a_microphone() -> None:
    rig = Rig(hears=False)

    await rig.run(BotStartedSpeakingFrame(), BotStoppedSpeakingFrame())

    assert rig.states()[-1] == (GateState.ASLEEP, GateReason.ANSWERED)


async def test_closes_the_follow_up_window_in_time() -> None:
    rig = Rig()

    await rig.run(
        chunk(WAKE),
        UserStartedSpeakingFrame(),
        UserStoppedSpeakingFrame(),
        BotStartedSpeakingFrame(),
        BotStoppedSpeakingFrame(),
        chunks(QUIET, 1.2),
    )

    assert rig.states()[-1] == (GateState.ASLEEP, GateReason.TIMEOUT)


async def test_wake_word_in_the_follow_up_window_begins_anew() -> None:
    rig = Rig()

    await rig.run(
        BotStartedSpeakingFrame(),
        BotStoppedSpeakingFrame(),
        chunks(QUIET, 0.4),
        chunk(WAKE),
        chunks(SPEECH, 0.4),
    )

    opened = [f.reason for f in rig.down if isinstance(f, GateOpenedFrame)]
    assert opened == [GateReason.FOLLOW_UP, GateReason.WAKE]
    assert rig.levels()[-9:] == [QUIET] * 3 + [WAKE] + [SPEECH] * 5


async def test_wake_word_interrupts_speech() -> None:
    """linux-voice-assistant #259: wanting to say stop."""
    rig = Rig()

    await rig.run(BotStartedSpeakingFrame(), chunks(QUIET, 0.4), chunk(WAKE))

    assert any(isinstance(f, InterruptionFrame) for f in rig.down)
    assert rig.states()[-1] == (GateState.LISTENING, GateReason.WAKE)


async def test_own_voice_saying_the_wake_phrase_wakes_nobody() -> None:
    """wyoming-satellite #185: it wakes on its own name."""
    rig = Rig()
    rig.gate.says_wake_phrase = True

    await rig.run(BotStartedSpeakingFrame(), chunk(WAKE), chunks(QUIET, 0.4))

    assert not any(isinstance(f, InterruptionFrame) for f in rig.down)
    assert rig.states()[-1] == (GateState.SPEAKING, GateReason.SPEAKING)


async def test_own_name_at_the_end_of_an_answer_wakes_nobody_in_the_follow_up() -> None:
    rig = Rig(delay_s=0.24)
    rig.gate.says_wake_phrase = True

    await rig.run(
        BotStartedSpeakingFrame(),
        chunk(WAKE),
        BotStoppedSpeakingFrame(),
        chunk(WAKE),
        chunks(QUIET, 0.8),
    )

    opened = [f.reason for f in rig.down if isinstance(f, GateOpenedFrame)]
    assert opened == [GateReason.FOLLOW_UP]
    assert rig.detector.resets == 1


async def test_earcon_is_played_once_and_never_heard() -> None:
    """linux-voice-assistant #332: the chime is transcribed as words."""
    rig = Rig(earcon_s=0.16, delay_s=0.08)

    await rig.run(chunk(WAKE), chunks(SPEECH, 0.96))

    assert rig.earcons == 1
    after_wake = rig.levels()[rig.levels().index(WAKE) + 1 :]
    played = after_wake.index(FILTERED)
    assert after_wake[played : played + 5] == [FILTERED] * 5
    assert after_wake[played + 5 :] == [SPEECH] * len(after_wake[played + 5 :])


async def test_no_earcon_when_the_command_follows_in_one_breath() -> None:
    rig = Rig(earcon_s=0.15)

    await rig.run(chunk(WAKE), VADUserStartedSpeakingFrame(), chunks(SPEECH, 0.96))

    assert rig.earcons == 0
    assert FILTERED not in rig.levels()


async def test_earcon_follows_when_only_the_wake_word_was_said() -> None:
    rig = Rig(earcon_s=0.16)

    await rig.run(
        chunk(WAKE),
        VADUserStartedSpeakingFrame(),
        UserStartedSpeakingFrame(),
        chunks(SPEECH, 0.48),
        VADUserStoppedSpeakingFrame(),
        chunks(QUIET, 0.16),
        UtteranceSettledFrame(text=""),
        chunks(QUIET, 0.48),
    )

    assert rig.earcons == 1


async def test_no_earcon_in_the_middle_of_a_command() -> None:
    rig = Rig(earcon_s=0.16)

    await rig.run(
        chunk(WAKE),
        VADUserStartedSpeakingFrame(),
        UserStartedSpeakingFrame(),
        chunks(SPEECH, 0.48),
        VADUserStoppedSpeakingFrame(),
        UtteranceSettledFrame(text="add milk to"),
        chunks(QUIET, 0.8),
    )

    assert rig.earcons == 0


async def test_empty_turn_listens_on_and_then_sleeps_quietly() -> None:
    rig = Rig()

    await rig.run(
        chunk(WAKE),
        UserStartedSpeakingFrame(),
        UserStoppedSpeakingFrame(),
        TurnFinishedFrame(),
        chunks(QUIET, 1.6),
    )

    assert rig.states() == [
        (GateState.LISTENING, GateReason.WAKE),
        (GateState.THINKING, GateReason.TURN_ENDED),
        (GateState.LISTENING, GateReason.EMPTY_TURN),
        (GateState.ASLEEP, GateReason.TIMEOUT),
    ]


async def test_stop_ends_the_conversation_without_a_follow_up() -> None:
    rig = Rig()

    await rig.run(
        chunk(WAKE),
        UserStartedSpeakingFrame(),
        UserStoppedSpeakingFrame(),
        TurnFinishedFrame(ended=True),
        chunks(SPEECH, 0.4),
    )

    assert rig.states()[-1] == (GateState.ASLEEP, GateReason.STOPPED)
    assert SPEECH not in rig.levels()


async def test_losing_the_microphone_ends_listening() -> None:
    rig = Rig()

    await rig.run(chunk(WAKE), MicrophoneLostFrame(), chunks(SPEECH, 0.4))

    assert rig.states()[-1] == (GateState.ASLEEP, GateReason.MICROPHONE_LOST)


async def test_detector_starts_fresh_after_a_gap() -> None:
    rig = Rig()

    await rig.run(chunk(WAKE), chunks(QUIET, 1.6), chunks(QUIET, 0.4))

    assert rig.detector.resets == 1


@pytest.mark.parametrize("muted", [True, False])
async def test_button_opens_unless_muted(muted: bool) -> None:
    rig = Rig()
    pressed: list[bool] = []

    async def press() -> None:
        await rig.gate.mute(muted=muted)
        await rig.gate.push_to_talk(pressed=True)
        pressed.append(True)

    await _run_with(rig, press, chunks(SPEECH, 0.4))

    assert pressed == [True]
    assert (SPEECH in rig.levels()) is not muted


async def test_muting_lets_go_of_the_button() -> None:
    rig = Rig()

    async def hold_through_a_mute() -> None:
        await rig.gate.push_to_talk(pressed=True)
        await rig.gate.mute(muted=True)
        await rig.gate.push_to_talk(pressed=False)
        await rig.gate.mute(muted=False)
        await rig.gate.push_to_talk(pressed=True)

    await _run_with(rig, hold_through_a_mute, chunks(SPEECH, 0.4))

    assert SPEECH in rig.levels()


async def test_an_answer_that_was_never_spoken_does_not_deafen() -> None:
    rig = Rig()
    rig.gate.says_wake_phrase = True

    await rig.run(TurnFinishedFrame(), chunk(WAKE))

    assert rig.states() == [(GateState.LISTENING, GateReason.WAKE)]


async def test_nothing_is_heard_while_muted() -> None:
    rig = Rig()

    async def mute() -> None:
        await rig.gate.mute(muted=True)

    await _run_with(rig, mute, [chunk(WAKE), *chunks(SPEECH, 0.4)])

    assert rig.levels() == []
    assert rig.detector.heard == 0


async def _run_with(rig: Rig, action, frames: list[InputAudioRawFrame]) -> None:
    """Run `action` when the first frame reaches the gate."""
    original = rig.gate.process_frame
    done: list[bool] = []

    async def process(frame: Frame, direction: FrameDirection) -> None:
        if isinstance(frame, InputAudioRawFrame) and not done:
            done.append(True)
            await action()
        await original(frame, direction)

    rig.gate.process_frame = process  # type: ignore[method-assign]  # a hook in front of it
    await rig.run(frames)

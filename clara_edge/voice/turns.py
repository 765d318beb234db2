"""When a user turn starts and ends.

Voice activity says that somebody fell silent; the words say whether that was the end.
Silence is counted in sound, not by the clock (see gate.py).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pipecat.frames.frames import (
    InputAudioRawFrame,
    VADUserStartedSpeakingFrame,
    VADUserStoppedSpeakingFrame,
)
from pipecat.turns.types import ProcessFrameResult
from pipecat.turns.user_start import BaseUserTurnStartStrategy
from pipecat.turns.user_stop import BaseUserTurnStopStrategy

from clara_edge.domain.intents import Completeness
from clara_edge.ports.audio import CAPTURE_RATE_HZ
from clara_edge.voice.frames import (
    GateState,
    GateStateFrame,
    MicrophoneLostFrame,
    PushToTalkFrame,
    UtteranceSettledFrame,
)

if TYPE_CHECKING:
    from pipecat.frames.frames import Frame

Judge = Callable[[str], Awaitable[Completeness]]
"""Says whether the words heard so far are a whole command."""


class Melody(Protocol):
    """Judges by its sound whether a turn is over (see smart_turn.py)."""

    def hear(self, frame: InputAudioRawFrame, *, voice: bool) -> None:
        """Take the next sound of the turn."""
        ...

    async def ended(self) -> bool:
        """Tell whether the turn sounds finished."""
        ...

    def forget(self) -> None:
        """Begin a new turn."""
        ...

    async def cleanup(self) -> None:
        """Release its resources."""
        ...


@dataclass(frozen=True, slots=True)
class Pauses:
    """How much more silence ends a turn, by what its words look like."""

    unsure_s: float
    incomplete_s: float
    wordless_s: float
    """A cough, or the wake word alone: the turn stays open for the words to come."""

    def needed_s(self, verdict: Completeness) -> float:
        """Return the silence that ends a turn with this verdict, in seconds."""
        match verdict:
            case Completeness.COMPLETE:
                return 0.0
            case Completeness.INCOMPLETE:
                return self.incomplete_s
            case Completeness.UNSURE:
                return self.unsure_s


class PushToTalkStart(BaseUserTurnStartStrategy):
    """A turn starts when the button goes down."""

    async def process_frame(self, frame: Frame) -> ProcessFrameResult:
        """Start the turn on a press."""
        if isinstance(frame, PushToTalkFrame) and frame.pressed:
            await self.trigger_user_turn_started()
            return ProcessFrameResult.STOP
        return ProcessFrameResult.CONTINUE


class PushToTalkStop(BaseUserTurnStopStrategy):
    """While the button is held nothing ends the turn; released, the settled text does."""

    def __init__(self) -> None:
        super().__init__()
        self._held = False
        self._released = False

    async def handle_user_turn_stopped(self) -> None:
        """Forget the release that ended this turn."""
        self._released = False

    async def process_frame(self, frame: Frame) -> ProcessFrameResult:
        """Follow the button; see the class."""
        if isinstance(frame, PushToTalkFrame):
            self._held, self._released = frame.pressed, not frame.pressed
        elif isinstance(frame, MicrophoneLostFrame) or (
            isinstance(frame, GateStateFrame)
            and frame.state in {GateState.ASLEEP, GateState.MUTED}
        ):
            self._held = self._released = False
        elif self._released and isinstance(frame, UtteranceSettledFrame):
            self._released = False
            await self.trigger_user_turn_stopped()
            return ProcessFrameResult.STOP
        waiting = self._held or self._released
        return ProcessFrameResult.STOP if waiting else ProcessFrameResult.CONTINUE


class WordsStop(BaseUserTurnStopStrategy):
    """Ends a turn as soon as silence and the words together say so.

    A complete command: at once. Anything else: after the pause that `Pauses` gives,
    unless speech goes on before. Where the words leave it open, the melody may decide.
    """

    def __init__(
        self, judge: Judge, pauses: Pauses, melody: Melody | None = None
    ) -> None:
        super().__init__()
        self._judge = judge
        self._pauses = pauses
        self._melody = melody
        self._voice = False
        # both in samples
        self._silence = 0
        self._needed: int | None = None

    def use_pauses(self, pauses: Pauses) -> None:
        """Judge by other pauses from the next silence on."""
        self._pauses = pauses

    async def handle_user_turn_started(self) -> None:
        """Arm for a new turn."""
        self._needed = None
        self._silence = 0

    async def handle_user_turn_stopped(self) -> None:
        """Forget this turn."""
        self._needed = None
        if self._melody is not None:
            self._melody.forget()

    async def cleanup(self) -> None:
        """Release the melody's model."""
        await super().cleanup()
        if self._melody is not None:
            await self._melody.cleanup()

    async def process_frame(self, frame: Frame) -> ProcessFrameResult:
        """Weigh silence against the words."""
        if isinstance(frame, VADUserStartedSpeakingFrame):
            self._voice, self._needed = True, None
        elif isinstance(frame, VADUserStoppedSpeakingFrame):
            self._voice, self._needed, self._silence = False, None, 0
        elif isinstance(frame, UtteranceSettledFrame):
            await self._settled(frame)
        elif isinstance(frame, InputAudioRawFrame):
            if self._melody is not None:
                self._melody.hear(frame, voice=self._voice)
            await self._heard(frame.num_frames)
        return ProcessFrameResult.CONTINUE

    async def _settled(self, frame: UtteranceSettledFrame) -> None:
        if self._voice:
            return  # they went on while it was being decoded
        if frame.problem:
            pause_s = 0.0
        elif not frame.text:
            pause_s = self._pauses.wordless_s
        else:
            pause_s = self._pauses.needed_s(await self._verdict(frame.text))
        self._needed = round(pause_s * CAPTURE_RATE_HZ)
        await self._end_if_silent()

    async def _verdict(self, text: str) -> Completeness:
        verdict = await self._judge(text)
        if verdict is not Completeness.UNSURE or self._melody is None:
            return verdict
        ended = await self._melody.ended()
        return Completeness.COMPLETE if ended else Completeness.INCOMPLETE

    async def _heard(self, samples: int) -> None:
        if not self._voice:
            self._silence += samples
        await self._end_if_silent()

    async def _end_if_silent(self) -> None:
        if (
            self._needed is not None
            and not self._voice
            and self._silence >= self._needed
        ):
            self._needed = None
            await self.trigger_user_turn_stopped()

"""Between hearing and speaking: gives each turn's words to the dialogue, and its reply to speech."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import TYPE_CHECKING, Any

from pipecat.frames.frames import (
    BotStartedSpeakingFrame,
    BotStoppedSpeakingFrame,
    Frame,
    InterimTranscriptionFrame,
    InterruptionFrame,
    TTSSpeakFrame,
    UserStartedSpeakingFrame,
    UserStoppedSpeakingFrame,
    VADUserStoppedSpeakingFrame,
)
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor

from clara_edge.domain.chips import chips
from clara_edge.domain.intents import Intent
from clara_edge.domain.spoken import speakable
from clara_edge.voice.frames import (
    GateOpenedFrame,
    GateReason,
    GateState,
    GateStateFrame,
    ModelAnsweredFrame,
    ModelRequestFrame,
    PaceFrame,
    TurnFinishedFrame,
    TypedTurnFrame,
    UtteranceSettledFrame,
)

if TYPE_CHECKING:
    from clara_edge.domain.reply import TurnResult
    from clara_edge.voice.dialogue_thread import DialogueThread
    from clara_edge.voice.timeline import Timeline, TurnRecord

_LOGGER = logging.getLogger(__name__)

# With an answer this fast the "done" sound would only delay it.
_DONE_EARCON_AFTER_S = 0.35
# Voice activity judges whole 80 ms chunks, of which half has passed on average, and the
# way from the microphone takes time too: with 0.04 s the figures were 56 ms shorter than
# on the recorded loudspeaker (median of 36 turns, clara bench turns).
_CAPTURE_LAG_S = 0.10
# Silence longer than this after a question sounds as if nobody had heard it.
_THINKING_AFTER_S = 1.0
_STT_PROBLEM = "I can't understand speech right now. Typing still works."
_PROBLEM = "Something went wrong in here. The log says more."

Publish = Callable[[str, Mapping[str, Any]], None]
"""Tells subscribers (web page, `clara events`) what happened: event name and data."""


class Brain(FrameProcessor):
    """Has one turn at a time answered, aloud."""

    def __init__(
        self,
        dialogue: DialogueThread,
        timeline: Timeline,
        *,
        wake_phrases: tuple[str, ...],
        publish: Publish,
    ) -> None:
        super().__init__()
        self._dialogue = dialogue
        self._timeline = timeline
        self._wake_phrases = wake_phrases
        self._publish = publish
        self._text = ""
        self._problem: str | None = None
        self._opened_by = GateReason.WAKE
        self._task: asyncio.Task[None] | None = None
        self._idle = asyncio.Event()
        self._idle.set()
        self._turn = 0
        self._writing: TurnRecord | None = None
        self._written = ""
        self._speaking = False
        self._unheard = False
        """A clause of a language model was sent to the voice and is not heard yet."""
        self._thinking: asyncio.Task[None] | None = None
        self.before_speaking: Callable[[bool], None] = lambda _says_wake_phrase: None
        """Told whether the coming answer contains the wake phrase."""
        self.on_writing: Callable[[bool], None] = lambda _more_comes: None
        """Told while a language model writes the answer that is being spoken."""
        self.on_listening: Callable[[], Coroutine[Any, Any, None]] | None = None
        """Called when the gate opens, beside whatever is heard."""
        self.hour_12 = True
        """Whether a time such as 14:30 is read as half past two."""
        self.play_done: Callable[[], Awaitable[None]] | None = None
        self.play_problem: Callable[[], Awaitable[None]] | None = None

    @property
    def speaking(self) -> bool:
        """Whether something is being said."""
        return self._speaking

    async def cleanup(self) -> None:
        """End a turn that is being answered; what it stored stays stored."""
        await self._cancel_answer()
        await super().cleanup()

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Collect the turn's words; answer when it ends."""
        await super().process_frame(frame, direction)
        if isinstance(frame, PaceFrame):
            self.create_task(self._pass_when_idle(frame))
            return
        if isinstance(frame, ModelAnsweredFrame):
            self._model_answered(frame)
            return
        if isinstance(frame, TypedTurnFrame):
            await self._typed(frame.text)
            return
        await self._follow(frame)
        await self.push_frame(frame, direction)

    async def _follow(self, frame: Frame) -> None:
        if isinstance(frame, UserStoppedSpeakingFrame):
            await self._turn_ended()
        elif isinstance(frame, InterruptionFrame):
            await self._cancel_answer()
            self._finish()
        elif isinstance(frame, BotStartedSpeakingFrame):
            self._speaking, self._unheard = True, False
        elif isinstance(frame, (BotStoppedSpeakingFrame, TurnFinishedFrame)):
            self._speaking = False
            if self._writing is None:
                self._finish()
        elif isinstance(frame, GateOpenedFrame):
            self._opened_by = frame.reason
            self._timeline.opened(frame.reason)
            if self.on_listening is not None:
                self.create_task(self.on_listening())
        elif isinstance(frame, GateStateFrame):
            if frame.state in {GateState.ASLEEP, GateState.MUTED}:
                self._text, self._problem = "", None  # told to stop in mid-sentence
            self._publish("state", {"state": frame.state, "reason": frame.reason})
        else:
            self._note_words(frame)

    def _note_words(self, frame: Frame) -> None:
        if isinstance(frame, InterimTranscriptionFrame):
            self._publish("hearing", {"text": frame.text})
        elif isinstance(frame, UtteranceSettledFrame):
            self._text, self._problem = frame.text, frame.problem
            self._timeline.settled()
        elif isinstance(frame, VADUserStoppedSpeakingFrame):
            self._timeline.silence(frame.stop_secs + _CAPTURE_LAG_S)
        elif isinstance(frame, UserStartedSpeakingFrame):
            self._text, self._problem = "", None

    async def _turn_ended(self) -> None:
        text, problem = self._text, self._problem
        self._text, self._problem = "", None
        if not text and not problem:
            await self.broadcast_frame(TurnFinishedFrame)
            self._finish()
            return
        await self._cancel_answer()
        self._idle.clear()
        self._task = self.create_task(self._answer(text, problem))

    async def _typed(self, text: str) -> None:
        self._text, self._problem = "", None
        self._opened_by = GateReason.TYPED
        self._timeline.opened(GateReason.TYPED)
        await self._cancel_answer()
        self._idle.clear()
        self._task = self.create_task(self._answer(text, None))

    async def _answer(self, text: str, problem: str | None) -> None:
        record = self._timeline.begin(text)
        if problem is not None:
            await self._fail(record, _STT_PROBLEM)
            return
        self._publish("heard", {"text": text})
        done_sound = self.create_task(self._done_sound())
        try:
            addressed = self._opened_by is not GateReason.FOLLOW_UP
            result = await self._dialogue.turn(text, addressed=addressed)
        except Exception:
            # the turn's boundary: without an answer it would never end
            _LOGGER.exception("a turn failed")
            result = None
        finally:
            await self.cancel_task(done_sound)
        if result is None:
            await self._fail(record)
            return
        self._note(record, result)
        if result.model_request is not None:
            await self._hand_over(record, result)
            return
        await self._conclude(record, result)

    async def _hand_over(self, record: TurnRecord, result: TurnResult) -> None:
        """Let the language model go on; a ModelAnsweredFrame comes back."""
        self._turn += 1
        self._writing, self._written = record, ""
        self._thinking = self.create_task(self._think())
        if result.reply is not None:
            self._say(record, result.reply.spoken)
            await self._push_speech(result.reply.spoken)
        await self.push_frame(
            ModelRequestFrame(request=result.model_request, turn=self._turn)
        )

    async def _think(self) -> None:
        await asyncio.sleep(_THINKING_AFTER_S)
        self._publish("thinking", {"about": "language model"})
        if self.play_done is not None:
            await self.play_done()

    def model_says(self, clause: str) -> None:
        """Note a clause of a language model's answer that is about to be spoken."""
        record = self._writing
        if record is None:
            return
        if not self._written:
            self.on_writing(True)
            self._stop_thinking()
        self._written = f"{self._written} {clause}".strip()
        self._unheard = not self._speaking
        self._say(record, self._written)

    def _model_answered(self, frame: ModelAnsweredFrame) -> None:
        record = self._writing
        if record is None or frame.turn != self._turn:
            return  # an interruption was faster
        self._stop_writing()
        self._task = self.create_task(self._end_model_turn(record, frame))

    async def _end_model_turn(
        self, record: TurnRecord, frame: ModelAnsweredFrame
    ) -> None:
        try:
            result = await self._dialogue.model_answered(frame.answer)
        except Exception:
            _LOGGER.exception("the end of a turn failed")
            await self._fail(record)
            return
        self._note(record, result)
        if not frame.spoken:
            await self._conclude(record, result)
        elif not (self._speaking or self._unheard):
            # it wrote on after its last clause was heard
            await self.broadcast_frame(TurnFinishedFrame)
            self._finish()

    def _stop_writing(self) -> None:
        self._writing = None
        self.on_writing(False)
        self._stop_thinking()

    def _stop_thinking(self) -> None:
        task, self._thinking = self._thinking, None
        if task is not None:
            task.cancel()

    async def _conclude(self, record: TurnRecord, result: TurnResult) -> None:
        if self._is_chatter(result):
            # without a wake word these words were probably not meant for Clara
            await self.broadcast_frame(TurnFinishedFrame)
            self._finish()
            return
        if result.ended or result.reply is None:
            await self.broadcast_frame(TurnFinishedFrame, ended=result.ended)
        if result.failed and self.play_problem is not None:
            await self.play_problem()
        if result.reply is None:
            self._finish()
        else:
            await self._speak(record, result.reply.spoken)

    def _is_chatter(self, result: TurnResult) -> bool:
        return (
            self._opened_by is GateReason.FOLLOW_UP
            and result.interpretation is not None
            and result.interpretation.intent is Intent.UNSUPPORTED
        )

    async def _fail(self, record: TurnRecord, why: str = _PROBLEM) -> None:
        record.failed = True
        await self._speak(record, why)

    async def _speak(self, record: TurnRecord, text: str) -> None:
        self._say(record, text)
        await self._push_speech(text)

    def _say(self, record: TurnRecord, text: str) -> None:
        first = record.reply is None
        record.reply = text
        self._publish("reply", {"text": text})
        folded = text.casefold()
        says_wake_phrase = any(phrase in folded for phrase in self._wake_phrases)
        if first or says_wake_phrase:
            self.before_speaking(says_wake_phrase)
        if first:
            self._timeline.replied()

    async def _push_speech(self, text: str) -> None:
        await self.push_frame(
            TTSSpeakFrame(
                speakable(text, hour_12=self.hour_12), append_to_context=False
            )
        )

    def _note(self, record: TurnRecord, result: TurnResult) -> None:
        record.note(result)
        self._publish(
            "understood",
            {
                "intent": record.intent,
                "changes": record.changes,
                "failed": record.failed,
                "step": record.step_id,
                "chips": chips(result.interpretation) if result.interpretation else {},
            },
        )

    async def _done_sound(self) -> None:
        await asyncio.sleep(_DONE_EARCON_AFTER_S)
        if self.play_done is not None:
            await self.play_done()

    async def _cancel_answer(self) -> None:
        task, self._task = self._task, None
        if self._writing is not None:
            self._stop_writing()
        if task is not None and not task.done():
            await self.cancel_task(task)

    def _finish(self) -> None:
        self._timeline.finish()
        self._idle.set()

    async def _pass_when_idle(self, frame: PaceFrame) -> None:
        await self._idle.wait()
        await self.push_frame(frame)

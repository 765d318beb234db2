"""Clara's speech-to-text port as a Pipecat service."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from typing import TYPE_CHECKING

import numpy as np
from pipecat.frames.frames import (
    CancelFrame,
    EndFrame,
    Frame,
    InputAudioRawFrame,
    InterimTranscriptionFrame,
    StartFrame,
    TranscriptionFrame,
    UserStoppedSpeakingFrame,
    VADUserStartedSpeakingFrame,
    VADUserStoppedSpeakingFrame,
)
from pipecat.services.settings import STTSettings
from pipecat.services.stt_service import STTService
from pipecat.transcriptions.language import Language
from pipecat.utils.time import time_now_iso8601

from clara_edge.domain.errors import EngineError
from clara_edge.domain.wake_phrase import strip_wake_phrase
from clara_edge.ports.audio import CAPTURE_RATE_HZ
from clara_edge.voice.frames import (
    GateOpenedFrame,
    GateReason,
    GateState,
    GateStateFrame,
    PaceFrame,
    PushToTalkFrame,
    UtteranceSettledFrame,
)

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
    from concurrent.futures import Executor

    from pipecat.processors.frame_processor import FrameDirection

    from clara_edge.ports.stt import RecognitionStream, SpeechRecognizer

_LOGGER = logging.getLogger(__name__)

# Voice activity needs 0.2 s, and longer after a pause while its loudness settles,
# before it reports a start.
_LEAD_IN_S = 1.0
# It reports silence 0.2 s after the fact; a little of that belongs to the next word.
_SILENCE_S = 0.16
# The wake word is recognised 0.08 s before to 0.30 s after its end (9 voices): speech that
# ends sooner after that was the wake word alone, whatever it reads like.
_WAKE_WORD_LAG_S = 0.35


class _Begin:
    """Queue item: forget the old utterance, begin a new one."""


class _Settle:
    """Queue item: voice activity fell silent."""


_Item = bytes | type[_Begin] | type[_Settle] | PaceFrame


class Transcriber(STTService):
    """Hears one utterance a turn, across its pauses; decodes in its own thread.

    Pushes interim and settled transcripts, and an UtteranceSettledFrame after each
    settlement. Decoding never blocks the frames' own path.
    """

    def __init__(
        self,
        recognizer: SpeechRecognizer,
        *,
        wake_phrases: Sequence[str],
        executor: Executor,
        without_wake_word: Callable[[str], Awaitable[str]],
        ttfs_p99_s: float = 0.35,
    ) -> None:
        """Transcribe with a shared recogniser.

        Args:
            recognizer: the loaded engines.
            wake_phrases: what precedes a command after the wake word.
            executor: one thread, for every call to the recogniser.
            without_wake_word: cleans a transcript in which no wake phrase was found
                although it was said.
            ttfs_p99_s: 99th percentile of the time from silence to transcript, seconds.
        """
        super().__init__(
            sample_rate=CAPTURE_RATE_HZ,
            ttfs_p99_latency=ttfs_p99_s,
            settings=STTSettings(model=recognizer.name, language=Language.EN),
        )
        self._recognizer = recognizer
        self._wake_phrases = wake_phrases
        self._executor = executor
        self._without_wake_word = without_wake_word
        self._queue: asyncio.Queue[_Item] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None
        self._stream: RecognitionStream | None = None
        self._lead_in: deque[InputAudioRawFrame] = deque()
        self._hearing = False
        self._after_wake = False
        """This utterance begins with the wake word."""
        self._wordless = False
        self._only_wake_word = False
        self._since_voice = 0
        self._since_opened = 0
        self._lead_in_limit = _samples(_LEAD_IN_S)
        self._shown = ""

    def can_generate_metrics(self) -> bool:
        """Report Pipecat's own latency metrics too."""
        return True

    async def start(self, frame: StartFrame) -> None:
        """Start the decoding task."""
        await super().start(frame)
        if self._task is None:
            self._task = self.create_task(self._decode_forever())

    async def stop(self, frame: EndFrame) -> None:
        """End the decoding task."""
        await self._end_task()
        await super().stop(frame)

    async def cancel(self, frame: CancelFrame) -> None:
        """End the decoding task at once."""
        await self._end_task()
        await super().cancel(frame)

    async def cleanup(self) -> None:
        """Release everything but the shared recogniser."""
        await self._end_task()
        await super().cleanup()

    async def run_stt(self, audio: bytes) -> AsyncGenerator[Frame | None, None]:
        """Queue sound; never decodes here, because system frames wait behind this."""
        self._keep_lead_in(audio)
        self._since_voice += len(audio) // 2
        self._since_opened += len(audio) // 2
        if self._hearing:
            self._queue.put_nowait(audio)
        yield None

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Follow the gate, voice activity and the button."""
        if isinstance(frame, PaceFrame):
            self._queue.put_nowait(frame)
            return
        await super().process_frame(frame, direction)
        if isinstance(frame, GateOpenedFrame):
            self._forget()
            self._after_wake = frame.reason is GateReason.WAKE
            self._since_opened = -frame.preroll
            self._lead_in_limit = frame.preroll + _samples(_LEAD_IN_S)
        elif isinstance(frame, PushToTalkFrame):
            self._begin() if frame.pressed else self._settle()
        elif isinstance(frame, VADUserStartedSpeakingFrame):
            self._begin()
        elif isinstance(frame, VADUserStoppedSpeakingFrame):
            self._since_voice = 0
            voiced_s = self._since_opened / CAPTURE_RATE_HZ - frame.stop_secs
            self._only_wake_word = voiced_s <= _WAKE_WORD_LAG_S
            self._settle()
        elif isinstance(frame, UserStoppedSpeakingFrame) or (
            isinstance(frame, GateStateFrame)
            and frame.state in {GateState.ASLEEP, GateState.MUTED}
        ):
            self._forget()

    def _keep_lead_in(self, audio: bytes) -> None:
        self._lead_in.append(InputAudioRawFrame(audio, CAPTURE_RATE_HZ, 1))
        self._trim_lead_in(self._lead_in_limit)

    def _begin(self) -> None:
        if self._hearing and not self._wordless:
            return
        if self._wordless:
            # a cough or the wake word before the words only confuses the recogniser
            self._after_wake = False
            self._trim_lead_in(self._since_voice + _samples(_SILENCE_S))
        self._hearing, self._wordless = True, False
        self._queue.put_nowait(_Begin)
        for frame in self._lead_in:
            self._queue.put_nowait(frame.audio)
        self._lead_in_limit = _samples(_LEAD_IN_S)

    def _trim_lead_in(self, limit: int) -> None:
        kept = sum(f.num_frames for f in self._lead_in)
        while self._lead_in and kept - self._lead_in[0].num_frames >= limit:
            kept -= self._lead_in.popleft().num_frames

    def _settle(self) -> None:
        if self._hearing:
            self._queue.put_nowait(_Settle)

    def _forget(self) -> None:
        self._hearing = self._wordless = False
        self._lead_in.clear()

    async def _end_task(self) -> None:
        if self._task is not None:
            task, self._task = self._task, None
            await self.cancel_task(task)

    async def _decode_forever(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            item = await self._queue.get()
            if isinstance(item, PaceFrame):
                await self.push_frame(item)
            elif item is _Begin:
                self._shown = ""
                self._stream = None
            elif item is _Settle:
                await self._push_settled(loop)
            elif isinstance(item, bytes):
                await self._push_interim(loop, self._with_backlog(item))

    def _with_backlog(self, audio: bytes) -> bytes:
        """Join what has queued up meanwhile: one decode instead of several."""
        parts = [audio]
        while self._queue.qsize() and isinstance(self._peek(), bytes):
            parts.append(self._queue.get_nowait())  # type: ignore[arg-type]  # peeked: bytes
        return b"".join(parts)

    def _peek(self) -> _Item:
        return self._queue._queue[0]  # type: ignore[attr-defined,no-any-return]  # noqa: SLF001 - asyncio.Queue cannot peek

    async def _push_interim(
        self, loop: asyncio.AbstractEventLoop, audio: bytes
    ) -> None:
        settle_waits = not self._queue.empty()
        try:
            text = await loop.run_in_executor(
                self._executor, self._accept, audio, not settle_waits
            )
        except EngineError as error:
            _LOGGER.warning("speech-to-text failed: %s", error)
            return  # the settlement that follows reports it
        if text is None or (text := self._clean(text)) == self._shown or not text:
            return
        self._shown = text
        await self.push_frame(
            InterimTranscriptionFrame(
                text, self._user_id, time_now_iso8601(), Language.EN
            )
        )

    async def _push_settled(self, loop: asyncio.AbstractEventLoop) -> None:
        text, problem = "", None
        try:
            text = await self._words(
                await loop.run_in_executor(self._executor, self._finish)
            )
        except EngineError as error:
            problem = str(error)
            await self.push_error(f"speech-to-text: {error}", exception=error)
        await self.emit_stt_usage_metrics()
        if text:
            final = TranscriptionFrame(
                text, self._user_id, time_now_iso8601(), Language.EN
            )
            final.finalized = True
            await self.push_frame(final)
        self._wordless = not text
        await self.broadcast_frame(UtteranceSettledFrame, text=text, problem=problem)

    def _clean(self, text: str) -> str:
        return (
            strip_wake_phrase(text, self._wake_phrases)
            if self._after_wake
            else text.strip()
        )

    async def _words(self, text: str) -> str:
        words = self._clean(text)
        if not self._after_wake or words != text.strip():
            return words
        return "" if self._only_wake_word else await self._without_wake_word(words)

    # Executor thread.

    def _accept(self, audio: bytes, decode: bool) -> str | None:
        if self._stream is None:
            self._stream = self._recognizer.stream()
        self._stream.accept(np.frombuffer(audio, np.int16))
        return self._stream.interim() if decode else None

    def _finish(self) -> str:
        if self._stream is None:  # where no engine works, this says so
            self._stream = self._recognizer.stream()
        return self._stream.settle()


def _samples(duration_s: float) -> int:
    return round(duration_s * CAPTURE_RATE_HZ)

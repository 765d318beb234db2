"""Clara's text-to-speech port as a Pipecat service."""

from __future__ import annotations

import asyncio
import logging
import threading
from typing import TYPE_CHECKING

from pipecat.frames.frames import Frame, TTSAudioRawFrame
from pipecat.services.settings import TTSSettings
from pipecat.services.tts_service import TTSService

from clara_edge.domain.errors import EngineError
from clara_edge.voice.frames import TurnFinishedFrame

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from concurrent.futures import Executor

    from clara_edge.ports.audio import Samples
    from clara_edge.ports.tts import SpeechSynthesizer

_LOGGER = logging.getLogger(__name__)


class Speech(TTSService):
    """Synthesises in its own thread, clause by clause; an interruption ends it."""

    def __init__(self, synthesizer: SpeechSynthesizer, executor: Executor) -> None:
        """Use `executor` (one thread) for every call to the synthesiser."""
        super().__init__(
            push_start_frame=True,
            push_stop_frames=True,
            # three texts without sound ("…") must not switch speech off for good
            max_consecutive_zero_audio_contexts=0,
            settings=TTSSettings(model=None, voice=synthesizer.name, language=None),
        )
        self._synthesizer = synthesizer
        self._executor = executor

    def can_generate_metrics(self) -> bool:
        """Report Pipecat's own latency metrics too."""
        return True

    async def run_tts(
        self, text: str, context_id: str
    ) -> AsyncGenerator[Frame | None, None]:
        """Yield the sound of one text at the voice's own rate; the output resamples."""
        await self.start_tts_usage_metrics(text)
        spoke = False
        try:
            async for samples, rate_hz in self._stream(text):
                if not spoke:
                    await self.stop_ttfb_metrics()
                spoke = spoke or len(samples) > 0
                yield TTSAudioRawFrame(
                    samples.tobytes(), rate_hz, 1, context_id=context_id
                )
        except EngineError as error:
            await self.push_error(f"text-to-speech: {error}", exception=error)
        if not spoke:  # nobody will report the end of an answer that was never heard
            await self.broadcast_frame(TurnFinishedFrame)

    async def _stream(self, text: str) -> AsyncGenerator[tuple[Samples, int], None]:
        loop = asyncio.get_running_loop()
        queue: asyncio.Queue[tuple[Samples, int] | Exception | None] = asyncio.Queue()
        cancelled = threading.Event()

        def send(item: tuple[Samples, int] | Exception | None) -> None:
            try:
                loop.call_soon_threadsafe(queue.put_nowait, item)
            except RuntimeError:  # the loop is gone: Clara is shutting down
                cancelled.set()

        def work() -> None:
            try:
                for samples in self._synthesizer.synthesize(text, cancelled.is_set):
                    send((samples, self._synthesizer.rate_hz))
            except EngineError as error:
                send(error)
            finally:
                send(None)

        future = loop.run_in_executor(self._executor, work)
        try:
            while (item := await queue.get()) is not None:
                if isinstance(item, Exception):
                    raise item
                yield item
            await future
        finally:
            cancelled.set()

"""Load the engines that the configuration asks for, each in the thread it will live in."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from clara_edge.config.clock import SystemClock
from clara_edge.config.engines import create_engine
from clara_edge.dialogue.build import build_dialogue
from clara_edge.dialogue.outcome import NO_MODEL
from clara_edge.domain.errors import ClaraError, EngineFailedError
from clara_edge.engines.llm.build import build_language_model
from clara_edge.engines.ordered import EngineState, EngineStatus
from clara_edge.engines.stt.build import build_recognizer
from clara_edge.engines.tts.build import build_speech
from clara_edge.models.context import engine_context
from clara_edge.ports.audio import CAPTURE_RATE_HZ
from clara_edge.voice.engine_set import Engines
from clara_edge.voice.fair_thread import FairThread
from clara_edge.voice.model_runner import ModelRunner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clara_edge.config.folders import Folders
    from clara_edge.config.schema import Config
    from clara_edge.domain.language_model import ModelState
    from clara_edge.engines.llm.guarded import ProviderStatus
    from clara_edge.ports.audio import Samples
    from clara_edge.ports.device import Device
    from clara_edge.ports.engine import EngineContext
    from clara_edge.ports.tts import SpeechSynthesizer
    from clara_edge.ports.wake import WakeDetector

_LOGGER = logging.getLogger(__name__)


@dataclass(slots=True)
class EngineBoard:
    """What status says about every engine; written from the engines' threads."""

    stages: dict[str, tuple[EngineStatus, ...]] = field(
        default_factory=lambda: {"wake": (), "stt": (), "tts": ()}
    )
    on_change: Callable[[str, tuple[EngineStatus, ...]], None] | None = None
    language_models: Callable[[], tuple[ProviderStatus, ...]] = tuple
    """Tells how each provider does; looks for model files, so not in the event loop."""

    model_state: Callable[[], ModelState] = lambda: NO_MODEL
    """Tells the dialogue whether a language model can be asked."""

    def asked_model(self) -> ModelState:
        """Tell the same for the models of this moment."""
        return self.model_state()

    def post(self, stage: str, statuses: tuple[EngineStatus, ...]) -> None:
        """Replace a stage's lines."""
        self.stages[stage] = statuses
        if self.on_change is not None:
            self.on_change(stage, statuses)


async def load_engines(
    config: Config,
    folders: Folders,
    board: EngineBoard,
    device: Device | None = None,
) -> Engines:
    """Load everything side by side; `device` is what the dialogue can switch.

    Raises:
        ConfigInvalidError, EngineError: no understanding can be loaded. Other missing
            engines show on the board: typed turns, the button and status still work.
    """
    loop = asyncio.get_running_loop()
    context = engine_context(config, folders)
    stt_thread, tts_thread, dialogue_thread = (
        FairThread(name) for name in ("stt", "tts", "dialogue")
    )
    model_thread = ThreadPoolExecutor(1, thread_name_prefix="llm")
    models = build_language_model(config, context)
    board.language_models = models.status
    board.model_state = models.state
    wake, recognizer, synthesizer, dialogue = await asyncio.gather(
        asyncio.to_thread(load_wake, config, context, board),
        loop.run_in_executor(
            stt_thread,
            lambda: build_recognizer(
                config.stt, context, lambda s: board.post("stt", s), needed=False
            ),
        ),
        loop.run_in_executor(
            tts_thread,
            lambda: load_speech(config, context, folders, board),
        ),
        loop.run_in_executor(
            dialogue_thread,
            lambda: build_dialogue(
                config,
                folders,
                SystemClock(),
                context,
                origin="voice",
                model=board.asked_model,
                device=device,
            ),
        ),
    )
    return Engines(
        wake,
        recognizer,
        synthesizer,
        dialogue,
        stt_thread,
        tts_thread,
        dialogue_thread,
        ModelRunner(models, model_thread),
    )


async def close_engines(engines: Engines) -> None:
    """Let each thread finish what it does, release its engine, and end it. Idempotent."""
    loop = asyncio.get_running_loop()
    closing: list[tuple[Executor, Callable[[], None]]] = [
        (engines.dialogue_thread, engines.dialogue.close),
        (engines.stt_thread, engines.recognizer.close),
        (engines.tts_thread, engines.synthesizer.close),
    ]
    await asyncio.gather(
        *(loop.run_in_executor(thread, close) for thread, close in closing)
    )
    for thread, _ in closing:
        thread.shutdown(wait=True)
    if engines.model is not None:
        await engines.model.close()
    if engines.wake is not None:
        engines.wake.close()


class NoVoice:
    """A synthesiser where none works: Clara goes on silently and says so in status."""

    name = "none"
    rate_hz = CAPTURE_RATE_HZ

    def __init__(self, reason: EngineFailedError) -> None:
        """Keep the reason, for whoever wants it to speak."""
        self._reason = reason

    def synthesize(
        self, _text: str, _cancelled: Callable[[], bool]
    ) -> Iterator[Samples]:
        """Raise the reason."""
        raise self._reason

    def close(self) -> None:
        """Do nothing."""


def load_speech(
    config: Config, context: EngineContext, folders: Folders, board: EngineBoard
) -> SpeechSynthesizer:
    """Return the first voice that loads, or NoVoice."""
    try:
        return build_speech(
            config.tts, context, folders.speech_cache, lambda s: board.post("tts", s)
        )
    except EngineFailedError as error:
        _LOGGER.warning("no voice: %s", error)
        return NoVoice(error)


def load_wake(
    config: Config, context: EngineContext, board: EngineBoard
) -> WakeDetector | None:
    """Return the first wake engine that loads; None (and a line on the board) if none does."""
    statuses: list[EngineStatus] = []
    for name in config.wake.engines:
        options = config.wake.options.get(name, {})
        try:
            detector: WakeDetector = create_engine("wake", name, options, context)
        except ClaraError as error:
            _LOGGER.warning("wake engine %s: %s", name, error)
            statuses.append(EngineStatus(name, EngineState.UNAVAILABLE, str(error)))
            continue
        board.post("wake", (*statuses, EngineStatus(name, EngineState.ACTIVE)))
        return detector
    board.post("wake", tuple(statuses))
    return None

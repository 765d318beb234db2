"""The recogniser that the configuration asks for."""

from __future__ import annotations

from contextlib import nullcontext, suppress
from functools import partial
from typing import TYPE_CHECKING

from clara_edge.config.engines import create_engine
from clara_edge.domain.errors import EngineFailedError
from clara_edge.engines.stt.fallback import FallbackRecognizer

if TYPE_CHECKING:
    from collections.abc import Callable

    from clara_edge.config.schema import SpeechToText
    from clara_edge.engines.ordered import EngineStatus
    from clara_edge.ports.engine import EngineContext


def build_recognizer(
    config: SpeechToText,
    context: EngineContext,
    on_change: Callable[[tuple[EngineStatus, ...]], None] | None = None,
    *,
    needed: bool = True,
) -> FallbackRecognizer:
    """Load the first engine of the configured order that works.

    Args:
        config: the engines in order and their settings.
        context: models, cache folder and threads.
        on_change: told the state of every engine whenever one changes.
        needed: without it, a recogniser none of whose engines loads is returned all the
            same; each utterance then tries again and fails in its own time.

    Raises:
        EngineFailedError: none can be loaded; the message names each with its reason.
    """
    candidates = [
        (
            name,
            partial(create_engine, "stt", name, config.options.get(name, {}), context),
        )
        for name in config.engines
    ]
    recognizer = FallbackRecognizer(candidates, on_change)
    with nullcontext() if needed else suppress(EngineFailedError):
        recognizer.load()
    return recognizer

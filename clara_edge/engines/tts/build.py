"""The voice that the configuration asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.config.engines import create_engine
from clara_edge.engines.tts.cache import CachedSynthesizer, PhraseCache
from clara_edge.engines.tts.fallback import FallbackSynthesizer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from clara_edge.config.schema import TextToSpeech
    from clara_edge.engines.ordered import EngineStatus
    from clara_edge.ports.engine import EngineContext
    from clara_edge.ports.tts import SpeechSynthesizer

_MIB = 1024 * 1024


def build_speech(
    config: TextToSpeech,
    context: EngineContext,
    cache_dir: Path,
    on_change: Callable[[tuple[EngineStatus, ...]], None] | None = None,
) -> FallbackSynthesizer:
    """Load the first voice of the configured order that works.

    Args:
        config: the engines in order, their settings and the size of the cache.
        context: models and threads.
        cache_dir: folder of cached phrases.
        on_change: told the state of every engine whenever one changes.

    Raises:
        EngineFailedError: none can be loaded; the message names each with its reason.
    """
    cache = PhraseCache(cache_dir, config.cache_mib * _MIB)

    def candidate(name: str) -> Callable[[], SpeechSynthesizer]:
        def make() -> SpeechSynthesizer:
            options = config.options.get(name, {})
            voice: SpeechSynthesizer = create_engine("tts", name, options, context)
            # under the fallback, so that no phrase is kept in the name of another voice
            return CachedSynthesizer(voice, cache) if config.cache_mib else voice

        return make

    return FallbackSynthesizer(
        [(name, candidate(name)) for name in config.engines], on_change
    )

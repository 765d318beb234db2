"""Several voices as one: when the one in use fails, the next says the same clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import soxr

from clara_edge.engines.ordered import EngineState, OrderedEngines
from clara_edge.engines.tts.clausewise import speak_clauses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from clara_edge.engines.ordered import EngineStatus
    from clara_edge.ports.audio import Samples
    from clara_edge.ports.tts import SpeechSynthesizer

_NEVER: Callable[[], bool] = lambda: False  # noqa: E731 - a constant of a function type


class FallbackSynthesizer:
    """The first voice that works, in order of preference.

    Each is loaded when its turn comes. The sample rate is that of the first voice
    loaded and never changes: another voice's sound is brought to it.
    """

    def __init__(
        self,
        candidates: Sequence[tuple[str, Callable[[], SpeechSynthesizer]]],
        on_change: Callable[[tuple[EngineStatus, ...]], None] | None = None,
    ) -> None:
        """Load the first voice that can be loaded; on_change is told each new status().

        Raises:
            EngineFailedError: none can be; the message names each with its reason.
        """
        self._engines = OrderedEngines("tts", candidates, on_change)
        self._rate_hz = self._engines.current().rate_hz

    @property
    def name(self) -> str:
        """Name of the voice in use; of none while none works."""
        if any(s.state is EngineState.ACTIVE for s in self.status()):
            return self._engines.current().name
        return "none"

    @property
    def rate_hz(self) -> int:
        """Sample rate of the sound, whichever voice speaks."""
        return self._rate_hz

    def synthesize(self, text: str, cancelled: Callable[[], bool]) -> Iterator[Samples]:
        """Yield the text's sound clause by clause.

        Raises:
            EngineFailedError: no voice works.
        """
        return speak_clauses(
            text,
            cancelled,
            lambda clause: self._speak(clause, cancelled),
            lambda: self._rate_hz,
        )

    def warm(
        self, phrases: Iterable[str], cancelled: Callable[[], bool] = _NEVER
    ) -> None:
        """Say phrases to nobody, so that the cache holds them."""
        for phrase in phrases:
            for _ in self.synthesize(phrase, cancelled):
                pass

    def status(self) -> tuple[EngineStatus, ...]:
        """Return how each voice is doing, in order; never blocks."""
        return self._engines.status()

    def close(self) -> None:
        """Release the voice in use. Idempotent."""
        self._engines.close()

    def _speak(self, clause: str, cancelled: Callable[[], bool]) -> Iterator[Samples]:
        voice = self._engines.current()
        while True:
            try:
                for sound in voice.synthesize(clause, cancelled):
                    yield self._at_our_rate(sound, voice.rate_hz)
            except Exception as error:  # noqa: BLE001 - an engine is foreign code
                voice = self._engines.fail(voice, str(error) or type(error).__name__)
            else:
                return

    def _at_our_rate(self, sound: Samples, rate_hz: int) -> Samples:
        if rate_hz == self._rate_hz:
            return sound
        resampled = soxr.resample(sound.astype(np.float32), rate_hz, self._rate_hz)
        ours: Samples = np.clip(resampled, -32_767, 32_767).astype(np.int16)
        return ours

"""Text-to-speech."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clara_edge.ports.audio import Samples


class SpeechSynthesizer(Protocol):
    """A loaded voice; one thread at a time."""

    @property
    def name(self) -> str:
        """Engine and voice for status and cache keys, for example "flite/slt"."""
        ...

    @property
    def rate_hz(self) -> int:
        """Sample rate of what synthesize() yields."""
        ...

    def synthesize(self, text: str, cancelled: Callable[[], bool]) -> Iterator[Samples]:
        """Yield the sound of speakable text, clause by clause, as early as possible.

        Args:
            text: words as they are to be spoken (numbers and symbols already written out).
            cancelled: asked between chunks; when true, synthesis ends at once.

        Raises:
            EngineFailedError: the engine broke.
        """
        ...

    def close(self) -> None:
        """Release the voice. Idempotent."""
        ...

"""Wake word detection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clara_edge.ports.audio import Samples


@dataclass(frozen=True, slots=True)
class WakeDetection:
    """A wake phrase was just said."""

    head: str
    """Name of the model head, for example "hey_jarvis"."""
    phrase: str
    """The words, for stripping them from a transcript: "hey jarvis"."""
    score: float
    """0 to 1."""


class WakeDetector(Protocol):
    """Streaming detector of one or more phrases; one thread at a time."""

    @property
    def phrases(self) -> tuple[str, ...]:
        """The phrases it listens for."""
        ...

    @property
    def scores(self) -> Mapping[str, float]:
        """Score of every head on the last chunk, 0 to 1."""
        ...

    def process(self, chunk: Samples) -> WakeDetection | None:
        """Take the next CHUNK_SAMPLES at CAPTURE_RATE_HZ; tell whether a phrase ended in it."""
        ...

    def reset(self) -> None:
        """Forget the sound heard so far, after a gap in it."""
        ...

    def close(self) -> None:
        """Release the models. Idempotent."""
        ...

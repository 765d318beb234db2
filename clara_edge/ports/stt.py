"""Speech-to-text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.ports.audio import Samples


class RecognitionStream(Protocol):
    """One utterance being heard. All methods block; one thread at a time per recogniser."""

    def accept(self, samples: Samples) -> None:
        """Take the next sound, any length, at CAPTURE_RATE_HZ. Cheap: does not decode."""
        ...

    def interim(self) -> str | None:
        """Decode what is worth decoding now; return the text so far, None if nothing new.

        Raises:
            EngineFailedError: the engine broke; the sound is still with the caller.
        """
        ...

    def settle(self) -> str:
        """Return the text of all sound so far, as if the utterance ended here.

        More sound may follow, and then settle() again covers the whole utterance.

        Raises:
            EngineFailedError: the engine broke.
        """
        ...


class SpeechRecognizer(Protocol):
    """A loaded model, shared by all conversations; one thread at a time."""

    @property
    def name(self) -> str:
        """Engine and model for status, for example "sherpa_offline/moonshine-tiny-en"."""
        ...

    def stream(self) -> RecognitionStream:
        """Begin a new utterance."""
        ...

    def set_hotwords(self, phrases: Sequence[str]) -> bool:
        """Prefer these phrases in new streams; False when the model cannot."""
        ...

    def close(self) -> None:
        """Release the model. Idempotent."""
        ...

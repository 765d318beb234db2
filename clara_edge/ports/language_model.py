"""Words from a language model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clara_edge.domain.language_model import ModelRequest


class LanguageModel(Protocol):
    """A local model, a remote one, or several in order; blocks, belongs to one thread."""

    def stream(
        self, request: ModelRequest, cancelled: Callable[[], bool]
    ) -> Iterator[str]:
        """Yield pieces of the answer as they are made; end early once cancelled.

        `cancelled` is asked at least once per small batch and per token, from this thread.

        Raises:
            LanguageModelError: nothing (more) can be had; what was yielded may be half of it.
        """
        ...

    def close(self) -> None:
        """Give memory and connections back. Idempotent."""
        ...


@runtime_checkable
class KeepsAnswers(Protocol):
    """A language model that gives an answer again when it is asked the same."""

    def forget(self) -> None:
        """Forget all answers; from any thread."""
        ...

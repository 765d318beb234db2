"""Answers to identical questions, kept for a while, in memory only."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clara_edge.domain.language_model import ModelRequest
    from clara_edge.ports.language_model import LanguageModel

_ANSWERS = 64
# 64 answers of a thousand words
_CHARACTERS = 512 * 1024


class CachedLanguageModel:
    """Give the same answer to the same question again, unless it touches tasks.

    What was not answered to its end is never kept.
    """

    def __init__(
        self, model: LanguageModel, keep_s: float, monotonic_s: Callable[[], float]
    ) -> None:
        """Stand before a model.

        Args:
            model: who answers what is not kept.
            keep_s: for how long an answer is given again; 0: never.
            monotonic_s: a clock that never steps back.
        """
        self._model = model
        self._keep_s = keep_s
        self._monotonic_s = monotonic_s
        self._lock = threading.Lock()
        self._answers: OrderedDict[ModelRequest, tuple[float, tuple[str, ...]]] = (
            OrderedDict()
        )
        self._characters = 0

    def stream(
        self, request: ModelRequest, cancelled: Callable[[], bool]
    ) -> Iterator[str]:
        """Yield the kept answer, or the model's."""
        if request.touches_tasks or self._keep_s <= 0:
            yield from self._model.stream(request, cancelled)
            return
        kept = self._recall(request)
        if kept is not None:
            yield from kept
            return
        pieces = []
        for piece in self._model.stream(request, cancelled):
            pieces.append(piece)
            yield piece
        if pieces and not cancelled():
            self._keep(request, tuple(pieces))

    def forget(self) -> None:
        """Forget all answers; from any thread."""
        with self._lock:
            self._answers.clear()
            self._characters = 0

    def close(self) -> None:
        """Forget everything, and close the model. Idempotent."""
        self.forget()
        self._model.close()

    def _recall(self, request: ModelRequest) -> tuple[str, ...] | None:
        with self._lock:
            kept = self._answers.get(request)
            if kept is None:
                return None
            until_s, pieces = kept
            if self._monotonic_s() >= until_s:
                self._drop(request)
                return None
            self._answers.move_to_end(request)
            return pieces

    def _keep(self, request: ModelRequest, pieces: tuple[str, ...]) -> None:
        size = _size(request, pieces)
        if size > _CHARACTERS:
            return
        with self._lock:
            if request in self._answers:
                self._drop(request)
            self._answers[request] = (self._monotonic_s() + self._keep_s, pieces)
            self._characters += size
            while len(self._answers) > _ANSWERS or self._characters > _CHARACTERS:
                self._drop(next(iter(self._answers)))

    def _drop(self, request: ModelRequest) -> None:
        _, pieces = self._answers.pop(request)
        self._characters -= _size(request, pieces)


def _size(request: ModelRequest, pieces: tuple[str, ...]) -> int:
    asked = sum(len(message.text) for message in request.messages)
    return asked + len(request.instructions) + sum(map(len, pieces))

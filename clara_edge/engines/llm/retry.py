"""Ask again after a moment, where that may help and nothing was said yet."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clara_edge.domain.errors import LanguageModelBusyError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clara_edge.domain.language_model import ModelRequest
    from clara_edge.ports.language_model import LanguageModel

# How soon a pause notices that it was cancelled
_SLICE_S = 0.02


@dataclass(frozen=True, slots=True)
class RetryLimits:
    """How often, and after how long, one provider is asked again."""

    attempts: int = 2
    pause_s: float = 0.3
    """Before the second attempt; twice as long before each further one, with jitter."""
    pause_max_s: float = 2.0
    """Asked to wait for longer, one does not: the next provider is sooner."""


@dataclass(frozen=True, slots=True)
class Pauses:
    """Time, for whoever waits; tests bring their own."""

    monotonic_s: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random

    def pause(self, seconds: float, cancelled: Callable[[], bool]) -> None:
        """Wait; cancelled ends it early."""
        until_s = self.monotonic_s() + seconds
        while (left_s := until_s - self.monotonic_s()) > 0 and not cancelled():
            self.sleep(min(left_s, _SLICE_S))


def stream_with_retry(
    model: LanguageModel,
    request: ModelRequest,
    cancelled: Callable[[], bool],
    limits: RetryLimits,
    pauses: Pauses,
) -> Iterator[str]:
    """Stream an answer; a model that is busy is asked again, within the limits.

    Raises:
        LanguageModelError: the last attempt failed, or one that had said something.
    """
    for attempt in range(1, limits.attempts + 1):
        said = False
        try:
            for piece in model.stream(request, cancelled):
                said = True
                yield piece
        except LanguageModelBusyError as error:
            pause_s = _pause_s(error, attempt, limits, pauses.chance())
            last = attempt == limits.attempts
            if said or last or pause_s > limits.pause_max_s or cancelled():
                raise
            pauses.pause(pause_s, cancelled)
        else:
            return
        if cancelled():
            return


def _pause_s(
    error: LanguageModelBusyError, attempt: int, limits: RetryLimits, chance: float
) -> float:
    grown: float = limits.pause_s * 2 ** (attempt - 1)
    # half of it at least: a pause of nothing helps nobody
    own = grown * (0.5 + chance / 2)
    return max(own, error.retry_after_s or 0.0)

"""One provider behind its circuit breaker, with its health."""

from __future__ import annotations

import logging
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from clara_edge.domain.errors import (
    ClaraError,
    LanguageModelAbsentError,
    LanguageModelBusyError,
    LanguageModelError,
    ModelMissingError,
)

from .breaker import BreakerLimits, BreakerState, CircuitBreaker, Verdict
from .health import Health, HealthSummary
from .retry import Pauses, RetryLimits, stream_with_retry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clara_edge.domain.language_model import ModelRequest
    from clara_edge.ports.language_model import LanguageModel

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ProviderFacts:
    """What is known of a provider before it is asked anything."""

    name: str
    engine: str
    label: str
    """What becomes of what it is asked, in words."""
    local: bool
    """Nothing leaves this device."""
    may_see_tasks: bool


@dataclass(frozen=True, slots=True)
class ProviderStatus:
    """One provider's line in `clara status`."""

    facts: ProviderFacts
    breaker: BreakerState
    health: HealthSummary
    absent: str | None
    """Why it cannot be asked at all, with the remedy."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How patient one is with a provider."""

    breaker: BreakerLimits = field(default_factory=BreakerLimits)
    retry: RetryLimits = field(default_factory=RetryLimits)


class GuardedProvider:
    """A provider that is left alone while it keeps failing.

    stream() belongs to one thread, everything else may be called from any.
    """

    def __init__(
        self,
        facts: ProviderFacts,
        create: Callable[[], LanguageModel],
        limits: Limits | None = None,
        pauses: Pauses | None = None,
    ) -> None:
        """Make nothing yet.

        Args:
            facts: its name and what it may see.
            create: makes the model, which is asked for again while there is none.
            limits: how often it may fail, and is asked again.
            pauses: time.
        """
        limits, pauses = limits or Limits(), pauses or Pauses()
        self.facts = facts
        self._create = create
        self._retry = limits.retry
        self._pauses = pauses
        self._breaker = CircuitBreaker(
            limits.breaker, pauses.monotonic_s, pauses.chance
        )
        self._health = Health(pauses.monotonic_s)
        self._making = threading.Lock()
        self._model: LanguageModel | None = None

    def absence(self) -> LanguageModelError | None:
        """Return why there is no model to ask, None if there is one; loads nothing."""
        try:
            self._made()
        except LanguageModelError as error:
            return error
        return None

    def status(self) -> ProviderStatus:
        """Return how it does."""
        absence = self.absence()
        return ProviderStatus(
            self.facts,
            self._breaker.state,
            self._health.summary(),
            str(absence) if absence else None,
        )

    def stream(
        self, request: ModelRequest, cancelled: Callable[[], bool], until_s: float
    ) -> Iterator[str]:
        """Yield the answer's pieces; end early once cancelled.

        Args:
            request: what to ask.
            cancelled: asked often, from this thread.
            until_s: on the monotonic clock: the answer must be whole by then.

        Raises:
            LanguageModelError: it failed, or is left alone for now.
        """
        model = self._made()
        permit = self._breaker.enter()
        if permit is None:
            raise LanguageModelBusyError(self._left_alone())
        watch = _Watch(self._pauses.monotonic_s, cancelled, until_s)
        verdict, hold_s, problem = Verdict.UNKNOWN, None, None
        try:
            yield from self._watched(model, request, watch)
            verdict = Verdict.UNKNOWN if cancelled() else Verdict.SUCCEEDED
        except LanguageModelAbsentError:
            raise
        except LanguageModelError as error:
            verdict, problem = Verdict.FAILED, error.what
            if isinstance(error, LanguageModelBusyError):
                hold_s = error.retry_after_s
            raise
        finally:
            self._breaker.settle(permit, verdict, hold_s)
            if verdict is not Verdict.UNKNOWN:
                self._health.add(watch.first_s, watch.whole_s(), problem)
            self._log(watch, verdict, problem)

    def close(self) -> None:
        """Give the model back; the next request makes another. Idempotent."""
        with self._making:
            model, self._model = self._model, None
        if model is not None:
            with suppress(ClaraError):
                model.close()

    def _made(self) -> LanguageModel:
        with self._making:
            if self._model is None:
                self._model = self._try_create()
            return self._model

    def _try_create(self) -> LanguageModel:
        try:
            return self._create()
        except LanguageModelError:
            raise
        except ModelMissingError as error:
            raise LanguageModelAbsentError(error.what, remedy=error.remedy) from error
        except ClaraError as error:
            raise LanguageModelError(error.what, remedy=error.remedy) from error

    def _watched(
        self, model: LanguageModel, request: ModelRequest, watch: _Watch
    ) -> Iterator[str]:
        pieces = stream_with_retry(
            model, request, watch.stopped, self._retry, self._pauses
        )
        try:
            for piece in pieces:
                if piece:
                    watch.piece()
                    yield piece
        except ClaraError as error:
            if isinstance(error, LanguageModelError):
                raise
            raise LanguageModelError(error.what, remedy=error.remedy) from error
        except Exception as error:  # an engine is foreign code: any of its faults must leave the next one a chance
            _LOGGER.exception("provider %s", self.facts.name)
            raise LanguageModelError(f"it broke: {type(error).__name__}") from error
        if watch.expired:
            raise LanguageModelError(
                f"no whole answer within {watch.allowed_s:.0f} s",
                remedy="allow more in language_model.max_seconds",
            )
        if not watch.pieces and not watch.stopped():
            raise LanguageModelError("it answered nothing")

    def _left_alone(self) -> str:
        last = self._health.summary().last_error or "it asked for that"
        wait_s = self._breaker.opens_in_s()
        return f"left alone for {wait_s:.0f} s more because it failed: {last}"

    def _log(self, watch: _Watch, verdict: Verdict, problem: str | None) -> None:
        first = "-" if watch.first_s is None else f"{1000 * watch.first_s:.0f}"
        _LOGGER.info(
            "language model %s %s: first %s ms, whole %.0f ms, %d pieces%s",
            self.facts.name,
            verdict,
            first,
            1000 * watch.whole_s(),
            watch.pieces,
            f": {problem}" if problem else "",
        )


class _Watch:
    """The times of one request."""

    def __init__(
        self,
        monotonic_s: Callable[[], float],
        cancelled: Callable[[], bool],
        until_s: float,
    ) -> None:
        self._monotonic_s = monotonic_s
        self._cancelled = cancelled
        self._until_s = until_s
        self._start_s = monotonic_s()
        self.expired = False
        self.allowed_s = until_s - self._start_s
        self.first_s: float | None = None
        self.pieces = 0

    def piece(self) -> None:
        self.pieces += 1
        if self.first_s is None:
            self.first_s = self.whole_s()

    def whole_s(self) -> float:
        return self._monotonic_s() - self._start_s

    def stopped(self) -> bool:
        if self._cancelled():
            return True
        self.expired = self._monotonic_s() >= self._until_s
        return self.expired

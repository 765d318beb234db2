"""A circuit breaker: leave alone what keeps failing, and try it again now and then.

Our own, since the kept libraries (pybreaker, circuitbreaker) tell time by the wall clock,
which steps on a Raspberry Pi without a battery, and hold a lock while they call.
"""

from __future__ import annotations

import random
import threading
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# So that two devices that lost the same server do not come back in step
_JITTER = 0.2
_GROWTH = 2.0


class BreakerState(StrEnum):
    """Whether requests pass."""

    CLOSED = "closed"
    """All do."""
    OPEN = "open"
    """None does."""
    HALF_OPEN = "half open"
    """One does: what becomes of it decides."""


class Verdict(StrEnum):
    """What became of a request."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """It was given up before it could tell."""


@dataclass(frozen=True, slots=True)
class Permit:
    """One request that may pass; give it back with settle()."""

    era: int
    """Which state let it pass: what became of a request of an earlier one says nothing."""


@dataclass(frozen=True, slots=True)
class BreakerLimits:
    """When a breaker opens, and for how long."""

    failures: int = 3
    """So many in a row open it."""
    recovery_s: float = 10.0
    """How long it stays open; twice as long whenever the trial fails."""
    recovery_max_s: float = 600.0


class CircuitBreaker:
    """Decide whether a request may pass; every method may be called from any thread."""

    def __init__(
        self,
        limits: BreakerLimits,
        monotonic_s: Callable[[], float],
        chance: Callable[[], float] = random.random,
    ) -> None:
        """Begin closed.

        Args:
            limits: when it opens, and for how long.
            monotonic_s: a clock that never steps back.
            chance: a number from 0 to 1 for the jitter.
        """
        self._limits = limits
        self._monotonic_s = monotonic_s
        self._chance = chance
        self._lock = threading.Lock()
        self._state = BreakerState.CLOSED
        self._era = 0
        self._failures = 0
        self._reopened = 0
        self._until_s = 0.0
        self._trial_runs = False

    @property
    def state(self) -> BreakerState:
        """Tell whether requests pass now."""
        with self._lock:
            return self._present()

    def opens_in_s(self) -> float:
        """Return how long until a trial is let through; 0 if a request may pass."""
        with self._lock:
            if self._present() is not BreakerState.OPEN:
                return 0.0
            return self._until_s - self._monotonic_s()

    def enter(self) -> Permit | None:
        """Let one request pass, or not."""
        with self._lock:
            state = self._present()
            if state is BreakerState.OPEN:
                return None
            if state is BreakerState.HALF_OPEN:
                if self._trial_runs:
                    return None
                self._trial_runs = True
            return Permit(self._era)

    def settle(
        self, permit: Permit, verdict: Verdict, hold_s: float | None = None
    ) -> None:
        """Say what became of a request.

        Args:
            permit: what enter() returned.
            verdict: whether it did what it was sent for.
            hold_s: it failed and asked to be left alone for so long: opens at once.
        """
        with self._lock:
            state = self._present()
            if permit.era != self._era:
                return
            self._trial_runs = False
            if verdict is Verdict.SUCCEEDED:
                self._close()
            elif verdict is Verdict.FAILED:
                self._failures += 1
                if hold_s is not None:
                    self._open(min(hold_s, self._limits.recovery_max_s))
                elif state is BreakerState.HALF_OPEN:
                    self._reopened += 1
                    self._open(self._pause_s())
                elif self._failures >= self._limits.failures:
                    self._open(self._pause_s())

    def _present(self) -> BreakerState:
        if self._state is BreakerState.OPEN and self._monotonic_s() >= self._until_s:
            self._become(BreakerState.HALF_OPEN)
        return self._state

    def _close(self) -> None:
        self._failures = self._reopened = 0
        if self._state is not BreakerState.CLOSED:
            self._become(BreakerState.CLOSED)

    def _open(self, pause_s: float) -> None:
        self._until_s = self._monotonic_s() + pause_s
        self._become(BreakerState.OPEN)

    def _become(self, state: BreakerState) -> None:
        self._state = state
        self._era += 1
        self._trial_runs = False

    def _pause_s(self) -> float:
        # the exponent is bounded so that a year of failures is no overflow
        grown = self._limits.recovery_s * _GROWTH ** min(self._reopened, 32)
        jitter = 1 + _JITTER * (2 * self._chance() - 1)
        return min(grown, self._limits.recovery_max_s) * jitter

"""How a provider does, from its real requests."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# Enough for a median, and an hour: what was before says little about now
_WINDOW = 50
_WINDOW_S = 3600.0


@dataclass(frozen=True, slots=True)
class Sample:
    """One request that was answered or failed; one that was given up is none."""

    at_s: float
    first_s: float | None
    """From the request to the first piece of the answer."""
    whole_s: float
    error: str | None = None


@dataclass(frozen=True, slots=True)
class HealthSummary:
    """The requests of the last hour, the last fifty at most."""

    requests: int
    errors: int
    first_s: float | None
    """The median time to the first piece of an answer."""
    whole_s: float | None
    """The median time of whole answers."""
    last_error: str | None
    """Why the last of all failures was one, however long ago."""

    @property
    def error_rate(self) -> float | None:
        """The share of requests that failed; None without any."""
        return self.errors / self.requests if self.requests else None


class Health:
    """Keep the last requests; every method may be called from any thread."""

    def __init__(self, monotonic_s: Callable[[], float]) -> None:
        """Begin without any."""
        self._monotonic_s = monotonic_s
        self._lock = threading.Lock()
        self._samples: deque[Sample] = deque(maxlen=_WINDOW)
        self._last_error: str | None = None

    def add(self, first_s: float | None, whole_s: float, error: str | None) -> None:
        """Keep one request; error is None for an answer that came to its end."""
        with self._lock:
            self._samples.append(Sample(self._monotonic_s(), first_s, whole_s, error))
            if error is not None:
                self._last_error = error

    def summary(self) -> HealthSummary:
        """Summarise the requests of the window."""
        with self._lock:
            since_s = self._monotonic_s() - _WINDOW_S
            recent = [s for s in self._samples if s.at_s >= since_s]
            last_error = self._last_error
        answered = [s for s in recent if s.error is None]
        firsts = [s.first_s for s in answered if s.first_s is not None]
        return HealthSummary(
            requests=len(recent),
            errors=len(recent) - len(answered),
            first_s=median(firsts) if firsts else None,
            whole_s=median(s.whole_s for s in answered) if answered else None,
            last_error=last_error,
        )

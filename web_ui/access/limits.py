"""How often one client may ask: a bucket for each, which refills with time."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clara_edge.ports.clock import Clock

CLIENTS_MAX = 2_048
"""Buckets in memory; who asked least recently is forgotten first."""


class RateLimit:
    """Lets each client ask so often; safe from any thread."""

    def __init__(self, clock: Clock, *, at_once: int, per_s: float) -> None:
        """Set the limit.

        Args:
            clock: its monotonic time refills the buckets.
            at_once: how many requests may come together.
            per_s: how many more a second.
        """
        self._clock = clock
        self._at_once = at_once
        self._per_s = per_s
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client: str) -> float:
        """Count a request; return 0, or how many seconds the client has to wait."""
        with self._lock:
            now_s = self._clock.monotonic_s()
            left, then_s = self._buckets.pop(client, (float(self._at_once), now_s))
            left = min(self._at_once, left + max(0.0, now_s - then_s) * self._per_s)
            allowed = left >= 1
            self._buckets[client] = (left - 1 if allowed else left, now_s)
            while len(self._buckets) > CLIENTS_MAX:
                self._buckets.popitem(last=False)
        return 0.0 if allowed else (1 - left) / self._per_s

    def __len__(self) -> int:
        """Return how many clients are remembered."""
        return len(self._buckets)

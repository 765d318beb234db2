"""Time, as an argument."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime


class Clock(Protocol):
    """Wall and monotonic time; safe from any thread."""

    def now(self) -> datetime:
        """Return the local wall clock time, aware."""
        ...

    def monotonic_s(self) -> float:
        """Return seconds on a clock that never steps back."""
        ...

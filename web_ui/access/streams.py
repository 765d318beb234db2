"""Answers that go on for long end when the device that reads them is revoked."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clara_edge.ports.clock import Clock

LOOKED_AT_EVERY_S = 1.0


class Watched:
    """Hands on an answer piece by piece, until its reader may not have it any more.

    A stream that says something every few seconds ends within them.
    """

    def __init__(
        self, pieces: Iterator[bytes], admitted: Callable[[], bool], clock: Clock
    ) -> None:
        self._pieces = pieces
        self._admitted = admitted
        self._clock = clock
        self._looked_at_s = clock.monotonic_s()

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            now_s = self._clock.monotonic_s()
            if now_s - self._looked_at_s >= LOOKED_AT_EVERY_S:
                self._looked_at_s = now_s
                if not self._admitted():
                    return
            yield piece

    def close(self) -> None:
        """Close what it reads from. Idempotent."""
        close = getattr(self._pieces, "close", None)
        if close is not None:
            close()

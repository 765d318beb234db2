"""How far a pull is, and what a fetch needs to know."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from clara_edge.models.manifest import Pack


@dataclass(frozen=True, slots=True)
class PullProgress:
    """One step of a pull."""

    pack: str
    step: Literal["wait", "fetch", "unpack", "check", "done"]
    done: int
    """Bytes of the pack that are here."""
    total: int
    """Bytes of the pack, as far as known."""
    note: str = ""
    """What is going on, for a person: a retry, a source that failed."""


Report = Callable[[PullProgress], None]


def ignore_progress(progress: PullProgress) -> None:
    """Report to nobody."""
    del progress


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """Patience of a fetch, and the tools it uses."""

    timeout_s: float = 20.0
    """A source that sends nothing for this long has stalled."""
    attempts: int = 5
    """How often a source may fail in a row without having sent anything."""
    backoff_s: float = 1.0
    """Pause before the second attempt; doubles each time."""
    sleep: Callable[[float], None] = time.sleep
    python: tuple[str, ...] = (sys.executable,)
    """The interpreter whose pip fetches wheels."""


@dataclass(slots=True)
class Tally:
    """Adds up the bytes of one pack and passes them on."""

    pack: Pack
    report: Report
    finished: dict[str, int] = field(default_factory=dict)

    def at(self, key: str, done: int, note: str = "") -> None:
        """Report that `done` bytes of one file or archive are here."""
        self.finished[key] = done
        total = self.pack.size
        here = min(sum(self.finished.values()), total)
        self.report(PullProgress(self.pack.name, "fetch", here, total, note))

    def step(
        self, step: Literal["wait", "unpack", "check", "done"], note: str = ""
    ) -> None:
        """Report a step other than fetching."""
        total = self.pack.size
        done = total if step == "done" else min(sum(self.finished.values()), total)
        self.report(PullProgress(self.pack.name, step, done, total, note))

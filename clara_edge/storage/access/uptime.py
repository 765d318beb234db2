"""Time that setting the clock does not change: how long this run of the machine lasts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clara_edge.config.boot import boot_id

if TYPE_CHECKING:
    from clara_edge.ports.clock import Clock


@dataclass(frozen=True, slots=True)
class Uptime:
    """A moment of one run of the machine."""

    boot: str
    ms: int


def uptime(clock: Clock, boot: str | None = None) -> Uptime:
    """Return the present moment.

    Args:
        clock: its monotonic time goes on while the machine sleeps.
        boot: which run of the machine it is; by default what the kernel says.
    """
    run = boot if boot is not None else boot_id() or ""
    return Uptime(run, int(1000 * clock.monotonic_s()))

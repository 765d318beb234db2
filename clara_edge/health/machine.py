"""What the machine and two processes use just now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Sequence

# Names of the processor's own sensor in Linux: Raspberry Pi and other ARM, AMD, Intel.
_SENSORS = (
    "cpu_thermal",
    "cpu-thermal",
    "soc_thermal",
    "k10temp",
    "zenpower",
    "coretemp",
)


@dataclass(frozen=True, slots=True)
class Machine:
    """One look at the machine."""

    cpu_percent: float
    """Of all cores, since the look before."""
    memory_percent: float
    temperature_c: float | None
    """Of the processor; None where no sensor tells."""


def look_at_machine() -> Machine:
    """Return how busy the machine is; the first call has no look before and tells 0."""
    return Machine(
        cpu_percent=float(psutil.cpu_percent()),
        memory_percent=float(psutil.virtual_memory().percent),
        temperature_c=temperature_c(),
    )


def memory_mib(pid: int | None = None) -> float | None:
    """Return the memory of a process, of this one by default; None if there is none."""
    try:
        return float(psutil.Process(pid).memory_info().rss) / 2**20
    except psutil.Error:
        return None


def total_memory_mib() -> int:
    """Return the memory of this machine."""
    return int(psutil.virtual_memory().total) >> 20


def temperature_c() -> float | None:
    """Return the processor's temperature, None where no sensor tells."""
    try:
        sensors = psutil.sensors_temperatures()
    except (AttributeError, OSError):
        return None
    for name in _SENSORS:
        readings = sensors.get(name)
        if readings:
            return _highest(readings)
    return None


def _highest(readings: Sequence[object]) -> float:
    return max(float(getattr(reading, "current", 0.0)) for reading in readings)

"""How long things take: of calls, of opening a database, of the disk alone."""

from __future__ import annotations

import os
import time
from dataclasses import asdict, dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from clara_edge.storage.checked import forget_checked
from clara_edge.storage.database import TaskDatabase

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from clara_edge.cli.bench.tasks_operations import Operation
    from clara_edge.ports.clock import Clock

OPENINGS = 30
_BLOCK = bytes(4096)
_FLUSHES = 200
# A look at every task takes long and always as long.
_SCANS = 5
_LONG_MS = 1000.0


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of several calls."""

    p50: float
    p99: float
    calls: int

    @classmethod
    def of(cls, times_ms: list[float]) -> Times:
        """Take the nearest rank: with fewer than 100 calls the slowest is the p99."""
        ordered = sorted(times_ms)
        rank = -(-99 * len(ordered) // 100)
        return cls(median(ordered), ordered[rank - 1], len(ordered))


def time_operation(operation: Operation, samples: int) -> dict[str, Any]:
    """Time an operation, then what it is compared with."""
    if operation.prepare is not None:
        operation.prepare()
    calls = samples if operation.times is None else min(samples, operation.times)
    times = Times.of([time_ms(operation.run, number) for number in range(calls)])
    return {
        "name": operation.name,
        "target": operation.target._asdict(),
        **asdict(times),
        "list_p50": _few(operation.scan, calls),
        "like_p50": _few(operation.like, calls),
    }


def time_openings(path: Path, clock: Clock) -> dict[str, Any]:
    """Time opening a database that needs no migration, then the check of every page."""

    def open_once(_: int = 0) -> None:
        with TaskDatabase(path, clock) as database:
            database.open()

    open_once()
    times = Times.of([time_ms(open_once, number) for number in range(OPENINGS)])
    forget_checked(path)
    return {**asdict(times), "with_check_ms": time_ms(open_once, 0)}


def time_disk(folder: Path) -> dict[str, Any]:
    """Time writing one block and waiting for the disk, which every change has to do."""
    file = folder / "flush"
    descriptor = os.open(file, os.O_CREAT | os.O_WRONLY, 0o600)

    def flush(number: int) -> None:
        os.pwrite(descriptor, _BLOCK, number * len(_BLOCK))
        os.fdatasync(descriptor)

    try:
        return asdict(Times.of([time_ms(flush, n) for n in range(_FLUSHES)]))
    finally:
        os.close(descriptor)
        file.unlink()


def time_ms(call: Callable[[int], object], number: int) -> float:
    """Return how long one call takes."""
    began_s = time.perf_counter()
    call(number)
    return 1000 * (time.perf_counter() - began_s)


def _few(call: Callable[[int], object] | None, calls: int) -> float | None:
    if call is None:
        return None
    times: list[float] = []
    for number in range(min(_SCANS, calls)):
        times.append(time_ms(call, number))
        if times[-1] > _LONG_MS:
            break
    return median(times)

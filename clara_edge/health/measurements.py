"""Measurements over time, bounded: an hour in steps of 10 s, a week in steps of 10 minutes.

They are in memory, and a file beside the database is replaced each ten minutes: a memory card
is not worn out by them, and a restart costs ten minutes of the hour at most.
"""

from __future__ import annotations

import json
import logging
import math
import threading
from collections import deque
from dataclasses import asdict, dataclass, field, fields
from statistics import fmean
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_LOGGER = logging.getLogger(__name__)

FILE_NAME = "measurements.json"
EVERY_S = 10.0
SLOT_S = 600.0
HOUR = round(3600 / EVERY_S)
WEEK = round(7 * 24 * 3600 / SLOT_S)
_MAX_BYTES = 4 * 2**20
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Sample:
    """One measurement; None is what could not be measured."""

    at: float
    """Seconds since 1970."""
    cpu_percent: float | None = None
    memory_percent: float | None = None
    temperature_c: float | None = None
    voice_mib: float | None = None
    web_mib: float | None = None
    response_ms: float | None = None
    """Median from the end of speech to the first sound, of the daemon's last 500 turns."""
    running: float = 0.0
    """1 where the voice service answered; in a slot of ten minutes, the share."""


@dataclass(slots=True)
class Totals:
    """Counts since the installation."""

    since: float | None = None
    samples: int = 0
    running: int = 0
    """Samples at which the voice service answered."""
    turns: int = 0
    failed: int = 0
    talks: int = 0
    """Browsers that began to talk."""
    vanished: int = 0
    """Those of them whose connection ended without a word."""
    seen: dict[str, Any] = field(default_factory=dict)
    """What the daemon counted at the last look: it begins anew with each start."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What a daemon counted since it was started."""

    turns: int
    failed: int
    talks: int
    vanished: int


class Measurements:
    """Keeps samples; safe from any thread."""

    def __init__(self, file: Path) -> None:
        """Load what was kept; a file that cannot be read begins anew."""
        self._file = file
        self._lock = threading.Lock()
        self._hour: deque[Sample] = deque(maxlen=HOUR)
        self._week: deque[Sample] = deque(maxlen=WEEK)
        self._totals = Totals()
        self._load()

    @property
    def hour(self) -> tuple[Sample, ...]:
        """The last hour, the oldest first."""
        with self._lock:
            return tuple(self._hour)

    @property
    def week(self) -> tuple[Sample, ...]:
        """The last week in slots of ten minutes, the oldest first."""
        with self._lock:
            return tuple(self._week)

    @property
    def totals(self) -> Totals:
        """Counts since the installation."""
        with self._lock:
            return Totals(**asdict(self._totals))

    def add(self, sample: Sample) -> bool:
        """Keep a sample; True when ten minutes are full and save() is due.

        A clock that was set back costs the samples that would now be in the future.
        """
        with self._lock:
            while self._hour and self._hour[-1].at > sample.at:
                self._hour.pop()
            while self._week and self._week[-1].at > sample.at:
                self._week.pop()
            self._hour.append(sample)
            while self._hour and self._hour[0].at < sample.at - 3600:
                self._hour.popleft()
            self._totals.since = min(self._totals.since or sample.at, sample.at)
            self._totals.samples += 1
            self._totals.running += sample.running > 0
            return self._close_slot(sample.at)

    def count(self, daemon: str, counted: Counted) -> None:
        """Add what a daemon counted since the last look; `daemon` tells it from others."""
        now = asdict(counted)
        with self._lock:
            totals, seen = self._totals, self._totals.seen
            before = seen if seen.get("daemon") == daemon else {}
            for name, value in now.items():
                grown = max(0, value - int(before.get(name, 0)))
                setattr(totals, name, getattr(totals, name) + grown)
            totals.seen = {"daemon": daemon, **now}

    def save(self) -> None:
        """Write everything, whole or not at all; a disk that is full is only logged."""
        with self._lock:
            kept = {
                "version": _VERSION,
                "hour": [_row(sample) for sample in self._hour],
                "week": [_row(sample) for sample in self._week],
                "totals": asdict(self._totals),
            }
        part = self._file.with_suffix(".part")
        try:
            part.write_text(json.dumps(kept, separators=(",", ":")), "utf-8")
            part.replace(self._file)
        except OSError as error:
            _LOGGER.warning("measurements were not kept: %s", error.strerror or error)

    def _close_slot(self, now: float) -> bool:
        begin = now - now % SLOT_S
        last = self._week[-1].at if self._week else 0.0
        inside = [
            s for s in self._hour if last < s.at <= begin and s.at > begin - SLOT_S
        ]
        if not inside or last >= begin:
            return False
        self._week.append(mean_of(inside, begin))
        while self._week and self._week[0].at < now - WEEK * SLOT_S:
            self._week.popleft()
        return True

    def _load(self) -> None:
        try:
            with self._file.open("rb") as stream:
                kept = json.loads(stream.read(_MAX_BYTES))
            if kept["version"] != _VERSION:
                return
            hour = [Sample(*row) for row in kept["hour"]]
            week = [Sample(*row) for row in kept["week"]]
            totals = Totals(**kept["totals"])
            for sample in (*hour, *week):
                _check(sample)
            _check_totals(totals)
        except FileNotFoundError:
            return
        except (OSError, ValueError, LookupError, TypeError) as error:
            _LOGGER.warning("%s begins anew: %s", self._file, type(error).__name__)
            return
        self._hour.extend(hour)
        self._week.extend(week)
        self._totals = totals


def mean_of(samples: Sequence[Sample], at: float) -> Sample:
    """Return one sample for many: the means of what was measured."""
    values: dict[str, Any] = {}
    for one in fields(Sample):
        if one.name == "at":
            continue
        known = [v for s in samples if (v := getattr(s, one.name)) is not None]
        values[one.name] = round(fmean(known), 3) if known else None
    values["running"] = values["running"] or 0.0
    return Sample(at=at, **values)


def _row(sample: Sample) -> list[float | None]:
    return [getattr(sample, one.name) for one in fields(Sample)]


def _check(sample: Sample) -> None:
    for one in fields(Sample):
        value = getattr(sample, one.name)
        if value is None and one.name not in {"at", "running"}:
            continue
        _check_number(one.name, value)


def _check_totals(totals: Totals) -> None:
    if not isinstance(totals.seen, dict):
        raise TypeError("seen is no table")
    for one in fields(Totals):
        value = getattr(totals, one.name)
        if one.name == "seen" or (one.name == "since" and value is None):
            continue
        _check_number(one.name, value)
    for name, value in totals.seen.items():
        if name != "daemon":
            _check_number(name, value)


def _check_number(name: str, value: Any) -> None:
    if not isinstance(value, (int, float)) or not math.isfinite(value):
        raise TypeError(f"{name} is no number")

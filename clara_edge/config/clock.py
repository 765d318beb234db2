"""The real clock, in the device's own time zone."""

from __future__ import annotations

import os
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LOCALTIME = Path("/etc/localtime")
TIMEZONE = Path("/etc/timezone")
"""The name alone: Debian's note for machines where LOCALTIME is a copy and no link."""


class SystemClock:
    """Time of this machine; see ports.clock.Clock."""

    def __init__(self, zone: ZoneInfo | None = None) -> None:
        """Use a zone, by default that of the TZ variable or of the machine."""
        self._own_zone = zone
        self._local = (os.environ.get("TZ"), local_zone())

    def now(self) -> datetime:
        """Return the local wall clock time, aware; it follows use_zone()."""
        zone = self._own_zone or self._local_zone()
        return datetime.now(zone).astimezone(zone)

    def _local_zone(self) -> ZoneInfo | None:
        name = os.environ.get("TZ")
        if name != self._local[0]:
            self._local = (name, local_zone())
        return self._local[1]

    def monotonic_s(self) -> float:
        """Return seconds on a clock that never steps back."""
        # unlike CLOCK_MONOTONIC it goes on while the machine sleeps (clock_gettime(2))
        return time.clock_gettime(time.CLOCK_BOOTTIME)


_replaced: dict[str, str | None] = {}
"""The zone that use_zone() chose, and what TZ was before."""


def use_zone(name: str | None) -> None:
    """Have all local times of this process in a zone; None is the machine's."""
    present = os.environ.get("TZ")
    # somebody else may have set TZ since
    machines = _replaced.get(present, present) if present is not None else None
    wanted = machines if name is None else name
    if wanted == present:
        return
    _replaced.clear()
    if name is not None:
        _replaced[name] = machines
    if wanted is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = wanted
    time.tzset()


def local_zone() -> ZoneInfo | None:
    """Return the machine's time zone with its rules, None if only its offset is known."""
    name = os.environ.get("TZ", "").removeprefix(":") or str(LOCALTIME)
    if name.startswith("/"):
        name = _zone_of(Path(name))
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _zone_of(file: Path) -> str:
    """Return the name of the zone that a file has the rules of; "" if it does not tell."""
    try:
        # mostly a link into the zone database (localtime(5)), for example Europe/Berlin
        _, linked, name = str(file.resolve()).rpartition("/zoneinfo/")
        if linked or file != LOCALTIME:
            return name if linked else ""
        return TIMEZONE.read_text("ascii").strip()
    except (OSError, ValueError, RuntimeError):
        return ""

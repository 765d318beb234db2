"""The real clock, in the device's own time zone."""

from __future__ import annotations

import os
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LOCALTIME = Path("/etc/localtime")


class SystemClock:
    """Time of this machine; see ports.clock.Clock."""

    def __init__(self, zone: ZoneInfo | None = None) -> None:
        """Use a zone, by default that of the TZ variable or of the machine."""
        self._zone = zone if zone is not None else local_zone()

    def now(self) -> datetime:
        """Return the local wall clock time, aware."""
        return datetime.now(self._zone).astimezone(self._zone)

    def monotonic_s(self) -> float:
        """Return seconds on a clock that never steps back."""
        return time.monotonic()


def local_zone() -> ZoneInfo | None:
    """Return the machine's time zone with its rules, None if only its offset is known."""
    name = os.environ.get("TZ", "").removeprefix(":")
    if not name and LOCALTIME.is_symlink():
        # a link into the zone database (localtime(5)), for example Europe/Berlin
        name = str(LOCALTIME.resolve()).rpartition("/zoneinfo/")[2]
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None

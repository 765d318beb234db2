"""Which run of the machine this is."""

from __future__ import annotations

from functools import cache
from pathlib import Path

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")  # random(4)


@cache
def boot_id() -> str | None:
    """Return what changes with every start of the machine; None if nothing tells."""
    try:
        return BOOT_ID.read_text("ascii").strip() or None
    except (OSError, ValueError):
        return None

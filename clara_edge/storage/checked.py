"""Whether a database file was checked since the machine started."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Any

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def is_checked(path: Path) -> bool:
    """Tell whether this very file was found sound since the machine started.

    The file itself is not opened here: closing it would take away the locks of every other
    connection of this process (sqlite.org/howtocorrupt, 2.2). SQLite notices by itself
    when it is shorter than it says.
    """
    try:
        stamp = json.loads(_stamp(path).read_bytes())
        return bool(stamp == _identity(path))
    except (OSError, ValueError):
        return False


def remember_checked(path: Path) -> None:
    """Note that the file is sound; a disk that takes no note is no failure."""
    with contextlib.suppress(OSError):
        flags = os.O_CREAT | os.O_TRUNC | os.O_WRONLY | os.O_CLOEXEC
        descriptor = os.open(_stamp(path), flags, 0o600)
        try:
            os.write(descriptor, json.dumps(_identity(path)).encode())
        finally:
            os.close(descriptor)


def forget_checked(path: Path) -> None:
    """Have the file checked when it is opened next."""
    with contextlib.suppress(OSError):
        _stamp(path).unlink()


def _stamp(path: Path) -> Path:
    return path.with_name(f"{path.name}.checked")


def _identity(path: Path) -> dict[str, Any]:
    status = path.stat()
    boot = BOOT_ID.read_text("ascii").strip()
    return {"boot": boot, "device": status.st_dev, "inode": status.st_ino}

"""SQLite: tasks, projects and conversations on disk, shared by several processes."""

from __future__ import annotations

import sys


def _spare_numpy() -> None:
    """Import sqlite-utils without numpy, which it only asks for numpy's types.

    That is a third of the time that a command takes to begin, and 13 MB of every process.
    """
    if "numpy" in sys.modules or "sqlite_utils" in sys.modules:
        return
    # None makes the import fail, which sqlite-utils is prepared for
    sys.modules["numpy"] = None  # type: ignore[assignment]  # as Python documents it
    try:
        import sqlite_utils  # noqa: F401, PLC0415 - kept by Python for those who need it
    finally:
        del sys.modules["numpy"]


_spare_numpy()

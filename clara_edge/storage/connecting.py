"""The one way in which Clara opens a file of SQLite's."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def connect(file: Path | str, *, timeout_s: float = 5.0) -> sqlite3.Connection:
    """Open a file for single statements and explicit transactions.

    Args:
        file: its path, ":memory:", or a "file:" address with SQLite's options.
        timeout_s: how long to wait for the lock of another process.
    """
    connection = sqlite3.connect(
        file,
        uri=isinstance(file, str) and file.startswith("file:"),
        timeout=timeout_s,
        isolation_level=None,
        # the web service lends a connection to one thread after another; SQLite itself is
        # built to be called from several (sqlite3.threadsafety is 3)
        check_same_thread=False,
    )
    # sorting and half-done statements would spill tasks into the machine's temporary folder
    connection.execute("PRAGMA temp_store = MEMORY")
    # what is forgotten, words that were said above all, leaves nothing in free pages
    connection.execute("PRAGMA secure_delete = ON")
    return connection

"""Taking the write lock when other processes are busy writing."""

from __future__ import annotations

import random
import sqlite3
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

# Mostly one short transaction. An import is one as well: 60,000 tasks hold the lock for
# 16 s on a PC, as long as taking them back does.
BUSY_TIMEOUT_S = 60.0

# SQLite sleeps up to 100 ms between two looks, and who writes all the time takes the lock
# again meanwhile (measured: of three processes that made 1,000 changes each, one waited
# 2.2 s; 0.25 s with this).
_LOOK_EVERY_S = (0.0005, 0.002)


def begin_immediate(db: Database) -> None:
    """Begin a transaction that writes, waiting for its turn.

    Raises:
        sqlite3.OperationalError: another process kept the lock for BUSY_TIMEOUT_S.
    """
    db.execute("PRAGMA busy_timeout = 0")
    try:
        _begin(db)
    finally:
        db.execute(f"PRAGMA busy_timeout = {int(1000 * BUSY_TIMEOUT_S)}")


def _begin(db: Database) -> None:
    give_up_s = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            db.conn.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            is_busy = (error.sqlite_errorcode & 0xFF) == sqlite3.SQLITE_BUSY
            if not is_busy or time.monotonic() > give_up_s:
                raise
        else:
            return
        time.sleep(random.uniform(*_LOOK_EVERY_S))  # noqa: S311 - only apart from others

"""Timers, alarms and what rings, in one object; see ports.timekeeping.Timekeeping."""

from __future__ import annotations

from .alarms import AlarmWrites
from .rings import RingWrites


class SqliteTimekeeping(RingWrites, AlarmWrites):
    """The timekeeping of one thread; it shares a database with the task store."""

"""Repeating tasks: RFC 5545 rules on the due date, or an interval after completion."""

from __future__ import annotations

from ._slots import checked, next_slot, slots, without
from .recurrence import Recurrence

__all__ = ["Recurrence", "checked", "next_slot", "slots", "without"]

"""Repeating tasks: RFC 5545 rules on the due date, or an interval after completion."""

from __future__ import annotations

from .recurrence import Recurrence

__all__ = ["Recurrence"]

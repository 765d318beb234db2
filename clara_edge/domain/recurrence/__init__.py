"""Repeating tasks: RFC 5545 rules on the due date, or an interval after completion."""

from __future__ import annotations

from ._phrases import parse_repeat
from ._slots import checked, next_slot, slots, without
from ._words import in_words
from .recurrence import Recurrence

__all__ = [
    "Recurrence",
    "checked",
    "in_words",
    "next_slot",
    "parse_repeat",
    "slots",
    "without",
]

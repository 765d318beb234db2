"""What people say about dates, times, durations and repetition: docs/when.md."""

from __future__ import annotations

from ._best import best
from ._reading import find, resolve
from .settings import PartOfDay, WhenSettings, read_with, usual
from .when import Ask, Found, Grain, Relation, When, iso

__all__ = [
    "Ask",
    "Found",
    "Grain",
    "PartOfDay",
    "Relation",
    "When",
    "WhenSettings",
    "best",
    "find",
    "iso",
    "read_with",
    "resolve",
    "usual",
]

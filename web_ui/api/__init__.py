"""The JSON API under /api/v1; docs/api.md."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from .registry import api

if TYPE_CHECKING:
    from flask import Blueprint

# each registers its endpoints when it is imported
NOUNS = (
    "tasks",
    "moving",
    "projects",
    "templates",
    "journal",
    "understood",
    "calendars",
    "events",
    "talk",
    "settings",
    "status",
    "description",
)


def blueprint() -> Blueprint:
    """Return every endpoint of the API."""
    for noun in NOUNS:
        import_module(f"{__name__}.{noun}")
    return api.blueprint()

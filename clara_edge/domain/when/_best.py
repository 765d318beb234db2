"""The one expression that somebody gave, alone or among other words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._reading import find, resolve

if TYPE_CHECKING:
    from datetime import datetime

    from .settings import WhenSettings
    from .when import When


def best(text: str, now: datetime, settings: WhenSettings | None = None) -> When | None:
    """Return the meaning of an expression, or of the clearest one in a sentence."""
    whole = resolve(text, now, settings)
    if whole is not None:
        return whole
    found = find(text, now, settings)
    if not found:
        return None
    return max(found, key=lambda each: (_rank(each.when), each.end - each.start)).when


def _rank(when: When) -> int:
    """Prefer what says when over what only says how long."""
    return 2 if when.recurrence else 1 if when.at is not None else 0

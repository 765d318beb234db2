"""What was understood, in the few pieces that a screen shows beside the words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clara_edge.domain.when import iso

if TYPE_CHECKING:
    from clara_edge.domain.intents import Interpretation


def chips(reading: Interpretation) -> dict[str, Any]:
    """Return the slots that were found, by name; dates as ISO 8601, for the screen to write."""
    when = reading.new_when or reading.when
    found = {
        "title": reading.new_title or reading.title or reading.target,
        "at": iso(when.at) if when is not None and when.at is not None else None,
        "recurrence": when.recurrence if when is not None else None,
        "duration_s": reading.duration.seconds if reading.duration else None,
        "project": reading.new_project or reading.project,
        "priority": str(reading.priority) if reading.priority else None,
        "tags": list(reading.tags) or None,
        "ask": reading.ask,
    }
    return {name: value for name, value in found.items() if value is not None}

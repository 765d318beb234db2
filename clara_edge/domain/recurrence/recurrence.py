"""What makes a task come back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clara_edge.domain.due import Due


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule on the calendar, or an interval that begins when the task is completed.

    Exactly one of `rule` and `after_completion` is set.
    """

    start: Due
    """The first slot (DTSTART); its zone, if any, is that of every slot."""
    rule: str | None = None
    """RFC 5545 RRULE value in canonical form, for example "FREQ=WEEKLY;BYDAY=FR"."""
    after_completion: str | None = None
    """ISO 8601 duration with one unit: PT4H, P3D, P2W, P1M, P1Y."""
    exceptions: tuple[str, ...] = ()
    """Slots left out (EXDATE), as Due.text."""

"""Which tasks were meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clara_edge.domain.tasks import Task


@dataclass(frozen=True, slots=True)
class Targets:
    """The tasks to act on, or those among which the person has to choose; never both."""

    found: tuple[Task, ...] = ()
    """Meant without doubt; several only where several were named."""
    options: tuple[Task, ...] = ()
    """Likeliest first. A single one fits only in part: "Do you mean …?"."""

    @property
    def none(self) -> bool:
        """Whether nothing fits."""
        return not self.found and not self.options

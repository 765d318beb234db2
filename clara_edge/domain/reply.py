"""What comes out of one turn: what Clara answers and what it changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clara_edge.domain.errors import ClaraError
    from clara_edge.domain.intents import Interpretation


class ChangeKind(StrEnum):
    """What happened to a stored thing; dotted noun.verb in the past tense."""

    TASK_CREATED = "task.created"
    TASK_UPDATED = "task.updated"
    PROJECT_CREATED = "project.created"
    STEP_UNDONE = "step.undone"
    """The id is that of the step, the title its summary."""
    STEP_REDONE = "step.redone"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is now on disk."""

    kind: ChangeKind
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer in two forms; both are plain text without markup."""

    spoken: str
    """Never empty; numbers and dates are still digits here."""
    shown: str
    """For a screen; may have several lines."""
    expects_answer: bool = False
    """Clara asked something: keep the floor open, no wake word needed."""


@dataclass(frozen=True, slots=True)
class TurnResult:
    """Everything that one turn did."""

    interpretation: Interpretation | None
    """None when nothing was said."""
    reply: Reply | None
    """None when there is nothing to say: an empty turn, or "stop"."""
    changes: tuple[Change, ...] = ()
    timings: Mapping[str, float] = field(default_factory=dict)
    """Milliseconds by stage: understand_ms, store_ms."""
    ended: bool = False
    """The person is done: stop speaking, close the follow-up window."""
    error: ClaraError | None = None
    """What failed; the reply says it in a person's words."""

    @property
    def failed(self) -> bool:
        """Whether the turn could not do what was asked."""
        return self.error is not None

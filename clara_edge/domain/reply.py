"""What comes out of one turn: what Clara answers and what it changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clara_edge.domain.errors import ClaraError
    from clara_edge.domain.intents import Interpretation
    from clara_edge.domain.language_model import ModelRequest


class ChangeKind(StrEnum):
    """What happened to a stored thing; dotted noun.verb in the past tense."""

    TASK_CREATED = "task.created"
    TASK_UPDATED = "task.updated"
    TASK_COMPLETED = "task.completed"
    TASK_REOPENED = "task.reopened"
    TASK_DELETED = "task.deleted"
    PROJECT_CREATED = "project.created"
    PROJECT_DELETED = "project.deleted"
    TIMER_CREATED = "timer.created"
    TIMER_UPDATED = "timer.updated"
    TIMER_CANCELLED = "timer.cancelled"
    ALARM_CREATED = "alarm.created"
    ALARM_UPDATED = "alarm.updated"
    ALARM_CANCELLED = "alarm.cancelled"
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
    step_id: int | None = None
    """The step of the journal that the changes are, for Journal.undo."""
    timings: Mapping[str, float] = field(default_factory=dict)
    """Milliseconds by stage: understand_ms, store_ms."""
    ended: bool = False
    """The person is done: stop speaking, close the follow-up window."""
    error: ClaraError | None = None
    """What failed; the reply says it in a person's words."""
    model_request: ModelRequest | None = None
    """The rest of this turn is a language model's: run it, and give what it wrote to
    Dialogue.model_answered, whose result ends the turn. The reply, if there is one, may
    be spoken meanwhile."""

    @property
    def failed(self) -> bool:
        """Whether the turn could not do what was asked."""
        return self.error is not None

"""What actions work with, and what they come to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from clara_edge.domain.language_model import ModelState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from clara_edge.domain.conversation import Conversation
    from clara_edge.domain.intents import Interpretation
    from clara_edge.domain.language_model import ModelRequest
    from clara_edge.domain.reply import Change, Reply
    from clara_edge.domain.tasks import Task
    from clara_edge.ports.device import Device
    from clara_edge.ports.store import TaskStore
    from clara_edge.ports.timekeeping import Timekeeping

    from .assistant import Assistant
    from .replies.speaker import Speaker

SPOKEN = "voice"
"""Tools.origin of what was heard, and may have been misheard."""

# Where nobody said that there is one.
NO_MODEL = ModelState(ready=False)

# How many tasks "it" or "the last one" may later reach back to.
_REMEMBERED_TASKS = 10


class Filing(Protocol):
    """The part of Tools that says what a new task is like and where it goes."""

    @property
    def tasks(self) -> TaskStore:
        """Return the projects and tasks that there are."""
        ...

    @property
    def assistant(self) -> Assistant:
        """Return who guesses what was left open."""
        ...

    @property
    def now(self) -> datetime:
        """Return the local time, aware."""
        ...


@dataclass(frozen=True, slots=True)
class Tools:
    """What an action may use."""

    tasks: TaskStore
    assistant: Assistant
    now: datetime
    """Local time, aware."""
    origin: str
    """Whose changes "undo" takes back."""
    speaker: Speaker
    device: Device
    timekeeping: Timekeeping
    """Timers, alarms, and what rings."""
    model: ModelState = NO_MODEL
    """Whether a language model can be asked."""
    confirmed: bool = False
    """The person was asked about just this, and said yes."""
    chosen: tuple[str, ...] = ()
    """Ids of what a target means: the person was asked and said which."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an action did, and what the next utterance may refer to."""

    reply: Reply | None
    conversation: Conversation
    changes: tuple[Change, ...] = ()
    ended: bool = False
    model_request: ModelRequest | None = None
    about: tuple[str, ...] = ()
    """Ids of the tasks that the model's answer will be about."""
    reading: Interpretation | None = None
    """What a language model understood, where that replaces the parser's reading."""
    answers: bool = False
    """The turn answered what Clara had asked."""


def settled(conversation: Conversation) -> Conversation:
    """Withdraw what Clara asked: the person went on to something else."""
    return replace(
        conversation,
        pending_question=None,
        pending_project=None,
        listing=None,
        offer=None,
        pending=None,
    )


def remembering(conversation: Conversation, tasks: Sequence[Task]) -> Conversation:
    """Let later utterances refer to these tasks, the last of them first.

    Of the tasks in changed_ids and in read_out_ids, "it" means those that this names.
    """
    recent = [task.id for task in reversed(tasks)]
    older = [i for i in conversation.last_task_ids if i not in recent]
    return replace(
        conversation, last_task_ids=tuple((recent + older)[:_REMEMBERED_TASKS])
    )

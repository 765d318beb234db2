"""What Clara and one person have just said to each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clara_edge.domain.assist.offer import Offer


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that is being read out, a few tasks at a time."""

    project: str | None
    read_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conversation:
    """The part of a conversation that later utterances may refer to."""

    id: str
    last_utterance: str | None = None
    last_reply: str | None = None
    last_task_ids: tuple[str, ...] = ()
    """Tasks last created or read out, most recent first."""
    pending_question: str | None = None
    """What Clara asked and still waits for, for example "which_title", "more" or
    "suggestion"."""
    pending_project: str | None = None
    """Where the task goes whose title Clara asked for."""
    listing: Listing | None = None
    """What "more" goes on with."""
    offer: Offer | None = None
    """What "yes" does after a suggestion."""
    turns: int = 0
    """How many turns it had; wording is varied by it."""

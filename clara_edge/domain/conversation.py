"""What Clara and one person have just said to each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clara_edge.domain.assist.offer import Offer
    from clara_edge.domain.intents import Interpretation


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that is being read out, a few tasks at a time."""

    project: str | None
    read_ids: tuple[str, ...]
    reading: Interpretation | None = None
    """What was asked; None for all open tasks of the project."""


@dataclass(frozen=True, slots=True)
class Pending:
    """What Clara asked and still waits for."""

    question: str
    """"which_title", "which_task", "which_time", "which_date", "confirm", …"""
    reading: Interpretation | None = None
    """What is done once it is answered."""
    options: tuple[str, ...] = ()
    """Ids of what can be meant, in the order in which they were read out."""


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
    pending: Pending | None = None
    """The question that `pending_question` names, with what belongs to it."""
    read_out_ids: tuple[str, ...] = ()
    """The tasks of the last list that was read out, in its order: "the second one"."""
    changed_ids: tuple[str, ...] = ()
    """The tasks that the last change concerned: "no, I meant Thursday"."""
    last_reading: Interpretation | None = None
    """How the last utterance was understood: "what about tomorrow"."""
    turns: int = 0
    """How many turns it had; wording is varied by it."""

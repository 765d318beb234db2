"""What Clara and one person have just said to each other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Conversation:
    """The part of a conversation that later utterances may refer to."""

    id: str
    last_utterance: str | None = None
    last_reply: str | None = None
    last_task_ids: tuple[str, ...] = ()
    """Tasks last created or read out, most recent first."""
    pending_question: str | None = None
    """What Clara asked and still waits for, for example "which_title"."""

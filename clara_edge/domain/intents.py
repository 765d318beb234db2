"""What a person can want, and how an utterance is understood."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Intent(StrEnum):
    """Dotted noun.verb; the closed set that every parser maps to."""

    TASK_CREATE = "task.create"
    TASK_QUERY = "task.query"
    TASK_SUGGEST = "task.suggest"
    SESSION_STOP = "session.stop"
    SESSION_YES = "session.yes"
    SESSION_NO = "session.no"
    SESSION_UNDO = "session.undo"
    SESSION_REDO = "session.redo"
    UNSUPPORTED = "unsupported"


class Completeness(StrEnum):
    """Whether an utterance that may still go on already says everything."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    UNSURE = "unsure"


class Source(StrEnum):
    """Which tier understood the utterance."""

    RULES = "rules"
    PARSER = "parser"
    LLM = "llm"


@dataclass(frozen=True, slots=True)
class Interpretation:
    """An utterance with the intent and slots found in it; spans are copied from it."""

    text: str
    intent: Intent
    confidence: float
    source: Source
    title: str | None = None
    project: str | None = None
    target: str | None = None
    tags: tuple[str, ...] = field(default=())
    ask: str | None = None
    """What must be asked before anything is done, for example "which_title"."""
    counts_only: bool = False
    """A query asks how many there are, not which."""

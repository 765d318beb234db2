"""What is asked of a language model."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Who says a message."""

    USER = "user"
    ASSISTANT = "assistant"


class Purpose(StrEnum):
    """Why a language model is asked."""

    CHAT = "chat"
    UNSURE = "unsure"
    """The parser was unsure: words, or one proposed call."""
    BREAKDOWN = "breakdown"
    SUGGEST = "suggest"


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """A prompt; what changes least comes first, so that a prefix can be kept."""

    purpose: Purpose
    instructions: str
    """The same for every request of a purpose: the prefix that is kept."""
    messages: tuple[Message, ...]
    """Ends with the person's; date, tasks and other facts of the moment are in it."""
    grammar: str | None = None
    """GBNF that the answer must follow; None for free text."""
    max_tokens: int = 200
    temperature: float = 0.2
    touches_tasks: bool = True
    """The prompt holds tasks, or the answer may change some: never answered from a cache,
    and never sent to a provider that may not see tasks."""


@dataclass(frozen=True, slots=True)
class ModelState:
    """Whether a language model can be asked; told without loading one."""

    ready: bool
    install: str = ""
    """Where there is none: the command that installs one, if any can be had."""
    sees_tasks: bool = True
    """Whether one of them may be shown the person's tasks."""

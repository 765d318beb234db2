"""What is typed into a field for new tasks: always something to add, never a question."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from clara_edge.domain.intents import Intent, Interpretation, Source

from .typed_titles import whole_title

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from clara_edge.dialogue.assistant import Assistant
    from clara_edge.ports.store import TaskStore

_ADD = "add "


@dataclass(frozen=True, slots=True)
class Adding:
    """What new tasks are filed by; see outcome.Filing."""

    tasks: TaskStore
    assistant: Assistant
    now: datetime


def reading_of(text: str, interpret: Callable[[str], Interpretation]) -> Interpretation:
    """Return a text as what is to be added.

    It is read as it stands, then as what follows "add"; what still is no new task is one
    whose title it is. An unclear date is taken in its likelier reading. Of the title nothing
    gets lost that speech does not have: see typed_titles.
    """
    text = " ".join(text.split())
    for said in (text, _ADD + text):
        reading = interpret(said)
        if _adds(reading):
            reading = replace(reading, text=text, also=())
            return replace(reading, title=whole_title(reading))
    return Interpretation(
        text=text,
        intent=Intent.TASK_CREATE,
        confidence=1.0,
        source=Source.RULES,
        title=text,
    )


def _adds(reading: Interpretation) -> bool:
    """Tell whether it is one command that adds, none of whose words would get lost."""
    unread_date = reading.when is None and (reading.ask or "").startswith("which_")
    return (
        reading.intent is Intent.TASK_CREATE
        and bool(reading.title or reading.items)
        and not reading.also
        and not unread_date
    )

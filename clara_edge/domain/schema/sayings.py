"""What a person can say, for the help text and for the documentation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .examples import marked
from .labels import out_of_scope
from .sessions import SESSIONS
from .tasks import TASKS
from .times import TIMES

if TYPE_CHECKING:
    from clara_edge.domain.intents import Intent

    from .parts import IntentSpec


@dataclass(frozen=True, slots=True)
class Saying:
    """A thing that Clara does, and sentences that ask for it."""

    intent: Intent
    description: str
    sentences: tuple[str, ...]


def sayings() -> tuple[Saying, ...]:
    """Return all that Clara does, with every sentence of the schema, variants last."""
    return tuple(
        Saying(spec.intent, spec.description, _sentences(spec))
        for spec in (*TASKS, *TIMES, *SESSIONS)
        if not out_of_scope(spec.intent)
    )


def _sentences(spec: IntentSpec) -> tuple[str, ...]:
    variants = (sentence for v in spec.variants for sentence in v.examples)
    return tuple(marked(sentence).text for sentence in (*spec.examples, *variants))

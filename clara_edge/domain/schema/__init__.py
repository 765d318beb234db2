"""The one description of everything a person can ask of Clara.

The learned parser's labels, the language model's grammar, the help text and the
documentation all come from here; nothing else lists intents or their slots.
"""

from __future__ import annotations

from .examples import Example, Span, marked
from .grammar import gbnf
from .labels import (
    Label,
    allowed_kinds,
    labels,
    out_of_scope,
    spec_of,
)
from .parts import IntentSpec, Slot, SlotKind, Variant
from .sayings import Saying, sayings
from .sessions import SESSIONS
from .tasks import TASKS
from .times import TIMES
from .tools import tools
from .topics import topic

__all__ = [
    "SESSIONS",
    "TASKS",
    "TIMES",
    "Example",
    "IntentSpec",
    "Label",
    "Saying",
    "Slot",
    "SlotKind",
    "Span",
    "Variant",
    "allowed_kinds",
    "gbnf",
    "labels",
    "marked",
    "out_of_scope",
    "sayings",
    "spec_of",
    "tools",
    "topic",
]

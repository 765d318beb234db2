"""The labels that the learned parser tells apart: an intent, and a variant where it has any."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clara_edge.domain.intents import Intent

from .sessions import SESSIONS
from .tasks import TASKS
from .times import TIMES

if TYPE_CHECKING:
    from .parts import IntentSpec, SlotKind

_SPECS = {spec.intent: spec for spec in (*TASKS, *TIMES, *SESSIONS)}
_NEVER_ACTED_ON = frozenset({Intent.CHAT, Intent.UNSUPPORTED})


@dataclass(frozen=True, slots=True, order=True)
class Label:
    """An intent with one of its variants, or with none: "task.query" or "task.query/count"."""

    intent: Intent
    variant: str = ""

    def __str__(self) -> str:
        return f"{self.intent}/{self.variant}" if self.variant else str(self.intent)

    @classmethod
    def parse(cls, text: str) -> Label:
        """Read what str() wrote; raise ValueError on a label that does not exist."""
        intent, _, variant = text.partition("/")
        label = cls(Intent(intent), variant)
        if label not in labels():
            raise ValueError(f"intent {intent} has no variant {variant!r}")
        return label


def spec_of(intent: Intent) -> IntentSpec:
    """Return what the schema says about an intent; each one is described."""
    return _SPECS[intent]


def labels() -> tuple[Label, ...]:
    """Return every label, in the order of the schema."""
    return tuple(
        Label(spec.intent, name)
        for spec in _SPECS.values()
        for name in ("", *(variant.name for variant in spec.variants))
    )


def allowed_kinds(intent: Intent) -> frozenset[SlotKind]:
    """Return the kinds of slots that an intent can have."""
    return frozenset(slot.kind for slot in spec_of(intent).slots)


def out_of_scope(intent: Intent) -> bool:
    """Tell whether an intent never changes or reports anything of the person's."""
    return intent in _NEVER_ACTED_ON

"""The schema as function definitions, for models that call functions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clara_edge.domain.intents import Intent

from .labels import out_of_scope, spec_of

if TYPE_CHECKING:
    from .parts import IntentSpec

_ANSWERS = frozenset({Intent.SESSION_YES, Intent.SESSION_NO})


def tools() -> list[dict[str, Any]]:
    """Return a function for each intent that a model may propose, as OpenAI writes them.

    Names have no dot there: `task_create` stands for the intent `task.create`.
    """
    return [
        {"type": "function", "function": _function(spec_of(intent))}
        for intent in Intent
        if not out_of_scope(intent) and intent not in _ANSWERS
    ]


def _function(spec: IntentSpec) -> dict[str, Any]:
    return {
        "name": spec.intent.value.replace(".", "_"),
        "description": spec.description,
        "parameters": {
            "type": "object",
            "properties": {
                slot.name: {"type": "string", "description": slot.description}
                for slot in spec.slots
            },
            "required": [slot.name for slot in spec.slots if slot.required],
            "additionalProperties": False,
        },
    }

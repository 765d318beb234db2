"""The grammar (GBNF) that keeps a language model to words, or to one call of an intent."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from clara_edge.domain.intents import Intent

from .labels import out_of_scope, spec_of

if TYPE_CHECKING:
    from .parts import IntentSpec, Slot

# as in llama.cpp's json.gbnf, without control characters and with a bound on the length
_STRINGS = r"""string ::= "\"" char{1,200} "\""
char ::= [^"\\\x00-\x1F\x7F] | "\\" ["\\/]
"""
# a language model proposes deeds; control words never reach it
_NEVER_CALLED = frozenset({Intent.SESSION_YES, Intent.SESSION_NO})


def gbnf() -> str:
    """Return the grammar: `{"say": "…"}`, or `{"call": "task.create", "title": "…", …}`."""
    called = [
        intent
        for intent in Intent
        if not out_of_scope(intent) and intent not in _NEVER_CALLED
    ]
    calls = " | ".join(_rule_name(intent) for intent in called)
    lines = [
        "root ::= say | call",
        f'say ::= {_literal(chr(123) + _quoted("say") + ": ")} string "}}"',
        f"call ::= {calls}",
        *(_rule(spec_of(intent)) for intent in called),
    ]
    return "\n".join(lines) + "\n" + _STRINGS


def _rule(spec: IntentSpec) -> str:
    head = _literal(f"{{{_quoted('call')}: {_quoted(spec.intent.value)}")
    fields = " ".join(_field(slot) for slot in spec.slots)
    return " ".join(
        part for part in (f"{_rule_name(spec.intent)} ::=", head, fields, '"}"') if part
    )


def _field(slot: Slot) -> str:
    pair = f"{_literal(', ' + _quoted(slot.name) + ': ')} string"
    return pair if slot.required else f"({pair})?"


def _rule_name(intent: Intent) -> str:
    return intent.value.replace(".", "-")


def _quoted(text: str) -> str:
    return json.dumps(text)


def _literal(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'

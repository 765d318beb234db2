"""The page docs/commands.md; `python -m clara_edge.domain.schema.page` prints it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from .examples import marked
from .labels import out_of_scope
from .sessions import SESSIONS
from .tasks import TASKS
from .times import TIMES

if TYPE_CHECKING:
    from .parts import IntentSpec

_HEAD = """# What you can say

Clara does not wait for these sentences word by word: they are examples of each thing that can be asked for. Written or
spoken, with or without "please", all mean the same. This page comes from the same description as the parser, the
grammar of the language model and the spoken help ("what can you say"); `make docs` writes it anew.

"Undo that" takes back every change. Below the confidence bar, and before more than one thing is deleted, Clara asks.
"""
_GROUPS = (
    ("Tasks and lists", TASKS),
    ("Timers, alarms, reminders and the clock", TIMES),
    ("The conversation and the device", SESSIONS),
)


def page() -> str:
    """Return the whole page."""
    parts = [_HEAD]
    for title, specs in _GROUPS:
        parts.append(f"\n## {title}\n")
        parts += [_entry(spec) for spec in specs if not out_of_scope(spec.intent)]
    return "".join(parts)


def _entry(spec: IntentSpec) -> str:
    lines = [f"\n### {spec.description}\n", f"`{spec.intent}`"]
    names = [_words(slot.name) for slot in spec.slots]
    if names:
        lines[-1] += f" · what can be said with it: {', '.join(names)}"
    lines.append("")
    lines += [f'- "{marked(sentence).text}"' for sentence in spec.examples]
    for variant in spec.variants:
        said = ", ".join(f'"{marked(text).text}"' for text in variant.examples)
        lines.append(f"- {variant.description}: {said}")
    return "\n".join(lines) + "\n"


def _words(name: str) -> str:
    return name.replace("_", " ")


if __name__ == "__main__":
    sys.stdout.write(page())

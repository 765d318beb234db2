"""`clara parse`: utterances in, one JSON object each out; nothing is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from clara_edge.cli.said import answer, clock_now, said
from clara_edge.domain.conversation import Conversation

if TYPE_CHECKING:
    from clara_edge.cli.main import CliState
    from clara_edge.domain.intents import Interpretation


@click.command()
@click.option("--now", metavar="ISO", help="The time at which the words were said.")
@click.option("--tz", metavar="ZONE", help="Time zone, for example Europe/Berlin.")
@click.pass_obj
def parse(state: CliState, now: str | None, tz: str | None) -> None:
    """Read utterances from standard input, one a line; print one JSON object each.

    A line may also be a JSON object {"text": …, "now": …}; its "now" wins over --now.
    """
    from clara_edge.dialogue.build import build_understanding
    from clara_edge.models.context import engine_context

    usual_now = clock_now(now, tz)
    understanding = build_understanding(
        state.config, engine_context(state.config, state.folders)
    )
    fresh = Conversation("parse")
    for text, at in said(usual_now):
        answer(as_object(understanding.interpret(text, fresh, at)))


def as_object(reading: Interpretation) -> dict[str, Any]:
    """Return the stable JSON form: every key is always there, absent is null."""
    return {
        "text": reading.text,
        "intent": reading.intent,
        "confidence": reading.confidence,
        "source": reading.source,
        "title": reading.title,
        "target": reading.target,
        "when": None,
        "new_when": None,
        "duration": None,
        "project": reading.project,
        "priority": None,
        "tags": list(reading.tags) or None,
        "person": None,
        "ask": reading.ask,
    }

"""`clara parse`: utterances in, one JSON object each out; nothing is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from clara_edge.cli.said import answer, clock_now, said
from clara_edge.domain.conversation import Conversation
from clara_edge.domain.when import iso

if TYPE_CHECKING:
    from clara_edge.cli.main import CliState
    from clara_edge.domain.intents import Interpretation
    from clara_edge.domain.when import When


@click.command()
@click.option("--now", metavar="ISO", help="The time at which the words were said.")
@click.option("--tz", metavar="ZONE", help="Time zone, for example Europe/Berlin.")
@click.option("--all", "every", is_flag=True, help="Print the other slots too.")
@click.pass_obj
def parse(state: CliState, now: str | None, tz: str | None, *, every: bool) -> None:
    """Read utterances from standard input, one a line; print one JSON object each.

    A line may also be a JSON object {"text": …, "now": …}; its "now" wins over --now.
    A line that cannot be read is answered like silence and told on standard error.
    """
    from clara_edge.dialogue.build import build_understanding
    from clara_edge.models.context import engine_context

    usual_now = clock_now(now, tz)
    understanding = build_understanding(
        state.config, engine_context(state.config, state.folders)
    )
    fresh = Conversation("parse")
    for text, at in said(usual_now):
        reading = understanding.interpret(text, fresh, at)
        answer(as_full_object(reading) if every else as_object(reading))


def as_object(reading: Interpretation) -> dict[str, Any]:
    """Return the stable JSON form: every key is always there, absent is null."""
    duration = reading.duration
    return {
        "text": reading.text,
        "intent": reading.intent,
        "confidence": reading.confidence,
        "source": reading.source,
        "title": reading.title,
        "target": reading.target,
        "when": _moment(reading.when),
        "new_when": _moment(reading.new_when),
        "duration": duration
        and {"text": duration.text, "seconds": _number(duration.seconds)},
        "project": reading.project,
        "priority": reading.priority,
        "tags": list(reading.tags) or None,
        "person": reading.person,
        "ask": reading.ask,
    }


def as_full_object(reading: Interpretation) -> dict[str, Any]:
    """Return as_object() with the slots that only some intents have."""
    return as_object(reading) | {
        "variant": reading.variant or None,
        "items": list(reading.items) or None,
        "new_title": reading.new_title,
        "new_project": reading.new_project,
        "new_person": reading.new_person,
        "ordinal": reading.ordinal,
        "amount": reading.amount,
        "level": reading.level,
        "place": reading.place,
        "also": [as_full_object(other) for other in reading.also] or None,
    }


def _moment(when: When | None) -> dict[str, Any] | None:
    if when is None:
        return None
    return {
        "text": when.text,
        "at": iso(when.at),
        "end": iso(when.end),
        "grain": when.grain,
        "recurrence": when.recurrence,
    }


def _number(seconds: float) -> float:
    """Return a whole number without its point."""
    return int(seconds) if seconds == int(seconds) else seconds

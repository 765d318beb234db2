"""`clara parse`: utterances in, one JSON object each out; nothing is done."""

from __future__ import annotations

import json
import sys
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from clara_edge.domain.conversation import Conversation
from clara_edge.domain.errors import InputInvalidError

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
    from clara_edge.config.clock import SystemClock
    from clara_edge.dialogue.build import build_understanding
    from clara_edge.models.context import engine_context

    clock = SystemClock(_zone(tz))
    usual_now = clock.now() if now is None else _now_option(now, clock.now().tzinfo)
    understanding = build_understanding(
        state.config, engine_context(state.config, state.folders)
    )
    fresh = Conversation("parse")
    # bytes, because a line may hold anything, and one answer must follow each line
    for number, raw in enumerate(sys.stdin.buffer, start=1):
        text, said_at = _utterance(raw.decode(errors="replace"), number)
        at = usual_now if said_at is None else _time(said_at, usual_now.tzinfo, number)
        reading = as_object(understanding.interpret(text, fresh, at))
        # a lone surrogate has no UTF-8 form; \udXXX is its JSON form
        line = json.dumps(reading, ensure_ascii=False) + "\n"
        sys.stdout.buffer.write(line.encode(errors="backslashreplace"))
        sys.stdout.buffer.flush()


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


def _utterance(line: str, number: int) -> tuple[str, str | None]:
    """Return the text of a line and when it was said, if the line tells."""
    line = line.rstrip("\r\n")
    if not line.lstrip().startswith("{"):
        return line, None
    try:
        given = json.loads(line)
    except ValueError as error:
        raise InputInvalidError(
            f"line {number} starts like a JSON object and is none: {error}",
            remedy='write {"text": "…"} or plain words',
        ) from error
    text, said_at = given.get("text"), given.get("now")
    if not isinstance(text, str) or not isinstance(said_at, str | None):
        raise InputInvalidError(
            f'line {number} needs a "text" and may have a "now", both strings',
            remedy='write {"text": "…", "now": "2026-12-01T09:00"}',
        )
    return text, said_at


def _time(value: str, zone: tzinfo | None, number: int) -> datetime:
    try:
        return _aware(value, zone)
    except ValueError as error:
        raise InputInvalidError(
            f'line {number}: "now" is {value!r}, which is not an ISO 8601 time',
            remedy="write it like 2026-12-01T09:00",
        ) from error


def _now_option(value: str, zone: tzinfo | None) -> datetime:
    try:
        return _aware(value, zone)
    except ValueError as error:
        raise click.BadParameter(
            f"{value!r} is not an ISO 8601 time like 2026-12-01T09:00",
            param_hint="--now",
        ) from error


def _aware(value: str, zone: tzinfo | None) -> datetime:
    """Read a time; without an offset it is local, in the zone."""
    time = datetime.fromisoformat(value)
    return time.replace(tzinfo=zone) if time.tzinfo is None else time.astimezone(zone)


def _zone(name: str | None) -> ZoneInfo | None:
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise click.BadParameter(
            f"there is no time zone {name!r}", param_hint="--tz"
        ) from error

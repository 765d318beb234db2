"""`clara task suggest`: what may be worth doing, why, and doing it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from clara_edge.cli.task.as_object import print_json
from clara_edge.cli.task.options import json_option
from clara_edge.cli.task.screen import hint
from clara_edge.cli.task.session import TaskSession
from clara_edge.cli.task.text import shown
from clara_edge.cli.task.told import tell
from clara_edge.domain.errors import FieldInvalidError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.cli.main import CliState
    from clara_edge.domain.assist import Suggestion


@click.command(
    epilog="""\b
clara task suggest
clara task suggest --yes 1"""
)
@click.option("--yes", type=click.IntRange(min=1), help="Do what this number suggests.")
@click.option("--no", type=click.IntRange(min=1), help="Do not suggest it for a week.")
@json_option
@click.pass_obj
def suggest(state: CliState, yes: int | None, no: int | None, as_json: bool) -> None:
    """Suggest what may be worth doing, each with the numbers behind it."""
    from clara_edge.config.clock import SystemClock
    from clara_edge.dialogue.assistant import Assistant, carry_out
    from clara_edge.dialogue.memory import memory_in
    from clara_edge.storage.database import TaskDatabase

    if yes is not None and no is not None:
        raise click.UsageError("--yes and --no contradict each other")
    clock = SystemClock()
    database = TaskDatabase(state.folders.database, clock)
    with database:
        memory = memory_in(database, clock)
        assistant = Assistant(state.config.assistance, memory.tasks, memory.history)
        session = TaskSession(memory.tasks, clock.now())
        found = assistant.suggestions(session.now)
        if yes is not None:
            chosen = _numbered(found, yes)
            tasks = carry_out(chosen.action, memory.tasks)
            lines = [shown(chosen.done)]
            tell(session, "accepted", tasks, as_json=as_json, lines=lines)
        elif no is not None:
            chosen = _numbered(found, no)
            assistant.decline(chosen.key, session.now)
            _tell_declined(chosen, as_json=as_json)
        else:
            _list(found, enabled=assistant.suggests, as_json=as_json)


def _numbered(found: Sequence[Suggestion], number: int) -> Suggestion:
    if number > len(found):
        raise FieldInvalidError(
            f"there is no suggestion {number}, there are {len(found)}",
            remedy="clara task suggest lists them",
        )
    return found[number - 1]


def _tell_declined(chosen: Suggestion, *, as_json: bool) -> None:
    if as_json:
        print_json({"did": "declined", "key": chosen.key})
    else:
        click.echo(f"not for a week: {shown(chosen.text)}")


def _list(found: Sequence[Suggestion], *, enabled: bool, as_json: bool) -> None:
    if as_json:
        print_json([_as_object(number, one) for number, one in enumerate(found, 1)])
        return
    if not found:
        click.echo("nothing to suggest")
        if not enabled:
            hint("suggestions are switched off: assistance.suggestions")
        return
    width = len(str(len(found)))
    for number, one in enumerate(found, 1):
        click.echo(f"{number:>{width}}  {shown(one.text)}")
        click.echo(click.style(f"{'':{width}}  {shown(one.reason)}", dim=True))
    click.echo()
    hint("do it: clara task suggest --yes 1; never mind: clara task suggest --no 1")


def _as_object(number: int, one: Suggestion) -> dict[str, Any]:
    action = asdict(one.action)
    due = one.action.due
    action["due"] = None if due is None else due.text
    action["zone"] = None if due is None else due.zone
    return {
        "number": number,
        "kind": one.kind.value,
        "key": one.key,
        "text": one.text,
        "reason": one.reason,
        "action": action,
    }

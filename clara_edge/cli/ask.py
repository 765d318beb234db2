"""`clara ask`: a whole typed turn, also when the voice daemon is down."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from clara_edge.domain.errors import InputInvalidError
from clara_edge.domain.reply import ChangeKind

if TYPE_CHECKING:
    from clara_edge.cli.main import CliState
    from clara_edge.domain.reply import TurnResult

_QUIET = {
    ChangeKind.TASK_CREATED: "stored",
    ChangeKind.TASK_UPDATED: "changed",
    ChangeKind.TASK_COMPLETED: "done",
    ChangeKind.TASK_REOPENED: "open again",
    ChangeKind.TASK_DELETED: "deleted",
    ChangeKind.PROJECT_CREATED: "new list",
    ChangeKind.PROJECT_DELETED: "deleted",
    ChangeKind.TIMER_CREATED: "set",
    ChangeKind.TIMER_UPDATED: "changed",
    ChangeKind.TIMER_CANCELLED: "cancelled",
    ChangeKind.ALARM_CREATED: "set",
    ChangeKind.ALARM_UPDATED: "changed",
    ChangeKind.ALARM_CANCELLED: "cancelled",
    ChangeKind.STEP_UNDONE: "undone",
    ChangeKind.STEP_REDONE: "done again",
}


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="TEXT…")
@click.option("--json", "as_json", is_flag=True, help="Print everything that happened.")
@click.option(
    "--conversation",
    default="cli",
    show_default=True,
    help="Turns with the same name within ten minutes belong together.",
)
@click.pass_obj
def ask(
    state: CliState, words: tuple[str, ...], as_json: bool, conversation: str
) -> None:
    """Type one command or question; "-" reads it from standard input."""
    from contextlib import closing

    from clara_edge.cli.model_turn import TypedModel
    from clara_edge.config.clock import SystemClock
    from clara_edge.dialogue.build import build_dialogue
    from clara_edge.dialogue.remote_device import RemoteDevice
    from clara_edge.engines.llm.build import build_language_model
    from clara_edge.models.context import engine_context

    text = _text(words)
    context = engine_context(state.config, state.folders)
    models = build_language_model(state.config, context)
    typed = TypedModel(state.config, state.folders, models)
    with (
        closing(typed),
        build_dialogue(
            state.config,
            state.folders,
            SystemClock(),
            context,
            device=RemoteDevice(state.folders.control_socket),
            model=models.state,
        ) as dialogue,
    ):
        # bytes of the command line that are no UTF-8 must not reach the database
        identity = conversation.encode("utf-8", "replace").decode()
        result = typed.ended(dialogue.turn(text, identity), dialogue, identity)
    if as_json:
        click.echo(json.dumps(as_object(text, result)))
    if result.error is not None:
        raise result.error
    if not as_json:
        _print(result)


def as_object(text: str, result: TurnResult) -> dict[str, Any]:
    """Return what `--json` prints: the turn with every fact of it."""
    reading, reply = result.interpretation, result.reply
    return {
        "text": text,
        "intent": reading.intent if reading else None,
        "confidence": reading.confidence if reading else None,
        "source": reading.source if reading else None,
        "title": reading.title if reading else None,
        "project": reading.project if reading else None,
        "reply": reply.shown if reply else None,
        "spoken": reply.spoken if reply else None,
        "expects_answer": reply.expects_answer if reply else False,
        "changes": [
            {"kind": change.kind, "id": change.id, "title": change.title}
            for change in result.changes
        ],
        "timings_ms": {k: round(v, 3) for k, v in result.timings.items()},
        "ended": result.ended,
        "error": str(result.error) if result.error else None,
    }


def _text(words: tuple[str, ...]) -> str:
    text = sys.stdin.read() if words == ("-",) else " ".join(words)
    if not text.strip():
        raise InputInvalidError(
            "there is nothing to do: the text is empty",
            remedy='for example: clara ask "add buy milk to my shopping list"',
        )
    return text


def _print(result: TurnResult) -> None:
    if result.reply is not None:
        click.echo(result.reply.shown)
    elif not result.ended:
        click.echo("There is no word in that.")
    for change in result.changes:
        line = f"{_QUIET[change.kind]}: {change.title} ({change.id[:8]})"
        click.echo(click.style(line, dim=True))

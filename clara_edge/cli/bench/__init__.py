"""`clara bench`: measure every stage on this machine.

A stage is a module of this package with a click command and three functions:

    measure(state: CliState, **options) -> dict[str, Any]   plain JSON values, prints nothing
    show(result: dict[str, Any]) -> None                    prints it as tables
    highlights(result: dict[str, Any]) -> Sequence[Figure]  what the table of all stages shows

Its command calls report.deliver(measure(...), show, target). Options of measure() have
defaults, so that bare `clara bench` can run all stages; QUICK has others for `--quick`.
"""

from __future__ import annotations

from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from clara_edge.cli.bench import report
from clara_edge.cli.bench.figures import Figure, show_figures
from clara_edge.cli.lazy import LazyGroup
from clara_edge.domain.errors import ClaraError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.cli.main import CliState

STAGES: dict[str, tuple[str, str]] = {
    "wake": ("clara_edge.cli.bench.wake:wake", "Wake word: cost, recall, mistakes."),
    "stt": ("clara_edge.cli.bench.stt:stt", "Speech-to-text: word errors and speed."),
    "tts": ("clara_edge.cli.bench.tts:tts", "Speech: first audio, intelligibility."),
    "turns": ("clara_edge.cli.bench.turns:turns", "Response time of whole turns."),
    "idle": ("clara_edge.cli.bench.idle:idle", "CPU and memory, asleep and awake."),
    "tasks": ("clara_edge.cli.bench.tasks:tasks", "Tasks: every use, among very many."),
    "dates": ("clara_edge.cli.bench.dates:dates", "Dates: how often they are right."),
    "nlu": ("clara_edge.cli.bench.nlu:nlu", "Understanding: what a sentence costs."),
    "endturn": (
        "clara_edge.cli.bench.endturn:endturn",
        "End of turn: the silence that words save.",
    ),
    "references": (
        "clara_edge.cli.bench.references:references",
        "References: whether the task that was meant is found.",
    ),
    "llm": ("clara_edge.cli.bench.llm:llm", "Language model: speed, interruption."),
    "web": ("clara_edge.cli.bench.web:web", "Web: pages, API, events, memory."),
    "spoken": (
        "clara_edge.cli.bench.spoken:spoken",
        "Spoken commands: what becomes of them.",
    ),
}


QUICK: dict[str, dict[str, Any]] = {
    "wake": {"rounds": 1, "every": 10},
    "stt": {"every": 4},
    "tts": {"replies": 8},
    "turns": {"turns": 6},
    "idle": {"seconds": 8.0, "turns": 2},
    "tasks": {"count": 5_000, "samples": 50},
    "dates": {"compare": False},
    "nlu": {"rounds": 2},
    "endturn": {"every": 60},
    "references": {"count": 200},
    "llm": {"rounds": 1},
    "web": {"count": 2_000, "samples": 40, "streams": 10},
    "spoken": {"every": 10, "voices": 1},
}
"""What measure() of each stage is given for a short look."""


@click.group(cls=LazyGroup, table=STAGES, invoke_without_command=True)
@click.option(
    "--quick", is_flag=True, help="Fewer recordings and turns: rough, but soon done."
)
@report.json_option("Save the result here instead of in Clara's data folder.")
@click.pass_context
def bench(context: click.Context, quick: bool, target: str | None) -> None:
    """Measure every stage on this machine; name one to run it alone."""
    if context.invoked_subcommand is not None:
        if target is not None:
            raise click.UsageError("give --json after the name of the stage")
        if quick:
            raise click.UsageError("--quick is for all stages, without a name")
        return
    now = datetime.now().astimezone()
    state: CliState = context.obj
    result = _measure_all(state, quick=quick, quiet=target == "-")
    result |= {"quick": quick, "machine": report.machine(now)}
    if target is None:
        folder = state.folders.data / "bench"
        target = str(folder / f"{now:%Y-%m-%dT%H%M%S}.json")
    if target != "-":
        _show_summary(result)
    report.save_json(result, target)
    failed = [name for name in STAGES if "error" in result[name]]
    if failed:
        raise ClaraError(f"these stages could not be measured: {', '.join(failed)}")


def _measure_all(state: CliState, *, quick: bool, quiet: bool) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for number, (name, (where, help_text)) in enumerate(STAGES.items(), start=1):
        module = import_module(where.split(":")[0])
        if not quiet:
            click.echo(f"{name} ({number} of {len(STAGES)}): {help_text}")
        try:
            result[name] = module.measure(state, **(QUICK[name] if quick else {}))
        except ClaraError as error:
            result[name] = {"error": str(error)}
            click.echo(f"clara: error: {name}: {error}", err=True)
            continue
        if not quiet:
            module.show(result[name])
    return result


def _show_summary(result: dict[str, Any]) -> None:
    stages: list[tuple[str, Sequence[Figure]]] = []
    for name, (where, _) in STAGES.items():
        if "error" in result[name]:
            stages.append((name, [Figure("not measured", result[name]["error"])]))
        else:
            module = import_module(where.split(":")[0])
            stages.append((name, module.highlights(result[name])))
    machine = result["machine"]
    show_figures(f"All stages on {machine['cores']} x {machine['cpu']}", stages)

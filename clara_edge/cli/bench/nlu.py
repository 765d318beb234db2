"""`clara bench nlu`: what reading one sentence costs on one core."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from clara_edge.cli.bench import report
from clara_edge.cli.bench.figures import Figure, below

if TYPE_CHECKING:
    from clara_edge.cli.main import CliState

_WORKER = "clara_edge.cli.bench.nlu_worker"
# the limits of the learned parser, on one core of a PC
_READ_MS, _LOAD_S, _FILE_MIB = 5.0, 0.3, 10.0
_MEANING = {
    "network": "the network alone",
    "learned": "network, rules, dates",
    "phrases": "the phrases engine",
}


@click.command()
@report.json_option("Save the result here.")
@click.pass_obj
def nlu(state: CliState, target: str | None) -> None:
    """Understanding: time for one sentence on one core, load time, file, memory."""
    report.deliver(measure(state), show, target, datetime.now().astimezone())


def measure(_state: CliState, *, rounds: int = 10) -> dict[str, Any]:
    """Read every sentence of the schema so many times, each way, on one core."""
    return report.run_worker(_WORKER, json.dumps({"rounds": rounds}))


def show(result: dict[str, Any]) -> None:
    """Print one table of times and one of what loading takes."""
    alone = result["seconds"]["phrases"]["p50"]
    report.show_table(
        f"One sentence of {result['sentences']} on one core, in ms",
        ["reader", "p50", "p95", "longest", "p50 against phrases"],
        [
            [
                _MEANING[name],
                *(f"{1000 * spent[key]:.2f}" for key in ("p50", "p95", "max")),
                f"{spent['p50'] / alone:.2f} x",
            ]
            for name, spent in result["seconds"].items()
        ],
    )
    report.show_table(
        "The network's file",
        ["MiB", "load s", "import s", "memory MiB"],
        [
            [
                f"{result['bytes'] / report.MIB:.2f}",
                f"{result['load_s']:.3f}",
                f"{result['import_s']:.2f}",
                f"{result['rss_grown_mib']:.0f}",
            ]
        ],
    )


def highlights(result: dict[str, Any]) -> list[Figure]:
    """Return what the table of all stages shows."""
    spent = result["seconds"]["learned"]
    return [
        below("one sentence, p50", 1000 * spent["p50"], _READ_MS, "{:.1f} ms"),
        below("one sentence, p95", 1000 * spent["p95"], _READ_MS, "{:.1f} ms"),
        below("the network loads in", result["load_s"], _LOAD_S, "{:.2f} s"),
        below("its file", result["bytes"] / report.MIB, _FILE_MIB, "{:.1f} MiB"),
    ]

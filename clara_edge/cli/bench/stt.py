"""`clara bench stt`: word errors, speed and memory of every configured recogniser."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click
import numpy as np

from clara_edge.cli.bench import report
from clara_edge.cli.bench.figures import Figure
from clara_edge.cli.bench.recordings import read_index, speech_folder
from clara_edge.cli.bench.word_errors import (
    count_errors,
    count_missing,
    slot_words,
    words_of,
)

if TYPE_CHECKING:
    from pathlib import Path

    from clara_edge.cli.main import CliState

_WORKER = "clara_edge.cli.bench.stt_worker"
_COMMAND_S = 5.0
"""Utterances up to this long count as commands in the latencies."""


@click.command()
@click.option("--engine", "only", help="Measure this engine alone.")
@click.option("--texts", is_flag=True, help="Print what was said and heard as well.")
@report.json_option("Save the result here.")
@click.pass_obj
def stt(state: CliState, only: str | None, texts: bool, target: str | None) -> None:
    """Speech-to-text: word errors, speed, latency and memory on real recordings."""
    result = measure(state, only=only)
    if texts and target != "-":
        _show_texts(result)
    report.deliver(result, show, target, datetime.now().astimezone())


def measure(
    state: CliState, *, only: str | None = None, every: int = 1
) -> dict[str, Any]:
    """Let each configured engine hear each so-manieth recording in CLARA_TEST_DATA."""
    folder = speech_folder()
    rows = read_index(folder / "transcripts.tsv")[::every]
    engines = [only] if only else list(state.config.stt.engines)
    return {
        "threads": _threads(state),
        "engines": {
            engine: _measure_engine(state, engine, folder, rows)
            for engine in report.progress(engines, "engines")
        },
    }


def show(result: dict[str, Any]) -> None:
    """Print one table of errors and one of costs."""
    done = {n: r for n, r in result["engines"].items() if "error" not in r}
    for name, outcome in result["engines"].items():
        if "error" in outcome:
            click.echo(f"{name}: not measured: {outcome['error']}")
    if not done:
        return
    report.show_table(
        "Words wrong",
        ["engine", "recordings", "words", "wrong"],
        [
            [name, kind, score["words"], f"{100 * score['rate']:.1f}%"]
            for name, outcome in done.items()
            for kind, score in outcome["errors"].items()
        ],
    )
    report.show_table(
        f"Cost with {result['threads']} threads allowed",
        ["engine", "CPU/s", "interims", "load s", "MiB"],
        [
            [
                outcome["name"],
                f"{outcome['cpu_per_audio_s']:.3f}",
                f"{outcome['interims_per_command']:.1f}",
                f"{outcome['load_s']:.2f}",
                f"{outcome['rss_mib']:.0f}",
            ]
            for outcome in done.values()
        ],
    )
    report.show_table(
        "From the end of a command (up to 5 s) to its text, in ms",
        ["engine", "interims", "p50", "p95"],
        [
            [outcome["name"], kind, *(f"{1000 * v:.0f}" for v in outcome[key])]
            for outcome in done.values()
            for kind, key in (("while speaking", "settle_s"), ("none", "whole_s"))
        ],
    )


def highlights(result: dict[str, Any]) -> list[Figure]:
    """Return what the table of all stages shows."""
    figures = []
    for engine, outcome in result["engines"].items():
        if "error" in outcome:
            continue
        figures += [
            Figure(f"{engine}: wrong in {kind}", f"{100 * score['rate']:.1f}%")
            for kind, score in outcome["errors"].items()
        ]
        if outcome["settle_s"]:
            p50 = 1000 * outcome["settle_s"][0]
            figures.append(
                Figure(f"{engine}: end of command to text, p50", f"{p50:.0f} ms")
            )
    return figures


def _threads(state: CliState) -> int:
    from clara_edge.models.context import engine_context

    return engine_context(state.config, state.folders).threads


def _measure_engine(
    state: CliState, engine: str, folder: Path, rows: list[dict[str, str]]
) -> dict[str, Any]:
    request = {
        "engine": engine,
        "options": state.config.stt.options.get(engine, {}),
        "models": str(state.folders.models),
        "cache": str(state.folders.cache),
        "threads": _threads(state),
        "paths": [str(folder / row["path"]) for row in rows],
    }
    outcome = report.run_worker(_WORKER, json.dumps(request))
    if "error" in outcome:
        return outcome
    spoken = outcome.pop("heard")
    commands = [h for h in spoken if h["seconds"] <= _COMMAND_S]
    return outcome | {
        "errors": _errors(rows, spoken),
        "cpu_per_audio_s": sum(h["cpu_s"] for h in spoken)
        / sum(h["seconds"] for h in spoken),
        "settle_s": _p50_p95([h["settle_s"] for h in commands]),
        "whole_s": _p50_p95([h["whole_s"] for h in commands]),
        "interims_per_command": float(np.mean([h["interims"] for h in commands])),
        "texts": [
            {"path": row["path"], "said": row["text"], "heard": h["text"]}
            for row, h in zip(rows, spoken, strict=True)
        ],
    }


def _errors(
    rows: list[dict[str, str]], spoken: list[dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    totals: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row, heard in zip(rows, spoken, strict=True):
        if not row["text"] or row["text"].startswith("("):
            continue  # nobody wrote down what is said in it
        kind = row["path"].split("/")[0]
        got = words_of(heard["text"])
        slots = slot_words(row["text"])
        if slots is None:
            expected = words_of(row["text"])
            wrong = count_errors(expected, got)
        else:
            kind += " (words of slots missed)"
            expected, wrong = slots, count_missing(slots, got)
        totals[kind][0] += wrong
        totals[kind][1] += len(expected)
    return {
        kind: {"words": words, "wrong": wrong, "rate": wrong / words}
        for kind, (wrong, words) in totals.items()
    }


def _p50_p95(values: list[float]) -> list[float]:
    return [float(np.percentile(values, p)) for p in (50, 95)] if values else []


def _show_texts(result: dict[str, Any]) -> None:
    for name, outcome in result["engines"].items():
        report.show_table(
            name,
            ["recording", "said", "heard"],
            [[t["path"], t["said"], t["heard"]] for t in outcome.get("texts", [])],
        )

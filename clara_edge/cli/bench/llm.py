"""`clara bench llm`: how soon a language model answers, and how soon it stops."""

from __future__ import annotations

import json
import tempfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clara_edge.cli.bench import report
from clara_edge.cli.bench.figures import Figure, below
from clara_edge.cli.bench.llm_peer import LlamaServer
from clara_edge.cli.bench.recordings import data_folder
from clara_edge.domain.errors import (
    ClaraError,
    EngineFailedError,
    InputInvalidError,
    LanguageModelAbsentError,
)

if TYPE_CHECKING:
    from clara_edge.cli.main import CliState

_WORKER = "clara_edge.cli.bench.llm_worker"
_SMALL = "models/stories260K/stories260K-q8_0.gguf"
# small enough for the small model's 512 tokens at two characters each, answer included
_CONTEXT_TOKENS, _PROMPT_CHARACTERS = 512, 600
# an interruption must be over before it is felt: people notice about 100 ms
_ABORT_MS = 100.0
_WAYS = {
    "cold": "first time",
    "again": "again",
    "restarted": "restarted",
    "unsaved": "not saved",
}
_LEGEND = (
    "here: in this process; server: llama_cpp.server over HTTP; again: the same instructions, "
    "another question; restarted: a new process with the saved prompt; not saved: without it; "
    "reused: tokens of the prompt that were not read again"
)


@click.command()
@click.option(
    "--model",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A GGUF file, instead of the installed chat pack or the small one.",
)
@click.option("--rounds", type=click.IntRange(min=1), default=5, show_default=True)
@click.option("--quick", is_flag=True, help="One round: rough, but soon done.")
@report.json_option("Save the result here.")
@click.pass_obj
def llm(
    state: CliState, model: Path | None, rounds: int, quick: bool, target: str | None
) -> None:
    """Language model: first token, speed, memory, prefix reuse, interruption."""
    result = measure(state, model=model, rounds=1 if quick else rounds)
    report.deliver(result, show, target, datetime.now().astimezone())


def measure(
    state: CliState, *, model: Path | None = None, rounds: int = 5
) -> dict[str, Any]:
    """Ask the local engine, then the same model behind llama.cpp's server."""
    from clara_edge.models.context import engine_context

    file = model or _installed(state) or _small()
    threads = engine_context(state.config, state.folders).threads
    common = {
        "models": str(state.folders.models),
        "threads": threads,
        "prompt_characters": _PROMPT_CHARACTERS,
        "rounds": rounds,
    }
    result: dict[str, Any] = {
        "model": file.name,
        "model_mib": file.stat().st_size / report.MIB,
        "threads": threads,
        "local": _measure_local(file, common),
    }
    try:
        result["peer"] = _measure_peer(file, common)
    except EngineFailedError as error:
        result["peer"] = {"error": str(error)}
    return result


def show(result: dict[str, Any]) -> None:
    """Print one table of answers, one of interruptions and memory."""
    local, peer = result["local"], result["peer"]
    rows = [_row("here", way, local[way]) for way in _WAYS if way in local]
    if "error" in peer:
        click.echo(f"llama_cpp.server: not measured: {peer['error']}")
    else:
        rows += [_row("server", way, peer[way]) for way in _WAYS if way in peer]
    report.show_table(
        f"{result['model']} ({result['model_mib']:.1f} MiB) on {result['threads']} threads",
        [
            "where",
            "when",
            "first ms",
            "whole ms",
            "per s",
            "reused",
            "prompt",
        ],
        rows,
    )
    report.show_table(
        "Interruption, in ms, and memory, in MiB",
        ["where", "noticed within", "ended after", "load s", "memory", "given back"],
        [
            _costs(name, outcome)
            for name, outcome in (
                ("here", local),
                ("server", peer),
            )
            if "error" not in outcome
        ],
    )
    click.echo(_LEGEND)
    if "error" not in peer:
        for way in ("cold", "again"):
            ratio = local[way]["first_s"] / peer[way]["first_s"]
            click.echo(f"first token, {_WAYS[way]}: {ratio:.2f} x the server's time")


def highlights(result: dict[str, Any]) -> list[Figure]:
    """Return what the table of all stages shows."""
    local, peer = result["local"], result["peer"]
    figures = [
        Figure(f"first token, {_WAYS[way]}", f"{1000 * local[way]['first_s']:.0f} ms")
        for way in ("cold", "again", "restarted")
    ]
    figures.append(
        below(
            "interruption over within",
            1000 * local["abort"]["worst_s"],
            _ABORT_MS,
            "{:.0f} ms",
        )
    )
    if "error" not in peer:
        ratio = local["again"]["first_s"] / peer["again"]["first_s"]
        figures.append(Figure("first token against llama_cpp.server", f"{ratio:.2f} x"))
    return figures


def _measure_local(file: Path, common: dict[str, Any]) -> dict[str, Any]:
    options = {"path": str(file), "context_tokens": _CONTEXT_TOKENS}
    request = {**common, "engine": "llama_cpp", "options": options}
    with tempfile.TemporaryDirectory(prefix="clara-bench-") as folder:
        kept, other = Path(folder) / "kept", Path(folder) / "other"
        first = _run({**request, "cache": str(kept), "warm": True})
        restarted = _run({**request, "cache": str(kept), "rounds": 0})
        unsaved = _run({**request, "cache": str(other), "rounds": 0})
    return {
        **{key: first[key] for key in ("load_s", "memory_mib", "given_back_mib")},
        "cold": first["first"],
        "again": first["again"],
        "abort": first["abort"],
        "restarted": restarted["first"],
        "unsaved": unsaved["first"],
    }


def _measure_peer(file: Path, common: dict[str, Any]) -> dict[str, Any]:
    threads = common["threads"]
    with (
        tempfile.TemporaryDirectory(prefix="clara-bench-") as folder,
        LlamaServer(file, context_tokens=_CONTEXT_TOKENS, threads=threads) as server,
    ):
        options = {"url": server.url}
        request = {**common, "engine": "openai_compatible", "options": options}
        outcome = _run({**request, "cache": folder, "warm": True})
        memory_mib = report.rss_mib(server.pid)
    return {
        "memory_mib": memory_mib,
        "cold": outcome["first"],
        "again": outcome["again"],
        "abort": outcome["abort"],
    }


def _run(request: dict[str, Any]) -> dict[str, Any]:
    outcome = report.run_worker(_WORKER, json.dumps(request))
    if "error" in outcome:
        raise EngineFailedError(outcome["error"])
    return outcome


def _installed(state: CliState) -> Path | None:
    from clara_edge.engines.llm.llama_cpp import installed_model
    from clara_edge.models.context import engine_context

    try:
        return installed_model(None, engine_context(state.config, state.folders))
    except LanguageModelAbsentError:
        return None


def _small() -> Path:
    try:
        file = data_folder() / _SMALL
    except ClaraError:
        file = None
    if file is None or not file.is_file():
        raise InputInvalidError(
            "there is no model to measure",
            remedy="run: clara models pull qwen2.5-1.5b-instruct, or name a file with --model",
        )
    return file


def _row(where: str, way: str, outcome: dict[str, float]) -> list[Any]:
    return [
        where,
        _WAYS[way],
        f"{1000 * outcome['first_s']:.1f}",
        f"{1000 * outcome['whole_s']:.0f}",
        f"{outcome['tokens_per_s']:.0f}",
        f"{outcome['reused']:.0f}" if outcome["prompt"] else None,
        f"{outcome['prompt']:.0f}" if outcome["prompt"] else None,
    ]


def _costs(name: str, outcome: dict[str, Any]) -> list[Any]:
    abort, load_s = outcome["abort"], outcome.get("load_s")
    given_back = outcome.get("given_back_mib")
    return [
        name,
        f"{1000 * abort['notice_s']:.1f}",
        f"{1000 * abort['end_s']:.1f}",
        None if load_s is None else f"{load_s:.2f}",
        f"{outcome['memory_mib']:.0f}",
        None if given_back is None else f"{given_back:.0f}",
    ]

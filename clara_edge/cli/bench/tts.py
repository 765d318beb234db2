"""`clara bench tts`: how soon, how fast and how clearly each voice speaks."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click
import numpy as np

from clara_edge.cli.bench import report
from clara_edge.cli.bench.figures import Figure
from clara_edge.cli.bench.replies import REPLIES
from clara_edge.cli.bench.word_errors import count_errors, words_of

if TYPE_CHECKING:
    from clara_edge.cli.main import CliState

_WORKER = "clara_edge.cli.bench.tts_worker"


@click.command()
@click.option(
    "--voice",
    "voices",
    multiple=True,
    metavar="ENGINE[/VOICE]",
    help="Measure this one, for example flite/slt; may be repeated.",
)
@click.option("--replies", type=click.IntRange(min=1), help="Only the first so many.")
@click.option("--texts", is_flag=True, help="Print what was said and heard as well.")
@report.json_option("Save the result here.")
@click.pass_obj
def tts(
    state: CliState,
    voices: tuple[str, ...],
    replies: int | None,
    texts: bool,
    target: str | None,
) -> None:
    """Speech: first audio, speed, memory, and words that the recogniser gets wrong."""
    result = measure(state, voices=voices, replies=replies)
    if texts and target != "-":
        _show_texts(result)
    report.deliver(result, show, target, datetime.now().astimezone())


def measure(
    state: CliState, *, voices: tuple[str, ...] = (), replies: int | None = None
) -> dict[str, Any]:
    """Let each voice say typical replies, and the recogniser listen."""
    said = REPLIES[:replies]
    return {
        "replies": len(said),
        "voices": {
            voice: _measure_voice(state, voice, said)
            for voice in report.progress(
                list(voices or state.config.tts.engines), "voices"
            )
        },
    }


def show(result: dict[str, Any]) -> None:
    """Print one line per voice."""
    done = {n: r for n, r in result["voices"].items() if "error" not in r}
    for name, outcome in result["voices"].items():
        if "error" in outcome:
            click.echo(f"{name}: not measured: {outcome['error']}")
    if not done:
        return
    report.show_table(
        f"{result['replies']} replies: ms to the first sound (p50, p95, p50 cached), "
        "time per second of sound, words wrong, replies right",
        [
            *("voice", "p50", "p95", "cached", "per s", "MiB", "wrong", "right"),
        ],
        [
            [
                outcome["name"],
                *(f"{1000 * v:.0f}" for v in outcome["first_s"]),
                f"{1000 * outcome['cached_s'][0]:.1f}",
                f"{outcome['time_per_sound']:.3f}",
                f"{outcome['rss_grown_mib']:.0f}",
                _percent(outcome.get("word_error_rate")),
                outcome.get("right"),
            ]
            for outcome in done.values()
        ],
    )
    for outcome in done.values():
        if "deaf" in outcome:
            click.echo(f"not listened to: {outcome['deaf']}")
            break


def highlights(result: dict[str, Any]) -> list[Figure]:
    """Return what the table of all stages shows."""
    figures = []
    for outcome in result["voices"].values():
        if "error" in outcome:
            continue
        p50 = 1000 * outcome["first_s"][0]
        figures.append(Figure(f"first sound, p50, {outcome['name']}", f"{p50:.0f} ms"))
        if "word_error_rate" in outcome:
            wrong = f"{100 * outcome['word_error_rate']:.1f}%"
            figures.append(Figure(f"words wrong, {outcome['name']}", wrong))
    return figures


def _measure_voice(
    state: CliState, voice: str, said: tuple[str, ...]
) -> dict[str, Any]:
    from clara_edge.models.context import engine_context

    engine, _, name = voice.partition("/")
    options = state.config.tts.options.get(engine, {}) | (
        {"voice": name} if name else {}
    )
    request = {
        "engine": engine,
        "options": options,
        "models": str(state.folders.models),
        "threads": engine_context(state.config, state.folders).threads,
        "listener": ["sherpa_offline", state.config.stt.options.get("sherpa_offline")],
        "replies": said,
    }
    outcome = report.run_worker(_WORKER, json.dumps(request))
    if "error" in outcome:
        return outcome
    spoken = outcome.pop("spoken")
    outcome |= {
        "first_s": _p50_p95([s["first_s"] for s in spoken]),
        "cached_s": _p50_p95([s["cached_s"] for s in spoken]),
        "time_per_sound": sum(s["whole_s"] for s in spoken)
        / sum(s["sound_s"] for s in spoken),
    }
    return outcome if "deaf" in outcome else outcome | _score(spoken)


def _score(spoken: list[dict[str, Any]]) -> dict[str, Any]:
    pairs = [(words_of(s["said"]), words_of(s["heard"])) for s in spoken]
    wrong = [count_errors(said, heard) for said, heard in pairs]
    return {
        "word_error_rate": sum(wrong) / sum(len(said) for said, _ in pairs),
        "right": wrong.count(0),
        "texts": [{"said": s["said"], "heard": s["heard"]} for s in spoken],
    }


def _p50_p95(values: list[float]) -> list[float]:
    return [float(np.percentile(values, p)) for p in (50, 95)]


def _percent(rate: float | None) -> str | None:
    return None if rate is None else f"{100 * rate:.1f}%"


def _show_texts(result: dict[str, Any]) -> None:
    for name, outcome in result["voices"].items():
        report.show_table(
            name,
            ["said", "heard"],
            [[t["said"], t["heard"]] for t in outcome.get("texts", [])],
        )

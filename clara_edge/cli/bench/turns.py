"""`clara bench turns`: how long people wait for an answer, and whether it fits.

The real voice daemon hears a virtual microphone in real time. The response time runs from
the last voiced sample that the microphone recorded to the first audible sample that the
loudspeaker recorded; earcons are on and do not count. The daemon's home is a fresh one, so
no phrase is in its cache.
"""

from __future__ import annotations

import os
from datetime import datetime
from statistics import median
from typing import TYPE_CHECKING, Any

import click
import numpy as np

from clara_edge.cli.bench import report
from clara_edge.cli.bench.figures import Figure, below, show_figures
from clara_edge.cli.bench.turns_room import able, open_room
from clara_edge.cli.bench.turns_script import script
from clara_edge.domain.errors import EngineFailedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from clara_edge.cli.main import CliState

TURNS = 36
"""Enough for 30 answers: a follow-up that is not understood is taken for talk and not answered."""
RESPONSE_TARGET_MS = 700.0
STAGES = ("endpoint", "decode", "pause", "understand", "store", "speech")
# a turn that ended with its words waits for nothing but the judge, which takes 1 to 3 ms
_AT_ONCE_MS = 100.0
_MEANING = {
    "endpoint": "last voiced sample to the report of silence",
    "decode": "speech-to-text that was left then",
    "pause": "waiting for more words",
    "understand": "words to intent",
    "store": "database",
    "speech": "reply text to first audible sample",
    "unseen": "what was recorded, less the daemon's own response time",
}


@click.command()
@click.option("--turns", type=click.IntRange(min=1), default=TURNS, show_default=True)
@click.option("--texts", is_flag=True, help="Print what was said and heard as well.")
@report.json_option("Save the result here.")
@click.pass_obj
def turns(state: CliState, turns: int, texts: bool, target: str | None) -> None:
    """Response time of whole spoken turns on a virtual sound card, in real time."""
    result = measure(state, turns=turns)
    if texts and target != "-":
        _show_texts(result)
    report.deliver(result, show, target, datetime.now().astimezone())


def measure(state: CliState, *, turns: int = TURNS) -> dict[str, Any]:
    """Speak turns to a voice daemon of its own and time its answers.

    Raises:
        AudioError: there can be no virtual sound card.
        EngineFailedError: no voice can speak for a person.
        DaemonError: the voice daemon does not start, or ends.
    """
    spoken, silent = able(script(turns), state)
    if not spoken:
        raise EngineFailedError(
            f"nobody can speak to Clara: {'; '.join(silent.values())}"
        )
    load = os.getloadavg()[0]
    with open_room(state) as room:
        taken = [room.take_turn(said) for said in report.progress(spoken, "turns")]
    return {"load_average": load, "silent": silent, **summary(taken), "turns": taken}


def summary(taken: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Count and rank what happened."""
    both = [
        (t["recorded_ms"], t["turn"]["response_ms"])
        for t in taken
        if t["recorded_ms"] is not None and t["turn"]["response_ms"] is not None
    ]
    apart = [abs(recorded - own) for recorded, own in both]
    return {
        "count": len(taken),
        "answered": sum(t["recorded_ms"] is not None for t in taken),
        "understood": sum(t["understood"] for t in taken),
        "titles": sum(t["title_right"] is not None for t in taken),
        "titles_right": sum(t["title_right"] is True for t in taken),
        "cut_off": sum(t["cut_off"] for t in taken),
        "response_ms": p50_p95(t["recorded_ms"] for t in taken),
        "own_response_ms": p50_p95(own for _, own in both),
        "apart_ms": [median(apart), max(apart)] if apart else None,
        "stages_ms": {
            stage: p50_p95(t["turn"][f"{stage}_ms"] for t in taken if t["turn"])
            for stage in STAGES
        }
        | {"unseen": p50_p95(recorded - own for recorded, own in both)},
        "groups": _groups(taken),
    }


def show(result: dict[str, Any]) -> None:
    """Print response times, their stages, and how they compare with the target."""
    for person, reason in result["silent"].items():
        click.echo(f"{person} does not speak: {reason}")
    report.show_table(
        f"Response time of {result['count']} turns in ms, as recorded",
        ["turns", "count", "understood", "p50", "p95"],
        [
            (name, one["count"], one["understood"], *_cells(one["response_ms"]))
            for name, one in result["groups"].items()
        ],
    )
    report.show_table(
        "Where it goes, in ms, as the daemon measures it",
        ["stage", "p50", "p95", "what it is"],
        [
            (stage, *_cells(times, decimals=1), _MEANING[stage])
            for stage, times in result["stages_ms"].items()
        ],
    )
    if result["apart_ms"] is not None:
        typical, worst = result["apart_ms"]
        p50, p95 = _cells(result["own_response_ms"])
        click.echo(
            f"the daemon's own response times: p50 {p50}, p95 {p95} ms; they differ from the "
            f"recorded ones by {typical:.0f} ms (median), {worst:.0f} ms at most"
        )
    show_figures("Turns", [("turns", highlights(result))])


def highlights(result: dict[str, Any]) -> list[Figure]:
    """Return what the table of all stages shows."""
    p50, p95 = result["response_ms"] or (None, None)
    return [
        below("response time, p50", p50, RESPONSE_TARGET_MS, "{:.0f} ms"),
        Figure(
            "response time, p95", "not measured" if p95 is None else f"{p95:.0f} ms"
        ),
        Figure("turns answered", f"{result['answered']} of {result['count']}"),
        Figure("turns understood", f"{result['understood']} of {result['count']}"),
        Figure("titles right", f"{result['titles_right']} of {result['titles']}"),
    ]


def p50_p95(values: Iterable[float | None]) -> list[float] | None:
    """Return both percentiles of the values that there are, None without any."""
    known = [value for value in values if value is not None]
    return [float(np.percentile(known, p)) for p in (50, 95)] if known else None


def _groups(taken: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for turn in taken:
        groups.setdefault(f"begun: {turn['opening']}", []).append(turn)
    for turn in taken:
        groups.setdefault(f"ended: {_ending(turn['turn'])}", []).append(turn)
    return {
        name: {
            "count": len(group),
            "understood": sum(t["understood"] for t in group),
            "response_ms": p50_p95(t["recorded_ms"] for t in group),
        }
        for name, group in groups.items()
    }


def _ending(turn: dict[str, Any] | None) -> str:
    if turn is None or turn["pause_ms"] is None:
        return "never"
    complete = turn["pause_ms"] < _AT_ONCE_MS
    return "words complete, at once" if complete else "words may go on, after a pause"


def _cells(times: list[float] | None, *, decimals: int = 0) -> tuple[str | None, ...]:
    if times is None:
        return (None, None)
    return tuple(f"{value:.{decimals}f}" for value in times)


def _show_texts(result: dict[str, Any]) -> None:
    report.show_table(
        "turns",
        ["person", "said", "heard", "intent", "answer", "ms"],
        [
            (
                t["person"],
                t["said"],
                t["turn"] and t["turn"]["transcript"],
                t["turn"] and t["turn"]["intent"],
                t["turn"] and t["turn"]["reply"],
                t["recorded_ms"] and round(t["recorded_ms"]),
            )
            for t in result["turns"]
        ],
    )

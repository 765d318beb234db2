"""`clara bench spoken`: whole commands, spoken, and what became of them in a real store."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from clara_edge.cli.bench import report
from clara_edge.cli.bench.figures import Figure, below
from clara_edge.cli.bench.spoken_cases import read_cases
from clara_edge.cli.bench.spoken_runner import (
    Listener,
    households,
    quiet_pipecat,
    typed,
)
from clara_edge.cli.bench.word_errors import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.cli.bench.spoken_cases import Case
    from clara_edge.cli.bench.spoken_runner import Ended, Households
    from clara_edge.cli.main import CliState

SNR_DB = (20.0, 10.0)
VOICES_EACH = 2
RIGHT_TARGET = 0.95
"""Of the commands at 20 dB."""
HARMLESS_TARGET = 0.8
"""Of the failures: Clara asked, or did nothing."""
TYPED = "typed"


@click.command()
@click.option("--typed", "only_typed", is_flag=True, help="Type them only: no speech.")
@click.option("--every", type=click.IntRange(min=1), default=1, help="One in so many.")
@click.option(
    "--voices", type=click.IntRange(1, 5), default=VOICES_EACH, show_default=True
)
@click.option("--failures", is_flag=True, help="List what went wrong.")
@report.json_option("Save the result here.")
@click.pass_obj
def spoken(
    state: CliState,
    only_typed: bool,
    every: int,
    voices: int,
    failures: bool,
    target: str | None,
) -> None:
    """Speak commands of every kind; look in the store for what became of them."""
    result = measure(state, every=every, voices=0 if only_typed else voices)
    report.deliver(result, show, target, datetime.now().astimezone())
    if failures and target != "-":
        _show_failures(result)


def measure(
    state: CliState, *, every: int = 1, voices: int = VOICES_EACH
) -> dict[str, Any]:
    """Give commands to a Clara of their own each: typed, then spoken by `voices` each.

    Raises:
        EngineError, ModelError: no voice, or no speech-to-text.
        InputInvalidError: there are no recordings of noise.
    """
    cases = read_cases()[::every]
    with households(state) as homes:
        rows = [
            _row(case, TYPED, None, typed(case, homes))
            for case in report.progress(cases, "typed")
        ]
        understood = {
            case.said: row["right"] for case, row in zip(cases, rows, strict=True)
        }
        if voices:
            with quiet_pipecat():
                rows += asyncio.run(_speak(state, homes, cases, voices))
    for row in rows:
        row["cause"] = None if row["right"] else _cause(row, understood[row["said"]])
    return {"commands": len(cases), "summary": summary(rows), "turns": rows}


async def _speak(
    state: CliState, homes: Households, cases: Sequence[Case], voices: int
) -> list[dict[str, Any]]:
    from clara_edge.cli.bench.spoken_sound import SPEAKERS, Room
    from clara_edge.models.context import engine_context
    from clara_edge.voice.engines import EngineBoard, close_engines, load_engines

    room = Room(engine_context(state.config, state.folders))
    engines = await load_engines(state.config, state.folders, EngineBoard())
    listener = Listener(state, homes, engines)
    jobs = [
        (number, case, SPEAKERS[(number + 2 * turn) % len(SPEAKERS)], snr_db)
        for number, case in enumerate(cases)
        for turn in range(voices)
        for snr_db in SNR_DB
    ]
    rows = []
    try:
        for number, case, person, snr_db in report.progress(jobs, "spoken"):
            ended = await listener.hear(
                case, room.say(number, case.said, person, snr_db)
            )
            rows.append(_row(case, person.name, snr_db, ended))
    finally:
        await close_engines(engines)
    return rows


def summary(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Count by how it was said, and by intent."""
    by_way: dict[str, list[dict[str, Any]]] = defaultdict(list)
    by_intent: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_way[_way(row)].append(row)
        if row["snr_db"] in (None, SNR_DB[0]):
            by_intent[row["intent_meant"]].append(row)
    return {
        "ways": {way: _counts(some) for way, some in by_way.items()},
        "intents": {
            intent: {
                TYPED: _counts([r for r in some if r["snr_db"] is None]),
                "spoken": _counts([r for r in some if r["snr_db"] is not None]),
            }
            for intent, some in by_intent.items()
        },
    }


def show(result: dict[str, Any]) -> None:
    """Print both tables."""
    found = result["summary"]
    report.show_table(
        f"{result['commands']} commands, and what became of them",
        ["said", "times", "right", "share", "misheard", "misread", "harm"],
        [(way, *_cells(counts)) for way, counts in found["ways"].items()],
    )
    report.show_table(
        f"By intent, spoken at {SNR_DB[0]:.0f} dB",
        ["intent", "typed", "right", "spoken", "right", "harm"],
        [
            (
                intent,
                one[TYPED]["times"],
                one[TYPED]["right"],
                one["spoken"]["times"],
                one["spoken"]["right"],
                one["spoken"]["harmful"],
            )
            for intent, one in found["intents"].items()
        ],
    )


def highlights(result: dict[str, Any]) -> list[Figure]:
    """Return what the table of all stages shows."""
    figures = []
    for way, counts in result["summary"]["ways"].items():
        wrong = counts["times"] - counts["right"]
        share = f"{counts['right']} of {counts['times']}"
        if way == f"{SNR_DB[0]:.0f} dB":
            missed = wrong / counts["times"]
            figures.append(
                below("not right at 20 dB", missed, 1 - RIGHT_TARGET, "{:.1%}")
            )
        figures.append(Figure(f"right, {way}", share))
        if wrong:
            harm = counts["harmful"] / wrong
            figures.append(
                below(f"harm in failures, {way}", harm, 1 - HARMLESS_TARGET, "{:.0%}")
            )
    return figures


def _row(case: Case, voice: str, snr_db: float | None, ended: Ended) -> dict[str, Any]:
    return {
        "intent_meant": case.intent,
        "said": case.said,
        "voice": voice,
        "snr_db": snr_db,
        "transcript": ended.answered.transcript,
        "intent": ended.answered.intent,
        "reply": ended.answered.reply,
        "right": ended.verdict.right,
        "harmful": ended.verdict.harmful,
        "faults": list(ended.verdict.faults),
    }


def _cause(row: dict[str, Any], typed_right: bool) -> str:
    """Return whose fault a failure is: of the ears, or of the understanding."""
    misheard = words_of(row["transcript"]) != words_of(row["said"])
    return "misheard" if misheard and typed_right else "misread"


def _way(row: dict[str, Any]) -> str:
    return TYPED if row["snr_db"] is None else f"{row['snr_db']:.0f} dB"


def _counts(rows: Sequence[dict[str, Any]]) -> dict[str, int]:
    return {
        "times": len(rows),
        "right": sum(row["right"] for row in rows),
        "misheard": sum(row.get("cause") == "misheard" for row in rows),
        "misread": sum(row.get("cause") == "misread" for row in rows),
        "harmful": sum(row["harmful"] for row in rows),
    }


def _cells(counts: dict[str, int]) -> tuple[object, ...]:
    share = counts["right"] / max(1, counts["times"])
    keys = ("misheard", "misread", "harmful")
    return (
        counts["times"],
        counts["right"],
        f"{share:.1%}",
        *(counts[k] for k in keys),
    )


def _show_failures(result: dict[str, Any]) -> None:
    for row in result["turns"]:
        if not row["right"]:
            mark = "HARM " if row["harmful"] else ""
            click.echo(f"{mark}{_way(row)} {row['voice']}: {row['said']}")
            click.echo(f"    heard {row['transcript']!r} as {row['intent']}")
            click.echo(f"    {'; '.join(row['faults'])}  <- {row['reply']!r}")

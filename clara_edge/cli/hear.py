"""`clara hear`: a recording through the voice pipeline."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clara_edge.domain.errors import EngineFailedError

if TYPE_CHECKING:
    from rich.console import Console

    from clara_edge.cli.main import CliState
    from clara_edge.voice.hear import Heard
    from clara_edge.voice.timeline import TurnRecord

_STAGES = (
    ("endpoint_ms", "silence noticed"),
    ("decode_ms", "speech-to-text tail"),
    ("pause_ms", "waited for more words"),
    ("understand_ms", "understood"),
    ("store_ms", "stored"),
    ("speech_ms", "first sound of the answer"),
    ("response_ms", "response time"),
)


@click.command()
@click.argument("recording", type=click.Path(path_type=Path))
@click.option(
    "--reply",
    "reply_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write what Clara answers to this WAV file.",
)
@click.option(
    "--wake/--no-wake", default=True, help="Wait for the wake word (default) or not."
)
@click.option(
    "--fast", is_flag=True, help="Faster than real time, with the same result."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def hear(
    state: CliState,
    recording: Path,
    reply_file: Path | None,
    wake: bool,
    fast: bool,
    as_json: bool,
) -> None:
    """Feed RECORDING (WAV, FLAC, …) to the voice pipeline, as if it were spoken."""
    # Pipecat greets in colour when it is imported, before its logs can be adopted
    os.environ.setdefault("LOGURU_LEVEL", "WARNING")
    from clara_edge.audio.wav import read_wav, write_wav
    from clara_edge.config.folders import make_folders
    from clara_edge.config.logs import setup_logging
    from clara_edge.voice.hear import hear as run_pipeline
    from clara_edge.voice.logs import adopt_pipecat_logs

    # what failed is told once, by the error; standard output is for the result
    level = "DEBUG" if state.debug else "ERROR"
    setup_logging(level, sys.stderr)
    adopt_pipecat_logs(level)
    make_folders(state.folders)
    samples = read_wav(recording)
    heard = asyncio.run(
        run_pipeline(state.config, state.folders, samples, wake=wake, fast=fast)
    )
    if reply_file is not None:
        write_wav(reply_file, heard.reply, heard.reply_rate_hz)
    if as_json:
        click.echo(json.dumps(_as_dict(recording, heard), ensure_ascii=False))
    else:
        _show(recording, heard, wake=wake, fast=fast)
    failed = [turn for turn in heard.turns if turn.failed]
    if failed:
        raise EngineFailedError(
            f"{len(failed)} of {len(heard.turns)} turns failed: {failed[0].reply}",
            remedy="clara --debug hear … tells more",
        )


def _as_dict(recording: Path, heard: Heard) -> dict[str, Any]:
    return {
        "recording": str(recording),
        "audio_s": round(heard.audio_s, 3),
        "took_s": round(heard.took_s, 3),
        "wake_heard": heard.wake_heard,
        "reply_s": round(len(heard.reply) / heard.reply_rate_hz, 3),
        "turns": [turn.as_dict() for turn in heard.turns],
    }


def _show(recording: Path, heard: Heard, *, wake: bool, fast: bool) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    if not heard.turns:
        # a name may look like rich's markup
        line = Text(f"nothing was understood in {recording}", "yellow")
        console.print(line, soft_wrap=True)
        if wake:
            was = "alone" if heard.wake_heard else "not heard; try --no-wake"
            console.print(Text(f"the wake word was {was}", "dim"))
    for turn in heard.turns:
        _show_turn(console, turn)
    if fast and heard.turns:
        console.print("[dim]times are those of --fast; without it they are real[/dim]")


def _show_turn(console: Console, turn: TurnRecord) -> None:
    from rich.table import Table
    from rich.text import Text

    console.print(Text.assemble(("heard    ", "dim"), (turn.transcript, "bold")))
    console.print(Text.assemble(("intent   ", "dim"), turn.intent or "none"))
    for change in turn.changes:
        console.print(
            Text.assemble(
                ("changed  ", "dim"), (change["kind"], "green"), f"  {change['title']}"
            )
        )
    style = "red" if turn.failed else "bold"
    console.print(Text.assemble(("reply    ", "dim"), (turn.reply or "none", style)))
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 9))
    for name, label in _STAGES:
        value = getattr(turn, name)
        if value is not None:
            table.add_row(Text(label, "dim"), Text(f"{value:.0f} ms", justify="right"))
    console.print(table)

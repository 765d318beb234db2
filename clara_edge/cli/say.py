"""`clara say`: speak through the voice daemon, or write a WAV file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clara_edge.domain.errors import DaemonUnreachableError, InputInvalidError

if TYPE_CHECKING:
    from clara_edge.cli.main import CliState

_DEFAULT_FILE = Path("clara.wav")


@click.command()
@click.argument("text")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the sound here instead of playing it.",
)
@click.pass_obj
def say(state: CliState, text: str, out: Path | None) -> None:
    """Speak TEXT; - reads it from standard input.

    The voice daemon speaks. Without one the sound goes to a WAV file, clara.wav
    in this folder unless --out names another.
    """
    words = _text(text)
    if out is None:
        if _say_aloud(state, words):
            return
        click.echo("the voice daemon is not running, so this becomes a file", err=True)
    say_to_file(state, words, out or _DEFAULT_FILE)


def say_to_file(state: CliState, text: str, file: Path) -> None:
    """Synthesise here, without the daemon, and tell what was written.

    Raises:
        EngineFailedError: no engine works.
        AudioError: the file cannot be written.
    """
    import os

    import numpy as np

    from clara_edge.audio.wav import write_wav
    from clara_edge.config.hours import uses_12_hours
    from clara_edge.domain.spoken import speakable
    from clara_edge.engines.tts.build import build_speech
    from clara_edge.models.context import engine_context

    voice = build_speech(
        state.config.tts,
        engine_context(state.config, state.folders),
        state.folders.speech_cache,
    )
    hour_12 = uses_12_hours(state.config.replies.clock, os.environ)
    try:
        chunks = list(voice.synthesize(speakable(text, hour_12=hour_12), lambda: False))
        spoken_by, rate_hz = voice.name, voice.rate_hz
    finally:
        voice.close()
    if not chunks:
        raise InputInvalidError(
            "nothing in the text can be spoken", remedy="give words"
        )
    sound = np.concatenate(chunks)
    write_wav(file, sound, rate_hz)
    click.echo(f"{file}: {len(sound) / rate_hz:.1f} s, {spoken_by}", err=True)


def _text(argument: str) -> str:
    text = argument
    if argument == "-":
        text = sys.stdin.buffer.read().decode("utf-8", errors="replace")
    if not text.strip():
        raise InputInvalidError("there is no text to say", remedy="give some words")
    return text


def _say_aloud(state: CliState, text: str) -> bool:
    """Let the daemon speak; False when there is none."""
    from clara_edge.control.client import ControlClient

    with ControlClient(state.folders.control_socket) as client:
        try:
            answer = client.call("say", text=text)
        except DaemonUnreachableError:
            return False
    if answer.get("silent"):
        click.echo(f"this may not be heard: {answer['silent']}", err=True)
    return True

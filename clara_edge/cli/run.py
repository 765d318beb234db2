"""`clara run`: both services in the foreground, and typed turns on a terminal."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clara_edge.cli.main import CliState
    from clara_edge.cli.supervise import Supervisor
    from clara_edge.config.schema import Config

EXAMPLE = "add buy milk to my shopping list"


@click.command()
@click.option(
    "-o",
    "overrides",
    multiple=True,
    metavar="KEY=VALUE",
    help="Override one setting, as clara -o does.",
)
@click.option("--no-web", is_flag=True, help="Leave the web pages out.")
@click.option("--no-voice", is_flag=True, help="Leave microphone and speech out.")
@click.pass_obj
def run(
    state: CliState, overrides: tuple[str, ...], no_web: bool, no_voice: bool
) -> None:
    """Start Clara here and keep it running until Ctrl-C.

    On a terminal each line that you type is a turn, as with `clara ask`.
    """
    from clara_edge.cli.supervise import Supervisor
    from clara_edge.config.folders import make_folders
    from clara_edge.control.lock import DaemonLock, refuse_if_held

    if no_web and no_voice:
        raise click.UsageError("--no-web and --no-voice leave nothing to run")
    state = replace(state, overrides=(*state.overrides, *overrides))
    make_folders(state.folders)
    with ExitStack() as stack:
        stack.enter_context(DaemonLock(state.folders.run_lock))
        if not no_voice:
            refuse_if_held(state.folders.voice_lock)
        supervisor = Supervisor(_commands(state, no_web, no_voice), _say)
        typing = sys.stdin is not None and sys.stdin.isatty()
        for line in _banner(state.config, no_web, no_voice, typing=typing):
            click.echo(line)
        if typing:
            _take_typed_turns(state, supervisor, stack)
        status = supervisor.run()
    click.echo("Clara has stopped.")
    sys.exit(status)


def _commands(state: CliState, no_web: bool, no_voice: bool) -> dict[str, list[str]]:
    from clara_edge.config.service import service_options

    options = service_options(state.file, state.overrides, debug=state.debug)
    starts = {
        "clara-voice": "from clara_edge.cli.services import voice; voice()",
        "clara-web": "from web_ui.serve import main; main()",
    }
    left_out = {"clara-voice": no_voice, "clara-web": no_web}
    return {
        # -P: nothing in the present folder is imported by accident
        name: [sys.executable, "-P", "-c", start, *options]
        for name, start in starts.items()
        if not left_out[name]
    }


def _take_typed_turns(
    state: CliState, supervisor: Supervisor, stack: ExitStack
) -> None:
    from clara_edge.cli.typed import TypedTurns

    turns = TypedTurns(state.config, state.folders, click.echo)
    stack.callback(turns.close)
    terminal = sys.stdin.fileno()
    supervisor.watch(terminal, lambda: turns.read(terminal))


def _banner(
    config: Config, no_web: bool, no_voice: bool, *, typing: bool
) -> Iterator[str]:
    yield click.style("Clara is starting; Ctrl-C stops it.", bold=True)
    if not no_voice:
        # other heads than the default one have other phrases, which the daemon logs
        wake = "the wake word and then" if config.wake.options else "hey jarvis,"
        yield f"  say    {wake} {EXAMPLE}"
    where = "here, or elsewhere: " if typing else ""
    yield f'  type   {where}clara ask "{EXAMPLE}"'
    if not no_web:
        yield from _places(config)
    yield click.style("  check  clara status", dim=True)


def _places(config: Config) -> Iterator[str]:
    from clara_edge.discovery.addresses import present_addresses
    from clara_edge.discovery.presence import expected_presence

    presence = expected_presence(config.web, present_addresses())
    label = "open"
    for scheme in ("http", "https"):
        places = presence.urls(scheme)
        if places:
            # a name, and an address for where names do not work
            number = places[len(presence.names) : len(presence.names) + 1]
            yield f"  {label:<6} {'  or  '.join(dict.fromkeys((places[0], *number)))}"
            label = ""


def _say(text: str) -> None:
    click.echo(f"clara run: {text}", err=True)

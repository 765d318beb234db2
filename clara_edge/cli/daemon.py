"""Commands that tell the running voice daemon to do something."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clara_edge.cli.main import CliState
    from clara_edge.control.client import ControlClient
    from clara_edge.control.protocol import Event


@click.command()
@click.pass_obj
def listen(state: CliState) -> None:
    """Open the microphone as if the wake word had been said."""
    with _daemon(state) as daemon:
        click.echo(daemon.call("listen").get("state", "listening"))


@click.command()
@click.pass_obj
def stop(state: CliState) -> None:
    """Stop what Clara is saying or hearing; the daemon keeps running."""
    with _daemon(state) as daemon:
        daemon.call("stop")
    click.echo("stopped")


@click.command()
@click.pass_obj
def restart(state: CliState) -> None:
    """Start the voice service again, with the settings as they are now."""
    with _daemon(state) as daemon:
        daemon.call("restart")
    click.echo("the voice service starts again, which takes a few seconds")


@click.command()
@click.argument("switch", type=click.Choice(["on", "off"]), default="on")
@click.pass_obj
def mute(state: CliState, switch: str) -> None:
    """Switch the microphone off (`mute on`, the default) or on again (`mute off`)."""
    with _daemon(state) as daemon:
        muted = daemon.call("mute", on=switch == "on").get("muted")
    click.echo("the microphone is off" if muted else "the microphone is on")


@click.command()
@click.argument("percent", type=click.IntRange(0, 100), required=False)
@click.pass_obj
def volume(state: CliState, percent: int | None) -> None:
    """Show the volume, or set it to PERCENT."""
    wanted = {} if percent is None else {"level": percent / 100}
    with _daemon(state) as daemon:
        level = daemon.call("volume", **wanted)["volume"]
    click.echo(f"volume {level:.0%}")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_obj
def events(state: CliState, as_json: bool) -> None:
    """Print what the daemon does as it happens, until Ctrl-C."""
    with _daemon(state) as daemon:
        try:
            for event in daemon.events():
                click.echo(event.model_dump_json() if as_json else _line(event))
        except KeyboardInterrupt:
            return
    click.echo("the voice daemon ended", err=True)


@contextmanager
def _daemon(state: CliState) -> Iterator[ControlClient]:
    from clara_edge.control.client import ControlClient

    with ControlClient(state.folders.control_socket) as client:
        yield client


def _line(event: Event) -> str:
    time = event.at.astimezone().strftime("%H:%M:%S")
    details = "  ".join(f"{name}={value}" for name, value in event.data.items())
    return f"{click.style(time, dim=True)}  {event.event:10}  {details}".rstrip()

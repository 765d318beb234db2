"""`clara doctor`: find out what is wrong, one part at a time."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

from clara_edge.domain.errors import (
    AudioDeviceMissingError,
    AudioError,
    LanguageModelAbsentError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console

    from clara_edge.audio.alsa import AlsaLoudspeaker, AlsaMicrophone
    from clara_edge.audio.devices import Device
    from clara_edge.audio.loopback import Loopback
    from clara_edge.cli.main import CliState
    from clara_edge.ports.audio import Samples

_Opened = TypeVar("_Opened", "AlsaMicrophone", "AlsaLoudspeaker")

_NO_CARD = "no sound card found"
_NO_MODEL = "clara models list shows chat models; tasks, timers and alarms need none"
_STILL_WORKS = "typed text and recordings still work: clara ask, clara hear"
_METER_CHUNKS = 2  # 160 ms: quick to the eye, readable to it
# below this a working microphone is muted, above that it distorts
_QUIET_DBFS, _LOUD_DBFS = -65.0, -1.0


@dataclass
class Levels:
    """How loud it was while we listened."""

    rms_dbfs: float
    peak_dbfs: float
    xruns: int


@dataclass
class Report:
    """Everything that `clara doctor audio` finds out."""

    devices: tuple[Device, ...]
    input: dict[str, Any]
    output: dict[str, Any]
    level: Levels | None = None
    loopback: Loopback | None = None


@click.group()
def doctor() -> None:
    """Find out what is wrong."""


@doctor.command()
@click.option(
    "--seconds",
    type=click.FloatRange(0.0, 600.0),
    default=5.0,
    show_default=True,
    help="How long to show the microphone's level.",
)
@click.option("--tone/--no-tone", default=True, help="Play a short test tone.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@click.pass_obj
def audio(state: CliState, seconds: float, tone: bool, as_json: bool) -> None:
    """List sound devices, show the microphone's level and play a test tone."""
    from rich.console import Console

    from clara_edge.audio.devices import list_devices, open_loudspeaker, open_microphone

    settings = state.config.audio
    console = Console(quiet=as_json)
    if not as_json and not console.is_terminal:
        console.width = 200  # lines for programs and logs are not wrapped
    devices = list_devices()
    _print_devices(console, devices)
    microphone, input_ = _try(settings.input, lambda: open_microphone(settings))
    loudspeaker, output = _try(settings.output, lambda: open_loudspeaker(settings))
    report = Report(devices, input_, output)
    try:
        _print_choice(console, "microphone", input_)
        _print_choice(console, "loudspeaker", output)
        if microphone and seconds:
            report.level = _show_level(console, microphone, seconds)
        if loudspeaker and tone:
            report.loopback = _play_tone(console, microphone, loudspeaker)
    finally:
        for device in (microphone, loudspeaker):
            if device is not None:
                device.close()
    if as_json:
        click.echo(json.dumps(asdict(report), indent=2))
    _raise_problems(report)


@doctor.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@click.pass_obj
def model(state: CliState, as_json: bool) -> None:
    """Show who answers small talk: each language model, what it sees, how it does."""
    from clara_edge.cli.providers import provider_details, provider_facts
    from clara_edge.health.facts import ask_daemon

    daemon, _ = ask_daemon(state.folders)
    providers = provider_facts(daemon, state)
    if as_json:
        click.echo(json.dumps(providers, indent=2))
    else:
        for provider in providers:
            click.echo(f"{provider['state']:<10}  {provider_details(provider)}")
    if all(provider["absent"] for provider in providers):
        raise LanguageModelAbsentError("no language model is ready", remedy=_NO_MODEL)


@doctor.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@click.pass_obj
def web(state: CliState, as_json: bool) -> None:
    """Check whether phones at home reach the web pages, and trust them."""
    from clara_edge.cli.doctor_web import check_web
    from clara_edge.domain.errors import DaemonError

    checks = list(check_web(state.config, state.folders))
    if as_json:
        click.echo(json.dumps([asdict(check) for check in checks], indent=2))
    else:
        for check in checks:
            word = click.style(*(("ok  ", "green") if check.good else ("bad ", "red")))
            click.echo(f"{word}  {check.what:<11}  {check.details}")
    for check in checks:
        if not check.good:
            raise DaemonError(check.details, remedy=check.remedy)


def _try(
    wanted: str, open_: Callable[[], _Opened]
) -> tuple[_Opened | None, dict[str, Any]]:
    """Open a device; return it, or None, and what the report says of it."""
    try:
        device = open_()
    except AudioError as error:
        return None, {"wanted": wanted, "device": None, "problem": str(error)}
    return device, {
        "wanted": wanted,
        "device": device.device,
        "rate_hz": device.device_rate_hz,
        "channels": device.channels,
        "problem": None,
    }


def _print_devices(console: Console, devices: tuple[Device, ...]) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for title in ("name", "kind", "in", "out", "description"):
        table.add_column(title, overflow="fold")
    for device in devices:
        table.add_row(
            device.name,
            device.kind,
            "yes" if device.capture else "",
            "yes" if device.playback else "",
            device.description,
        )
    if devices:
        console.print(table, highlight=False, markup=False)
        console.print()


def _print_choice(console: Console, what: str, choice: dict[str, Any]) -> None:
    if choice["problem"]:
        text = f"none: {choice['problem']}"
    else:
        text = f"{choice['device']} at {choice['rate_hz']} Hz, {choice['channels']} channel(s)"
    console.print(f"{what:<12} {text}", highlight=False, markup=False)


def _show_level(console: Console, microphone: AlsaMicrophone, seconds: float) -> Levels:
    """Show the level for so long, live on a terminal and as lines elsewhere."""
    import numpy as np
    from rich.live import Live
    from rich.text import Text

    from clara_edge.audio.level import peak_dbfs, rms_dbfs

    console.print("\nSay something:", highlight=False)
    heard: list[Samples] = []
    end_s = time.monotonic() + seconds
    with Live(console=console, transient=False, auto_refresh=False) as live:
        while not heard or time.monotonic() < end_s:
            part = np.concatenate([microphone.read() for _ in range(_METER_CHUNKS)])
            heard.append(part)
            line = _level_line(rms_dbfs(part), peak_dbfs(part))
            if console.is_terminal:
                live.update(Text(line), refresh=True)
            else:
                console.print(line, highlight=False, markup=False)
    everything = np.concatenate(heard)
    levels = Levels(rms_dbfs(everything), peak_dbfs(everything), microphone.xruns)
    console.print(_advice(levels), highlight=False, markup=False)
    return levels


def _level_line(rms: float, peak: float) -> str:
    from clara_edge.audio.level import meter

    return f"{meter(rms)} {rms:6.1f} dBFS, peak {peak:6.1f}"


def _advice(levels: Levels) -> str:
    if levels.peak_dbfs < _QUIET_DBFS:
        return (
            "Nothing but silence: is the microphone muted? alsamixer shows its level."
        )
    if levels.peak_dbfs > _LOUD_DBFS:
        return "Too loud: it distorts. Lower the capture level in alsamixer."
    lost = f", sound was lost {levels.xruns} times" if levels.xruns else ""
    return f"The microphone works: {levels.rms_dbfs:.1f} dBFS{lost}."


def _play_tone(
    console: Console, microphone: AlsaMicrophone | None, loudspeaker: AlsaLoudspeaker
) -> Loopback | None:
    """Play a tone; with a microphone, tell whether and when it is heard."""
    from clara_edge.audio.loopback import measure_loopback, play_tone

    if microphone is None:
        play_tone(loudspeaker)
        console.print("Played a tone. Was it heard?", highlight=False)
        return None
    result = measure_loopback(microphone, loudspeaker)
    if result.latency_s is None:
        text = "Played a tone. The microphone did not hear it; did you?"
    else:
        text = (
            f"Played a tone. The microphone heard it {1000 * result.latency_s:.0f} ms later"
            f" at {result.level_dbfs:.1f} dBFS (background {result.background_dbfs:.1f})."
        )
    console.print(text, highlight=False, markup=False)
    return result


def _raise_problems(report: Report) -> None:
    """Raise what keeps Clara from hearing or speaking, for exit status 1."""
    problems = [part["problem"] for part in (report.input, report.output)]
    if all(problems) and not any(device.is_card for device in report.devices):
        raise AudioDeviceMissingError(_NO_CARD, remedy=_STILL_WORKS)
    for problem in filter(None, problems):
        raise AudioError(problem)

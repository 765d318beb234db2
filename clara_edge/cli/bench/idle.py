"""`clara bench idle`: what Clara costs while nobody speaks, while somebody does, and in memory.

Processor time is that of the voice daemon and of the programs that it runs, without the
virtual sound card; memory is resident memory in units of 10^6 bytes.
"""

from __future__ import annotations

import os
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import numpy as np

from clara_edge.cli.bench import report
from clara_edge.cli.bench.figures import Figure, below, show_figures
from clara_edge.cli.bench.recordings import read_recording, speech_folder
from clara_edge.cli.bench.services import WebService, home_paths
from clara_edge.cli.bench.turns_room import able, open_room
from clara_edge.cli.bench.turns_script import script
from clara_edge.domain.errors import AudioFileInvalidError, InputInvalidError
from clara_edge.ports.audio import CAPTURE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Callable

    from clara_edge.cli.bench.services import Service
    from clara_edge.cli.bench.turns_room import Room
    from clara_edge.cli.main import CliState
    from clara_edge.ports.audio import Samples

SECONDS = 30.0
TURNS = 6
ASLEEP_TARGET_PERCENT = 6.0
MEMORY_TARGET_MB = 350.0
KITCHEN = "noise/kitchen_2min.wav"
_WORKER = "clara_edge.cli.bench.idle_worker"
# what was set in motion by the start or by the last turn is over by then
_SETTLE_S = 3.0
_PAGES = 5
_WEB_S = 5.0


@click.command()
@click.option(
    "--seconds",
    type=click.FloatRange(min=1),
    default=SECONDS,
    show_default=True,
    help="How long to watch each kind of sleep.",
)
@click.option(
    "--turns",
    type=click.IntRange(min=1),
    default=TURNS,
    show_default=True,
    help="How many turns to watch.",
)
@report.json_option("Save the result here.")
@click.pass_obj
def idle(state: CliState, seconds: float, turns: int, target: str | None) -> None:
    """Processor time asleep and awake, and memory of each process and engine."""
    result = measure(state, seconds=seconds, turns=turns)
    report.deliver(result, show, target, datetime.now().astimezone())


def measure(
    state: CliState, *, seconds: float = SECONDS, turns: int = TURNS
) -> dict[str, Any]:
    """Watch a voice daemon and a web service of its own; load each engine once more.

    Raises:
        AudioError: there can be no virtual sound card.
        DaemonError: a service does not start, or ends.
        EngineFailedError: the parts cannot be loaded.
    """
    load = os.getloadavg()[0]
    steps: dict[str, Callable[[], Any]] = {
        "voice": lambda: _watch_voice(state, seconds, turns),
        "web": lambda: _watch_web(state),
        "parts": lambda: _weigh_parts(state),
    }
    done = {
        name: steps[name]() for name in report.progress(list(steps), "CPU and memory")
    }
    return {"load_average": load, **done}


def show(result: dict[str, Any]) -> None:
    """Print processor time, memory, and both against their targets."""
    voice, web = result["voice"], result["web"]
    report.show_table(
        "CPU time per second, of one core",
        ["process", "while", "seconds", "CPU"],
        [
            ("voice daemon", name, f"{w['seconds']:.0f}", f"{100 * w['cpu']:.1f}%")
            for name, w in voice["watched"].items()
        ]
        + [
            ("web service", "idle", f"{web['seconds']:.0f}", f"{100 * web['cpu']:.1f}%")
        ],
    )
    wakes = sum(one.get("wakes", 0) for one in voice["watched"].values())
    if wakes:
        click.echo(
            f"the kitchen woke Clara {wakes} times: it was not asleep throughout"
        )
    if voice["no_noise"]:
        click.echo(f"asleep in a kitchen: not measured: {voice['no_noise']}")
    report.show_table(
        "Resident memory, MB",
        ["process", "when", "MB"],
        [("voice daemon", when, f"{mb:.0f}") for when, mb in voice["memory_mb"].items()]
        + [("web service", "after some pages", f"{web['memory_mb']:.0f}")],
    )
    report.show_table(
        "What each part adds, in this order, MB",
        ["part", "", "MB"],
        [
            (p["part"], p["name"] or p["error"], _mb(p.get("added_mb")))
            for p in result["parts"]
        ],
    )
    show_figures("CPU and memory", [("idle", highlights(result))])


def highlights(result: dict[str, Any]) -> list[Figure]:
    """Return what the table of all stages shows."""
    watched = result["voice"]["watched"]
    asleep = [
        below(f"CPU {name}", 100 * one["cpu"], ASLEEP_TARGET_PERCENT, "{:.1f}%")
        for name, one in watched.items()
        if name.startswith("asleep")
    ]
    awake = [
        Figure(f"CPU {name}", f"{100 * one['cpu']:.0f}%")
        for name, one in watched.items()
        if not name.startswith("asleep")
    ]
    most_mb = max(result["voice"]["memory_mb"].values())
    return [
        *asleep,
        *awake,
        below("memory of the voice daemon", most_mb, MEMORY_TARGET_MB, "{:.0f} MB"),
        Figure("memory of the web service", f"{result['web']['memory_mb']:.0f} MB"),
    ]


def _watch_voice(state: CliState, seconds: float, turns: int) -> dict[str, Any]:
    spoken, _ = able(script(turns), state)
    noise, no_noise = _kitchen(seconds)
    memory_mb: dict[str, float] = {}
    watched: dict[str, dict[str, float]] = {}
    with open_room(state) as room:
        time.sleep(_SETTLE_S)
        watched["asleep, silence"] = _watch(room.daemon, seconds)
        if noise is not None:
            watched["asleep, kitchen"] = _watch_in_noise(room, noise)
        memory_mb["asleep"] = room.daemon.rss_mb()
        if spoken:
            before = room.daemon.cpu_s()
            began_s = time.monotonic()
            for said in spoken:
                room.take_turn(said)
            watched["awake, turns"] = _spent(room.daemon, before, began_s)
            memory_mb["after turns"] = room.daemon.rss_mb()
    return {"watched": watched, "memory_mb": memory_mb, "no_noise": no_noise}


def _watch(service: Service, seconds: float) -> dict[str, float]:
    before, began_s = service.cpu_s(), time.monotonic()
    time.sleep(seconds)
    return _spent(service, before, began_s)


def _watch_in_noise(room: Room, noise: Samples) -> dict[str, float]:
    playing = room.card.play_into_mic(noise)
    before, began_s = room.daemon.cpu_s(), time.monotonic()
    playing.wait()
    spent = _spent(room.daemon, before, began_s)
    wakes = room.daemon.events("state", since_s=began_s)
    spent["wakes"] = sum(event.data["reason"] == "wake" for event in wakes)
    return spent


def _spent(service: Service, before_s: float, began_s: float) -> dict[str, float]:
    seconds = time.monotonic() - began_s
    service.check()
    return {"seconds": seconds, "cpu": (service.cpu_s() - before_s) / seconds}


def _kitchen(seconds: float) -> tuple[Samples | None, str | None]:
    """Return that much noise of a kitchen, or why there is none."""
    try:
        noise = read_recording(speech_folder() / KITCHEN)
    except (InputInvalidError, AudioFileInvalidError) as error:
        return None, str(error)
    return np.resize(noise, round(seconds * CAPTURE_RATE_HZ)), None


def _watch_web(state: CliState) -> dict[str, float]:
    with (
        tempfile.TemporaryDirectory(prefix="clara-bench-") as home,
        WebService(state, Path(home)) as web,
    ):
        for _ in range(_PAGES):
            web.answers()
        return _watch(web, _WEB_S) | {"memory_mb": web.rss_mb()}


def _weigh_parts(state: CliState) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="clara-bench-") as home:
        paths = home_paths(state, Path(home))
        config = state.config.model_copy(update={"paths": paths})
        parts: list[dict[str, Any]] = report.run_worker(
            _WORKER, config.model_dump_json()
        )["parts"]
    return parts


def _mb(added: float | None) -> str | None:
    return None if added is None else f"{added:.0f}"

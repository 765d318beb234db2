"""`clara bench wake`: what hearing the wake word costs, and how well it is heard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from statistics import median
from typing import TYPE_CHECKING, Any

import click
import numpy as np

from clara_edge.cli.bench import recordings, report
from clara_edge.cli.bench.figures import Figure
from clara_edge.cli.bench.wake_worker import ENGINES, OWN
from clara_edge.config.engines import create_engine
from clara_edge.engines.wake.openwakeword import PACK
from clara_edge.models.store import ModelStore
from clara_edge.ports.audio import CAPTURE_RATE_HZ, CHUNK_SAMPLES
from clara_edge.ports.engine import EngineContext

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from clara_edge.cli.main import CliState
    from clara_edge.ports.audio import Samples
    from clara_edge.ports.wake import WakeDetector

_WORKER = "clara_edge.cli.bench.wake_worker"
_RECORDING = "two_cities_16k.wav"
# openwakeword's predict_clip puts a second of silence before and after a clip.
_PADDING = np.zeros(CAPTURE_RATE_HZ, dtype=np.int16)
_AGREES = 0.5


@dataclass(frozen=True, slots=True)
class Clip:
    """One recording and what is said in it."""

    source: str
    file: Path
    said: str
    expected: dict[str, float]
    """Published maximum scores by head, where there are any."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a detector made of one clip."""

    clip: Clip
    seconds: float
    wakes: int
    scores: dict[str, float]
    """Maximum by head."""


@click.command()
@report.json_option("Save the result here;")
@click.option("--rounds", type=click.IntRange(1, 20), default=3, show_default=True)
@click.pass_obj
def wake(state: CliState, target: str | None, rounds: int) -> None:
    """Compare the cost of three runners, then count hits and false wakes."""
    result = measure(state, rounds=rounds)
    report.deliver(result, show, target, datetime.now().astimezone())


def measure(state: CliState, *, rounds: int = 3, every: int = 1) -> dict[str, Any]:
    """Measure cost and recognition on the recordings.

    Args:
        state: the global options; the configured wake phrases are used.
        rounds: how often each runner is measured; the median counts.
        every: hear only each so-manieth clip.

    Raises:
        InputInvalidError: the recordings are not here.
        ModelError, EngineError: a runner cannot be loaded.
    """
    speech = recordings.speech_folder()
    store = ModelStore(state.folders.models)
    context = EngineContext(models=store, cache_dir=state.folders.cache, threads=1)
    options = state.config.wake.options.get("openwakeword", {})
    detector: WakeDetector = create_engine("wake", "openwakeword", options, context)
    try:
        clips = _clips(speech)[::every]
        heard = [_hear(detector, clip) for clip in report.progress(clips, "listening")]
        phrases = detector.phrases
    finally:
        detector.close()
    return {
        "runners": _cost(store.folder(PACK), speech / _RECORDING, rounds),
        "phrases": list(phrases),
        "recognition": recognition(heard, phrases),
        "published": agreement(heard),
    }


def show(result: dict[str, Any]) -> None:
    """Print both tables."""
    report.show_table(
        "wake word runners, one core, hey_jarvis",
        ["runner", "CPU", "against clara", "MiB", "against clara", "load s"],
        [
            (
                runner["runner"],
                f"{runner['cpu_per_audio_s']:.1%}",
                f"{runner['cpu_ratio']:.2f}x",
                f"{runner['rss_mib']:.0f}",
                f"{runner['rss_ratio']:.2f}x",
                f"{runner['load_s']:.2f}",
            )
            for runner in result["runners"]
        ],
    )
    report.show_table(
        f"recognition of {', '.join(result['phrases'])}",
        ["recordings", "said", "clips", "minutes", "wakes", "share", "an hour"],
        [_recognition_cells(row) for row in result["recognition"]],
    )
    measured = {runner["runner"] for runner in result["runners"]}
    absent = [name for name in ENGINES if name not in measured]
    if absent:
        click.echo(f"not installed here, so not compared: {', '.join(absent)}")
    published = result["published"]
    click.echo(
        f"published scores: {published['agree']} of {published['scores']} on the same side"
        f" of {_AGREES}, median difference {published['median_difference']:.4f}"
    )


def highlights(result: dict[str, Any]) -> list[Figure]:
    """Return what the table of all stages shows."""
    own = next(row for row in result["runners"] if row["runner"] == OWN)
    rows = result["recognition"]
    figures = [
        Figure("CPU of the wake word", f"{own['cpu_per_audio_s']:.1%}"),
        Figure("memory of its process", f"{own['rss_mib']:.0f} MiB"),
    ]
    for phrase in result["phrases"]:
        said = [row for row in rows if row["said"] == phrase]
        clips = sum(row["clips"] for row in said)
        woken = sum(round(row["woken_share"] * row["clips"]) for row in said)
        figures.append(Figure(f"woken by {phrase}", f"{woken} of {clips}"))
    other = [row for row in rows if row["false_wakes_per_hour"] is not None]
    wakes = sum(row["wakes"] for row in other)
    minutes = sum(row["seconds"] for row in other) / 60
    figures.append(Figure("woken by other speech", f"{wakes} in {minutes:.0f} min"))
    return figures


def recognition(heard: Sequence[Heard], phrases: Sequence[str]) -> list[dict[str, Any]]:
    """Summarise by recordings and by how much of a phrase is said.

    Clips with the whole phrase should wake; a part of it ("jarvis") may; the rest must not,
    and their wakes are also given per hour of recording.
    """
    groups: dict[tuple[str, str], list[Heard]] = {}
    for one in heard:
        key = (one.clip.source, _kind(one.clip.said, phrases))
        groups.setdefault(key, []).append(one)
    return [
        _summary(source, kind, group)
        for (source, kind), group in sorted(groups.items())
    ]


def agreement(heard: Iterable[Heard]) -> dict[str, Any]:
    """Compare maximum scores with the published ones."""
    pairs = [
        (one.scores[head], expected)
        for one in heard
        for head, expected in one.clip.expected.items()
        if head in one.scores
    ]
    differences = [abs(found - expected) for found, expected in pairs]
    agree = [(a >= _AGREES) == (b >= _AGREES) for a, b in pairs]
    return {
        "scores": len(pairs),
        "agree": sum(agree),
        "median_difference": median(differences) if differences else 0.0,
        "max_difference": max(differences, default=0.0),
    }


def _cost(pack: Path, recording: Path, rounds: int) -> list[dict[str, Any]]:
    names = [name for name in ENGINES if _installed(name)]
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    # Interleaved, so that a busy moment of the machine does not hit one runner only.
    plan = [name for _ in range(rounds) for name in names]
    for name in report.progress(plan, "measuring runners"):
        runs[name].append(report.run_worker(_WORKER, name, str(pack), str(recording)))
    rows = [
        {"runner": name} | {key: median(run[key] for run in done) for key in done[0]}
        for name, done in runs.items()
    ]
    own = next(row for row in rows if row["runner"] == OWN)
    for row in rows:
        row["cpu_ratio"] = row["cpu_per_audio_s"] / own["cpu_per_audio_s"]
        row["rss_ratio"] = row["rss_mib"] / own["rss_mib"]
    return rows


def _installed(runner: str) -> bool:
    return runner == OWN or find_spec(runner.replace("-", "_")) is not None


def _clips(speech: Path) -> list[Clip]:
    listed = [
        _listed(row, speech, "wake clips")
        for row in recordings.read_index(speech / "wake_clips.tsv")
    ]
    dev = speech / "wake_dev"
    listed += [
        _listed(row, dev, f"dev {row['path'].split('/')[0]}")
        for row in recordings.read_index(dev / "index.tsv")
    ]
    for source in ("coffee_intents", "commands_real"):
        files = recordings.sound_files(speech / source)
        listed += [Clip(source, file, "", {}) for file in files]
    return listed


def _listed(row: dict[str, str], folder: Path, source: str) -> Clip:
    expected = {
        column.removeprefix("score_"): float(value)
        for column, value in row.items()
        if column.startswith("score_")
    }
    return Clip(source, folder / row["path"], row["said"], expected)


def _hear(detector: WakeDetector, clip: Clip) -> Heard:
    sound = recordings.read_recording(clip.file)
    scores: dict[str, float] = {}
    wakes = 0
    detector.reset()
    for chunk in _chunks(np.concatenate([_PADDING, sound, _PADDING])):
        wakes += detector.process(chunk) is not None
        for head, score in detector.scores.items():
            scores[head] = max(score, scores.get(head, 0.0))
    return Heard(clip, len(sound) / CAPTURE_RATE_HZ, wakes, scores)


def _chunks(sound: Samples) -> Iterable[Samples]:
    whole = len(sound) // CHUNK_SAMPLES * CHUNK_SAMPLES
    return iter(sound[:whole].reshape(-1, CHUNK_SAMPLES))


def _kind(said: str, phrases: Sequence[str]) -> str:
    words = said.lower()
    for phrase in phrases:
        if phrase in words:
            return phrase
    for phrase in phrases:
        name = phrase.split()[-1]
        if name in words.split():
            return f"{name} alone"
    return "other speech"


def _summary(source: str, kind: str, group: Sequence[Heard]) -> dict[str, Any]:
    seconds = sum(one.seconds for one in group)
    wakes = sum(one.wakes for one in group)
    other = kind == "other speech"
    return {
        "recordings": source,
        "said": kind,
        "clips": len(group),
        "seconds": seconds,
        "wakes": wakes,
        "woken_share": sum(one.wakes > 0 for one in group) / len(group),
        "false_wakes_per_hour": wakes / (seconds / 3600) if other else None,
    }


def _recognition_cells(row: dict[str, Any]) -> Sequence[object]:
    hourly = row["false_wakes_per_hour"]
    return (
        row["recordings"],
        row["said"],
        row["clips"],
        f"{row['seconds'] / 60:.1f}",
        row["wakes"],
        f"{row['woken_share']:.1%}",
        None if hourly is None else f"{hourly:.1f}",
    )

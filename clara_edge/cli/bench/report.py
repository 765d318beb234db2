"""What all benchmarks share: the machine, workers in their own process, tables, JSON."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
import psutil
from rich.console import Console
from rich.progress import track
from rich.table import Table
from rich.text import Text

from clara_edge.domain.errors import EngineFailedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

_Item = TypeVar("_Item")

MIB = 1024 * 1024
_WORKER_TIMEOUT_S = 1800.0
_PACKAGES = ("clara-edge", "numpy", "onnxruntime", "pipecat-ai", "sherpa-onnx")


@dataclass(slots=True)
class Meter:
    """CPU time, wall time and memory of this process since the meter was made."""

    _cpu_s: float = field(default_factory=time.process_time)
    _wall_s: float = field(default_factory=time.perf_counter)

    def read(self) -> dict[str, float]:
        """Return cpu_s, wall_s and rss_mib."""
        return {
            "cpu_s": time.process_time() - self._cpu_s,
            "wall_s": time.perf_counter() - self._wall_s,
            "rss_mib": rss_mib(),
        }


def rss_mib(pid: int | None = None) -> float:
    """Return the resident memory of a process, this one by default."""
    return float(psutil.Process(pid).memory_info().rss) / MIB


def machine(now: datetime) -> dict[str, Any]:
    """Describe this machine and the versions that matter."""
    return {
        "date": now.isoformat(timespec="seconds"),
        "cpu": _cpu_model(),
        "cores": psutil.cpu_count(),
        "memory_mib": round(psutil.virtual_memory().total / MIB),
        "system": platform.platform(),
        "python": platform.python_version(),
        "versions": {name: metadata.version(name) for name in _PACKAGES},
    }


def run_worker(module: str, *arguments: str) -> dict[str, Any]:
    """Run `python -m module` and return the JSON object it prints last.

    Raises:
        EngineFailedError: it failed, with the last line it wrote to standard error.
    """
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(  # noqa: S603 - our own modules
        command, capture_output=True, text=True, timeout=_WORKER_TIMEOUT_S, check=False
    )
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise EngineFailedError(f"{module} {' '.join(arguments)} failed: {last}")
    result: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return result


def show_table(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """Print a table, numbers to the right; None is shown as a dash, Text in its style."""
    lines = [[_cell(cell) for cell in row] for row in rows]
    table = Table(title=title, title_justify="left")
    for number, column in enumerate(columns):
        numeric = all(_is_number(line[number].plain) for line in lines)
        table.add_column(column, justify="right" if numeric else "left")
    for line in lines:
        table.add_row(*line)
    Console().print(table)


def progress(items: Sequence[_Item], description: str) -> Iterable[_Item]:
    """Iterate with a progress bar on standard error, when that is a terminal."""
    console = Console(stderr=True)
    return track(
        items,
        description,
        console=console,
        transient=True,
        disable=not sys.stderr.isatty(),
    )


def json_option(text: str) -> Callable[[Any], Any]:
    """Return the --json option; its parameter is `target`."""
    return click.option(
        "--json", "target", metavar="PATH", help=f"{text} - is standard output."
    )


def save_json(result: dict[str, Any], target: str) -> None:
    """Write a result to a file, or to standard output for "-"."""
    text = json.dumps(result, indent=2)
    if target == "-":
        click.echo(text)
        return
    file = Path(target).expanduser()
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_name(f".{file.name}.{os.getpid()}")
    partial.write_text(text + "\n", encoding="utf-8")
    partial.replace(file)
    click.echo(f"saved {file}", err=True)


def deliver(
    result: dict[str, Any],
    show: Callable[[dict[str, Any]], None],
    target: str | None,
    now: datetime,
) -> None:
    """Show the result of one stage and save it with the machine's description."""
    if target != "-":
        show(result)
    if target is not None:
        save_json(result | {"machine": machine(now)}, target)


def _cpu_model() -> str:
    # "model name" on x86; a Raspberry Pi names the board in "Model"
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        key, _, value = line.partition(":")
        if key.strip() in {"model name", "Model"}:
            return value.strip()
    return platform.machine()


def _cell(cell: object) -> Text:
    # text as it is: a transcript may hold what looks like Rich's markup
    return cell if isinstance(cell, Text) else Text("-" if cell is None else str(cell))


def _is_number(text: str) -> bool:
    return text == "-" or text.rstrip("%x").replace(".", "", 1).isdigit()

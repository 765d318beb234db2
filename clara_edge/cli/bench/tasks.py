"""`clara bench tasks`: what people do with tasks, among very many of them.

The tasks are made up. Their database lies on the disk of the data folder while it is
measured, because the disk is what a change waits for.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.progress import Progress
from rich.text import Text

from clara_edge.cli.bench import report
from clara_edge.cli.bench.figures import Figure, below, show_figures
from clara_edge.cli.bench.tasks_data import PROJECTS, TAGS, ZONE, make_database
from clara_edge.cli.bench.tasks_operations import Operations
from clara_edge.cli.bench.tasks_timing import time_disk, time_openings, time_operation
from clara_edge.config.clock import SystemClock
from clara_edge.exchange.formats import Format, write
from clara_edge.exchange.source import Source
from clara_edge.storage.database import TaskDatabase
from clara_edge.storage.open import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clara_edge.cli.bench.tasks_operations import Operation
    from clara_edge.cli.main import CliState
    from clara_edge.domain.snapshot import Snapshot
    from clara_edge.storage.store import SqliteTaskStore

TASKS = 100_000
SAMPLES = 200
OPENING_TARGET_MS = 50.0
_MB = 1e6


@click.command()
@click.option(
    "--tasks",
    "count",
    type=click.IntRange(1_000, 1_000_000),
    default=TASKS,
    show_default=True,
    help="How many tasks there are.",
)
@click.option(
    "--samples",
    type=click.IntRange(10, 2_000),
    default=SAMPLES,
    show_default=True,
    help="How often each operation is timed.",
)
@report.json_option("Save the result here.")
@click.pass_obj
def tasks(state: CliState, count: int, samples: int, target: str | None) -> None:
    """Every operation on tasks, side by side with a plain list and with LIKE."""
    result = measure(state, count=count, samples=samples)
    report.deliver(result, show, target, datetime.now().astimezone())


def measure(
    state: CliState, *, count: int = TASKS, samples: int = SAMPLES
) -> dict[str, Any]:
    """Make a database of its own, use it in every way, and throw it away.

    Raises:
        StorageError: the disk does not hold it.
    """
    load = os.getloadavg()[0]
    data = state.folders.data
    data.mkdir(parents=True, exist_ok=True)
    clock = SystemClock(ZoneInfo(ZONE))
    now = clock.now()
    with tempfile.TemporaryDirectory(prefix="bench-", dir=data) as folder:
        path = Path(folder) / "clara.db"
        bulk = [_timed("make the tasks", lambda: _make(path, count, now))]
        bulk.append(_timed("migrate, with a backup", lambda: _open(path, clock)))
        opening = time_openings(path, clock)
        with open_store(path, clock) as store, TaskDatabase(path, clock) as other:
            found: list[Snapshot] = []
            bulk.append(_timed("read all", lambda: found.append(store.snapshot())))
            snapshot = found[0]
            bulk.append(_timed("export as JSON", lambda: _export(snapshot, now)))
            use = Operations(store, snapshot.tasks, Random(5), samples, now)  # noqa: S311 - the same each time
            timed = _time_all(use, other, samples)
            bulk.extend(_time_bulk(store, snapshot))
            size_mb = _size_mb(other)
        disk = time_disk(path.parent)
    return {
        "load_average": load,
        "tasks": count,
        "projects": PROJECTS,
        "tags": TAGS,
        "size_mb": size_mb,
        "disk": disk,
        "opening": opening,
        "operations": timed,
        "bulk": bulk,
    }


def show(result: dict[str, Any]) -> None:
    """Print every operation with its target, what concerns all tasks, and the disk."""
    report.show_table(
        f"{result['tasks']:,} tasks, {result['projects']} projects, {result['tags']} tags;"
        " milliseconds",
        [
            "operation",
            "p50",
            "p99",
            "target",
            "",
            "list",
            "ratio",
            "LIKE",
            "ratio",
        ],
        [_cells(one) for one in result["operations"]],
    )
    report.show_table(
        "Of all or many tasks at once",
        ["what", "seconds"],
        [(one["name"], f"{one['seconds']:.2f}") for one in result["bulk"]],
    )
    disk = result["disk"]
    click.echo(
        f"the disk alone: writing 4 KiB and waiting for it takes {disk['p50']:.2f} ms"
        f" (p50), {disk['p99']:.2f} ms (p99); every change waits for it at least once"
    )
    click.echo(
        "list: all tasks in memory, changes are not kept; ratio: list or LIKE / p50"
    )
    show_figures("Tasks", [("tasks", highlights(result))])


def highlights(result: dict[str, Any]) -> list[Figure]:
    """Return what the table of all stages shows."""
    operations = result["operations"]
    searches = [one for one in operations if one["name"].startswith("search")]
    others = [one for one in operations if one not in searches]
    today = next(one for one in operations if one["name"] == "list today")
    opening, form = result["opening"], "{:.1f} ms"
    missed = [one["name"] for one in operations if not _met(one)]
    return [
        Figure("tasks", f"{result['tasks']:,}"),
        below("slowest p50 but search", _most(others, "p50"), 5, form),
        below("slowest p99", _most(operations, "p99"), 50, form),
        below("slowest p50 of a search", _most(searches, "p50"), 20, form),
        below("listing today, p99", today["p99"], 10, form),
        below("opening, p99", opening["p99"], OPENING_TARGET_MS, form),
        Figure(
            "opening after a start of the machine",
            form.format(opening["with_check_ms"]),
        ),
        Figure("database", f"{result['size_mb']:.0f} MB"),
        Figure("disk alone, p50", f"{result['disk']['p50']:.2f} ms"),
        Figure("missed their targets", ", ".join(missed) or "none"),
    ]


def _make(path: Path, count: int, now: datetime) -> None:
    with _progress("making tasks", count) as advance:
        make_database(path, count, now, advance=advance)


def _open(path: Path, clock: SystemClock) -> None:
    with TaskDatabase(path, clock) as database:
        database.open()


def _export(snapshot: Snapshot, now: datetime) -> str:
    return write(snapshot, Format.JSON, Source(now))


def _time_all(
    use: Operations, other: TaskDatabase, samples: int
) -> list[dict[str, Any]]:
    # reading first: the list still is what the store holds
    operations: list[Operation] = [
        *use.reads(),
        *use.searches(other),
        *use.writes(),
        *use.looks_back(),
    ]
    return [
        time_operation(one, samples)
        for one in report.progress(operations, "using them")
    ]


def _time_bulk(store: SqliteTaskStore, snapshot: Snapshot) -> list[dict[str, Any]]:
    tag = snapshot.tags[0].name
    many = [task.id for task in store.open_tasks(limit=1000)]
    return [
        _timed("rename a tag", lambda: store.rename_tag(tag, "renamed")),
        _timed("undo that", store.undo),
        _timed("complete 1,000 tasks", lambda: store.complete(many)),
        _timed("undo that as well", store.undo),
    ]


def _timed(name: str, call: Callable[[], object]) -> dict[str, Any]:
    began_s = time.perf_counter()
    call()
    return {"name": name, "seconds": time.perf_counter() - began_s}


def _size_mb(database: TaskDatabase) -> float:
    with database.read() as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return database.path.stat().st_size / _MB


def _cells(one: dict[str, Any]) -> list[object]:
    target = one["target"]
    return [
        one["name"],
        f"{one['p50']:.2f}",
        f"{one['p99']:.2f}",
        f"{target['p50']:g}/{target['p99']:g}",
        Text("ok", "green") if _met(one) else Text("missed", "red"),
        *_against(one, "list_p50"),
        *_against(one, "like_p50"),
    ]


def _against(one: dict[str, Any], key: str) -> tuple[str | None, str | None]:
    if one[key] is None:
        return None, None
    return f"{one[key]:.2f}", f"{one[key] / one['p50']:.1f}x"


def _met(one: dict[str, Any]) -> bool:
    target = one["target"]
    return bool(one["p50"] < target["p50"] and one["p99"] < target["p99"])


def _most(operations: list[dict[str, Any]], key: str) -> float:
    return max(float(one[key]) for one in operations)


@contextmanager
def _progress(description: str, total: int) -> Iterator[Callable[[int], object]]:
    """Show a bar on standard error, when that is a terminal."""
    console = Console(stderr=True)
    with Progress(
        console=console, transient=True, disable=not sys.stderr.isatty()
    ) as bar:
        job = bar.add_task(description, total=total)
        yield lambda count: bar.advance(job, count)

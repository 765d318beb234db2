"""`clara models`: what can be had, what is here, and whether it is whole."""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from clara_edge.domain.errors import ModelDownloadError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.console import Console
    from rich.progress import Progress, TaskID

    from clara_edge.cli.main import CliState
    from clara_edge.models.manifest import Manifest, Pack
    from clara_edge.models.progress import PullProgress
    from clara_edge.models.store import ModelStore, PackState

_SETS = ("starter", "recommended")
_MARKS = {"installed": "green", "missing": "dim", "damaged": "bold red"}


@click.group()
def models() -> None:
    """List, pull and check model packs."""


@models.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@click.pass_obj
def list_(state: CliState, as_json: bool) -> None:
    """Show every known pack and whether it is installed."""
    store = _store(state)
    wanted = {pack.name for pack in store.manifest.recommended(memory_mib())}
    states = [store.state(pack.name) for pack in store.manifest.packs]
    if as_json:
        click.echo(json.dumps([_as_json(s, wanted) for s in states], indent=2))
    else:
        _print_table(states, wanted)


@models.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME|starter|recommended…")
@click.option("--mirror", help="Folder or http(s) address to ask first.")
@click.option("--again", is_flag=True, help="Fetch it even if it is installed.")
@click.option("--quiet", is_flag=True, help="Say nothing of packs that are here.")
@click.option("--if-reachable", is_flag=True, help="Succeed where nobody answers.")
@click.pass_obj
def pull(
    state: CliState, /, names: tuple[str, ...], mirror: str | None, **flags: bool
) -> None:
    """Fetch packs, resuming what was interrupted."""
    from clara_edge.config.folders import make_folders

    make_folders(state.folders)
    store = _store(state, mirror)
    packs = _expand(store.manifest, names)
    if flags["quiet"] and not flags["again"]:
        packs = [p for p in packs if store.state(p.name).state != "installed"]
    if flags["if_reachable"] and packs and not _announce(store, packs):
        return
    _pull_all(store, packs, again=flags["again"])


def _announce(store: ModelStore, packs: Sequence[Pack]) -> bool:
    """Say what is going to be fetched, or that it cannot be; tell which."""
    from clara_edge.models.files import megabytes

    names = ", ".join(pack.name for pack in packs)
    size = megabytes(sum(pack.size for pack in packs))
    if not store.reachable(packs):
        click.echo(
            f"the publishers of {names} ({size}) cannot be reached; Clara works without"
            " them; later: clara models pull recommended"
        )
        return False
    click.echo(f"fetching {names} ({size}); SKIP_MODELS=1 skips this")
    return True


def _pull_all(store: ModelStore, packs: Sequence[Pack], *, again: bool) -> None:
    failed: list[ModelDownloadError] = []
    for pack in packs:
        try:
            with _shown() as report:
                folder = store.pull(pack.name, report, again=again)
            click.echo(f"{pack.name} is in {folder}")
        except ModelDownloadError as error:
            failed.append(error)
    if len(failed) == 1:
        raise failed[0]
    if failed:
        raise ModelDownloadError("\n".join(str(error) for error in failed))


@models.command()
@click.argument("names", nargs=-1, metavar="[NAME…]")
@click.pass_obj
def verify(state: CliState, names: tuple[str, ...]) -> None:
    """Compare the checksums of the installed packs, or of those named."""
    store = _store(state)
    chosen = _expand(store.manifest, names) if names else store.installed()
    for pack in chosen:
        store.verify(pack.name)
        click.echo(f"{pack.name} is as it should be")
    if not chosen:
        click.echo("no model pack is installed; run: clara models pull starter")


@models.command()
@click.argument("name")
@click.pass_obj
def remove(state: CliState, name: str) -> None:
    """Delete a pack; it can be pulled again."""
    found = _store(state).remove(name)
    click.echo(f"{name} is removed" if found else f"{name} was not installed")


def memory_mib() -> int:
    """Return this machine's memory."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20


def _store(state: CliState, mirror: str | None = None) -> ModelStore:
    from clara_edge.models.progress import FetchSettings
    from clara_edge.models.store import ModelStore

    settings = FetchSettings(timeout_s=state.config.models.timeout_s)
    mirror = mirror or state.config.models.mirror
    return ModelStore(state.folders.models, mirror=mirror, settings=settings)


def _expand(manifest: Manifest, names: Sequence[str]) -> list[Pack]:
    """Turn names and sets into packs, each once."""
    packs: dict[str, Pack] = {}
    for name in names:
        sets: dict[str, Callable[[], tuple[Pack, ...]]] = {
            "starter": manifest.starter,
            "recommended": lambda: manifest.recommended(memory_mib()),
        }
        found = sets[name]() if name in _SETS else (manifest.pack(name),)
        packs.update((pack.name, pack) for pack in found)
    return list(packs.values())


def _as_json(state: PackState, recommended: set[str]) -> dict[str, object]:
    pack = state.pack
    return {
        "name": pack.name,
        "kind": pack.kind.value,
        "engine": pack.engine,
        "licence": pack.licence,
        "size": pack.size,
        "state": state.state,
        "problem": state.problem if state.state == "damaged" else None,
        "starter": pack.starter,
        "recommended_here": pack.name in recommended,
        "needs_memory_mib": pack.needs_memory_mib,
        "description": pack.description,
    }


def _print_table(states: Sequence[PackState], recommended: set[str]) -> None:
    from rich.table import Table

    from clara_edge.models.files import megabytes

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("name", "kind", "engine", "licence"):
        table.add_column(column, overflow="fold")
    table.add_column("size", justify="right", no_wrap=True)
    table.add_column("state", no_wrap=True)
    for state in states:
        pack = state.pack
        note = ""
        if state.state == "missing" and pack.name in recommended:
            note = ", recommended here"
        mark = _MARKS[state.state]
        table.add_row(
            pack.name,
            pack.kind.value,
            pack.engine,
            pack.licence,
            megabytes(pack.size),
            f"[{mark}]{state.state}[/]{note}",
        )
    console = _console()
    console.print(table)
    console.print(
        f"\n{_next_command(states, recommended)}", style="dim", highlight=False
    )


def _next_command(states: Sequence[PackState], recommended: set[str]) -> str:
    """Return the next sensible thing to do, as the last line of the list."""
    damaged = [s.pack.name for s in states if s.state == "damaged"]
    absent = {s.pack.name for s in states if s.state == "missing"}
    if damaged:
        return f"repair it with: clara models pull {damaged[0]}"
    if any(s.pack.starter and s.pack.name in absent for s in states):
        return "get what Clara needs with: clara models pull starter"
    if recommended & absent:
        return f"get what suits these {memory_mib()} MiB of memory with: clara models pull recommended"
    return "check them with: clara models verify"


def _console() -> Console:
    """Return a console that never cuts a column when the output is not a terminal."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else 160)


@contextmanager
def _shown() -> Iterator[Callable[[PullProgress], None]]:
    """Show a pull as a bar on a terminal; elsewhere only its notes, as lines."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TransferSpeedColumn

    console = Console(stderr=True)
    bar = Progress(
        "{task.description}",
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    )
    task = bar.add_task("", total=None)
    with bar:
        yield lambda progress: _advance(bar, task, progress)


def _advance(bar: Progress, task: TaskID, progress: PullProgress) -> None:
    bar.update(
        task,
        description=f"{progress.step} {progress.pack}",
        completed=progress.done,
        total=progress.total,
    )
    if progress.note:
        bar.console.print(
            f"{progress.pack}: {progress.note}",
            style="dim",
            highlight=False,
            markup=False,
        )

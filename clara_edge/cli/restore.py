"""`clara restore`: go back to a backup, after showing what that changes."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clara_edge.domain.errors import FileInvalidError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clara_edge.cli.main import CliState
    from clara_edge.config.clock import SystemClock
    from clara_edge.storage.backup_files import BackupFile
    from clara_edge.storage.differences import Differences
    from clara_edge.storage.restore import Restored

_SHOWN = 10
"""So many titles of each sort are shown."""


@click.command()
@click.argument("name", required=False, metavar="[latest|NAME|FILE]")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@click.option("--empty", is_flag=True, help="Start anew without any task.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON; needs --yes to act.")
@click.pass_obj
def restore(state: CliState, /, name: str | None, **flags: bool) -> None:
    """Go back to a backup; without a name, list them.

    Shows which tasks come back, go or change, asks, and keeps a copy of what there is
    now. Clara may be running.
    """
    if flags["empty"]:
        if name is not None:
            raise click.UsageError("--empty starts without tasks: give no backup")
        _start_empty(state, flags)
    elif name is None:
        from clara_edge.cli.backup import list_

        click.get_current_context().invoke(list_, as_json=flags["as_json"])
    else:
        _restore(state, _chosen(state, name), flags)


def _restore(state: CliState, source: Path, flags: dict[str, bool]) -> None:
    from clara_edge.config.clock import SystemClock
    from clara_edge.storage.restore import prepared

    clock = SystemClock()
    with prepared(state.folders.database, source) as ready:
        found = ready.differences(clock)
        if not flags["as_json"]:
            for line in _preview(source, found):
                click.echo(line)
        done = None
        if not flags["dry_run"] and _agreed(flags, "Restore this backup?"):
            done = ready.apply(clock, lambda live: _safety_copy(state, live, clock))
    if flags["as_json"]:
        click.echo(json.dumps(_as_object(source, found, done), indent=2))
    elif done is not None:
        _tell(done)
    elif not flags["dry_run"]:
        click.echo("nothing was changed")


def _safety_copy(state: CliState, live: Any, clock: SystemClock) -> BackupFile:
    from clara_edge.storage.backup_files import BackupKind
    from clara_edge.storage.backups import BackupPlan, Backups
    from clara_edge.storage.database import TaskDatabase

    plan = BackupPlan.of(state.config.backup, state.folders)
    with TaskDatabase(state.folders.database, clock) as database:
        backups = Backups(database, plan, clock)
        return backups.make_of(live, BackupKind.BEFORE_RESTORE)


def _start_empty(state: CliState, flags: dict[str, bool]) -> None:
    from clara_edge.config.clock import SystemClock
    from clara_edge.storage.restore import start_empty

    path = state.folders.database
    if not flags["as_json"]:
        click.echo(f"{path} is kept under another name, and an empty one made")
    if flags["dry_run"] or not _agreed(flags, "Start without any task?"):
        return
    aside = start_empty(path, SystemClock())
    if flags["as_json"]:
        click.echo(json.dumps({"restored": True, "aside": str(aside or "") or None}))
    else:
        click.echo(f"there are no tasks now; the old file is {aside or 'not there'}")


def _chosen(state: CliState, name: str) -> Path:
    """Return the file that is meant: the last good one, one by name, or any file."""
    from clara_edge.storage.backup_files import backups_in, known_folders
    from clara_edge.storage.backups import BackupPlan

    plan = BackupPlan.of(state.config.backup, state.folders)
    found = backups_in(*plan.folders, *known_folders(state.folders.database))
    for backup in found:
        if name in {backup.name, backup.path.stem}:
            return backup.path
    if name == "latest":
        return _latest(found, plan.folder)
    # a name too long, with a zero byte or of an unknown user's home
    with suppress(OSError, ValueError, RuntimeError):
        path = Path(name).expanduser()
        if path.is_file():
            return path
    raise FileInvalidError(
        f"there is no backup {name[:200]!r}",
        remedy="clara restore without a name lists them",
    )


def _latest(found: Sequence[BackupFile], folder: Path) -> Path:
    from clara_edge.storage.backup_files import BackupKind

    made = [b for b in found if b.kind is not BackupKind.BEFORE_RESTORE]
    if not made:
        raise FileInvalidError(
            f"there is no backup in {folder} yet",
            remedy="name a file, or make one with clara backup",
        )
    return made[0].path


def _agreed(flags: dict[str, bool], question: str) -> bool:
    if flags["yes"]:
        return True
    if flags["as_json"]:
        return False
    if not sys.stdin.isatty():
        raise click.UsageError(
            "nobody can be asked here: --yes restores, --dry-run only shows"
        )
    return click.confirm(question)


def _preview(source: Path, found: Differences) -> Iterator[str]:
    from clara_edge.cli.task.text import counted, shown

    yield click.style(f"Going back to {source.name}", bold=True)
    if not found:
        yield "  no task changes"
    parts = (
        ("+", "green", "comes back", "come back", [shown(t) for t in found.added]),
        ("-", "red", "goes", "go", [shown(t) for t in found.removed]),
        ("~", "yellow", "changes back", "change back", _changes(found)),
    )
    for sign, colour, one, several, titles in parts:
        if not titles:
            continue
        verb = one if len(titles) == 1 else several
        yield f"  {counted(len(titles), 'task')} {verb}:"
        for title in titles[:_SHOWN]:
            yield click.style(f"    {sign} {title}", fg=colour)
        if len(titles) > _SHOWN:
            yield f"      and {len(titles) - _SHOWN:,} more"


def _changes(found: Differences) -> list[str]:
    from clara_edge.cli.task.text import shown

    return [f"{shown(c.title)} ({', '.join(c.fields)})" for c in found.changed]


def _tell(done: Restored) -> None:
    from clara_edge.cli.task.screen import hint

    if done.safety_copy is not None:
        click.echo("restored")
        hint(f"go back again: clara restore {done.safety_copy.name}")
    elif done.aside is not None:
        click.echo(f"restored; the file that could not be read is {done.aside}")
    else:
        click.echo("restored; there was no database before")


def _as_object(
    source: Path, found: Differences, done: Restored | None
) -> dict[str, Any]:
    copy = done.safety_copy.name if done and done.safety_copy else None
    return {
        "backup": str(source),
        "restored": done is not None,
        "added": list(found.added),
        "removed": list(found.removed),
        "changed": [{"title": c.title, "fields": c.fields} for c in found.changed],
        "safety_copy": copy,
        "aside": str(done.aside) if done and done.aside else None,
    }

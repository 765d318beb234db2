"""`clara backup`: make a backup of the tasks now, and list those that there are."""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clara_edge.cli.main import CliState
    from clara_edge.storage.backup_files import BackupFile
    from clara_edge.storage.backups import Backups


@click.group(invoke_without_command=True)
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Into this folder instead, for example of a USB stick.",
)
@click.option("--if-due", is_flag=True, help="Only if the last one is too old.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@click.pass_context
def backup(
    context: click.Context, folder: Path | None, if_due: bool, as_json: bool
) -> None:
    """Make a checked copy of all tasks now; Clara may go on meanwhile.

    Such a backup stays until you delete its file.
    """
    if context.invoked_subcommand is not None:
        if folder or if_due:
            raise click.UsageError("--to and --if-due make a backup; list makes none")
        return
    if folder and if_due:
        raise click.UsageError("--if-due knows only the usual folder")
    with _opened(context.obj) as backups:
        made = _make(backups, folder, if_due=if_due)
        second = backups.second_problem
    if as_json:
        click.echo(json.dumps({"made": _as_object(made), "second_folder": second}))
        return
    _tell(made)
    if second is not None:
        click.secho(f"the second backup folder: {second}", fg="yellow", err=True)


@backup.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@click.pass_obj
def list_(state: CliState, as_json: bool) -> None:
    """List the backups, the last one first, with what is in them."""
    from clara_edge.cli.backup_table import backup_lines, backup_object
    from clara_edge.cli.task.screen import hint
    from clara_edge.config.clock import SystemClock
    from clara_edge.storage.backup_files import backups_in
    from clara_edge.storage.backups import BackupPlan

    plan = BackupPlan.of(state.config.backup, state.folders)
    found = backups_in(*plan.folders)
    if as_json:
        click.echo(json.dumps([backup_object(b) for b in found], indent=2))
    elif not found:
        click.echo(f"there is no backup in {plan.folder} yet")
        hint("clara backup makes one")
    else:
        for line in backup_lines(found, SystemClock().now()):
            click.echo(line)
        hint("see what one would change: clara restore NAME --dry-run")


def _make(backups: Backups, folder: Path | None, *, if_due: bool) -> BackupFile | None:
    from clara_edge.storage.backup_files import BackupKind

    if if_due:
        return backups.make_if_due()
    return backups.make(BackupKind.MANUAL, folder=folder and folder.absolute())


def _tell(made: BackupFile | None) -> None:
    from clara_edge.cli.backup_table import size_text
    from clara_edge.cli.task.screen import hint
    from clara_edge.storage.backup_copy import read_facts

    if made is None:
        click.echo("no backup is due: nothing was changed, or the last one is new")
        return
    facts = read_facts(made.path)
    click.echo(f"{made.path}: {facts.tasks:,} tasks, {size_text(made.size)}, checked")
    hint("clara backup list shows them all")


def _as_object(made: BackupFile | None) -> object:
    from clara_edge.cli.backup_table import backup_object

    return None if made is None else backup_object(made)


@contextmanager
def _opened(state: CliState) -> Iterator[Backups]:
    from clara_edge.config.clock import SystemClock
    from clara_edge.domain.errors import StorageUnavailableError
    from clara_edge.storage.backups import BackupPlan, Backups
    from clara_edge.storage.database import TaskDatabase
    from clara_edge.storage.recovery import is_lost

    path = state.folders.database
    if not path.exists() and not is_lost(path):
        raise StorageUnavailableError(
            f"there are no tasks to back up: {path} does not exist",
            remedy="the first task makes it",
        )
    clock = SystemClock()
    plan = BackupPlan.of(state.config.backup, state.folders)
    with TaskDatabase(path, clock) as database:
        yield Backups(database, plan, clock)

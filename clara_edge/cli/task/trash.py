"""`clara task delete`, `trash` and `restore`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from clara_edge.cli.task.as_object import as_object, print_json
from clara_edge.cli.task.dates import moment
from clara_edge.cli.task.options import json_option, numbers_argument
from clara_edge.cli.task.screen import hint
from clara_edge.cli.task.session import open_tasks
from clara_edge.cli.task.text import counted
from clara_edge.cli.task.told import named_all, tell
from clara_edge.domain.errors import FieldInvalidError

if TYPE_CHECKING:
    from clara_edge.cli.main import CliState


@click.command()
@numbers_argument
@click.option("--yes", "-y", is_flag=True, help="Do not ask before several go.")
@json_option
@click.pass_obj
def delete(state: CliState, numbers: tuple[str, ...], yes: bool, as_json: bool) -> None:
    """Move tasks with their subtasks to the trash, where they stay for a while."""
    with open_tasks(state) as session:
        chosen = session.chosen(numbers)
        if len(chosen) > 1 and not yes:
            confirm(f"delete {named_all(chosen)}?")
        tasks = session.store.delete([task.id for task in chosen])
        lines = [
            f"deleted {named_all(tasks)}"
            if tasks
            else "nothing had to be deleted: it is in the trash already"
        ]
        tell(session, "deleted", tasks, as_json=as_json, lines=lines)


@click.command()
@json_option
@click.pass_obj
def trash(state: CliState, as_json: bool) -> None:
    """Show what was deleted and can be brought back, the last one first."""
    with open_tasks(state) as session:
        tasks = session.store.trash()
        if as_json:
            print_json([as_object(task, session.project_names) for task in tasks])
            return
        if not tasks:
            click.echo("the trash is empty")
            return
        from clara_edge.cli.task.table import Line, TaskTable

        lines = [
            Line(task, note=f"deleted {moment(task.deleted_at, session.now)}")
            for task in tasks
            if task.deleted_at
        ]
        TaskTable(session, lines).print()
        click.echo()
        hint(
            f"{counted(len(tasks), 'task')}; "
            f"bring one back: clara task restore {tasks[0].number}"
        )


@click.command()
@numbers_argument
@json_option
@click.pass_obj
def restore(state: CliState, numbers: tuple[str, ...], as_json: bool) -> None:
    """Bring tasks back from the trash, with the subtasks that went with them."""
    with open_tasks(state) as session:
        ids = [task.id for task in session.chosen(numbers)]
        tasks = session.store.restore(ids)
        line = f"restored {named_all(tasks)}" if tasks else "nothing was in the trash"
        tell(session, "restored", tasks, as_json=as_json, lines=[line])


def confirm(question: str) -> None:
    """Ask on a terminal; elsewhere nothing happens without --yes.

    Raises:
        FieldInvalidError: nobody can be asked.
        click.Abort: the answer is no.
    """
    if not sys.stdin.isatty():
        raise FieldInvalidError(
            "nobody can be asked whether to go on", remedy="say so with --yes"
        )
    click.confirm(question, abort=True, err=True)

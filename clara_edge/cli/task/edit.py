"""`clara task edit`: change one or several tasks alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from clara_edge.cli.task import offers
from clara_edge.cli.task.add import new_projects
from clara_edge.cli.task.options import json_option, numbers_argument, value_options
from clara_edge.cli.task.session import open_tasks
from clara_edge.cli.task.told import facts, named, named_all, tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.cli.main import CliState
    from clara_edge.cli.task.session import TaskSession
    from clara_edge.domain.tasks import Task


@click.command(
    epilog="""\b
clara task edit 12 --due "fri 14:30" --priority high
clara task edit 3-7 --project Garden --no-due"""
)
@numbers_argument
@click.option("--title", metavar="TEXT", help="For a single task.")
@value_options
@click.option(
    "--untag",
    multiple=True,
    metavar="TAG",
    shell_complete=offers.tags,
    help="Take a tag off; several times.",
)
@click.option("--inbox", is_flag=True, help="Take it out of its project.")
@click.option("--no-due", is_flag=True, help="No due date any more.")
@click.option("--no-start", is_flag=True, help="No start date any more.")
@click.option("--no-estimate", is_flag=True, help="No estimate any more.")
@click.option("--no-tags", is_flag=True, help="Take all tags off.")
@click.option("--no-reminders", is_flag=True, help="No reminders any more.")
@click.option("--no-repeat", is_flag=True, help="It does not come back any more.")
@click.option("--no-parent", is_flag=True, help="Not a part of another any more.")
@json_option
@click.pass_obj
def edit(
    state: CliState, /, numbers: tuple[str, ...], as_json: bool, **options: Any
) -> None:
    """Change tasks alike, in one step; --tag adds, --remind sets exactly these."""
    from clara_edge.cli.task.fields import patch_of

    with open_tasks(state) as session:
        chosen = session.chosen(numbers)
        if options["title"] is not None and len(chosen) > 1:
            raise click.UsageError("--title is for a single task")
        patch = patch_of(session, chosen, options)
        before = dict(session.project_names)
        tasks = session.store.change([task.id for task in chosen], patch)
        session.look_again()
        lines = [*new_projects(session, before), *_changed(session, tasks)]
        tell(session, "changed", tasks, as_json=as_json, lines=lines)


def _changed(session: TaskSession, tasks: Sequence[Task]) -> list[str]:
    if len(tasks) != 1:
        return [f"changed {named_all(tasks)}"]
    more = facts(session, tasks[0])
    return [f"changed {named(tasks[0])}{', ' if more else ''}{more}"]

"""`clara task done`, `reopen`, `start`, `skip` and `cancel`: where tasks stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from clara_edge.cli.task import offers
from clara_edge.cli.task.as_object import as_object
from clara_edge.cli.task.dates import both
from clara_edge.cli.task.options import json_option, numbers_argument
from clara_edge.cli.task.session import open_tasks
from clara_edge.cli.task.text import shortened
from clara_edge.cli.task.told import named, named_all, tell
from clara_edge.domain.drafts import TaskPatch
from clara_edge.domain.tasks import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clara_edge.cli.main import CliState
    from clara_edge.cli.task.session import TaskSession
    from clara_edge.domain.steps import Completion
    from clara_edge.domain.tasks import Task


@click.command()
@numbers_argument
@json_option
@click.pass_obj
def done(state: CliState, numbers: tuple[str, ...], as_json: bool) -> None:
    """Complete tasks with their open subtasks; recurring ones come back."""
    with open_tasks(state) as session:
        tasks = session.chosen(numbers)
        completion = session.store.complete([task.id for task in tasks])
        spawned = [as_object(t, session.project_names) for t in completion.spawned]
        tell(
            session,
            "completed",
            completion.completed,
            as_json=as_json,
            lines=list(_completed(session, tasks, completion)),
            comes_back=spawned,
        )


def _completed(
    session: TaskSession, asked: Sequence[Task], completion: Completion
) -> Iterator[str]:
    already = [task for task in asked if task.status is Status.COMPLETED]
    if already:
        yield f"completed before: {named_all(already)}"
    if completion.completed:
        yield f"completed {named_all(completion.completed)}"
    for task in completion.spawned:
        when = f" on {both(task.due, session.now)}" if task.due else ""
        back = "comes back as"
        if len(completion.completed) == 1:
            yield f"it {back} {named(task)}{when}"
        else:
            yield f"{shortened(task.title, 40)} {back} #{task.number}{when}"


@click.command()
@numbers_argument
@json_option
@click.pass_obj
def reopen(state: CliState, numbers: tuple[str, ...], as_json: bool) -> None:
    """Make completed or cancelled tasks open again."""
    with open_tasks(state) as session:
        tasks = session.store.reopen([t.id for t in session.chosen(numbers)])
        line = f"reopened {named_all(tasks)}" if tasks else "they were open already"
        tell(session, "reopened", tasks, as_json=as_json, lines=[line])


@click.command()
@numbers_argument
@json_option
@click.pass_obj
def start(state: CliState, numbers: tuple[str, ...], as_json: bool) -> None:
    """Mark tasks as being worked on; reopen makes them untouched again."""
    _set(state, numbers, Status.IN_PROGRESS, "started", as_json=as_json)


@click.command()
@numbers_argument
@json_option
@click.pass_obj
def cancel(state: CliState, numbers: tuple[str, ...], as_json: bool) -> None:
    """Give tasks up; they stay on record, unlike deleted ones."""
    _set(state, numbers, Status.CANCELLED, "cancelled", as_json=as_json)


@click.command()
@click.argument("number", shell_complete=offers.tasks)
@json_option
@click.pass_obj
def skip(state: CliState, number: str, as_json: bool) -> None:
    """Leave out this occurrence of a recurring task: it moves on to its next date."""
    with open_tasks(state) as session:
        task = session.store.skip(session.one(number).id)
        when = f" is now due {both(task.due, session.now)}" if task.due else ""
        tell(
            session, "skipped", [task], as_json=as_json, lines=[f"{named(task)}{when}"]
        )


def _set(
    state: CliState,
    numbers: tuple[str, ...],
    status: Status,
    did: str,
    *,
    as_json: bool,
) -> None:
    with open_tasks(state) as session:
        ids = [task.id for task in session.chosen(numbers)]
        tasks = session.store.change(ids, TaskPatch(status=status))
        lines = [f"{did} {named_all(tasks)}"]
        tell(session, did, tasks, as_json=as_json, lines=lines)

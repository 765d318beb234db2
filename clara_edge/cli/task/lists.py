"""`clara task list`, its shortcuts, and `clara task count`."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

import click

from clara_edge.cli.task import offers
from clara_edge.cli.task.as_object import as_object, print_json
from clara_edge.cli.task.dates import day_text, local, relative
from clara_edge.cli.task.options import json_option
from clara_edge.cli.task.screen import hint
from clara_edge.cli.task.session import open_tasks
from clara_edge.cli.task.text import counted
from clara_edge.domain.query import Order

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from typing import Any

    from clara_edge.cli.main import CliState
    from clara_edge.cli.task.session import TaskSession
    from clara_edge.cli.task.table import Line
    from clara_edge.domain.query import Query
    from clara_edge.domain.tasks import Task

SHOWN = 100
_EVERY_STATUS = "status:any"

# -is:overdue is a term of the filter, no option; -h would be the beginning of -has:due
_TERMS_WITH_MINUS = {"ignore_unknown_options": True, "help_option_names": ["--help"]}

filter_argument = click.argument(
    "words", nargs=-1, metavar="[FILTER…]", shell_complete=offers.filters
)
limit_option = click.option(
    "--limit",
    type=click.IntRange(min=0),
    help=f"At most so many, 0 for all; by default {SHOWN} on screen, all as JSON.",
)


@click.command(
    "list",
    context_settings=_TERMS_WITH_MINUS,
    epilog="""\b
clara task list @work !high due:week
clara task list "#phone" -is:overdue --sort priority""",
)
@filter_argument
@click.option(
    "--sort",
    type=click.Choice([order.value for order in Order]),
    help="By this instead of due date and priority.",
)
@click.option("--reverse", is_flag=True, help="The other way round.")
@limit_option
@click.option("--all", "every", is_flag=True, help="Done and cancelled ones as well.")
@click.option("--tree", is_flag=True, help="Subtasks below their parents.")
@json_option
@click.pass_obj
def list_(
    state: CliState, /, words: tuple[str, ...], sort: str | None, **flags: Any
) -> None:
    """List tasks; all parts of the filter must hold."""
    with open_tasks(state) as session:
        if flags["every"]:
            words = (*words, _EVERY_STATUS)
        query = _query(session, words)
        if sort is not None:
            query = replace(query, order=Order(sort))
        if flags["reverse"]:
            query = replace(query, reverse=not query.reverse)
        _list(session, query, flags, _tree if flags["tree"] else _flat)


@click.command(context_settings=_TERMS_WITH_MINUS)
@filter_argument
@limit_option
@json_option
@click.pass_obj
def today(state: CliState, /, words: tuple[str, ...], **flags: Any) -> None:
    """List what is due today or overdue."""
    with open_tasks(state) as session:
        query = _query(session, ("due:<=today", *words))
        _list(session, query, flags, _flat, nothing="nothing is due today")


@click.command(context_settings=_TERMS_WITH_MINUS)
@filter_argument
@limit_option
@json_option
@click.pass_obj
def overdue(state: CliState, /, words: tuple[str, ...], **flags: Any) -> None:
    """List what should have been done already."""
    with open_tasks(state) as session:
        query = _query(session, ("is:overdue", *words))
        _list(session, query, flags, _flat, nothing="nothing is overdue")


@click.command(context_settings=_TERMS_WITH_MINUS)
@filter_argument
@click.option(
    "--days",
    type=click.IntRange(1, 3660),
    default=7,
    show_default=True,
    help="So many days, with today.",
)
@limit_option
@json_option
@click.pass_obj
def upcoming(
    state: CliState, /, words: tuple[str, ...], days: int, **flags: Any
) -> None:
    """List what is due in the next days, day by day."""
    with open_tasks(state) as session:
        query = _query(session, (f"due:{days}d", *words))
        nothing = f"nothing is due in the next {counted(days, 'day')}"
        _list(session, query, flags, _by_day, nothing=nothing)


@click.command(context_settings=_TERMS_WITH_MINUS)
@filter_argument
@click.option("--all", "every", is_flag=True, help="Done and cancelled ones as well.")
@json_option
@click.pass_obj
def count(state: CliState, words: tuple[str, ...], every: bool, as_json: bool) -> None:
    """Count the tasks of a filter, all open ones without."""
    with open_tasks(state) as session:
        if every:
            words = (*words, _EVERY_STATUS)
        number = session.store.count(_query(session, words))
    if as_json:
        print_json({"count": number})
    else:
        click.echo(number)


def _query(session: TaskSession, words: Sequence[str]) -> Query:
    from clara_edge.cli.task.filter_words import filter_of
    from clara_edge.domain.query_syntax import parse_query

    return parse_query(filter_of(words), session.now)


def _list(
    session: TaskSession,
    query: Query,
    flags: dict[str, Any],
    arrange: Callable[[TaskSession, Sequence[Task]], list[Line]],
    nothing: str = "no task fits",
) -> None:
    limit = flags["limit"]
    if limit is None and not flags["as_json"]:
        limit = SHOWN
    tasks = session.store.find(query, limit=limit or None)
    if flags["as_json"]:
        print_json([as_object(task, session.project_names) for task in tasks])
        return
    if not tasks:
        click.echo(nothing)
        hint('add one: clara task add Buy milk --due "tomorrow 9:00"')
        return
    from clara_edge.cli.task.table import TaskTable

    TaskTable(session, arrange(session, tasks)).print()
    total = session.store.count(query) if len(tasks) == limit else len(tasks)
    click.echo()
    if total > len(tasks):
        hint(f"{len(tasks)} of {counted(total, 'task')}; all of them: --limit 0")
    else:
        hint(f"{counted(total, 'task')}; complete one: clara task done {_first(tasks)}")


def _first(tasks: Sequence[Task]) -> int:
    return next((task.number for task in tasks if task.is_open), tasks[0].number)


def _flat(session: TaskSession, tasks: Sequence[Task]) -> list[Line]:
    from clara_edge.cli.task.table import as_lines

    del session
    return as_lines(tasks)


def _tree(session: TaskSession, tasks: Sequence[Task]) -> list[Line]:
    from clara_edge.cli.task.table import as_tree

    del session
    return as_tree(tasks)


def _by_day(session: TaskSession, tasks: Sequence[Task]) -> list[Line]:
    from clara_edge.cli.task.table import Line
    from clara_edge.domain.due import Due

    now = session.now

    def day_of(task: Task) -> date:
        return local(task.due, now)[0] if task.due else now.date()

    lines = []
    for day, group in groupby(sorted(tasks, key=day_of), key=day_of):
        heading = f"{day_text(day, now.date())}, {relative(Due(day), now)}"
        lines.append(Line(heading=heading))
        lines += [Line(task, note=_clock(task, session)) for task in group]
    return lines


def _clock(task: Task, session: TaskSession) -> str:
    clock = local(task.due, session.now)[1] if task.due else None
    return f"{clock:%H:%M}" if clock else " "

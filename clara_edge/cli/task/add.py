"""`clara task add` and `clara task subtask`: new tasks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from clara_edge.cli.task import offers
from clara_edge.cli.task.options import json_option, value_options
from clara_edge.cli.task.session import nearest, open_tasks
from clara_edge.cli.task.text import shown
from clara_edge.cli.task.told import facts, named, named_all, tell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from clara_edge.cli.main import CliState
    from clara_edge.cli.task.session import TaskSession
    from clara_edge.domain.drafts import TaskDraft
    from clara_edge.domain.tasks import Task

FROM_STDIN = ("-",)


@click.command(
    epilog="""\b
clara task add Call the dentist --due "tue 14:30" -p urgent --remind 1h
clara task add Water the plants --due sun --repeat "every sunday"
clara task add - --project Groceries < list.txt"""
)
@click.argument("words", nargs=-1, required=True, metavar="TITLE…")
@value_options
@click.option("--inbox", is_flag=True, help="In no project, whatever its words are.")
@json_option
@click.pass_obj
def add(
    state: CliState, /, words: tuple[str, ...], as_json: bool, **options: Any
) -> None:
    """Add a task; with - one for every line of standard input, all in one step."""
    _add(state, words, options, as_json=as_json)


@click.command()
@click.argument("number", metavar="NUMBER", shell_complete=offers.tasks)
@click.argument("words", nargs=-1, required=True, metavar="TITLE…")
@value_options
@json_option
@click.pass_obj
def subtask(
    state: CliState,
    /,
    number: str,
    words: tuple[str, ...],
    as_json: bool,
    **options: Any,
) -> None:
    """Add a task that is a part of another; - reads one a line."""
    if options["parent"] is not None:
        raise click.UsageError("the parent is the number before the title")
    _add(state, words, {**options, "parent": number, "inbox": False}, as_json=as_json)


def _add(
    state: CliState,
    words: tuple[str, ...],
    options: Mapping[str, Any],
    *,
    as_json: bool,
) -> None:
    from clara_edge.cli.task.fields import draft_of
    from clara_edge.cli.task.values import typed_lines

    if options["inbox"] and options["project"] is not None:
        raise click.UsageError("--inbox contradicts --project")
    if words == FROM_STDIN and options["notes"] == "-":
        raise click.UsageError("standard input holds either titles or notes, not both")
    with open_tasks(state) as session:
        titles = typed_lines() if words == FROM_STDIN else [" ".join(words)]
        common = draft_of(session, titles[0], options)
        drafts, reasons = _guessed(
            state, session, [replace(common, title=title) for title in titles], options
        )
        before = dict(session.project_names)
        tasks = session.store.add(*drafts)
        session.look_again()
        lines = [*new_projects(session, before), *_added(session, tasks)]
        lines += [f"  ({why})" for why in reasons]
        tell(session, "added", tasks, as_json=as_json, lines=lines, guesses=reasons)


def _guessed(
    state: CliState,
    session: TaskSession,
    drafts: Sequence[TaskDraft],
    options: Mapping[str, Any],
) -> tuple[list[TaskDraft], list[str]]:
    """Fill in project and priority where they were left open; see docs/assistance.md."""
    from clara_edge.dialogue.assistant import Assistant

    settings = state.config.assistance
    if session.history is None or not settings.enabled:
        return list(drafts), []
    settings = settings.model_copy(
        update={
            "project": settings.project and not options["inbox"],
            "priority": settings.priority and options["priority"] is None,
        }
    )
    assistant = Assistant(settings, session.store, session.history)
    filled = [assistant.filled(draft, session.now) for draft in drafts]
    reasons = dict.fromkeys(shown(why) for one in filled for why in one.reasons)
    return [one.draft for one in filled], list(reasons)


def _added(session: TaskSession, tasks: Sequence[Task]) -> list[str]:
    if len(tasks) > 1:
        return [f"added {named_all(tasks)}"]
    more = facts(session, tasks[0])
    return [f"added {named(tasks[0])}{', ' if more else ''}{more}"]


def new_projects(session: TaskSession, before: Mapping[str, str]) -> list[str]:
    """Say which projects a command made by naming them, and which one may be meant."""
    made = [n for i, n in session.project_names.items() if i not in before]
    lines = []
    for name in made:
        near = nearest(name, before.values())
        if name.casefold() == "inbox":
            near = "did you mean --inbox, which is for no project"
        lines.append(f"new project {shown(name)}" + (f"; {near}?" if near else ""))
    return lines

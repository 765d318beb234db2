"""`clara template`: named task trees that can be used again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from clara_edge.cli.task import offers
from clara_edge.cli.task.as_object import print_json, template_object
from clara_edge.cli.task.options import json_option, project_option
from clara_edge.cli.task.screen import console, hint
from clara_edge.cli.task.session import nearest, open_tasks
from clara_edge.cli.task.text import counted, shown
from clara_edge.cli.task.told import facts, named, tell
from clara_edge.domain.errors import TemplateNotFoundError
from clara_edge.domain.project_values import same_name
from clara_edge.domain.template_values import template_of, with_levels

if TYPE_CHECKING:
    from clara_edge.cli.main import CliState
    from clara_edge.cli.task.session import TaskSession
    from clara_edge.domain.tasks import Task
    from clara_edge.domain.templates import Template, TemplateTask

name_argument = click.argument("name", shell_complete=offers.templates)


@click.group()
def template() -> None:
    """Keep a task with its subtasks as a template, and use it whenever it is needed."""


@template.command("list")
@json_option
@click.pass_obj
def list_(state: CliState, /, as_json: bool) -> None:
    """Show the templates."""
    with open_tasks(state) as session:
        templates = session.store.templates()
    if as_json:
        print_json([template_object(one) for one in templates])
        return
    if not templates:
        click.echo("there is no template")
        hint("make one of a task: clara template save NAME --from 12")
        return
    for one in templates:
        goes = f", in {shown(one.project)}" if one.project else ""
        number = sum(1 for _ in with_levels(one.tasks))
        click.echo(f"{shown(one.name)}  ({counted(number, 'task')}{goes})")
    hint(f"use one: clara template use '{shown(templates[0].name)}'")


@template.command()
@name_argument
@json_option
@click.pass_obj
def show(state: CliState, name: str, as_json: bool) -> None:
    """Show the tasks of a template, with days counted from the day of its use."""
    with open_tasks(state) as session:
        found = _named(session, name)
    if as_json:
        print_json(template_object(found))
        return
    from rich.text import Text

    out = console()
    out.print(Text(shown(found.name), "bold"), soft_wrap=True)
    for depth, task in with_levels(found.tasks):
        line = Text("  " * (depth + 1)).append(shown(task.title))
        out.print(line.append(_details(task), "dim"), soft_wrap=True)
    hint(f"\nuse it: clara template use '{shown(found.name)}'")


@template.command()
@name_argument
@click.option(
    "--from",
    "number",
    required=True,
    metavar="NUMBER",
    shell_complete=offers.tasks,
    help="The task that it is made of, with its subtasks.",
)
@project_option
@json_option
@click.pass_obj
def save(
    state: CliState, name: str, number: str, project: str | None, as_json: bool
) -> None:
    """Make a template of a task and its subtasks, in place of one of the same name."""
    with open_tasks(state) as session:
        task = session.one(number)
        anchor = task.due.day if task.due else session.now.date()
        tree = template_of(task, session.store.subtasks(task.id), anchor)
        goes = project or session.project_names.get(task.project_id or "")
        before = {one.id for one in session.store.templates()}
        saved = session.store.save_template(name, [tree], project=goes)
    if as_json:
        print_json({"did": "saved", "template": template_object(saved)})
        return
    number_of_tasks = counted(sum(1 for _ in with_levels(saved.tasks)), "task")
    did = "replaced" if saved.id in before else "saved"
    click.echo(f"{did} the template {shown(saved.name)} with {number_of_tasks}")
    hint("undo: clara task undo")


@template.command()
@name_argument
@click.option(
    "--date", "day", metavar="DAY", help="Day to count from, by default today."
)
@project_option
@json_option
@click.pass_obj
def use(
    state: CliState, name: str, day: str | None, project: str | None, as_json: bool
) -> None:
    """Add the tasks of a template, their days counted from a date."""
    from clara_edge.domain.day_words import parse_day

    with open_tasks(state) as session:
        today = session.now.date()
        anchor = today if day is None else parse_day(day, today)
        found = _named(session, name)
        tasks = session.store.use_template(found.name, anchor, project=project)
        lines = [_added(session, task) for task in tasks]
        tell(session, "added", tasks, as_json=as_json, lines=lines)


@template.command()
@name_argument
@json_option
@click.pass_obj
def delete(state: CliState, name: str, as_json: bool) -> None:
    """Forget a template; tasks made of it stay."""
    with open_tasks(state) as session:
        found = _named(session, name)
        session.store.delete_template(found.name)
    if as_json:
        print_json({"did": "deleted", "template": template_object(found)})
        return
    click.echo(f"deleted the template {shown(found.name)}")
    hint("undo: clara task undo")


def _named(session: TaskSession, name: str) -> Template:
    templates = session.store.templates()
    for one in templates:
        if same_name(one.name, name):
            return one
    raise TemplateNotFoundError(
        f"there is no template called {name[:60]!r}",
        remedy=nearest(name, [one.name for one in templates])
        or "clara template list shows them",
    )


def _details(task: TemplateTask) -> str:
    parts = []
    if task.due_after_days is not None:
        clock = f" at {task.due_time:%H:%M}" if task.due_time else ""
        parts.append(f"due {_away(task.due_after_days)}{clock}")
    if task.start_after_days is not None:
        parts.append(f"start {_away(task.start_after_days)}")
    if task.priority.value != "medium":
        parts.append(task.priority.value)
    parts += [f"#{shown(tag)}" for tag in task.tags]
    return f"  {', '.join(parts)}" if parts else ""


def _away(days: int) -> str:
    if not days:
        return "that day"
    return f"{counted(abs(days), 'day')} {'later' if days > 0 else 'earlier'}"


def _added(session: TaskSession, task: Task) -> str:
    below = len(session.store.subtasks(task.id))
    more = facts(session, task)
    subtasks = f" with {counted(below, 'subtask')}" if below else ""
    return f"added {named(task)}{subtasks}{', ' if more else ''}{more}"

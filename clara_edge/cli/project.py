"""`clara project`: lists that tasks belong to."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING, Any

import click

from clara_edge.cli.task import offers
from clara_edge.cli.task.as_object import as_object, print_json, project_object
from clara_edge.cli.task.options import json_option
from clara_edge.cli.task.screen import console, hint, print_table
from clara_edge.cli.task.session import open_tasks
from clara_edge.cli.task.text import counted, shortened, shown, shown_lines
from clara_edge.domain.drafts import UNSET, ProjectDraft, ProjectPatch
from clara_edge.domain.errors import FieldInvalidError
from clara_edge.domain.query import Condition, Field, Query
from clara_edge.domain.tasks import Status, TasksGo

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from clara_edge.cli.main import CliState
    from clara_edge.cli.task.session import TaskSession
    from clara_edge.domain.tasks import Project

_ANY_STATUS = Condition(Field.STATUS, tuple(Status))
name_argument = click.argument("name", shell_complete=offers.projects)
description_option = click.option("--description", metavar="TEXT")
color_option = click.option("--color", metavar="#RRGGBB", help="For the pages.")
default_for_option = click.option(
    "--default-for",
    multiple=True,
    metavar="WORD",
    help="Tasks with this word, or #tag, go here when no project is named; several times.",
)


@click.group()
def project() -> None:
    """List, add, change, archive and delete projects; a shopping list is one."""


@project.command("list")
@click.option("--all", "archived", is_flag=True, help="Archived ones as well.")
@json_option
@click.pass_obj
def list_(state: CliState, /, archived: bool, as_json: bool) -> None:
    """Show the projects and how many open tasks each has."""
    with open_tasks(state) as session:
        projects = session.store.projects(archived=archived)
        counts = session.store.open_counts()
    if as_json:
        print_json([project_object(p, counts.get(p.id, 0)) for p in projects])
        return
    _print_table(projects, counts)
    named = shown(projects[0].name) if projects else "none"
    hint(f"\nopen tasks of one: clara task list 'project:{named}'")


@project.command()
@click.argument("name")
@description_option
@color_option
@default_for_option
@json_option
@click.pass_obj
def add(
    state: CliState,
    /,
    name: str,
    as_json: bool,
    default_for: tuple[str, ...],
    **rest: Any,
) -> None:
    """Add a project."""
    with open_tasks(state) as session:
        draft = ProjectDraft(
            name,
            description=rest["description"] or "",
            color=rest["color"],
            default_for=default_for,
        )
        made = session.store.add_project(draft)
        _tell(session, "added", made, as_json=as_json)


@project.command()
@name_argument
@json_option
@click.pass_obj
def show(state: CliState, name: str, as_json: bool) -> None:
    """Show a project and its open tasks."""
    with open_tasks(state) as session:
        found = session.project(name)
        tasks = session.store.find(Query((Condition(Field.PROJECT, (found.id,)),)))
        if as_json:
            objects = [as_object(task, session.project_names) for task in tasks]
            print_json({**project_object(found, len(tasks)), "tasks": objects})
            return
        _print_project(found)
        if tasks:
            from clara_edge.cli.task.table import TaskTable, as_tree

            click.echo()
            TaskTable(session, as_tree(tasks), show_project=False).print()
        hint(
            f"\n{counted(len(tasks), 'open task')}; "
            f"change it: clara project edit {shlex.quote(shown(found.name))}"
        )


@project.command()
@name_argument
@click.option("--name", "new_name", metavar="TEXT", help="Its new name.")
@description_option
@color_option
@click.option("--no-color", is_flag=True, help="No colour any more.")
@default_for_option
@click.option("--no-defaults", is_flag=True, help="Not the default for any word.")
@json_option
@click.pass_obj
def edit(state: CliState, /, name: str, as_json: bool, **options: Any) -> None:
    """Rename or change a project; --default-for sets exactly these words."""
    with open_tasks(state) as session:
        found = session.project(name)
        changed = session.store.change_project(found.id, _patch(options))
        _tell(session, "changed", changed, as_json=as_json)


@project.command()
@name_argument
@click.option("--back", is_flag=True, help="Bring it back instead.")
@json_option
@click.pass_obj
def archive(state: CliState, name: str, back: bool, as_json: bool) -> None:
    """Hide a project that is over; its tasks stay what they are."""
    with open_tasks(state) as session:
        found = session.project(name)
        patch = ProjectPatch(archived=not back)
        changed = session.store.change_project(found.id, patch)
        did = "brought back" if back else "archived"
        _tell(session, did, changed, as_json=as_json)


@project.command()
@name_argument
@click.option("--to-inbox", is_flag=True, help="Its tasks go to the inbox.")
@click.option(
    "--to",
    metavar="NAME",
    shell_complete=offers.projects,
    help="Its tasks go to another project.",
)
@click.option("--trash", is_flag=True, help="Its tasks go to the trash with it.")
@json_option
@click.pass_obj
def delete(state: CliState, /, name: str, as_json: bool, **where: Any) -> None:
    """Delete a project; asks where its tasks go unless an option says it."""
    if sum(value not in {None, False} for value in where.values()) > 1:
        raise click.UsageError("give one of --to-inbox, --to and --trash")
    with open_tasks(state) as session:
        found = session.project(name)
        goes, place = _destination(session, found, where)
        number = session.store.delete_project(found.id, goes)
        if as_json:
            print_json({"did": "deleted", "project": found.name, "tasks": number})
            return
        went = f"; {counted(number, 'task')} went to {place}" if number else ""
        click.echo(f"deleted the project {shown(found.name)}{went}")
        hint("undo: clara task undo")


def _destination(
    session: TaskSession, found: Project, where: Mapping[str, Any]
) -> tuple[TasksGo | str, str]:
    if where["to"] is not None:
        other = session.project(where["to"])
        if other.id == found.id:
            raise FieldInvalidError(
                f"the tasks of {found.name!r} cannot go to itself",
                remedy="name another project, or use --to-inbox",
            )
        return other.id, shown(other.name)
    if where["trash"]:
        return TasksGo.TRASH, "the trash"
    everything = Query((Condition(Field.PROJECT, (found.id,)), _ANY_STATUS))
    number = session.store.count(everything)
    if where["to_inbox"] or not number:
        return TasksGo.INBOX, "the inbox"
    if not sys.stdin.isatty():
        raise FieldInvalidError(
            f"the project {found.name!r} has {counted(number, 'task')}",
            remedy="say where they go: --to-inbox, --to PROJECT or --trash",
        )
    click.echo(f"{shown(found.name)} has {counted(number, 'task')}.", err=True)
    answer = click.prompt(
        "Where do they go? inbox, trash, or the name of a project", err=True
    )
    answer = answer.strip()
    chosen = {
        "to": None if answer in {*TasksGo} else answer,
        "trash": answer == TasksGo.TRASH,
        "to_inbox": answer == TasksGo.INBOX,
    }
    return _destination(session, found, chosen)


def _patch(options: Mapping[str, Any]) -> ProjectPatch:
    for option, opposite in (("color", "no_color"), ("default_for", "no_defaults")):
        if options[option] and options[opposite]:
            contrary = opposite.replace("_", "-")
            raise click.UsageError(f"--{contrary} contradicts another option")
    values: dict[str, Any] = {
        "name": options["new_name"],
        "description": options["description"],
        "color": options["color"],
        "default_for": options["default_for"] or None,
    }
    values = {name: UNSET if v is None else v for name, v in values.items()}
    if options["no_color"]:
        values["color"] = None
    if options["no_defaults"]:
        values["default_for"] = ()
    patch = ProjectPatch(**values)
    if patch == ProjectPatch():
        raise FieldInvalidError(
            "there is nothing to change", remedy="see clara project edit --help"
        )
    return patch


def _tell(session: TaskSession, did: str, changed: Project, *, as_json: bool) -> None:
    if as_json:
        counts = session.store.open_counts()
        plain = project_object(changed, counts.get(changed.id, 0))
        print_json({"did": did, "project": plain})
        return
    if session.has_changed():
        click.echo(f"{did} the project {shown(changed.name)}")
        hint("undo: clara task undo")
    else:
        click.echo(f"nothing had to be changed: {shown(changed.name)}")


def _print_table(projects: Sequence[Project], counts: Mapping[str | None, int]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, show_header=False, show_edge=False)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_column(overflow="fold", style="dim")
    table.add_row(f"{counts.get(None, 0):,}", Text("Inbox", "italic"), "no project")
    for one in projects:
        notes = [shortened(one.description, 60)] if one.description else []
        notes += ["archived"] if one.archived else []
        if one.default_for:
            words = ", ".join(map(shown, one.default_for))
            notes.append(f"default for {words}")
        name = Text(shown(one.name), "dim" if one.archived else one.color or "")
        table.add_row(f"{counts.get(one.id, 0):,}", name, Text("; ".join(notes)))
    print_table(table)


def _print_project(found: Project) -> None:
    from rich.text import Text

    out = console()
    archived = " (archived)" if found.archived else ""
    out.print(
        Text().append(shown(found.name), "bold").append(archived, "dim"), soft_wrap=True
    )
    for line in shown_lines(found.description):
        out.print(Text(f"  {line}"), soft_wrap=True)
    if found.default_for:
        words = ", ".join(map(shown, found.default_for))
        out.print(Text(f"  default for {words}", "dim"), soft_wrap=True)

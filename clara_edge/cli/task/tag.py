"""`clara task tag`: put tags on and off; list, rename and delete tags."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from clara_edge.cli.task import offers
from clara_edge.cli.task.as_object import print_json
from clara_edge.cli.task.options import json_option
from clara_edge.cli.task.screen import hint
from clara_edge.cli.task.session import open_tasks
from clara_edge.cli.task.text import counted, shown
from clara_edge.cli.task.told import named, named_all, tell
from clara_edge.domain.drafts import TaskPatch
from clara_edge.domain.values import clean_tag

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from clara_edge.cli.main import CliState

_NO_COMMAND = re.compile(r"[#+\d-].*|[0-9a-f-]{6,}", re.DOTALL)


class TagGroup(click.Group):
    """A group whose first word may also be the number of a task."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a name; what begins like a number is for `put`."""
        named = super().get_command(ctx, cmd_name)
        return put if named is None and _NO_COMMAND.fullmatch(cmd_name) else named

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Leave the numbers to the command that takes them."""
        if args[0] not in self.commands and self.get_command(ctx, args[0]) is put:
            return "", put, args
        return super().resolve_command(ctx, args)

    def shell_complete(
        self, ctx: click.Context, incomplete: str
    ) -> list[CompletionItem]:
        """Offer the commands and the numbers of tasks."""
        numbers = offers.tasks(ctx, put.params[0], incomplete)
        return super().shell_complete(ctx, incomplete) + numbers


@click.group(
    cls=TagGroup,
    subcommand_metavar="NUMBER… +TAG -TAG | COMMAND …",
    epilog="""\b
clara task tag 3-7 +garden -later""",
)
def tag() -> None:
    """Put tags on tasks (+) and off (-), or list, rename and delete tags."""


@click.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]}
)
@click.argument("words", nargs=-1, required=True, metavar="NUMBER… +TAG -TAG")
@json_option
@click.pass_obj
def put(state: CliState, words: tuple[str, ...], as_json: bool) -> None:
    """Put tags on tasks and off."""
    signs = {
        sign: tuple(word[1:] for word in words if word.startswith(sign))
        for sign in "+-"
    }
    numbers = [word for word in words if word[:1] not in signs]
    if not numbers or not any(signs.values()):
        raise click.UsageError("give numbers and tags, as in 3 5 +garden -later")
    with open_tasks(state) as session:
        chosen = session.chosen(numbers)
        for name in signs["-"]:
            session.tag(name)
        patch = TaskPatch(add_tags=signs["+"], remove_tags=signs["-"])
        tasks = session.store.change([task.id for task in chosen], patch)
        lines = [f"tagged {named_all(tasks)}"]
        if len(tasks) == 1:
            now = " ".join(f"#{shown(name)}" for name in tasks[0].tags) or "no tags"
            lines = [f"{named(tasks[0])} has {now}"]
        tell(session, "tagged", tasks, as_json=as_json, lines=lines)


@tag.command("list")
@json_option
@click.pass_obj
def list_(state: CliState, /, as_json: bool) -> None:
    """Show all tags and how many open tasks have each."""
    from clara_edge.domain.query import Condition, Field, Query

    with open_tasks(state) as session:
        counts = {
            found.name: session.store.count(
                Query((Condition(Field.TAG, (found.name,)),))
            )
            for found in session.store.tags()
        }
    if as_json:
        print_json([{"name": name, "open_tasks": n} for name, n in counts.items()])
        return
    width = max((len(f"{number:,}") for number in counts.values()), default=0)
    for name, number in counts.items():
        click.echo(f"{number:>{width},}  #{shown(name)}")
    hint("put one on a task: clara task tag 1 +home")


@tag.command()
@click.argument("name", shell_complete=offers.tags)
@click.argument("new_name")
@json_option
@click.pass_obj
def rename(state: CliState, name: str, new_name: str, as_json: bool) -> None:
    """Rename a tag everywhere; to the name of another it merges the two."""
    with open_tasks(state) as session:
        old = session.tag(name).name
        new = clean_tag(new_name)
        session.store.rename_tag(old, new)
        line = f"#{shown(old)} is now #{shown(new)}"
        tell(session, "renamed", [], as_json=as_json, lines=[line])


@tag.command()
@click.argument("name", shell_complete=offers.tags)
@json_option
@click.pass_obj
def delete(state: CliState, name: str, as_json: bool) -> None:
    """Take a tag off all tasks and forget it."""
    with open_tasks(state) as session:
        old = session.tag(name).name
        number = session.store.delete_tag(old)
        line = f"deleted #{shown(old)}, which {counted(number, 'task')} had"
        tell(session, "deleted", [], as_json=as_json, lines=[line], tasks_had_it=number)

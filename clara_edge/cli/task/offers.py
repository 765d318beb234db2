"""What a shell offers on Tab: tasks, projects, tags and filters; quick, and silent on errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from click.shell_completion import CompletionItem

from clara_edge.cli.task.text import shortened
from clara_edge.domain.errors import ClaraError
from clara_edge.domain.query import Field, Order, Part, State
from clara_edge.domain.tasks import Priority, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import click

    from clara_edge.ports.store import TaskStore

_Found = TypeVar("_Found")

_OFFERED = 200
_READ = 2_000
_DAYS = ("today", "tomorrow", "yesterday", "week", "next-week", "month", "none")
_FIXED: Mapping[Field, Sequence[str]] = {
    Field.STATUS: (*Status, "open", "any"),
    Field.PRIORITY: tuple(Priority),
    **dict.fromkeys((Field.DUE, Field.START, Field.CREATED, Field.COMPLETED), _DAYS),
    Field.PARENT: ("none",),
    Field.IS: tuple(State),
    Field.HAS: tuple(Part),
}


def tasks(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Offer the numbers of open tasks, with their titles."""
    del parameter
    begun = incomplete.removeprefix("#")
    found = _asked(context, lambda store: store.open_tasks(limit=_READ))
    fitting = [task for task in found if str(task.number).startswith(begun)]
    return [
        CompletionItem(str(task.number), help=shortened(task.title))
        for task in fitting[:_OFFERED]
    ]


def projects(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Offer the names of projects."""
    del parameter
    found = _asked(context, lambda store: store.projects())
    return _beginning([project.name for project in found], incomplete)


def tags(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Offer the names of tags."""
    del parameter
    found = _asked(context, lambda store: store.tags())
    return _beginning([tag.name for tag in found], incomplete)


def templates(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Offer the names of templates."""
    del parameter
    found = _asked(context, lambda store: store.templates())
    return _beginning([template.name for template in found], incomplete)


def filters(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Offer the keys of filters, then their values."""
    key, colon, begun = incomplete.partition(":")
    if incomplete[:1] in {"#", "@"}:
        offered = tags if incomplete[0] == "#" else projects
        found = offered(context, parameter, incomplete[1:])
        return [CompletionItem(f"{incomplete[0]}{item.value}") for item in found]
    if not colon:
        return _beginning([f"{field.value}:" for field in Field] + ["sort:"], key)
    if key == Field.PROJECT.value:
        values = [item.value for item in projects(context, parameter, begun)]
    elif key == Field.TAG.value:
        values = [item.value for item in tags(context, parameter, begun)]
    elif key == "sort":
        values = [order.value for order in Order]
    else:
        values = list(_FIXED.get(Field(key), ())) if key in {*Field} else []
    return _beginning([f"{key}:{value}" for value in values], incomplete)


def _beginning(names: list[str], incomplete: str) -> list[CompletionItem]:
    begun = incomplete.casefold()
    return [
        CompletionItem(name)
        for name in names[:_OFFERED]
        if name.casefold().startswith(begun)
    ]


def _asked(
    context: click.Context, question: Callable[[TaskStore], Sequence[_Found]]
) -> Sequence[_Found]:
    """Ask the store that the options before the command name; errors find nothing."""
    from clara_edge.cli.main import CliState
    from clara_edge.cli.task.session import open_tasks

    options = context.find_root().params
    state = CliState(options.get("file"), tuple(options.get("overrides") or ()))
    try:
        if not state.folders.database.exists():
            return ()
        with open_tasks(state) as session:
            return question(session.store)
    except ClaraError:
        return ()

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
    if incomplete[:1] in {"#", "@"}:
        offered = tags if incomplete[0] == "#" else projects
        found = offered(context, parameter, incomplete[1:])
        return [CompletionItem(f"{incomplete[0]}{item.value}") for item in found]
    before = tuple(context.params.get("words") or ())
    # bash parts words at @, but replaces it as well
    if before[-1:] == ("@",):
        return filters(context, parameter, f"@{incomplete}")
    # it parts them at the colon too, and wants only what comes after it
    if incomplete == ":" and before:
        return _beginning(_values(context, parameter, before[-1]), "")
    if before[-1:] == (":",) and len(before) > 1:
        return _beginning(_values(context, parameter, before[-2]), incomplete)
    key, colon, _ = incomplete.partition(":")
    if not colon:
        keys = [k for k in (*Field, "sort") if k.startswith(key.lower())]
        if len(keys) != 1:
            return [CompletionItem(f"{k}:") for k in keys]
        # its values at once: after a word of its own the shell would set a blank
        key, incomplete = keys[0], ""
    values = _values(context, parameter, key)
    return _beginning([f"{key}:{value}" for value in values], incomplete)


def _values(context: click.Context, parameter: click.Parameter, key: str) -> list[str]:
    if key == Field.PROJECT.value:
        return [item.value for item in projects(context, parameter, "")]
    if key == Field.TAG.value:
        return [item.value for item in tags(context, parameter, "")]
    if key == "sort":
        return [order.value for order in Order]
    return list(_FIXED.get(Field(key), ())) if key in {*Field} else []


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

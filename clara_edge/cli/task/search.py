"""`clara task search`: by words, forgiving what was mistyped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from clara_edge.cli.task.as_object import as_object, print_json
from clara_edge.cli.task.options import json_option
from clara_edge.cli.task.screen import console, hint
from clara_edge.cli.task.session import open_tasks
from clara_edge.cli.task.text import counted, shown
from clara_edge.domain.errors import QueryInvalidError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text

    from clara_edge.cli.main import CliState
    from clara_edge.cli.task.session import TaskSession
    from clara_edge.ports.task_reader import Hit


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="WORDS…")
@click.option(
    "--limit",
    type=click.IntRange(1, 1000),
    default=20,
    show_default=True,
    help="At most so many.",
)
@click.option(
    "--filter", "narrowed", metavar="FILTER", help="Only among these, e.g. @work."
)
@json_option
@click.pass_obj
def search(
    state: CliState,
    words: tuple[str, ...],
    limit: int,
    narrowed: str | None,
    as_json: bool,
) -> None:
    """Find tasks, also done ones, by words of title, notes, tags and project."""
    from clara_edge.domain.query_syntax import parse_query

    text = " ".join(words)
    if not text.strip():
        raise QueryInvalidError("the search is empty", remedy="give words to find")
    with open_tasks(state) as session:
        query = None if narrowed is None else parse_query(narrowed, session.now)
        hits = session.store.search(text, query=query, limit=limit)
        if as_json:
            print_json(
                [
                    {
                        **as_object(hit.task, session.project_names),
                        "snippet": hit.snippet,
                        "exact": hit.exact,
                    }
                    for hit in hits
                ]
            )
        else:
            _print(session, hits)


def _print(session: TaskSession, hits: Sequence[Hit]) -> None:
    from clara_edge.cli.task.table import TaskTable, as_lines

    if not hits:
        click.echo("nothing found")
        hint("all tasks: clara task list --all")
        return
    exact = [hit for hit in hits if hit.exact]
    near = [hit for hit in hits if not hit.exact]
    for group in (exact, near):
        if group is near and near:
            click.echo("did you mean:" if not exact else "\nor did you mean:")
        if group:
            TaskTable(session, as_lines(hit.task for hit in group)).print()
    out = console()
    elsewhere = [hit for hit in hits if _adds_something(hit)]
    if elsewhere:
        click.echo()
    for hit in elsewhere:
        out.print(_snippet(hit), soft_wrap=True)
    click.echo()
    hint(
        f"{counted(len(hits), 'task')}; details: clara task show {hits[0].task.number}"
    )


def _adds_something(hit: Hit) -> bool:
    """Whether the match is not in the title, which the table shows already."""
    bare = hit.snippet.replace("[", "").replace("]", "").strip("… .")
    return bool(bare) and bare not in hit.task.title


def _snippet(hit: Hit) -> Text:
    from rich.text import Text

    text = Text().append(f"#{hit.task.number}", "cyan").append(" … ", "dim")
    rest = shown(hit.snippet)
    while rest:
        before, opened, rest = rest.partition("[")
        matched, closed, rest = rest.partition("]") if opened else ("", "", "")
        text.append(before)
        text.append(opened + matched + closed, "bold")
    return text

"""`clara import` and `clara export`, which are `clara task import` and `export` as well."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clara_edge.domain.errors import FileInvalidError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.cli.main import CliState
    from clara_edge.cli.task.session import TaskSession
    from clara_edge.domain.snapshot import ImportPlan, Snapshot
    from clara_edge.exchange.formats import Format
    from clara_edge.exchange.merge import Merged

# clara_edge.exchange.formats.Format, which takes too long to import for --help
FORMATS = ("json", "csv", "markdown", "ics", "todoist", "taskwarrior")
STDIO = "-"
# what begins so was meant as a filter
_TERM = re.compile(r"-?(?:[@#!]\w|[a-z]+[:<>])", re.IGNORECASE)

# -is:overdue is a term of the filter, no option; -h would be the beginning of -has:due
_TERMS_WITH_MINUS = {"ignore_unknown_options": True, "help_option_names": ["--help"]}


@click.command(
    "import",
    epilog="""\b
clara import tasks.ics --dry-run
task export | clara import - --format taskwarrior --yes""",
)
@click.argument("file", type=click.Path(allow_dash=True))
@click.option(
    "--format",
    "kind",
    type=click.Choice(FORMATS),
    help="By default told from what is in the file.",
)
@click.option("--project", help="Put all its tasks into this project.")
@click.option("--dry-run", is_flag=True, help="Only show what would be taken.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@click.pass_obj
def import_tasks(
    state: CliState, /, file: str, kind: str | None, project: str | None, **flags: bool
) -> None:
    """Bring tasks in from a file, or from standard input as "-".

    You see first what would come, and every line that cannot be taken with the reason.
    Importing the same file again changes nothing. One undo takes it back.
    """
    from clara_edge.cli.exchange_files import read_bytes
    from clara_edge.cli.exchange_preview import print_preview
    from clara_edge.cli.exchange_progress import working
    from clara_edge.cli.task.session import open_tasks
    from clara_edge.exchange.formats import Format, read
    from clara_edge.exchange.source import Source

    data = read_bytes(file)
    name = "" if file == STDIO else Path(file).name
    with open_tasks(state) as session:
        source = Source(session.now, name)
        with working("reading"):
            read_as, plan = read(data, Format(kind) if kind else None, source)
            change = _merged(session, plan, read_as, project)
        if not flags["as_json"]:
            print_preview(change, plan, read_as, session.now)
        if flags["dry_run"] or not _agreed(file, change, yes=flags["yes"]):
            _report(plan, read_as, change, step_id=None, as_json=flags["as_json"])
            return
        with working("storing"):
            if session.has_changed():  # while the question waited for its answer
                change = _merged(session, plan, read_as, project)
            label = name or f"standard input ({read_as.value})"
            result = session.store.import_snapshot(change.snapshot, source=label)
        if flags["as_json"]:
            _report(plan, read_as, change, step_id=result.step_id, as_json=True)
        else:
            _tell(result.added, result.updated, step_id=result.step_id)


@click.command(
    "export",
    context_settings=_TERMS_WITH_MINUS,
    epilog="""\b
clara export tasks.json
clara export shopping.md @shopping
clara export - --format ics due:week""",
)
@click.argument("file", required=False, default=STDIO, type=click.Path(allow_dash=True))
@click.argument("words", nargs=-1, metavar="[FILTER…]")
@click.option(
    "--format",
    "kind",
    type=click.Choice(FORMATS),
    help="By default told from the name of the file; json without one.",
)
@click.option("--all", "every", is_flag=True, help="Done and cancelled ones as well.")
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@click.pass_obj
def export_tasks(
    state: CliState,
    /,
    file: str,
    words: tuple[str, ...],
    kind: str | None,
    **flags: Any,
) -> None:
    """Write tasks to a file that only you can read, or to standard output as "-".

    JSON without a filter has everything: done and deleted tasks, templates, colours. The
    other formats have open tasks, and those of a filter have the tasks above them as well.
    """
    from clara_edge.cli.exchange_files import write_text
    from clara_edge.cli.exchange_progress import working
    from clara_edge.cli.task.session import open_tasks
    from clara_edge.cli.task.text import counted, shown
    from clara_edge.exchange.formats import write
    from clara_edge.exchange.source import Source

    written_as = _format(file, kind)
    with open_tasks(state) as session, working("exporting"):
        snapshot = _selected(session, written_as, words, every=flags["every"])
        name = "" if file == STDIO else Path(file).name
        text = write(snapshot, written_as, Source(session.now, name))
    write_text(file, text, force=flags["force"])
    if file != STDIO:
        number = counted(len(snapshot.tasks), "task")
        click.echo(f"{number} as {written_as.value} in {shown(file)}")


def _merged(
    session: TaskSession, plan: ImportPlan, kind: Format, project: str | None
) -> Merged:
    from clara_edge.domain.tasks import clean_name
    from clara_edge.exchange.formats import carried
    from clara_edge.exchange.merge import into_project, merged

    stored, snapshot = session.store.snapshot(), plan.snapshot
    if project is not None:
        name = clean_name(project, "project")
        snapshot = into_project(snapshot, name, stored)
    return merged(snapshot, stored, carried(kind), plan.unsaid)


def _agreed(file: str, change: Merged, *, yes: bool) -> bool:
    if yes or not (change.added or change.updated or change.snapshot.templates):
        return True
    if file == STDIO or not sys.stdin.isatty():
        raise click.UsageError(
            "nobody can be asked here: add --yes, or --dry-run to look"
        )
    return click.confirm("Import this?", default=True, err=True)


def _report(
    plan: ImportPlan,
    kind: Format,
    change: Merged,
    *,
    step_id: int | None,
    as_json: bool,
) -> None:
    from clara_edge.cli.exchange_preview import as_object
    from clara_edge.cli.task.as_object import print_json

    if as_json:
        print_json(as_object(plan, kind, change, step_id))
    else:
        click.echo("nothing was imported")


def _tell(added: int, updated: int, *, step_id: int | None) -> None:
    from clara_edge.cli.task.screen import hint
    from clara_edge.cli.task.text import counted

    if step_id is None:
        click.echo("all of this is here already; nothing was changed")
        return
    parts = [f"imported {counted(added, 'task')}"] if added or not updated else []
    parts += [f"updated {counted(updated, 'task')}"] if updated else []
    click.echo(", ".join(parts))
    hint("undo: clara task undo")


def _format(file: str, kind: str | None) -> Format:
    from clara_edge.exchange.formats import Format, by_extension

    if kind is not None and _TERM.match(file) and not Path(file).exists():
        raise FileInvalidError(
            f"{file[:60]!r} is a filter and not the name of a file",
            remedy="name a file before it, or - for standard output",
        )
    if kind is not None:
        return Format(kind)
    if file == STDIO:
        return Format.JSON
    told = by_extension(file)
    if told is None:
        raise FileInvalidError(
            f"the name {file[:60]!r} does not tell the format",
            remedy=f"add --format {'|'.join(FORMATS)}, or - before a filter",
        )
    return told


def _selected(
    session: TaskSession, kind: Format, words: Sequence[str], *, every: bool
) -> Snapshot:
    from dataclasses import replace

    from clara_edge.cli.task.filter_words import filter_of
    from clara_edge.domain.query_syntax import parse_query
    from clara_edge.exchange.formats import Format
    from clara_edge.exchange.structure import with_ancestors

    snapshot = session.store.snapshot()
    if kind is Format.JSON and not words:
        return snapshot
    terms = [*words, "status:any"] if every else words
    query = parse_query(filter_of(terms), session.now)
    tasks = with_ancestors(session.store.find(query), snapshot)
    used_tags = {tag.casefold() for task in tasks for tag in task.tags}
    used_projects = {task.project_id for task in tasks}
    return replace(
        snapshot,
        tasks=tasks,
        projects=[p for p in snapshot.projects if p.id in used_projects],
        tags=[tag for tag in snapshot.tags if tag.name.casefold() in used_tags],
        templates=(),
    )

"""`clara task undo`, `redo` and `history`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from clara_edge.cli.task import offers
from clara_edge.cli.task.as_object import print_json, step_object
from clara_edge.cli.task.dates import moment
from clara_edge.cli.task.options import json_option
from clara_edge.cli.task.screen import console, hint
from clara_edge.cli.task.session import open_tasks
from clara_edge.cli.task.text import shortened
from clara_edge.domain.steps import StepKind, StepState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.cli.main import CliState
    from clara_edge.cli.task.session import TaskSession
    from clara_edge.domain.steps import Step

_DID = {
    StepKind.TASK_ADD: "added",
    StepKind.TASK_EDIT: "changed",
    StepKind.TASK_COMPLETE: "completed",
    StepKind.TASK_REOPEN: "reopened",
    StepKind.TASK_SKIP: "skipped an occurrence of",
    StepKind.TASK_DELETE: "deleted",
    StepKind.TASK_RESTORE: "restored",
    StepKind.PROJECT_ADD: "added the project",
    StepKind.PROJECT_EDIT: "changed the project",
    StepKind.PROJECT_DELETE: "deleted the project",
    StepKind.TAG_EDIT: "renamed the tag",
    StepKind.TAG_DELETE: "deleted the tag",
    StepKind.TEMPLATE_SAVE: "saved the template",
    StepKind.TEMPLATE_USE: "used the template",
    StepKind.TEMPLATE_DELETE: "deleted the template",
    StepKind.TIMER_ADD: "set",
    StepKind.TIMER_EDIT: "changed",
    StepKind.TIMER_CANCEL: "cancelled",
    StepKind.ALARM_ADD: "set",
    StepKind.ALARM_EDIT: "changed",
    StepKind.ALARM_DELETE: "deleted",
    StepKind.IMPORT: "imported",
    StepKind.BACKUP_RESTORE: "went back to the backup",
}
_HISTORY = 20


@click.command()
@click.option("--list", "listed", is_flag=True, help="Show what can be undone.")
@json_option
@click.pass_obj
def undo(state: CliState, listed: bool, as_json: bool) -> None:
    """Take back the last change, whoever made it; again for the one before."""
    with open_tasks(state) as session:
        if listed:
            steps = session.store.history(limit=_HISTORY)
            done = [step for step in steps if step.state is StepState.DONE]
            _print(session, done, as_json=as_json, nothing="there is nothing to undo")
            return
        _tell("undone", session.store.undo(), "redo", as_json=as_json)


@click.command()
@json_option
@click.pass_obj
def redo(state: CliState, as_json: bool) -> None:
    """Do again what was undone last, unless something else was changed since."""
    with open_tasks(state) as session:
        _tell("done again", session.store.redo(), "undo", as_json=as_json)


@click.command()
@click.argument("number", required=False, shell_complete=offers.tasks)
@click.option(
    "--limit",
    type=click.IntRange(1, 100_000),
    default=_HISTORY,
    show_default=True,
    help="At most so many steps.",
)
@json_option
@click.pass_obj
def history(state: CliState, number: str | None, limit: int, as_json: bool) -> None:
    """Show what was changed, the last change first; with a NUMBER those of one task."""
    with open_tasks(state) as session:
        task_id = None if number is None else session.one(number).id
        steps = session.store.history(task_id=task_id, limit=limit)
        # undo would take back the last change of all, not that of this task
        _print(
            session,
            steps,
            as_json=as_json,
            nothing="nothing was changed yet",
            hinted=task_id is None,
        )


def step_text(step: Step) -> str:
    """Return what a step did: 'completed Buy milk (by voice, undone)'."""
    notes = [] if step.origin == "cli" else [f"by {shortened(step.origin, 20)}"]
    if step.state is not StepState.DONE and step.kind is not StepKind.BACKUP_RESTORE:
        notes.append("undone")
    more = f" ({', '.join(notes)})" if notes else ""
    return f"{_DID[step.kind]} {shortened(step.summary, 80)}{more}"


def _tell(did: str, step: Step, way_back: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"did": did, "step": step_object(step)})
        return
    click.echo(f"{did}: {_described(step, [])}")
    hint(f"{way_back}: clara task {way_back}")


def _described(step: Step, more: Sequence[str]) -> str:
    origin = [] if step.origin == "cli" else [f"by {shortened(step.origin, 20)}"]
    notes = ", ".join([*origin, *more])
    what = f"{_DID[step.kind]} {shortened(step.summary, 80)}"
    return f"{what} ({notes})" if notes else what


def _print(
    session: TaskSession,
    steps: Sequence[Step],
    *,
    as_json: bool,
    nothing: str,
    hinted: bool = True,
) -> None:
    if as_json:
        print_json([step_object(step) for step in steps])
        return
    if not steps:
        click.echo(nothing)
        return
    from rich.text import Text

    out = console()
    times = [moment(step.at, session.now) for step in steps]
    width = max(map(len, times))
    for when, step in zip(times, steps, strict=True):
        style = "none" if step.state is StepState.DONE else "dim"
        out.print(Text(f"{when:{width}}  {step_text(step)}", style), soft_wrap=True)
    if hinted:
        hint("\ntake the last one back: clara task undo")

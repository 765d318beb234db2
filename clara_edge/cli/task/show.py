"""`clara task show`: everything about a task."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from clara_edge.cli.task.as_object import as_object, print_json, step_object
from clara_edge.cli.task.dates import absolute, both, day_text, moment, relative
from clara_edge.cli.task.journal import step_text
from clara_edge.cli.task.options import json_option, numbers_argument
from clara_edge.cli.task.screen import console, hint
from clara_edge.cli.task.session import open_tasks
from clara_edge.cli.task.text import shown, shown_lines
from clara_edge.cli.task.told import named, repeats
from clara_edge.cli.task.values import span_text
from clara_edge.domain.due import Due

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from clara_edge.cli.main import CliState
    from clara_edge.cli.task.session import TaskSession
    from clara_edge.domain.tasks import Reminder, Task

_NEXT_DATES = 3
_STEPS = 20


@click.command()
@numbers_argument
@json_option
@click.pass_obj
def show(state: CliState, numbers: tuple[str, ...], as_json: bool) -> None:
    """Show everything about tasks: dates, notes, subtasks and what was done to them."""
    with open_tasks(state) as session:
        tasks = session.chosen(numbers)
        if as_json:
            objects = [_as_object(session, task) for task in tasks]
            print_json(objects[0] if len(objects) == 1 else objects)
            return
        for position, task in enumerate(tasks):
            if position:
                click.echo()
            _print(session, task)
        hint(f"\n{_next_command(tasks[0])}")


def _as_object(session: TaskSession, task: Task) -> dict[str, Any]:
    store, names = session.store, session.project_names
    return {
        **as_object(task, names),
        "recurrence": repeats(task) or None,
        "next_dates": [slot.text for slot in next_dates(task)],
        "subtasks": [as_object(one, names) for one in store.subtasks(task.id)],
        "history": [step_object(s) for s in store.history(task_id=task.id)],
    }


def next_dates(task: Task) -> list[Due]:
    """Return the next slots after the one that the task stands for."""
    from clara_edge.domain.recurrence import slots

    if task.recurrence is None or task.recurrence.rule is None:
        return []
    after = task.occurrence.slot if task.occurrence else task.due
    return list(islice(slots(task.recurrence, after=after), _NEXT_DATES))


def _print(session: TaskSession, task: Task) -> None:
    from rich.text import Text

    out = console()
    title = Text().append(f"#{task.number} ", "cyan").append(shown(task.title), "bold")
    out.print(title, soft_wrap=True)
    rows = [(name, value) for name, value in _facts(session, task) if value]
    width = max((len(name) for name, _ in rows), default=0)
    for name, value in rows:
        late = (
            name == "due"
            and task.is_open
            and task.due
            and task.due.is_past(session.now)
        )
        line = Text().append(f"  {name:{width}}  ", "dim")
        line.append(value, "red" if late else None)
        out.print(line, soft_wrap=True)
    if task.description:
        out.print(Text("\n  notes", "dim"))
        for line_of_notes in shown_lines(task.description):
            out.print(Text(f"    {line_of_notes}"), soft_wrap=True)
    _print_subtasks(session, task, out)
    _print_history(session, task, out)


def _facts(session: TaskSession, task: Task) -> Iterator[tuple[str, str]]:
    now = session.now
    yield "status", _status(session, task)
    yield "priority", task.priority.value
    yield "project", shown(session.project_names.get(task.project_id or "", "inbox"))
    if task.due:
        zone = task.due.zone
        elsewhere = zone and zone != str(now.tzinfo) and str(now.tzinfo) != "UTC"
        meant = f" ({task.due.text.replace('T', ' ')} {zone})" if elsewhere else ""
        yield "due", both(task.due, now) + meant
    if task.start:
        start = Due(task.start)
        yield (
            "start",
            f"{day_text(task.start, now.date())}, {_distance(start, session)}",
        )
    yield "repeats", repeats(task)
    yield "then", "; ".join(absolute(slot, now) for slot in next_dates(task))
    yield "reminders", ", ".join(_reminder(one, session) for one in task.reminders)
    if task.estimated_minutes:
        yield "estimate", span_text(task.estimated_minutes)
    yield "tags", " ".join(f"#{shown(tag)}" for tag in task.tags)
    if task.parent_task_id:
        yield "part of", named(session.store.get(task.parent_task_id))
    yield "id", task.id


def _status(session: TaskSession, task: Task) -> str:
    status = task.status.value.replace("_", " ")
    if task.completed_at:
        status += f", {moment(task.completed_at, session.now)}"
    if task.deleted_at:
        status += f"; in the trash since {moment(task.deleted_at, session.now)}"
    return status


def _distance(due: Due, session: TaskSession) -> str:
    return "began" if due.is_past(session.now) else relative(due, session.now)


def _reminder(reminder: Reminder, session: TaskSession) -> str:
    if reminder.at is not None:
        return absolute(reminder.at, session.now)
    minutes = reminder.minutes_before or 0
    when = "after" if minutes < 0 else "before"
    return f"{span_text(abs(minutes))} {when}" if minutes else "when it is due"


def _print_subtasks(session: TaskSession, task: Task, out: Console) -> None:
    from rich.text import Text

    from clara_edge.cli.task.table import TaskTable, as_tree

    subtasks = session.store.subtasks(task.id)
    if not subtasks:
        return
    done, every = session.store.subtask_counts([task.id]).get(task.id, (0, 0))
    out.print(Text(f"\n  subtasks {done}/{every}", "dim"))
    TaskTable(session, as_tree(subtasks), show_project=False).print(indent=4)


def _print_history(session: TaskSession, task: Task, out: Console) -> None:
    from rich.text import Text

    steps = session.store.history(task_id=task.id, limit=_STEPS)
    if steps:
        out.print(Text("\n  history", "dim"))
    for step in steps:
        when = moment(step.at, session.now)
        out.print(Text(f"    {when}  {step_text(step)}"), soft_wrap=True)


def _next_command(task: Task) -> str:
    if task.deleted_at:
        return f"bring it back: clara task restore {task.number}"
    if not task.is_open:
        return f"open it again: clara task reopen {task.number}"
    return f"complete it: clara task done {task.number}"

"""`clara task move`: to a project, to the inbox, or before or after another task."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from clara_edge.cli.task import offers
from clara_edge.cli.task.add import new_projects
from clara_edge.cli.task.options import json_option, numbers_argument, project_option
from clara_edge.cli.task.session import open_tasks
from clara_edge.cli.task.text import shown
from clara_edge.cli.task.told import named, named_all, tell
from clara_edge.domain.drafts import UNSET, TaskPatch
from clara_edge.domain.errors import FieldInvalidError, ParentInvalidError
from clara_edge.domain.query import Condition, Field, Order, Query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.cli.main import CliState
    from clara_edge.cli.task.session import TaskSession
    from clara_edge.domain.tasks import Task


@click.command()
@numbers_argument
@project_option
@click.option("--inbox", is_flag=True, help="Out of its project.")
@click.option(
    "--after", metavar="NUMBER", shell_complete=offers.tasks, help="Below it."
)
@click.option(
    "--before", metavar="NUMBER", shell_complete=offers.tasks, help="Above it."
)
@json_option
@click.pass_obj
def move(
    state: CliState, /, numbers: tuple[str, ...], as_json: bool, **where: Any
) -> None:
    """Move tasks to a project, or one task before or after another in their order.

    The order is that of --sort manual, and of tasks with equal due date and priority.
    """
    if sum(value not in {None, False} for value in where.values()) != 1:
        raise click.UsageError("give one of --project, --inbox, --after and --before")
    with open_tasks(state) as session:
        tasks = session.chosen(numbers)
        before = dict(session.project_names)
        patch, place = _patch(session, tasks, where)
        moved = session.store.change([task.id for task in tasks], patch)
        session.look_again()
        lines = [*new_projects(session, before), f"moved {named_all(moved)} {place}"]
        tell(session, "moved", moved, as_json=as_json, lines=lines)


def _patch(
    session: TaskSession, tasks: Sequence[Task], where: dict[str, Any]
) -> tuple[TaskPatch, str]:
    if where["inbox"]:
        return TaskPatch(project=None), "to the inbox"
    if where["project"] is not None:
        return TaskPatch(project=where["project"]), f"to {shown(where['project'])}"
    if len(tasks) != 1:
        raise click.UsageError("--after and --before move one task")
    (task,) = tasks
    after = where["after"] is not None
    other = session.one(where["after"] if after else where["before"])
    if other.id == task.id:
        raise ParentInvalidError(
            f"#{task.number} cannot be moved next to itself", remedy="name another task"
        )
    name = session.project_names.get(other.project_id or "")
    patch = TaskPatch(
        position=_position(session, task, other, after=after),
        project=UNSET if task.project_id == other.project_id else name,
        parent_task_id=UNSET
        if task.parent_task_id == other.parent_task_id
        else other.parent_task_id,
    )
    return patch, f"{'after' if after else 'before'} {named(other)}"


def _position(session: TaskSession, task: Task, other: Task, *, after: bool) -> float:
    """Return a position between the other task and its neighbour."""
    siblings = [s for s in _siblings(session, other) if s.id != task.id]
    place = next((n for n, s in enumerate(siblings) if s.id == other.id), None)
    if place is None:
        raise FieldInvalidError(
            f"#{other.number} has no place in the order: it is done or deleted",
            remedy="name an open task",
        )
    neighbour = place + 1 if after else place - 1
    if not 0 <= neighbour < len(siblings):
        return other.position + (1.0 if after else -1.0)
    # the store numbers them anew when they come too close
    return (other.position + siblings[neighbour].position) / 2


def _siblings(session: TaskSession, task: Task) -> Sequence[Task]:
    if task.parent_task_id:
        every = session.store.subtasks(task.parent_task_id)
        mine = [one for one in every if one.parent_task_id == task.parent_task_id]
        return sorted(mine, key=lambda one: (one.position, one.number))
    scope = Condition(Field.PROJECT, (task.project_id or "none",))
    top = Condition(Field.PARENT, ("none",))
    return session.store.find(Query((scope, top), order=Order.MANUAL))

"""What a template may hold, and the tasks that it stands for on a given day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

from clara_edge.domain.drafts import ReminderDraft, TaskDraft
from clara_edge.domain.due import Due
from clara_edge.domain.errors import DueInvalidError, FieldInvalidError
from clara_edge.domain.shown import shown
from clara_edge.domain.tasks import Priority, clean_title
from clara_edge.domain.templates import TemplateTask
from clara_edge.domain.values import (
    checked_choice,
    checked_minutes,
    checked_reminders,
    clean_notes,
    clean_tags,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clara_edge.domain.tasks import Task

MAX_TASKS = 500
MAX_DEPTH = 20
# ten years either side of the anchor, as for reminders
MAX_DAYS = 3660

_SOME_DAY = Due(date(2000, 1, 1))


def clean_tree(tasks: Sequence[TemplateTask]) -> tuple[TemplateTask, ...]:
    """Return the tasks of a template fit to store.

    Raises:
        TitleInvalidError, FieldInvalidError: there is none or are too many, or one of
            them has a value that cannot be used.
    """
    if not isinstance(tasks, tuple | list):
        raise FieldInvalidError(f"{shown(tasks)} is not a list of tasks")
    _check_size(tasks)
    return tuple(map(_clean, tasks))


def draft_of(
    task: TemplateTask, anchor: date, *, zone: str, project: str | None = None
) -> TaskDraft:
    """Return the task that a template's task stands for, with its subtasks.

    Args:
        task: out of a template.
        anchor: the day from which its days are counted.
        zone: in which its times are meant.
        project: for all of them.

    Raises:
        DueInvalidError: a date would be out of range.
    """
    due = start = None
    if task.due_after_days is not None:
        day = _day(anchor, task.due_after_days)
        due = Due(day, task.due_time, zone if task.due_time is not None else None)
    if task.start_after_days is not None:
        start = _day(anchor, task.start_after_days)
    return TaskDraft(
        task.title,
        task.description,
        project=project,
        priority=task.priority,
        due=due,
        start=start,
        estimated_minutes=task.estimated_minutes,
        tags=task.tags,
        reminders=tuple(map(ReminderDraft, task.remind_minutes_before)),
        subtasks=tuple(
            draft_of(subtask, anchor, zone=zone, project=project)
            for subtask in task.subtasks
        ),
    )


def template_of(root: Task, subtasks: Sequence[Task], anchor: date) -> TemplateTask:
    """Return what a task and its subtasks are as a template.

    Args:
        root: the task.
        subtasks: all below it, parents before their children.
        anchor: the day from which its days are counted.
    """
    made: dict[str, TemplateTask] = {}
    children: dict[str, list[str]] = {}
    for task in (root, *subtasks):
        made[task.id] = _template_task(task, anchor)
        if task is not root and task.parent_task_id:
            children.setdefault(task.parent_task_id, []).append(task.id)
    for task in reversed((root, *subtasks)):
        below = tuple(made[child] for child in children.get(task.id, ()))
        made[task.id] = replace(made[task.id], subtasks=below)
    return made[root.id]


def with_levels(tasks: Sequence[TemplateTask]) -> Iterator[tuple[int, TemplateTask]]:
    """Yield every task of a template with its depth; trees may be deep."""
    waiting = [(0, task) for task in reversed(tasks)]
    while waiting:
        depth, task = waiting.pop()
        yield depth, task
        waiting += [(depth + 1, below) for below in reversed(task.subtasks)]


def _template_task(task: Task, anchor: date) -> TemplateTask:
    return TemplateTask(
        task.title,
        description=task.description,
        priority=task.priority,
        due_after_days=(task.due.day - anchor).days if task.due else None,
        due_time=task.due.time if task.due else None,
        start_after_days=(task.start - anchor).days if task.start else None,
        estimated_minutes=task.estimated_minutes,
        tags=task.tags,
        remind_minutes_before=tuple(
            one.minutes_before
            for one in task.reminders
            if one.minutes_before is not None
        ),
    )


def _check_size(tasks: Sequence[TemplateTask]) -> None:
    """Walk the tree level by level: it may be deeper than Python's stack."""
    level: list[Any] = list(tasks)
    depth = count = 0
    while level:
        depth, count = depth + 1, count + len(level)
        if count > MAX_TASKS or depth > MAX_DEPTH:
            raise FieldInvalidError(
                f"the template has more than {MAX_TASKS} tasks or {MAX_DEPTH} levels",
                remedy="split it into several templates",
            )
        below: list[Any] = []
        for task in level:
            if not isinstance(task, TemplateTask) or not isinstance(
                task.subtasks, tuple | list
            ):
                raise FieldInvalidError(f"{shown(task)} is not a task of a template")
            below.extend(task.subtasks)
        level = below
    if not count:
        raise FieldInvalidError(
            "the template has no tasks", remedy="give it at least one"
        )


def _clean(task: TemplateTask) -> TemplateTask:
    due, start = _days(task.due_after_days), _days(task.start_after_days)
    at: object = task.due_time
    if at is not None and (
        due is None
        or not isinstance(at, time)
        or at.tzinfo is not None
        or at.microsecond
    ):
        raise FieldInvalidError(
            f"the time {shown(at)} cannot be used",
            remedy="give a local time to the second, together with the days",
        )
    if due is not None and start is not None and start > due:
        raise FieldInvalidError(
            f"it would start {start} days after the anchor and be due after {due}",
            remedy="start earlier",
        )
    if not isinstance(task.remind_minutes_before, tuple | list):
        raise FieldInvalidError(
            f"{shown(task.remind_minutes_before)} is not a list of minutes"
        )
    reminders = checked_reminders(
        tuple(map(ReminderDraft, task.remind_minutes_before)),
        None if due is None else _SOME_DAY,
    )
    return replace(
        task,
        title=clean_title(task.title),
        description=clean_notes(task.description),
        priority=checked_choice(Priority, task.priority),
        estimated_minutes=checked_minutes(task.estimated_minutes),
        tags=clean_tags(task.tags),
        remind_minutes_before=tuple(r.minutes_before or 0 for r in reminders),
        subtasks=tuple(map(_clean, task.subtasks)),
    )


def _days(value: object) -> int | None:
    if value is None:
        return None
    if type(value) is not int or abs(value) > MAX_DAYS:
        raise FieldInvalidError(
            "the days from the anchor are no whole number in range",
            remedy=f"use {-MAX_DAYS:,} to {MAX_DAYS:,}",
        )
    return value


def _day(anchor: date, days: int) -> date:
    try:
        return anchor + timedelta(days=days)
    except OverflowError as error:
        raise DueInvalidError(
            f"{days} days from {anchor} is out of range", remedy="choose another day"
        ) from error

"""Tasks, projects, tags, templates and steps as the API sends them."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from pydantic import Field

from clara_edge.domain.tasks import Priority, Status
from web_ui.repeats import repeat_text

from .endpoint import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from clara_edge.domain.steps import Step
    from clara_edge.domain.tasks import Project, Tag, Task
    from clara_edge.domain.templates import Template, TemplateTask

_VERSION_CHARS = 20


class ReminderOut(Answer):
    """When Clara speaks up: so long before the due time, or at a time of its own."""

    id: str
    minutes_before: int | None
    at: str | None
    zone: str | None


class SubtaskCount(Answer):
    """How many subtasks, at any depth, are done."""

    done: int
    total: int


class TaskOut(Answer):
    """A task."""

    id: str
    number: int
    version: str = Field(description="Changes with every change; the ETag.")
    title: str
    description: str
    project: str | None
    project_id: str | None
    priority: Priority
    status: Status
    due_date: str | None = Field(
        description="2026-12-01, or 2026-12-01T14:30 as it is read in due_zone."
    )
    due_zone: str | None
    start_date: date | None
    estimated_minutes: int | None
    parent_task_id: str | None
    position: float
    tags: list[str]
    reminders: list[ReminderOut]
    repeat: str | None = Field(description="The repetition in words.")
    rrule: str | None
    repeat_after: str | None
    repeat_start: str | None
    repeat_zone: str | None
    repeat_exceptions: list[str]
    series_id: str | None
    series_index: int | None
    slot: str | None
    created_at: datetime
    updated_at: datetime
    completed_at: datetime | None
    deleted_at: datetime | None
    subtasks: SubtaskCount | None = None


class TaskList(Answer):
    """A page of tasks."""

    items: list[TaskOut]
    total: int
    limit: int
    offset: int


class Tasks(Answer):
    """Tasks that a request was about."""

    items: list[TaskOut]


class Completed(Answer):
    """What completing did."""

    items: list[TaskOut] = Field(description="The tasks, with their open subtasks.")
    comes_back: list[TaskOut] = Field(description="The next occurrences.")


class HitOut(Answer):
    """A task that free text found."""

    task: TaskOut
    snippet: str
    exact: bool


class Hits(Answer):
    """What free text found, best first."""

    items: list[HitOut]


class ProjectOut(Answer):
    """A project."""

    id: str
    version: str
    name: str
    description: str
    color: str | None
    archived: bool
    default_for: list[str]
    position: float
    open_tasks: int


class Projects(Answer):
    """All projects."""

    items: list[ProjectOut]


class TagOut(Answer):
    """A tag."""

    id: str
    name: str
    color: str | None


class Tags(Answer):
    """All tags."""

    items: list[TagOut]


class StepOut(Answer):
    """One change, as people think of it."""

    id: int
    kind: str
    summary: str
    origin: str
    at: datetime
    state: str


class Steps(Answer):
    """Changes, the last one first."""

    items: list[StepOut]


class TemplateTaskOut(Answer):
    """A task of a template."""

    title: str
    description: str
    priority: Priority
    due_after_days: int | None
    due_time: str | None
    start_after_days: int | None
    estimated_minutes: int | None
    tags: list[str]
    remind_minutes_before: list[int]
    subtasks: list[TemplateTaskOut]


class TemplateOut(Answer):
    """A named task tree."""

    id: str
    name: str
    project: str | None
    tasks: list[TemplateTaskOut]


class Templates(Answer):
    """All templates."""

    items: list[TemplateOut]


def version_of(task: Task, project: str | None) -> str:
    """Return what changes with every change of a task or of its project's name."""
    return _digest((task, project))


def etag(version: str) -> str:
    """Return a version as a strong entity tag."""
    return f'"{version}"'


def task_out(
    task: Task,
    names: Mapping[str, str],
    counts: Mapping[str, tuple[int, int]] | None = None,
) -> TaskOut:
    """Return a task with the name of its project."""
    project = names.get(task.project_id) if task.project_id else None
    rule, occurrence = task.recurrence, task.occurrence
    count = None if counts is None else counts.get(task.id)
    return TaskOut(
        id=task.id,
        number=task.number,
        version=version_of(task, project),
        title=task.title,
        description=task.description,
        project=project,
        project_id=task.project_id,
        priority=task.priority,
        status=task.status,
        due_date=task.due.text if task.due else None,
        due_zone=task.due.zone if task.due else None,
        start_date=task.start,
        estimated_minutes=task.estimated_minutes,
        parent_task_id=task.parent_task_id,
        position=task.position,
        tags=list(task.tags),
        reminders=[
            ReminderOut(
                id=one.id,
                minutes_before=one.minutes_before,
                at=one.at.text if one.at else None,
                zone=one.at.zone if one.at else None,
            )
            for one in task.reminders
        ],
        repeat=repeat_text(rule) if rule else None,
        rrule=rule.rule if rule else None,
        repeat_after=rule.after_completion if rule else None,
        repeat_start=rule.start.text if rule else None,
        repeat_zone=rule.start.zone if rule else None,
        repeat_exceptions=list(rule.exceptions) if rule else [],
        series_id=occurrence.series_id if occurrence else None,
        series_index=occurrence.index if occurrence else None,
        slot=occurrence.slot.text if occurrence and occurrence.slot else None,
        created_at=task.created_at,
        updated_at=task.updated_at,
        completed_at=task.completed_at,
        deleted_at=task.deleted_at,
        subtasks=count and SubtaskCount(done=count[0], total=count[1]),
    )


def tasks_out(
    tasks: Sequence[Task],
    names: Mapping[str, str],
    counts: Mapping[str, tuple[int, int]] | None = None,
) -> list[TaskOut]:
    """Return several tasks."""
    return [task_out(task, names, counts) for task in tasks]


def project_out(project: Project, open_tasks: int) -> ProjectOut:
    """Return a project and how many open tasks it has."""
    return ProjectOut(
        id=project.id,
        version=_digest(project),
        name=project.name,
        description=project.description,
        color=project.color,
        archived=project.archived,
        default_for=list(project.default_for),
        position=project.position,
        open_tasks=open_tasks,
    )


def tag_out(tag: Tag) -> TagOut:
    """Return a tag."""
    return TagOut(id=tag.id, name=tag.name, color=tag.color)


def step_out(step: Step) -> StepOut:
    """Return a step."""
    return StepOut(
        id=step.id,
        kind=step.kind.value,
        summary=step.summary,
        origin=step.origin,
        at=step.at,
        state=step.state.value,
    )


def template_out(template: Template) -> TemplateOut:
    """Return a template and its tree."""
    return TemplateOut(
        id=template.id,
        name=template.name,
        project=template.project,
        tasks=[_template_task(task) for task in template.tasks],
    )


def _template_task(task: TemplateTask) -> TemplateTaskOut:
    return TemplateTaskOut(
        title=task.title,
        description=task.description,
        priority=task.priority,
        due_after_days=task.due_after_days,
        due_time=task.due_time.isoformat("minutes") if task.due_time else None,
        start_after_days=task.start_after_days,
        estimated_minutes=task.estimated_minutes,
        tags=list(task.tags),
        remind_minutes_before=list(task.remind_minutes_before),
        subtasks=[_template_task(child) for child in task.subtasks],
    )


def _digest(value: Any) -> str:
    # the text of a data class holds all of its fields, and is made five times as fast as JSON
    return hashlib.sha256(repr(value).encode()).hexdigest()[:_VERSION_CHARS]

"""What is sent for tasks, projects and templates, and what the store makes of it."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, StringConstraints

from clara_edge.domain.day_words import zone_name
from clara_edge.domain.drafts import ReminderDraft, TaskDraft, TaskPatch
from clara_edge.domain.due import Due
from clara_edge.domain.errors import FieldInvalidError
from clara_edge.domain.recurrence import parse_repeat
from clara_edge.domain.tasks import Priority, Status
from clara_edge.domain.templates import TemplateTask

from .endpoint import Body

if TYPE_CHECKING:
    from clara_edge.domain.recurrence import Recurrence

Title = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Name = Title
Notes = Annotated[str, StringConstraints(max_length=20_000)]
TagName = Annotated[str, StringConstraints(min_length=1, max_length=101)]
Minutes = Annotated[int, Field(ge=1, le=100_000)]
When = Annotated[
    str,
    StringConstraints(
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?)?$"
    ),
]
Zone = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Rule = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
Reference = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
Position = Annotated[float, Field(ge=-1e9, le=1e9)]
TagNames = Annotated[list[TagName], Field(max_length=50)]


class ReminderIn(Body):
    """One of the two: minutes before the due time, or a time of its own."""

    minutes_before: Annotated[int, Field(ge=-100_000, le=1_000_000)] | None = None
    at: When | None = None
    zone: Zone | None = None


class TaskValues(Body):
    """What a task has besides its title; what is not sent stays as it is."""

    description: Notes = ""
    project: Name | None = Field(
        default=None, description="A name, found or made; null is the inbox."
    )
    priority: Priority = Priority.MEDIUM
    due_date: When | None = None
    due_zone: Zone | None = Field(
        default=None,
        description="Of a due date with a time; this device's if left out.",
    )
    start_date: date | None = None
    estimated_minutes: Minutes | None = None
    parent_task_id: Reference | None = None
    tags: TagNames = Field(default_factory=list)
    reminders: Annotated[list[ReminderIn], Field(max_length=20)] = Field(
        default_factory=list
    )
    repeat: Rule | None = Field(
        default=None,
        description='In words or as an RRULE: "every friday", "3 days after completion".',
    )


class TaskIn(TaskValues):
    """A new task."""

    title: Title
    status: Literal["todo", "in_progress"] = "todo"
    subtasks: Annotated[list[Title], Field(max_length=100)] = Field(
        default_factory=list
    )


class TaskChange(TaskValues):
    """What is new about a task."""

    title: Title | None = None
    status: Literal["todo", "in_progress", "cancelled"] | None = None
    position: Position | None = None
    add_tags: TagNames = Field(default_factory=list)
    remove_tags: TagNames = Field(default_factory=list)


def draft_of(body: TaskIn, now: datetime) -> TaskDraft:
    """Return a task to be stored."""
    values = _values(body, now, present_due=None)
    return TaskDraft(
        body.title,
        status=Status(body.status),
        subtasks=tuple(TaskDraft(title) for title in body.subtasks),
        **values,
    )


def patch_of(body: TaskChange, now: datetime, due: Due | None) -> TaskPatch:
    """Return the changes to a task that has this due date now.

    Raises:
        FieldInvalidError: something that cannot be cleared is null, or nothing is new.
    """
    values = _values(body, now, present_due=due)
    for name in ("title", "status", "position"):
        if name in body.model_fields_set:
            value = getattr(body, name)
            if value is None:
                raise FieldInvalidError(f"{name} cannot be null", remedy="leave it out")
            values[name] = Status(value) if name == "status" else value
    for name in ("add_tags", "remove_tags"):
        if name in body.model_fields_set:
            values[name] = tuple(getattr(body, name))
    if not values:
        raise FieldInvalidError(
            "there is nothing to change", remedy="send at least one field"
        )
    return TaskPatch(**values)


def _values(body: TaskValues, now: datetime, present_due: Due | None) -> dict[str, Any]:
    """Return the fields that were sent, as drafts and patches have them."""
    sent = body.model_fields_set
    plain = {"description", "project", "priority", "estimated_minutes"}
    values = {name: getattr(body, name) for name in plain & sent}
    if "start_date" in sent:
        values["start"] = body.start_date
    if "parent_task_id" in sent:
        values["parent_task_id"] = body.parent_task_id
    if "tags" in sent:
        values["tags"] = tuple(body.tags)
    if "due_date" in sent:
        values["due"] = due_of(body.due_date, body.due_zone, now)
    elif body.due_zone is not None:
        raise FieldInvalidError(
            "a due_zone needs a due_date", remedy="send both, or neither"
        )
    if "reminders" in sent:
        values["reminders"] = tuple(_reminder(one, now) for one in body.reminders)
    if "repeat" in sent:
        due = values["due"] if "due_date" in sent else present_due
        values["recurrence"] = body.repeat and repeat_of(body.repeat, due, now)
        values["recurrence"] = values["recurrence"] or None
    return values


def due_of(text: str | None, zone: str | None, now: datetime) -> Due | None:
    """Return a due date; a time without a zone is in that of this device."""
    if text is None:
        return None
    timed = "T" in text
    if zone is not None and not timed:
        raise FieldInvalidError(
            f"{text} has no time, so it has no zone", remedy="leave the zone out"
        )
    return Due.parse(text, (zone or zone_name(now)) if timed else None)


def repeat_of(text: str, due: Due | None, now: datetime) -> Recurrence:
    """Return a repetition that begins with the due date, or today."""
    return parse_repeat(text, due or Due(now.date()))


def _reminder(given: ReminderIn, now: datetime) -> ReminderDraft:
    at = due_of(given.at, given.zone, now)
    if (at is None) == (given.minutes_before is None):
        raise FieldInvalidError(
            "a reminder needs either minutes_before or at",
            remedy="give one of the two",
        )
    return ReminderDraft(minutes_before=given.minutes_before, at=at)


class TemplateTaskIn(Body):
    """A task of a template."""

    title: Title
    description: Notes = ""
    priority: Priority = Priority.MEDIUM
    due_after_days: Annotated[int, Field(ge=-3650, le=3650)] | None = None
    due_time: (
        Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
        | None
    ) = None
    start_after_days: Annotated[int, Field(ge=-3650, le=3650)] | None = None
    estimated_minutes: Minutes | None = None
    tags: TagNames = Field(default_factory=list)
    remind_minutes_before: Annotated[
        list[Annotated[int, Field(ge=0, le=100_000)]], Field(max_length=20)
    ] = Field(default_factory=list)
    subtasks: Annotated[list[TemplateTaskIn], Field(max_length=50)] = Field(
        default_factory=list
    )


def template_task(given: TemplateTaskIn) -> TemplateTask:
    """Return a task of a template as the store has it."""
    return TemplateTask(
        given.title,
        given.description,
        given.priority,
        due_after_days=given.due_after_days,
        due_time=time.fromisoformat(given.due_time) if given.due_time else None,
        start_after_days=given.start_after_days,
        estimated_minutes=given.estimated_minutes,
        tags=tuple(given.tags),
        remind_minutes_before=tuple(given.remind_minutes_before),
        subtasks=tuple(template_task(child) for child in given.subtasks),
    )

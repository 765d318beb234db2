"""The shape of Clara's own JSON, version 1: what every field may hold, and nothing else."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from clara_edge.domain.drafts import ReminderDraft
from clara_edge.domain.due import Due
from clara_edge.domain.project_values import clean_color, clean_defaults
from clara_edge.domain.recurrence import Recurrence, checked
from clara_edge.domain.tasks import (
    TITLE_MAX_CHARS,
    Occurrence,
    Priority,
    Project,
    Reminder,
    Status,
    Tag,
    Task,
    clean_title,
)
from clara_edge.domain.template_values import clean_tree
from clara_edge.domain.templates import Template, TemplateTask
from clara_edge.domain.values import (
    MAX_MINUTES,
    MAX_REMINDER_MINUTES,
    MAX_REMINDERS,
    MAX_TAGS,
    NOTES_MAX_CHARS,
    checked_due,
    checked_position,
    checked_reminders,
    checked_start,
    clean_notes,
    clean_tag,
    clean_tags,
)

from .limits import MAX_DEPTH

FORMAT = "clara-edge"
VERSION = 1

Identity = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[!-~]+$")]
Name = Annotated[str, Field(min_length=1, max_length=TITLE_MAX_CHARS)]
Notes = Annotated[str, Field(max_length=NOTES_MAX_CHARS)]
Color = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]
# any day of the calendar from any other
Days = Annotated[int, Field(ge=-3_660_000, le=3_660_000)]
# within SQLite's 64-bit integers
Number = Annotated[int, Field(ge=0, le=10**15)]
Minutes = Annotated[int, Field(ge=1, le=MAX_MINUTES)]
Lead = Annotated[int, Field(ge=-MAX_REMINDER_MINUTES, le=MAX_REMINDER_MINUTES)]
Tags = Annotated[list[Name], Field(max_length=MAX_TAGS)]


class Record(BaseModel):
    """Strict: no unknown field, no value of another type."""

    model_config = ConfigDict(
        extra="forbid", strict=True, allow_inf_nan=False, frozen=True
    )


class DueRecord(Record):
    """A day, or a local time and its zone."""

    date: str
    zone: str | None = None

    @classmethod
    def of(cls, due: Due) -> DueRecord:
        """Return the record of a value."""
        return cls(date=due.text, zone=due.zone)

    def value(self) -> Due:
        """Return the value."""
        return Due.parse(self.date, self.zone)


class RecurrenceRecord(Record):
    """A rule on the calendar, or an interval after completion."""

    start: DueRecord
    rule: str | None = None
    after_completion: str | None = None
    exceptions: list[str] = []

    @classmethod
    def of(cls, recurrence: Recurrence) -> RecurrenceRecord:
        """Return the record of a value."""
        return cls(
            start=DueRecord.of(recurrence.start),
            rule=recurrence.rule,
            after_completion=recurrence.after_completion,
            exceptions=list(recurrence.exceptions),
        )

    def value(self) -> Recurrence:
        """Return the value in its canonical form."""
        return checked(
            Recurrence(
                self.start.value(),
                self.rule,
                self.after_completion,
                tuple(self.exceptions),
            )
        )


class ReminderRecord(Record):
    """Minutes before due, or a time."""

    id: Identity
    minutes_before: Lead | None = None
    at: DueRecord | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.minutes_before is None) == (self.at is None):
            raise ValueError("a reminder has either minutes_before or at")
        return self

    def value(self) -> Reminder:
        """Return the value."""
        at = None if self.at is None else self.at.value()
        if at is not None and at.time is None:
            raise ValueError("a reminder needs a time of day")
        return Reminder(self.id, self.minutes_before, at)


class OccurrenceRecord(Record):
    """Which occurrence of a series."""

    series_id: Identity
    index: Number
    slot: DueRecord | None = None


class ProjectRecord(Record):
    """A project."""

    id: Identity
    name: Name
    description: Notes = ""
    color: Color | None = None
    archived: bool = False
    default_for: list[Annotated[str, Field(min_length=1, max_length=200)]] = []
    position: float = 0.0

    def value(self) -> Project:
        """Return the value."""
        return Project(
            self.id,
            clean_title(self.name),
            clean_notes(self.description),
            clean_color(self.color),
            archived=self.archived,
            default_for=clean_defaults(self.default_for),
            position=checked_position(self.position),
        )


class TagRecord(Record):
    """A tag."""

    id: Identity
    name: Name
    color: Color | None = None

    def value(self) -> Tag:
        """Return the value."""
        return Tag(self.id, clean_tag(self.name), clean_color(self.color))


class TaskRecord(Record):
    """A task; times are ISO 8601 with an offset."""

    id: Identity
    number: Number = 0
    title: str
    description: Notes = ""
    project_id: Identity | None = None
    priority: Priority = Field(default=Priority.MEDIUM, strict=False)
    status: Status = Field(default=Status.TODO, strict=False)
    due: DueRecord | None = None
    start: date | None = Field(default=None, strict=False)
    estimated_minutes: Minutes | None = None
    parent_task_id: Identity | None = None
    position: float = 0.0
    tags: Tags = []
    reminders: Annotated[list[ReminderRecord], Field(max_length=MAX_REMINDERS)] = []
    recurrence: RecurrenceRecord | None = None
    occurrence: OccurrenceRecord | None = None
    created_at: AwareDatetime = Field(strict=False)
    updated_at: AwareDatetime = Field(strict=False)
    completed_at: AwareDatetime | None = Field(default=None, strict=False)
    deleted_at: AwareDatetime | None = Field(default=None, strict=False)

    def value(self) -> Task:
        """Return the value; raises ValueError for what only the domain can tell."""
        due = None if self.due is None else checked_due(self.due.value())
        recurrence = None if self.recurrence is None else self.recurrence.value()
        if recurrence is not None:
            due = due or recurrence.start
        reminders = tuple(reminder.value() for reminder in self.reminders)
        drafts = tuple(ReminderDraft(r.minutes_before, r.at) for r in reminders)
        checked_reminders(drafts, due)
        if self.completed_at is not None and self.status is not Status.COMPLETED:
            raise ValueError(f"it is {self.status}, but has completed_at")
        return Task(
            id=self.id,
            number=self.number,
            title=clean_title(self.title),
            created_at=self.created_at,
            updated_at=self.updated_at,
            description=clean_notes(self.description),
            project_id=self.project_id,
            priority=self.priority,
            status=self.status,
            due=due,
            start=checked_start(self.start, due),
            estimated_minutes=self.estimated_minutes,
            parent_task_id=self.parent_task_id,
            position=checked_position(self.position),
            tags=clean_tags(self.tags),
            reminders=reminders,
            recurrence=recurrence,
            occurrence=self._occurrence(recurrence, due),
            completed_at=self.completed_at,
            deleted_at=self.deleted_at,
        )

    def _occurrence(
        self, recurrence: Recurrence | None, due: Due | None
    ) -> Occurrence | None:
        given = self.occurrence
        if given is None:
            if recurrence is None:
                return None
            fits = due is not None and due.zone == recurrence.start.zone
            return Occurrence(self.id, 0, due if fits else recurrence.start)
        slot = None if given.slot is None else given.slot.value()
        return Occurrence(given.series_id, given.index, slot)


class TemplateTaskRecord(Record):
    """A task of a template."""

    title: str
    description: Notes = ""
    priority: Priority = Field(default=Priority.MEDIUM, strict=False)
    due_after_days: Days | None = None
    due_time: time | None = Field(default=None, strict=False)
    start_after_days: Days | None = None
    estimated_minutes: Minutes | None = None
    tags: Tags = []
    remind_minutes_before: Annotated[list[Lead], Field(max_length=MAX_REMINDERS)] = []
    subtasks: list[TemplateTaskRecord] = []

    def value(self, depth: int = 0) -> TemplateTask:
        """Return the value."""
        if depth >= MAX_DEPTH:
            raise ValueError(f"the template is more than {MAX_DEPTH} tasks deep")
        return TemplateTask(
            title=clean_title(self.title),
            description=clean_notes(self.description),
            priority=self.priority,
            due_after_days=self.due_after_days,
            due_time=self.due_time,
            start_after_days=self.start_after_days,
            estimated_minutes=self.estimated_minutes,
            tags=clean_tags(self.tags),
            remind_minutes_before=tuple(self.remind_minutes_before),
            subtasks=tuple(child.value(depth + 1) for child in self.subtasks),
        )


class TemplateRecord(Record):
    """A template."""

    id: Identity
    name: Name
    tasks: list[TemplateTaskRecord]
    project: Name | None = None

    def value(self) -> Template:
        """Return the value."""
        project = None if self.project is None else clean_title(self.project)
        tasks = clean_tree([task.value() for task in self.tasks])
        return Template(self.id, clean_title(self.name), tasks, project)


class Head(BaseModel):
    """What the file says about itself."""

    model_config = ConfigDict(extra="forbid", strict=True)

    format: Literal["clara-edge"]
    version: Literal[1]
    exported_at: datetime | None = Field(default=None, strict=False)
    projects: list[object] = []
    tags: list[object] = []
    tasks: list[object] = []
    templates: list[object] = []

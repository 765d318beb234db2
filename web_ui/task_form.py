"""The form with everything in a task: filled from a task, read back as changes to it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, time
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from clara_edge.domain.day_words import zone_name
from clara_edge.domain.drafts import UNSET, ReminderDraft, TaskPatch
from clara_edge.domain.due import Due
from clara_edge.domain.errors import (
    DueInvalidError,
    InputInvalidError,
    ParentInvalidError,
    RecurrenceInvalidError,
    TitleInvalidError,
)
from clara_edge.domain.recurrence import in_words, parse_repeat
from clara_edge.domain.tasks import Priority, Status
from clara_edge.domain.time_spans import is_span, minutes_of, typed_span
from web_ui.error_words import told
from web_ui.texts import now

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from werkzeug.datastructures import MultiDict

    from clara_edge.domain.tasks import Project, Reminder, Task
    from clara_edge.ports.store import TaskStore

VALUE_MAX_CHARS = 200
NOTES_MAX_CHARS = 100_000
"""More than the store takes: its own error says how long notes may be."""
REMINDERS_MAX = 20
INBOX = ""
_TEXTS = (
    "title", "description", "due_day", "due_time", "due_zone", "start", "repeat",
    "estimate", "priority", "status", "project", "new_project", "parent", "tags",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TaskForm:
    """What is in the fields, as text, and what is wrong with it."""

    values: Mapping[str, str]
    reminders: tuple[str, ...] = ()
    has_reminders: bool = True
    """Whether the fields for reminders were sent at all."""
    version: str = ""
    """When the task was last changed, as this form knows it."""
    errors: Mapping[str, str] = field(default_factory=dict)
    """By field; the key "form" is for all of it."""


class FormInvalidError(InputInvalidError):
    """Some fields cannot be used; `form` has what was typed, and why."""

    def __init__(self, form: TaskForm) -> None:
        super().__init__(_("some fields cannot be used"), remedy=_("correct them"))
        self.form = form


def form_of(
    task: Task, projects: Mapping[str, Project], parent: Task | None
) -> TaskForm:
    """Return the form of a task as it is."""
    due = task.due
    project = projects.get(task.project_id or "")
    values = {
        "title": task.title,
        "description": task.description,
        "due_day": due.day.isoformat() if due else "",
        "due_time": due.time.isoformat("minutes") if due and due.time else "",
        "due_zone": (due and due.zone) or zone_name(now()),
        "start": task.start.isoformat() if task.start else "",
        "repeat": _repeat_of(task),
        "estimate": typed_span(task.estimated_minutes)
        if task.estimated_minutes
        else "",
        "priority": task.priority.value,
        "status": task.status.value,
        "project": project.id if project else INBOX,
        "new_project": "",
        "parent": f"#{parent.number}" if parent else "",
        "tags": ", ".join(task.tags),
    }
    reminders = tuple(_reminder_text(one) for one in task.reminders)
    return TaskForm(values, reminders, version=task.updated_at.isoformat())


def typed(fields: MultiDict[str, str]) -> TaskForm:
    """Return what was sent; a field that was not stays as it is."""
    values = {
        name: fields[name][
            : NOTES_MAX_CHARS if name == "description" else VALUE_MAX_CHARS * 5
        ]
        for name in _TEXTS
        if name in fields
    }
    if "description" in values:
        values["description"] = values["description"].replace("\r\n", "\n")
    reminders = tuple(
        text.strip()[:VALUE_MAX_CHARS]
        for text in fields.getlist("reminder")[:REMINDERS_MAX]
        if text.strip()
    )
    version = fields.get("version", "")[:VALUE_MAX_CHARS]
    return TaskForm(values, reminders, "reminder" in fields, version)


def patch_of(
    form: TaskForm, task: Task, store: TaskStore, projects: Mapping[str, Project]
) -> TaskPatch:
    """Return what the form changes: only fields that differ from the task's.

    Raises:
        FormInvalidError: some fields cannot be used.
    """
    parent = store.get(task.parent_task_id) if task.parent_task_id else None
    before = form_of(task, projects, parent)
    changed = {
        name: text
        for name, text in form.values.items()
        if text.strip() != before.values.get(name, "").strip()
    }
    reading = _Reading(form, task, store, projects)
    patch: dict[str, Any] = {}
    for name, read in _READERS.items():
        if changed.keys() & _FIELDS.get(name, {name}):
            patch[name] = reading.tried(name, read)
    if form.has_reminders and form.reminders != before.reminders:
        patch["reminders"] = reading.tried("reminders", _reminders)
    if isinstance(patch.get("parent_task_id"), str):
        # a subtask is where its parent is
        patch.pop("project", None)
    if reading.errors:
        raise FormInvalidError(replace(form, errors=reading.errors))
    return TaskPatch(
        **{key: value for key, value in patch.items() if value is not UNSET}
    )


def with_store_error(form: TaskForm, error: InputInvalidError) -> TaskForm:
    """Return a form that says at the right field what the store did not take."""
    for kind, name in _FIELD_OF_ERROR:
        if isinstance(error, kind):
            return replace(form, errors={name: error_text(error)})
    return replace(form, errors={"form": error_text(error)})


def error_text(error: InputInvalidError) -> str:
    """Return an error as a sentence."""
    what, remedy = told(error)
    return f"{sentence(what)}; {remedy}" if remedy else sentence(what)


def sentence(text: str) -> str:
    """Begin a text with a capital letter, unless it begins with a name or a quotation."""
    first = text.split(" ", 1)[0]
    return text[:1].upper() + text[1:] if first.isalpha() else text


_FIELD_OF_ERROR: tuple[tuple[type[InputInvalidError], str], ...] = (
    (TitleInvalidError, "title"),
    (DueInvalidError, "due_day"),
    (RecurrenceInvalidError, "repeat"),
    (ParentInvalidError, "parent"),
)


class _Reading:
    """One form being read: collects what is wrong, field by field."""

    def __init__(
        self,
        form: TaskForm,
        task: Task,
        store: TaskStore,
        projects: Mapping[str, Project],
    ) -> None:
        self.form = form
        self.task = task
        self.store = store
        self.projects = projects
        self.errors: dict[str, str] = {}

    def text(self, name: str) -> str:
        """Return a field without blanks around it."""
        return self.form.values.get(name, "").strip()

    def tried(self, name: str, read: Callable[[_Reading], Any]) -> Any:
        """Return what a reader makes of it; UNSET with a note in errors if it cannot."""
        try:
            return read(self)
        except InputInvalidError as error:
            self.errors[_ERROR_FIELDS.get(name, name)] = error_text(error)
        except ValueError:
            self.errors[_ERROR_FIELDS.get(name, name)] = _("This cannot be read.")
        return UNSET


def _due(reading: _Reading) -> Due | None:
    day, clock = reading.text("due_day"), reading.text("due_time")
    if not day and not clock:
        return None
    due_day = date.fromisoformat(day) if day else now().date()
    if not clock:
        return Due(due_day)
    zone = reading.text("due_zone") or zone_name(now())
    return Due(due_day, time.fromisoformat(clock).replace(microsecond=0), zone)


def _start(reading: _Reading) -> date | None:
    text = reading.text("start")
    return date.fromisoformat(text) if text else None


def _repeat(reading: _Reading) -> Any:
    text = reading.text("repeat")
    if not text:
        return None
    try:
        due = _due(reading) if "due_day" in reading.form.values else reading.task.due
    except (InputInvalidError, ValueError):
        # said at the field of the date
        return UNSET
    return parse_repeat(text, due or Due(now().date()))


def _estimate(reading: _Reading) -> int | None:
    text = reading.text("estimate")
    return minutes_of(text) if text else None


def _project(reading: _Reading) -> str | None:
    new = reading.text("new_project")
    if new:
        return new
    chosen = reading.text("project")
    if chosen == INBOX:
        return None
    if chosen not in reading.projects:
        raise InputInvalidError(
            _("this project is not there any more"), remedy=_("choose another")
        )
    return reading.projects[chosen].name


def _parent(reading: _Reading) -> str | None:
    text = reading.text("parent")
    return reading.store.get(text).id if text else None


def _tags(reading: _Reading) -> tuple[str, ...]:
    names = reading.text("tags").replace("#", " ").replace(",", " , ").split(",")
    return tuple(dict.fromkeys(n for name in names if (n := " ".join(name.split()))))


def _reminders(reading: _Reading) -> tuple[ReminderDraft, ...]:
    return tuple(_reminder(text) for text in reading.form.reminders)


def _reminder(text: str) -> ReminderDraft:
    after = text.startswith("-")
    if is_span(text.lstrip("-")):
        minutes = minutes_of(text.lstrip("-"))
        return ReminderDraft(minutes_before=-minutes if after else minutes)
    at = Due.parse(
        text.replace(" ", "T", 1), zone_name(now()) if len(text) > 10 else None
    )
    if at.time is None:
        raise InputInvalidError(
            _("the reminder %(text)s has no time of day", text=text),
            remedy=_("write 2026-12-01 08:00, or 10m for ten minutes before"),
        )
    return ReminderDraft(at=at)


def _repeat_of(task: Task) -> str:
    if task.recurrence is None:
        return ""
    try:
        return in_words(task.recurrence)
    except RecurrenceInvalidError:
        return task.recurrence.rule or ""


def _reminder_text(reminder: Reminder) -> str:
    if reminder.at is not None:
        return reminder.at.text.replace("T", " ")
    minutes = reminder.minutes_before or 0
    return f"-{typed_span(-minutes)}" if minutes < 0 else typed_span(minutes)


_FIELDS: Mapping[str, set[str]] = {
    "due": {"due_day", "due_time", "due_zone"},
    "recurrence": {"repeat"},
    "estimated_minutes": {"estimate"},
    "parent_task_id": {"parent"},
    "project": {"project", "new_project"},
}
"""Which inputs a field of the patch is read from; its own name unless named here."""
_ERROR_FIELDS: Mapping[str, str] = {
    "due": "due_day",
    "recurrence": "repeat",
    "estimated_minutes": "estimate",
    "parent_task_id": "parent",
}
_READERS: Mapping[str, Callable[[_Reading], Any]] = {
    "title": lambda reading: reading.text("title"),
    "description": lambda reading: reading.form.values.get("description", ""),
    "due": _due,
    "start": _start,
    "recurrence": _repeat,
    "estimated_minutes": _estimate,
    "priority": lambda reading: Priority(reading.text("priority")),
    "status": lambda reading: Status(reading.text("status")),
    "project": _project,
    "parent_task_id": _parent,
    "tags": _tags,
}

"""Turn the options of add and edit into what the store understands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clara_edge.cli.task.values import reminder_of, typed_text
from clara_edge.domain.drafts import TaskDraft, TaskPatch
from clara_edge.domain.due import Due
from clara_edge.domain.errors import FieldInvalidError
from clara_edge.domain.tasks import Priority
from clara_edge.domain.time_spans import minutes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from clara_edge.cli.task.session import TaskSession
    from clara_edge.domain.recurrence import Recurrence
    from clara_edge.domain.tasks import Task

# option -> field of TaskPatch that it clears
_CLEARING = {
    "inbox": "project",
    "no_due": "due",
    "no_start": "start",
    "no_estimate": "estimated_minutes",
    "no_repeat": "recurrence",
    "no_parent": "parent_task_id",
}


def draft_of(session: TaskSession, title: str, options: Mapping[str, Any]) -> TaskDraft:
    """Return the task that the options of add describe."""
    values = _values(session, options)
    if options["repeat"] is not None:
        values["recurrence"] = _repeat(session, options["repeat"], values.get("due"))
    return TaskDraft(title, tags=tuple(options["tags"]), **values)


def patch_of(
    session: TaskSession, tasks: Sequence[Task], options: Mapping[str, Any]
) -> TaskPatch:
    """Return the changes that the options of edit describe.

    Raises:
        FieldInvalidError: two options contradict each other, or there is none.
    """
    values = _values(session, options)
    for option, field in _CLEARING.items():
        if options[option]:
            if field in values:
                raise FieldInvalidError(
                    f"--{option.replace('_', '-')} contradicts another option",
                    remedy="give one of the two",
                )
            values[field] = None
    if options["no_reminders"]:
        values["reminders"] = ()
    if options["no_tags"]:
        values["tags"] = ()
    if options["repeat"] is not None:
        due = values["due"] if "due" in values else _common_due(tasks)
        values["recurrence"] = _repeat(session, options["repeat"], due)
    if options["title"] is not None:
        values["title"] = options["title"]
    patch = TaskPatch(
        add_tags=tuple(options["tags"]), remove_tags=tuple(options["untag"]), **values
    )
    if patch == TaskPatch():
        raise FieldInvalidError(
            "there is nothing to change", remedy="see clara task edit --help"
        )
    return patch


def _values(session: TaskSession, options: Mapping[str, Any]) -> dict[str, Any]:
    """Return what both share; only the fields that were given."""
    from clara_edge.cli.task.due_words import due_of
    from clara_edge.domain.day_words import parse_day

    readers: dict[str, tuple[str, Callable[[str], Any]]] = {
        "project": ("project", lambda text: text),
        "priority": ("priority", lambda text: Priority(text.lower())),
        "due": ("due", lambda text: due_of(text, session.now)),
        "start": ("start", lambda text: parse_day(text, session.now.date())),
        "estimate": ("estimated_minutes", minutes_of),
        "parent": ("parent_task_id", lambda text: session.one(text).id),
        "notes": ("description", lambda text: typed_text() if text == "-" else text),
    }
    values = {
        field: read(options[option])
        for option, (field, read) in readers.items()
        if options[option] is not None
    }
    if options["remind"]:
        values["reminders"] = tuple(
            reminder_of(text, session.now) for text in options["remind"]
        )
    return values


def _repeat(session: TaskSession, text: str, due: Due | None) -> Recurrence:
    from clara_edge.domain.recurrence import parse_repeat

    return parse_repeat(text, due or Due(session.now.date()))


def _common_due(tasks: Sequence[Task]) -> Due | None:
    dues = {task.due for task in tasks}
    if len(dues) > 1:
        raise FieldInvalidError(
            "the tasks are due on different days, so --repeat cannot begin for all alike",
            remedy="give --due as well, or change them one at a time",
        )
    return dues.pop() if dues else None

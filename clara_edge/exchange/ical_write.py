"""iCalendar (RFC 5545): every task a VTODO."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Todo, vDuration, vRecur, vText

from clara_edge.domain.due import Due
from clara_edge.domain.tasks import Priority, Status

from .ical_rules import rule_from
from .moments import due_text
from .source import foreign_id

if TYPE_CHECKING:
    from icalendar import Event

    from clara_edge.domain.snapshot import Snapshot
    from clara_edge.domain.tasks import Reminder, Task

    from .source import Source

PRODUCT = "-//Clara Edge//Clara Edge//EN"
# RFC 5545, 3.8.1.9: 1 is the highest, 5 the middle, 9 the lowest
PRIORITIES = {
    Priority.URGENT: 1,
    Priority.HIGH: 3,
    Priority.MEDIUM: 5,
    Priority.LOW: 7,
}
STATUSES = {
    Status.TODO: "NEEDS-ACTION",
    Status.IN_PROGRESS: "IN-PROCESS",
    Status.COMPLETED: "COMPLETED",
    Status.CANCELLED: "CANCELLED",
}
# zones are described this far around the dates that are used, for tasks that repeat
_MARGIN = timedelta(days=10 * 366)


def write_icalendar(snapshot: Snapshot, source: Source) -> str:
    """Return a VCALENDAR with the zones that its times are in."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    projects = {project.id: project.name for project in snapshot.projects}
    uids = {task.id: uid_of(task.id) for task in snapshot.tasks}
    days = [source.now.date()]
    for task in snapshot.tasks:
        todo = _todo(task, source)
        if task.project_id in projects:
            _x(todo, "project", projects[task.project_id])
        if task.parent_task_id in uids:
            todo.add("related-to", uids[task.parent_task_id])
        calendar.add_component(todo)
        if task.due is not None:
            days.append(task.due.day)
    calendar.add_missing_timezones(*span_of(days))
    return str(calendar.to_ical(), "utf-8")


def uid_of(identity: str) -> str:
    """Return what other programs call a task: a UUID in its usual form if it is one."""
    if len(identity) == 32 and foreign_id(identity) == identity:
        groups = (0, 8), (8, 12), (12, 16), (16, 20), (20, 32)
        return "-".join(identity[begin:end] for begin, end in groups)
    return identity


def span_of(days: list[date]) -> tuple[date, date]:
    """Return the days for which the rules of time zones are told."""
    first, last = min(days), max(days)
    return (
        first - _MARGIN if first - date.min > _MARGIN else date.min,
        last + _MARGIN if date.max - last > _MARGIN else date.max,
    )


def _todo(task: Task, source: Source) -> Todo:
    todo = Todo()
    uid = uid_of(task.id)
    todo.add("uid", uid)
    if foreign_id(uid) != task.id:
        _x(todo, "id", task.id)
    todo.add("dtstamp", utc(source.now))
    todo.add("created", utc(task.created_at))
    todo.add("last-modified", utc(task.updated_at))
    todo.add("summary", task.title)
    if task.description:
        todo.add("description", task.description)
    todo.add("priority", PRIORITIES[task.priority])
    todo.add("status", STATUSES[task.status])
    if task.completed_at is not None:
        todo.add("completed", utc(task.completed_at))
    if task.tags:
        todo.add("categories", list(task.tags))
    if task.estimated_minutes is not None:
        # as Evolution and the draft of task extensions (draft-ietf-calext-ical-tasks)
        length = timedelta(minutes=task.estimated_minutes)
        todo.add("estimated-duration", vDuration(length))
    _x(todo, "position", repr(task.position))
    if task.number:
        _x(todo, "number", str(task.number))
    _add_dates(todo, task)
    for reminder in task.reminders:
        todo.add_component(_alarm(task, reminder))
    return todo


def _add_dates(todo: Todo, task: Task) -> None:
    due, start = task.due, task.start
    if task.recurrence is not None or task.occurrence is not None:
        _add_series(todo, task)
    if due is not None:
        add_due(todo, "due", due)
    if task.recurrence is not None and due is not None:
        # an RRULE without DTSTART is invalid (3.8.5.3), and DUE must not be before it
        add_due(todo, "dtstart", due)
        if start is not None:
            _x(todo, "start", start.isoformat())
    elif start is not None and due is not None and due.time is not None:
        # DTSTART and DUE must be of one type (3.8.2.3)
        add_due(todo, "dtstart", Due(start, time(0), due.zone))
        _x(todo, "start", start.isoformat())
    elif start is not None:
        todo.add("dtstart", start)


def _add_series(todo: Todo, task: Task) -> None:
    recurrence, occurrence = task.recurrence, task.occurrence
    if occurrence is not None:
        _x(todo, "series", occurrence.series_id)
        _x(todo, "series-index", str(occurrence.index))
        if occurrence.slot is not None:
            _x(todo, "slot", due_text(occurrence.slot))
    if recurrence is None:
        return
    _x(todo, "repeat-start", due_text(recurrence.start))
    if recurrence.after_completion is not None:
        _x(todo, "repeat-after", recurrence.after_completion)
    if recurrence.rule is not None:
        _x(todo, "rrule", recurrence.rule)
    slot = (occurrence.slot if occurrence is not None else None) or task.due
    if task.is_open and task.due is not None and slot is not None:
        rule = rule_from(recurrence, slot)
        if rule is not None:
            todo.add("rrule", vRecur.from_ical(rule))
    for exception in recurrence.exceptions:
        add_due(todo, "exdate", Due.parse(exception, recurrence.start.zone))


def add_due(todo: Todo | Event, name: str, due: Due) -> None:
    """Add a day, or a time in its zone."""
    if due.time is None or due.zone is None:
        todo.add(name, due.day)
        return
    parameters = {"X-CLARA-TZ": due.zone} if due.zone == "UTC" else {}
    moment = datetime.combine(due.day, due.time, ZoneInfo(due.zone))
    todo.add(name, moment, parameters=parameters)


def _alarm(task: Task, reminder: Reminder) -> Alarm:
    alarm = Alarm()
    alarm.add("uid", reminder.id)
    alarm.add("action", "DISPLAY")
    alarm.add("description", task.title)
    if reminder.minutes_before is not None:
        before = timedelta(minutes=-reminder.minutes_before)
        alarm.add("trigger", vDuration(before), parameters={"RELATED": "END"})
    elif reminder.at is not None and reminder.at.instant is not None:
        zone = {"VALUE": "DATE-TIME", "X-CLARA-TZ": reminder.at.zone or "UTC"}
        alarm.add("trigger", reminder.at.instant, parameters=zone)
    return alarm


def _x(component: Any, name: str, value: str) -> None:
    component.add(f"x-clara-{name}", vText(value))


def utc(instant: datetime) -> datetime:
    """Return the same moment in UTC."""
    return instant.astimezone(UTC)

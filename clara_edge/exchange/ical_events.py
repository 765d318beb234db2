"""iCalendar for subscriptions: every date an event, since programs pass tasks over there."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vDuration, vRecur

from clara_edge.domain.due import Due

from .ical_rules import rule_from
from .ical_write import PRIORITIES, PRODUCT, add_due, span_of, uid_of, utc

if TYPE_CHECKING:
    from clara_edge.domain.snapshot import Snapshot
    from clara_edge.domain.tasks import Reminder, Task

    from .source import Source

LENGTH = timedelta(minutes=30)
"""Of what has a time and no estimate: long enough to be seen in a day's view."""
REFRESH = timedelta(minutes=15)


def write_events(snapshot: Snapshot, source: Source, name: str) -> str:
    """Return a VCALENDAR with an event for each open task that is due some time.

    The same tasks give the same text.

    Args:
        snapshot: the tasks and projects.
        source: where we are.
        name: what programs call this calendar.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("name", name)
    calendar.add(
        "refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"}
    )
    calendar.add("x-published-ttl", vDuration(REFRESH))
    projects = {project.id: project.name for project in snapshot.projects}
    days = [source.now.date()]
    for task in snapshot.tasks:
        if task.due is not None and task.is_open:
            calendar.add_component(_event(task, task.due, projects))
            days.append(task.due.day)
    calendar.add_missing_timezones(*span_of(days))
    return str(calendar.to_ical(), "utf-8")


def _event(task: Task, due: Due, projects: dict[str, str]) -> Event:
    event = Event()
    event.add("uid", uid_of(task.id))
    # when it was last changed, so that an unchanged task is an unchanged text
    event.add("dtstamp", utc(task.updated_at))
    event.add("created", utc(task.created_at))
    event.add("last-modified", utc(task.updated_at))
    event.add("summary", task.title)
    if task.description:
        event.add("description", task.description)
    event.add("priority", PRIORITIES[task.priority])
    names = [*task.tags]
    if task.project_id in projects:
        names.insert(0, projects[task.project_id])
    if names:
        event.add("categories", names)
    _add_times(event, task, due)
    _add_repetition(event, task, due)
    for reminder in task.reminders:
        event.add_component(_alarm(task, reminder))
    return event


def _add_times(event: Event, task: Task, due: Due) -> None:
    add_due(event, "dtstart", due)
    if due.time is None or due.zone is None:
        if due.day < date.max:
            event.add("dtend", due.day + timedelta(days=1))
        # a day on which something is to be done is no day on which nobody has time
        event.add("transp", "TRANSPARENT")
        return
    length = LENGTH
    if task.estimated_minutes is not None:
        length = timedelta(minutes=task.estimated_minutes)
    event.add("duration", vDuration(length))


def _add_repetition(event: Event, task: Task, due: Due) -> None:
    recurrence, occurrence = task.recurrence, task.occurrence
    if recurrence is None:
        return
    slot = (occurrence.slot if occurrence is not None else None) or due
    rule = rule_from(recurrence, slot)
    if rule is None:
        return
    event.add("rrule", vRecur.from_ical(rule))
    for exception in recurrence.exceptions:
        add_due(event, "exdate", Due.parse(exception, recurrence.start.zone))


def _alarm(task: Task, reminder: Reminder) -> Any:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", task.title)
    if reminder.minutes_before is not None:
        before = timedelta(minutes=-reminder.minutes_before)
        alarm.add("trigger", vDuration(before))
    elif reminder.at is not None and reminder.at.time is not None:
        zone = ZoneInfo(reminder.at.zone or "UTC")
        moment = datetime.combine(reminder.at.day, reminder.at.time, zone)
        alarm.add("trigger", utc(moment), parameters={"VALUE": "DATE-TIME"})
    return alarm

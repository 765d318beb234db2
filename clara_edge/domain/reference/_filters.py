"""What a reading says about the tasks it means, apart from their titles."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from clara_edge.domain.intents import Intent
from clara_edge.domain.tasks import Priority
from clara_edge.domain.when import Grain, Relation

from ._projects import projects_named
from ._words import folded, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from clara_edge.domain.due import Due
    from clara_edge.domain.intents import Interpretation
    from clara_edge.domain.tasks import Project, Task
    from clara_edge.domain.when import When

_SELF = frozenset(["i", "me", "my", "mine", "myself", "we", "us", "our", "you", "your"])
_IMPORTANT = frozenset({Priority.HIGH, Priority.URGENT})
_TIMED = frozenset({Grain.SECOND, Grain.MINUTE, Grain.HOUR})


def by_attributes(reading: Interpretation, tasks: Sequence[Task]) -> list[Task]:
    """Return the tasks that have the priority and the tags that are named.

    Of a change these are what it sets, and pick nothing.
    """
    if reading.intent is Intent.TASK_UPDATE:
        return list(tasks)
    wanted = {folded(tag).lstrip("#") for tag in reading.tags}
    return [
        task
        for task in tasks
        if wanted <= {folded(tag) for tag in task.tags}
        and (reading.priority is None or _matters(task, reading.priority))
    ]


def by_project(
    name: str, tasks: Sequence[Task], projects: Sequence[Project] | None
) -> list[Task]:
    """Return the tasks of the project that is named.

    Without projects the tasks must all be of one: then the caller has looked it up.
    """
    if projects is None:
        return list(tasks) if len({task.project_id for task in tasks}) == 1 else []
    ids = {project.id for project in projects_named(name, projects)}
    return [task for task in tasks if task.project_id in ids]


def person_words(reading: Interpretation) -> str:
    """Return the person whose task it is, unless that is the speaker."""
    words = words_of(reading.person or "")
    return " ".join(word.text for word in words if word.text not in _SELF)


def due_then(when: When) -> Callable[[Task], bool]:
    """Return the condition of being due (or recurring) as was said."""
    if when.recurrence is not None:
        return lambda task: task.recurrence is not None and _recurs(task, when)
    moments = [m for m in (when.at, *when.alternatives) if m is not None]
    if not moments:
        return lambda _: True
    return lambda task: any(_is_due(task, moment, when) for moment in moments)


def _matters(task: Task, priority: Priority) -> bool:
    if priority is Priority.HIGH:
        return task.priority in _IMPORTANT
    return task.priority is priority


def _recurs(task: Task, when: When) -> bool:
    if task.recurrence is None or when.recurrence is None:
        return False
    said = _parts(when.recurrence)
    has = _parts(task.recurrence.rule or "")
    return all(has.get(key) == said[key] for key in ("FREQ", "BYDAY") if key in said)


def _parts(rule: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in rule.split(";") if "=" in part)


def _is_due(task: Task, moment: date | datetime, when: When) -> bool:
    due = task.due
    if due is None:
        return False
    day = _day(moment)
    if when.relation is Relation.BEFORE:
        return due.day <= day
    if when.relation is Relation.AFTER:
        return due.day >= day
    if isinstance(when.end, datetime) and isinstance(moment, datetime):
        return _is_within(due, moment, when.end)
    last = _day(when.end) if when.end is not None and moment == when.at else day
    return day <= due.day <= last and (
        when.end is not None or _is_due_at(due, moment, when)
    )


def _is_due_at(due: Due, moment: date | datetime, when: When) -> bool:
    """Compare the times of a day that fits; a task without one may be meant."""
    if when.grain not in _TIMED or due.time is None or not isinstance(moment, datetime):
        return True
    return (due.time.hour, due.time.minute) == (moment.hour, moment.minute)


def _is_within(due: Due, start: datetime, end: datetime) -> bool:
    if due.time is None:
        return start.date() <= due.day <= end.date()
    return start <= datetime.combine(due.day, due.time) < end


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment

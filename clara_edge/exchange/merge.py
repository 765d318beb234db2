"""What an import would change: what a format cannot carry stays as it is stored."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from clara_edge.domain.recurrence import slots
from clara_edge.domain.tasks import Project, Task, match_project

from .ical_rules import rule_parts
from .source import made_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from clara_edge.domain.due import Due
    from clara_edge.domain.recurrence import Recurrence
    from clara_edge.domain.snapshot import Snapshot
    from clara_edge.domain.tasks import Reminder

_FIELDS = tuple(field.name for field in fields(Task))
# iCalendar and Taskwarrior write whole seconds
_SAME = timedelta(seconds=1)
# more than a year of weekdays
_COMPARED_SLOTS = 300


@dataclass(frozen=True, slots=True)
class Carried:
    """Fields of a task that come back from a format."""

    fields: frozenset[str]
    sometimes: frozenset[str] = frozenset()
    """Those of which a missing value says nothing."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A snapshot to be imported, and what that does to what is stored."""

    snapshot: Snapshot
    added: int
    updated: int
    unchanged: int


def merged(
    snapshot: Snapshot,
    stored: Snapshot,
    carried: Carried,
    unsaid: Mapping[str, frozenset[str]] | None = None,
) -> Merged:
    """Return what to import: tasks that are stored keep what the file says nothing of.

    Args:
        snapshot: what the file has.
        stored: what is here.
        carried: what its format can say.
        unsaid: by id of a task, what the file does not say although it could.
    """
    unsaid = unsaid or {}
    projects, ids = _projects(snapshot.projects, stored.projects)
    known = {task.id: task for task in stored.tasks}
    tasks = []
    updated = unchanged = 0
    for given in snapshot.tasks:
        task = replace(given, project_id=ids.get(given.project_id or ""))
        old = known.get(task.id)
        if old is not None:
            said = carried.fields - unsaid.get(task.id, frozenset())
            task = _onto(task, old, replace(carried, fields=said))
            if _says(task) == _says(old):
                unchanged += 1
            else:
                updated += 1
                if "updated_at" not in said:
                    latest = max(given.updated_at, old.updated_at)
                    task = replace(task, updated_at=latest)
        tasks.append(task)
    named, used = {p.id for p in projects}, {task.project_id for task in tasks}
    projects += [p for p in stored.projects if p.id in used - named]
    return Merged(
        replace(snapshot, projects=projects, tasks=tasks),
        added=len(tasks) - updated - unchanged,
        updated=updated,
        unchanged=unchanged,
    )


def into_project(snapshot: Snapshot, name: str, stored: Snapshot) -> Snapshot:
    """Return a snapshot with all its tasks in one project, found or made.

    Args:
        snapshot: what to import.
        name: clean, as the project is or will be called.
        stored: where it may be already.
    """
    project = match_project(name, stored.projects)
    if project is None:
        project = Project(made_id("project", name.casefold()), name)
    tasks = [replace(task, project_id=project.id) for task in snapshot.tasks]
    return replace(snapshot, projects=[project], tasks=tasks)


def _projects(
    given: Sequence[Project], stored: Sequence[Project]
) -> tuple[list[Project], dict[str, str]]:
    """Return the projects, those that are stored by name as they are, and their new ids."""
    by_id = {project.id for project in stored}
    by_name = {project.name.casefold(): project for project in stored}
    kept: dict[str, Project] = {}
    ids: dict[str, str] = {}
    for project in given:
        same = None if project.id in by_id else by_name.get(project.name.casefold())
        found = same or project
        kept.setdefault(found.id, found)
        ids[project.id] = found.id
    return list(kept.values()), ids


def _onto(task: Task, old: Task, carried: Carried) -> Task:
    changes: dict[str, Any] = {
        name: getattr(old, name)
        for name in _FIELDS
        if name not in carried.fields
        or (name in carried.sometimes and getattr(task, name) is None)
    }
    if "recurrence" in carried.sometimes and _repeat_alike(task, old):
        changes["recurrence"] = old.recurrence
    if old.occurrence is None:
        changes.pop("occurrence", None)
    if task.number == 0:
        changes["number"] = old.number
    if task.description.split() == old.description.split():
        changes["description"] = old.description
    for name in ("created_at", "updated_at", "completed_at"):
        new, before = getattr(task, name), getattr(old, name)
        if _is_same_second(new, before):
            changes[name] = before
    return _fitting(replace(task, **changes))


def _fitting(task: Task) -> Task:
    """Return a task in which what was kept follows a due date that came earlier, or went."""
    if task.due is not None:
        start = None if task.start is None else min(task.start, task.due.day)
        return replace(task, start=start)
    absolute = tuple(r for r in task.reminders if r.at is not None)
    task = replace(task, reminders=absolute)
    return replace(task, recurrence=None, occurrence=None) if task.recurrence else task


def _repeat_alike(task: Task, old: Task) -> bool:
    """Whether two spellings of a rule mean the same from the due date on."""
    new, before = task.recurrence, old.recurrence
    if new is None or before is None or new.rule is None or before.rule is None:
        return new == before
    parts = rule_parts(before.rule)
    if "COUNT" in parts or "UNTIL" in parts:
        return False
    return _next(new, old) == _next(before, old)


def _next(recurrence: Recurrence, task: Task) -> list[Due]:
    return list(islice(slots(recurrence, task.due), _COMPARED_SLOTS))


def _is_same_second(new: datetime | None, old: datetime | None) -> bool:
    return new is not None and old is not None and abs(new - old) < _SAME


def _says(task: Task) -> Task:
    """Return a task without what does not matter when two are compared."""
    reminders: list[Reminder] = [replace(r, id="") for r in task.reminders]
    reminders.sort(key=repr)
    tags = tuple(sorted(tag.casefold() for tag in task.tags))
    return replace(
        task, updated_at=task.created_at, reminders=tuple(reminders), tags=tags
    )

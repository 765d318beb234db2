"""Collects what a file brings and what it brings in vain, and makes a plan of both."""

from __future__ import annotations

import unicodedata
from datetime import UTC
from typing import TYPE_CHECKING, TypeVar

from clara_edge.domain.drafts import ReminderDraft
from clara_edge.domain.errors import InputInvalidError
from clara_edge.domain.recurrence import checked
from clara_edge.domain.snapshot import ImportPlan, Rejection, Snapshot
from clara_edge.domain.tasks import (
    TITLE_MAX_CHARS,
    Occurrence,
    Project,
    Status,
    Task,
    clean_title,
)
from clara_edge.domain.values import (
    MAX_REMINDERS,
    MAX_TAGS,
    NOTES_MAX_CHARS,
    checked_due,
    checked_minutes,
    checked_position,
    checked_reminders,
    checked_start,
    clean_tag,
)

from .limits import MAX_REJECTIONS, MAX_TASKS, SHOWN_CHARS
from .source import Source, made_id
from .structure import sound_tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from clara_edge.domain.due import Due
    from clara_edge.domain.recurrence import Recurrence
    from clara_edge.domain.tasks import Reminder

    from .found import Found

_T = TypeVar("_T")
_R = TypeVar("_R")


class Gathering:
    """One import; importers hand in what they find and never stop at what is wrong."""

    def __init__(self, source: Source, notes: Iterable[Rejection] = ()) -> None:
        self.source = source
        self._rejections = list(notes)
        self._unlisted = 0
        self._tasks: list[tuple[str, Task]] = []
        self._projects: dict[str, Project] = {}
        self._unsaid: dict[str, frozenset[str]] = {}

    def reject(self, where: str, what: str, reason: object) -> None:
        """Report something that could not be taken."""
        if len(self._rejections) >= MAX_REJECTIONS:
            self._unlisted += 1
            return
        self._rejections.append(Rejection(where, shown(what), str(reason)))

    def add(self, found: Found) -> None:
        """Take a task, as far as it can be taken."""
        if len(self._tasks) >= MAX_TASKS:
            self.reject(found.where, found.title, f"the limit is {MAX_TASKS:,} tasks")
            return
        try:
            title = self._title(found)
        except InputInvalidError as error:
            self.reject(found.where, found.title, error)
            return
        self._tasks.append((found.where, self._task(found, title)))
        if unsaid := _unsaid(found):
            self._unsaid.setdefault(found.id, unsaid)

    def plan(self) -> ImportPlan:
        """Return what was gathered, sound in itself."""
        tasks = sound_tasks(self._tasks, self.reject)
        rejections = self._rejections
        if self._unlisted:
            rejections = [
                *rejections,
                Rejection("", "", f"{self._unlisted:,} more things could not be taken"),
            ]
        used = {task.project_id for task in tasks}
        projects = [p for p in self._projects.values() if p.id in used]
        snapshot = Snapshot(projects=projects, tasks=tasks)
        return ImportPlan(snapshot, rejections, self._unsaid)

    def project_id(self, where: str, name: str | None) -> str | None:
        """Return the id of a project of the file by its name in any case."""
        if name is None or not name.strip():
            return None
        try:
            clean = clean_title(printable(name))
        except InputInvalidError as error:
            self.reject(where, name, f"as a project: {error}")
            return None
        key = clean.casefold()
        if key not in self._projects:
            self._projects[key] = Project(made_id("project", key), clean)
        return self._projects[key].id

    def _title(self, found: Found) -> str:
        title = " ".join(printable(found.title).split())
        if len(title) > TITLE_MAX_CHARS:
            found.description = f"{title}\n\n{found.description}".rstrip()
            reason = (
                f"the title has {len(title):,} characters: it was shortened,"
                " the whole of it is in the notes"
            )
            self.reject(found.where, title, reason)
            # NFC can lengthen some scripts, hence the second cut
            title = unicodedata.normalize("NFC", title[:TITLE_MAX_CHARS])
            title = title[: TITLE_MAX_CHARS - 1].rstrip() + "…"
        return clean_title(title)

    def _task(self, found: Found, title: str) -> Task:
        created = self._time(found, found.created_at) or self.source.now
        completed = self._time(found, found.completed_at)
        updated = self._time(found, found.updated_at) or completed or created
        completed = (completed or updated) if found.status is Status.COMPLETED else None
        recurrence = self._recurrence(found)
        due = self._or_none(found, checked_due, found.due)
        due = due or (recurrence.start if recurrence else None)
        occurrence = found.occurrence
        if recurrence is not None and occurrence is None:
            start = recurrence.start
            fits = due is not None and due.zone == start.zone
            occurrence = Occurrence(found.id, 0, due if fits else start)
        position = float(len(self._tasks) + 1)
        if found.position is not None:
            position = self._or_none(found, checked_position, found.position) or 0.0
        return Task(
            id=found.id,
            number=found.number,
            title=title,
            created_at=created,
            updated_at=updated,
            description=self._notes(found),
            project_id=self.project_id(found.where, found.project),
            priority=found.priority,
            status=found.status,
            due=due,
            start=self._or_none(
                found, lambda start: checked_start(start, due), found.start
            ),
            estimated_minutes=self._or_none(
                found, checked_minutes, found.estimated_minutes
            ),
            parent_task_id=found.parent_id,
            position=position,
            tags=self._tags(found),
            reminders=self._reminders(found, due),
            recurrence=recurrence,
            occurrence=occurrence,
            completed_at=completed,
        )

    def _or_none(
        self, found: Found, check: Callable[[_T], _R | None], value: _T
    ) -> _R | None:
        """Return a checked value, or report it and do without."""
        try:
            return check(value)
        except InputInvalidError as error:
            self.reject(found.where, found.title, error)
            return None

    def _time(self, found: Found, instant: datetime | None) -> datetime | None:
        if instant is None:
            return None
        try:
            # some moments of the years 1 and 9999 do not exist in UTC
            instant.astimezone(UTC)
        except OverflowError:
            self.reject(found.where, found.title, f"the time {instant} is out of range")
            return None
        return instant

    def _notes(self, found: Found) -> str:
        notes = printable(found.description)
        if len(notes) > NOTES_MAX_CHARS:
            reason = (
                f"the notes have {len(notes):,} characters: only the first"
                f" {NOTES_MAX_CHARS:,} were taken"
            )
            self.reject(found.where, found.title, reason)
        return notes[:NOTES_MAX_CHARS]

    def _tags(self, found: Found) -> tuple[str, ...]:
        tags: dict[str, str] = {}
        for raw in found.tags:
            tag = self._or_none(found, clean_tag, printable(raw))
            if tag is None:
                continue
            if tag.casefold() not in tags and len(tags) == MAX_TAGS:
                self.reject(found.where, raw, f"a task has at most {MAX_TAGS} tags")
                continue
            tags.setdefault(tag.casefold(), tag)
        return tuple(sorted(tags.values(), key=str.casefold))

    def _reminders(self, found: Found, due: Due | None) -> tuple[Reminder, ...]:
        kept: list[Reminder] = []
        for reminder in found.reminders:
            draft = ReminderDraft(reminder.minutes_before, reminder.at)
            if self._or_none(found, lambda d: checked_reminders((d,), due), draft):
                kept.append(reminder)
        if len(kept) > MAX_REMINDERS:
            reason = f"it has {len(kept)} reminders, {MAX_REMINDERS} were taken"
            self.reject(found.where, found.title, reason)
        return tuple(kept[:MAX_REMINDERS])

    def _recurrence(self, found: Found) -> Recurrence | None:
        if found.recurrence is None:
            return None
        try:
            return checked(found.recurrence)
        except InputInvalidError as error:
            what = found.recurrence.rule or found.recurrence.after_completion or ""
            reason = f"{error}; the task was taken without repeating"
            self.reject(found.where, what, reason)
            return None


def _unsaid(found: Found) -> frozenset[str]:
    """Return the fields that get a default: the time of the import, the place in the file."""
    missing = {
        name
        for name in ("created_at", "updated_at", "position")
        if getattr(found, name) is None
    }
    if found.status is Status.COMPLETED and found.completed_at is None:
        missing.add("completed_at")
    return found.unsaid | missing


def printable(text: str) -> str:
    """Return text without control characters and halves of surrogate pairs."""
    return "".join(
        c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"}
    )


def shown(what: str) -> str:
    """Return the beginning of a text, fit for a table."""
    flat = " ".join(printable(what[: 4 * SHOWN_CHARS]).split())
    return flat if len(flat) <= SHOWN_CHARS else flat[: SHOWN_CHARS - 1] + "…"

"""How the tasks of two databases differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils import Database

# column -> what people call it
_FIELDS = {
    "title": "title",
    "description": "notes",
    "project": "project",
    "priority": "priority",
    "status": "status",
    "due_date": "due",
    "start_date": "start",
    "rrule": "repetition",
    "repeat_after": "repetition",
    "tags": "tags",
}

_TASKS = """
SELECT tasks.id, tasks.*, projects.name AS project, (
    SELECT group_concat(name, ', ') FROM (
        SELECT task_tags.name FROM task_tag_relations
        JOIN task_tags ON task_tags.id = task_tag_relations.tag_id
        WHERE task_tag_relations.task_id = tasks.id ORDER BY task_tags.name)) AS tags
FROM tasks LEFT JOIN projects ON projects.id = tasks.project_id
WHERE tasks.deleted_at IS NULL
ORDER BY tasks.number
"""


@dataclass(frozen=True, slots=True)
class ChangedTask:
    """A task that is in both, with other values."""

    title: str
    """As it will be."""
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """What a restore does to the tasks; those in the trash are left out."""

    added: tuple[str, ...] = ()
    """Titles that come back."""
    removed: tuple[str, ...] = ()
    """Titles that go."""
    changed: tuple[ChangedTask, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def differences(now: Database | None, then: Database) -> Differences:
    """Compare the tasks of today with those of a backup, both of this version.

    Args:
        now: the database in use; None if there is none that can be read.
        then: the backup.
    """
    before = {} if now is None else _tasks(now)
    after = _tasks(then)
    return Differences(
        added=tuple(row["title"] for id_, row in after.items() if id_ not in before),
        removed=tuple(row["title"] for id_, row in before.items() if id_ not in after),
        changed=tuple(
            ChangedTask(row["title"], fields)
            for id_, row in after.items()
            if id_ in before and (fields := _changed(before[id_], row))
        ),
    )


def _tasks(db: Database) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in db.query(_TASKS)}


def _changed(before: dict[str, Any], after: dict[str, Any]) -> tuple[str, ...]:
    names = [name for key, name in _FIELDS.items() if before[key] != after[key]]
    return tuple(dict.fromkeys(names))

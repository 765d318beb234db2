"""Bring in tasks: those with a known id become as given, others are added."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from clara_edge.domain.values import clean_tags

from .base import new_id
from .import_numbers import give_numbers, give_series, leave_series
from .import_rows import pack_reminders, row_of
from .import_trees import Placing, parents_first, settle
from .tag_rows import tags_of
from .task_rows import insert

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from clara_edge.domain.tasks import Task

    from .base import OpenStep

Row = dict[str, Any]
_Reminder = tuple[str, int | None, str | None, str | None]

# When it was changed does not say what it is.
_NOT_COMPARED = "updated_at"


class TaskImport:
    """Stores the tasks of one snapshot inside an open step."""

    def __init__(
        self,
        step: OpenStep,
        project_ids: Mapping[str, str],
        tag_ids: Mapping[str, str],
    ) -> None:
        """Use the ids that projects, and tags by name in lower case, have here."""
        self._step = step
        self._db = step.db
        self._project_ids = project_ids
        self._tag_ids = tag_ids
        self._tags: dict[str, set[str]] = {}
        self._reminders: dict[str, list[_Reminder]] = {}
        self._reminder_ids: set[str] = {""}
        self.added = self.updated = self.unchanged = 0

    def store(self, tasks: Sequence[Task]) -> None:
        """Store tasks.

        Raises:
            InputInvalidError: one of them cannot be stored.
        """
        ordered = parents_first(tasks)
        rows = self._rows(ordered)
        known = self._known(rows)
        give_numbers(self._db, [rows[task.id] for task in tasks], known)
        give_series(self._db, rows)
        leave_series(self._db, rows, known)
        changed = [
            task.id
            for task in ordered
            if self._store(task, rows[task.id], known.get(task.id))
        ]
        settle(self._step, changed, rows)

    def _rows(self, ordered: Iterable[Task]) -> dict[str, Row]:
        placing = Placing(self._db, self._project_ids)
        rows: dict[str, Row] = {}
        for task in ordered:
            rows[task.id] = row_of(task)
            placing.place(task, rows[task.id])
        return rows

    def _known(self, ids: Iterable[str]) -> dict[str, Row]:
        """Return the rows that are there already; note their tags and reminders."""
        packed = json.dumps(list(ids))
        rows = self._db.query(
            "SELECT * FROM tasks WHERE id IN (SELECT value FROM json_each(?))", [packed]
        )
        known = {row["id"]: row for row in rows}
        self._tags = tags_of(self._db, known)
        for task_id, *reminder in self._db.execute(
            "SELECT task_id, id, minutes_before, at, zone FROM reminders"
        ).fetchall():
            self._reminder_ids.add(reminder[0])
            if task_id in known:
                self._reminders.setdefault(task_id, []).append(tuple(reminder))
        return known

    def _store(self, task: Task, row: Row, known: Row | None) -> bool:
        """Store one task; return whether it was there and its row changed."""
        tags = {self._tag_ids[name.casefold()] for name in clean_tags(task.tags)}
        reminders = pack_reminders(task)
        if known is None:
            insert(self._db, "tasks", row)
            self._add_tags(task.id, tags)
            self._add_reminders(task.id, reminders)
            self.added += 1
            return False
        row_changed = self._update(row, known)
        changed = [
            row_changed,
            self._set_tags(task.id, tags),
            self._set_reminders(task.id, reminders),
        ]
        self.updated += any(changed)
        self.unchanged += not any(changed)
        return row_changed

    def _update(self, row: Row, known: Row) -> bool:
        changed = {c: value for c, value in row.items() if known[c] != value}
        if not set(changed) - {_NOT_COMPARED}:
            return False
        values = ", ".join(f"{column} = ?" for column in changed)
        self._db.execute(
            f"UPDATE tasks SET {values} WHERE id = ?",  # noqa: S608 - constants
            [*changed.values(), row["id"]],
        )
        return True

    def _set_tags(self, task_id: str, wanted: set[str]) -> bool:
        present = self._tags.get(task_id, set())
        for tag in present - wanted:
            self._db.execute(
                "DELETE FROM task_tag_relations WHERE task_id = ? AND tag_id = ?",
                [task_id, tag],
            )
        self._add_tags(task_id, wanted - present)
        return wanted != present

    def _add_tags(self, task_id: str, tags: Iterable[str]) -> None:
        self._db.conn.executemany(
            "INSERT INTO task_tag_relations (task_id, tag_id) VALUES (?, ?)",
            [(task_id, tag) for tag in sorted(tags)],
        )

    def _set_reminders(self, task_id: str, wanted: Sequence[_Reminder]) -> bool:
        present = self._reminders.get(task_id, [])
        if {r[1:] for r in wanted} == {r[1:] for r in present}:
            return False
        self._db.execute("DELETE FROM reminders WHERE task_id = ?", [task_id])
        self._reminder_ids -= {reminder[0] for reminder in present}
        self._add_reminders(task_id, wanted)
        return True

    def _add_reminders(self, task_id: str, reminders: Iterable[_Reminder]) -> None:
        for identity, *values in dict.fromkeys(reminders):
            kept = new_id() if identity in self._reminder_ids else identity
            self._reminder_ids.add(kept)
            self._db.execute(
                "INSERT INTO reminders (id, task_id, minutes_before, at, zone)"
                " VALUES (?, ?, ?, ?, ?)",
                [kept, task_id, *values],
            )

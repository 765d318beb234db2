"""Everything at once, out and in; see ports.exchange_store.ExchangeStore."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from clara_edge.domain.errors import FieldInvalidError
from clara_edge.domain.snapshot import ImportResult, Snapshot
from clara_edge.domain.steps import StepKind

from .base import StoreBase, one_moment
from .import_names import import_projects, import_tags, import_templates
from .import_tasks import TaskImport
from .project_rows import all_projects
from .rows import select_tasks, tag_from
from .template_rows import all_templates

if TYPE_CHECKING:
    from .base import OpenStep

_SOURCE_MAX_CHARS = 200


class ExchangePart(StoreBase):
    """The part of the store that import and export use."""

    def snapshot(self) -> Snapshot:
        """Return everything as of one moment; see the port."""
        with self._database.read() as db, one_moment(db):
            return Snapshot(
                projects=tuple(all_projects(db)),
                tags=tuple(
                    tag_from(row)
                    for row in db.table("task_tags").rows_where(
                        order_by="name COLLATE NOCASE, id"
                    )
                ),
                tasks=tuple(select_tasks(db, "ORDER BY tasks.number")),
                templates=tuple(all_templates(db)),
            )

    def import_snapshot(self, snapshot: Snapshot, *, source: str) -> ImportResult:
        """Bring a snapshot in as one undoable step; see the port."""
        with self._step(StepKind.IMPORT) as step:
            step.summary = _printable(source)
            try:
                return _import(step, snapshot)
            except sqlite3.IntegrityError as error:
                raise FieldInvalidError(
                    f"{_printable(source)!r} contradicts what is stored: {error}",
                    remedy="import it into an empty folder of data, or leave parts out",
                ) from error


def _import(step: OpenStep, snapshot: Snapshot) -> ImportResult:
    project_ids, projects_added = import_projects(step, snapshot.projects)
    used = dict.fromkeys(name for task in snapshot.tasks for name in task.tags)
    tag_ids = import_tags(step, snapshot.tags, used)
    tasks = TaskImport(step, project_ids, tag_ids)
    tasks.store(snapshot.tasks)
    templates_added = import_templates(step, snapshot.templates)
    has_rows = step.db.execute(
        "SELECT 1 FROM step_rows WHERE step_id = ? LIMIT 1", [step.id]
    ).fetchone()
    return ImportResult(
        step_id=None if has_rows is None else step.id,
        added=tasks.added,
        updated=tasks.updated,
        unchanged=tasks.unchanged,
        projects_added=projects_added,
        templates_added=templates_added,
    )


def _printable(source: str) -> str:
    # the name of a file may hold anything
    shown = source[:_SOURCE_MAX_CHARS]
    return "".join(char if char.isprintable() else "?" for char in shown)

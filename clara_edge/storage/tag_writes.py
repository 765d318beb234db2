"""Renaming and forgetting tags; see ports.task_writer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.domain.errors import TagNotFoundError
from clara_edge.domain.steps import StepKind
from clara_edge.domain.values import clean_tag

from .base import StoreBase
from .tag_rows import attach, detach, find_tag

if TYPE_CHECKING:
    from sqlite_utils import Database

    from .base import OpenStep


class TagWrites(StoreBase):
    """The tags of the store."""

    def rename_tag(self, name: str, new_name: str) -> None:
        """Rename a tag everywhere, or merge it into another; see the port."""
        with self._step(StepKind.TAG_EDIT) as step:
            old = _named(step.db, name)
            clean = clean_tag(new_name)
            step.summary = f"{clean_tag(name)} to {clean}"
            other = find_tag(step.db, clean)
            if other is None or other == old:
                step.db.execute(
                    "UPDATE task_tags SET name = ? WHERE id = ? AND name <> ?",
                    [clean, old, clean],
                )
                return
            for task_id in _tasks_with(step.db, old):
                attach(step.db, task_id, other)
            _forget(step, old)

    def delete_tag(self, name: str) -> int:
        """Take a tag off all tasks and forget it; see the port."""
        with self._step(StepKind.TAG_DELETE) as step:
            step.summary = clean_tag(name)
            return _forget(step, _named(step.db, name))


def _named(db: Database, name: str) -> str:
    clean = clean_tag(name)
    found = find_tag(db, clean)
    if found is None:
        raise TagNotFoundError(
            f"there is no tag called {clean!r}", remedy="clara task tag lists them"
        )
    return found


def _tasks_with(db: Database, tag: str) -> list[str]:
    rows = db.execute(
        "SELECT task_id FROM task_tag_relations WHERE tag_id = ?", [tag]
    ).fetchall()
    return [row[0] for row in rows]


def _forget(step: OpenStep, tag: str) -> int:
    tasks = _tasks_with(step.db, tag)
    for task_id in tasks:
        detach(step.db, task_id, tag)
    step.db.execute("DELETE FROM task_tags WHERE id = ?", [tag])
    return len(tasks)

"""Find, make and attach tags inside an open step."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from clara_edge.domain.values import clean_tag

from .base import new_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database


def add_tags(db: Database, task_id: str, names: Iterable[str]) -> None:
    """Give a task tags, making those that there are not."""
    for name in names:
        attach(db, task_id, tag_id(db, name))


def attach(db: Database, task_id: str, tag: str) -> None:
    """Give a task a tag by its id; nothing happens if it has it."""
    db.execute(
        "INSERT OR IGNORE INTO task_tag_relations (task_id, tag_id) VALUES (?, ?)",
        [task_id, tag],
    )


def detach(db: Database, task_id: str, tag: str) -> None:
    """Take a tag off a task by its id."""
    db.execute(
        "DELETE FROM task_tag_relations WHERE task_id = ? AND tag_id = ?",
        [task_id, tag],
    )


def tag_id(db: Database, name: str) -> str:
    """Return the id of a tag found in any case, or made."""
    clean = clean_tag(name)
    found = find_tag(db, clean)
    if found is not None:
        return found
    made = new_id()
    db.execute("INSERT INTO task_tags (id, name) VALUES (?, ?)", [made, clean])
    return made


def find_tag(db: Database, name: str) -> str | None:
    """Return the id of a tag of this clean name in any case."""
    row = db.execute(
        "SELECT id FROM task_tags WHERE name = ? COLLATE NOCASE", [name]
    ).fetchone()
    if row is not None:
        return str(row[0])
    # the index knows the case of ASCII only
    folded = name.casefold()
    rows = db.execute("SELECT id, name FROM task_tags").fetchall()
    return next((found for found, other in rows if other.casefold() == folded), None)


def tags_of(db: Database, ids: Iterable[str]) -> dict[str, set[str]]:
    """Return the ids of the tags of tasks, by task id; without tasks that have none."""
    found: dict[str, set[str]] = {}
    for task_id, tag in db.execute(
        "SELECT task_id, tag_id FROM task_tag_relations"
        " WHERE task_id IN (SELECT value FROM json_each(?))",
        [json.dumps(list(ids))],
    ).fetchall():
        found.setdefault(task_id, set()).add(tag)
    return found

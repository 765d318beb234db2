"""Find and make rows of projects inside an open step."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from clara_edge.domain.errors import ProjectNotFoundError
from clara_edge.domain.tasks import clean_name, match_project, sentence_case

from .base import new_id
from .rows import project_from

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clara_edge.domain.tasks import Project


def find_or_make_project(db: Database, name: str, stamp: str) -> str:
    """Return the id of a project found by name (any case), or made."""
    clean = clean_name(name, "project")
    found = _find(db, clean)
    if found is not None:
        return found.id
    project = {
        "id": new_id(),
        "name": sentence_case(clean),
        "created_at": stamp,
        "updated_at": stamp,
    }
    db.table("projects").insert(project)
    return project["id"]


def named_project(db: Database, reference: str) -> Project:
    """Return a project by id or name.

    Raises:
        ProjectNotFoundError: there is none.
    """
    found = _first(db, "id = ?", reference) or _find(db, reference)
    if found is None:
        raise ProjectNotFoundError(
            f"there is no project called {reference[:80]!r}",
            remedy=_near(db, reference) or "adding a task to it makes it",
        )
    return found


def _near(db: Database, name: str) -> str | None:
    names = {p.name.casefold(): p.name for p in all_projects(db)}
    near = get_close_matches(name[:80].casefold(), names, n=1)
    return f"did you mean {names[near[0]]!r}?" if near else None


def all_projects(db: Database) -> list[Project]:
    """Return all projects by position, then name."""
    rows = db.table("projects").rows_where(order_by="position, name COLLATE NOCASE")
    return [project_from(row) for row in rows]


def _find(db: Database, name: str) -> Project | None:
    # the index knows the case of ASCII only, and neither "list" nor "project"
    return _first(db, "name = ? COLLATE NOCASE", name) or match_project(
        name, all_projects(db)
    )


def _first(db: Database, where: str, value: str) -> Project | None:
    try:
        rows = list(db.table("projects").rows_where(where, [value], limit=1))
    except UnicodeEncodeError:  # half a surrogate pair, which no stored text has
        return None
    return project_from(rows[0]) if rows else None

"""Which task a person means: "42", "#42", an id or its beginning."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clara_edge.domain.errors import TaskNotFoundError

if TYPE_CHECKING:
    from sqlite_utils import Database

ID_MIN_CHARS = 6

_NUMBER = re.compile(r"#?0*(\d{1,18})", re.ASCII)


def task_id_of(db: Database, reference: str) -> str:
    """Return the id of one task in whatever state.

    Raises:
        TaskNotFoundError: no task, or several tasks, fit.
    """
    wanted = reference.strip()
    by_number = _NUMBER.fullmatch(wanted)
    if by_number:
        row = db.execute(
            "SELECT id FROM tasks WHERE number = ?", [int(by_number[1])]
        ).fetchone()
        if row is not None:
            return str(row[0])
    found = [] if wanted.startswith("#") else _by_id(db, wanted)
    if len(found) == 1:
        return found[0]
    shown = repr(wanted[:40])
    if found:
        raise TaskNotFoundError(
            f"several tasks have ids that begin with {shown}", remedy="give more of it"
        )
    raise TaskNotFoundError(
        f"there is no task {shown}",
        remedy="give its number, as lists show it" if not by_number else None,
    )


def _by_id(db: Database, wanted: str) -> list[str]:
    """Return the task with this id, or else up to two whose ids begin with it."""
    try:
        wanted.encode()
    except UnicodeEncodeError:
        return []
    exact = db.execute("SELECT id FROM tasks WHERE id = ?", [wanted]).fetchone()
    if exact is not None:
        return [str(exact[0])]
    if len(wanted) < ID_MIN_CHARS:
        return []
    # an id beginning with it sorts from it until before it with the last character on top
    rows = db.execute(
        "SELECT id FROM tasks WHERE id >= ? AND id < ? LIMIT 2",
        [wanted, wanted + chr(0x10FFFF)],
    )
    return [str(row[0]) for row in rows]

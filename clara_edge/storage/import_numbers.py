"""Numbers, and places in series, that no other task has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .base import new_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlite_utils import Database

Row = dict[str, Any]

MAX_NUMBER = 10_000_000
"""A larger one would make all later numbers long."""


def give_numbers(db: Database, rows: Iterable[Row], known: Mapping[str, Row]) -> None:
    """Keep the numbers that are free, give others in this order.

    A known task keeps the number that it has here. Tasks of other programs come without
    an order as well: they go after all that there are.
    """
    taken = {row[0] for row in db.execute("SELECT number FROM tasks").fetchall()}
    later: list[Row] = []
    for row in rows:
        number = row["number"]
        if row["id"] in known:
            row["number"] = known[row["id"]]["number"]
        elif 0 < number <= MAX_NUMBER and number not in taken:
            taken.add(number)
        else:
            later.append(row)
    counter = db.execute("SELECT value FROM counters WHERE name = 'task'").fetchone()
    last = max(counter[0], *taken, 0)
    for number, row in enumerate(later, start=last + 1):
        if not row["number"] and not row["position"]:
            row["position"] = float(number)
        row["number"] = number
    db.execute("UPDATE counters SET value = ? WHERE name = 'task'", [last + len(later)])


def give_series(db: Database, rows: Mapping[str, Row]) -> None:
    """Give a task whose place in its series is another's a series of its own."""
    places = {
        (series, index): task_id
        for task_id, series, index in db.execute(
            "SELECT id, series_id, series_index FROM tasks WHERE series_id IS NOT NULL"
        ).fetchall()
        if task_id not in rows
    }
    for row in rows.values():
        if row["series_id"] is None:
            continue
        place = (row["series_id"], row["series_index"])
        if places.setdefault(place, row["id"]) != row["id"]:
            # even the place that its own id names may be taken
            free = row["id"] if (row["id"], 0) not in places else new_id()
            row |= {"series_id": free, "series_index": 0}
            places[free, 0] = row["id"]


def leave_series(
    db: Database, rows: Mapping[str, Row], known: Mapping[str, Row]
) -> None:
    """Free the places that known tasks leave, so that others can take them in any order."""
    for task_id, before in known.items():
        place = (rows[task_id]["series_id"], rows[task_id]["series_index"])
        if (before["series_id"], before["series_index"]) not in {place, (None, None)}:
            db.execute(
                "UPDATE tasks SET series_id = NULL, series_index = NULL WHERE id = ?",
                [task_id],
            )
            # both are written again with the rest of the task
            before |= {"series_id": None, "series_index": None}

"""Put the recorded images of rows back into the tables, in either direction."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlite_utils import Database

Image = dict[str, Any]

# When a row was touched says nothing about what it holds.
_NOT_COMPARED = "updated_at"


class RowChange(NamedTuple):
    """One row of a step, in the direction in which it is to be applied."""

    table: str
    key: str
    task_id: str | None
    before: Image | None
    """None: there was no such row."""
    after: Image | None
    """None: there will be no such row."""


class ReplayConflictError(Exception):
    """The row is not as the step left it; `change` says which row."""

    def __init__(self, change: RowChange) -> None:
        super().__init__(f"{change.table} {change.key}")
        self.change = change


def changes_of(db: Database, step_id: int, *, backwards: bool) -> Iterator[RowChange]:
    """Yield the rows of a step in the order in which they can be applied."""
    order = "DESC" if backwards else "ASC"
    rows = db.execute(
        "SELECT table_name, row_key, task_id, old, new FROM step_rows"  # noqa: S608 - a constant
        f" WHERE step_id = ? ORDER BY id {order}",
        [step_id],
    ).fetchall()
    for table, key, task_id, old, new in rows:
        before, after = (new, old) if backwards else (old, new)
        yield RowChange(table, key, task_id, _image(before), _image(after))


class Replay:
    """Applies changes one by one; call it inside a transaction, and roll back if it raises.

    Columns and foreign keys are read from the database, so that images which an older
    version recorded fit a newer schema.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._columns: dict[str, list[str]] = {}
        self._keys: dict[str, list[str]] = {}
        self._references = _references(db)

    def apply(self, change: RowChange) -> None:
        """Apply one change.

        Raises:
            ReplayConflictError: the row is not as it was before this change.
        """
        try:
            if change.before is None:
                self._insert(change)
            elif change.after is None:
                self._delete(change)
            else:
                self._update(change)
        except sqlite3.IntegrityError as error:
            raise ReplayConflictError(change) from error

    def _insert(self, change: RowChange) -> None:
        assert change.after is not None  # noqa: S101 - apply() saw to it
        columns = self._stored(change.table, change.after)
        names = ", ".join(map(_quoted, columns))
        marks = ", ".join("?" * len(columns))
        self._db.execute(
            f"INSERT INTO {_quoted(change.table)} ({names}) VALUES ({marks})",  # noqa: S608 - quoted
            [change.after[column] for column in columns],
        )

    def _delete(self, change: RowChange) -> None:
        present, before = self._present(change), change.before or {}
        compared = self._stored(change.table, before)
        if _differ(present, before, compared) or self._is_referenced(
            change.table, present
        ):
            raise ReplayConflictError(change)
        where, arguments = self._where(change.table, before)
        self._db.execute(
            f"DELETE FROM {_quoted(change.table)} WHERE {where}",  # noqa: S608 - quoted
            arguments,
        )

    def _update(self, change: RowChange) -> None:
        present = self._present(change)
        before, after = change.before or {}, change.after or {}
        columns = [
            column
            for column in self._stored(change.table, after)
            if after[column] != before.get(column)
        ]
        if _differ(present, before, columns):
            raise ReplayConflictError(change)
        if present.get(_NOT_COMPARED) != before.get(_NOT_COMPARED):
            # somebody changed another column since: that is when the row was updated last
            columns = [column for column in columns if column != _NOT_COMPARED]
        if not columns:
            return
        values = ", ".join(f"{_quoted(column)} = ?" for column in columns)
        where, arguments = self._where(change.table, before)
        self._db.execute(
            f"UPDATE {_quoted(change.table)} SET {values} WHERE {where}",  # noqa: S608 - quoted
            [*(after[column] for column in columns), *arguments],
        )

    def _present(self, change: RowChange) -> Image:
        where, arguments = self._where(change.table, change.before or {})
        columns = self._columns[change.table]
        names = ", ".join(map(_quoted, columns))
        row = self._db.execute(
            f"SELECT {names} FROM {_quoted(change.table)} WHERE {where}",  # noqa: S608 - quoted
            arguments,
        ).fetchone()
        if row is None:
            raise ReplayConflictError(change)
        return dict(zip(columns, row, strict=True))

    def _is_referenced(self, table: str, row: Image) -> bool:
        return any(
            self._db.execute(
                f"SELECT 1 FROM {_quoted(child)} WHERE {_quoted(column)} = ? LIMIT 1",  # noqa: S608 - quoted
                [row[parent_column]],
            ).fetchone()
            for child, column, parent_column in self._references.get(table, ())
        )

    def _where(self, table: str, image: Image) -> tuple[str, list[Any]]:
        self._stored(table, image)
        keys = self._keys[table]
        where = " AND ".join(f"{_quoted(key)} = ?" for key in keys)
        return where, [image[key] for key in keys]

    def _stored(self, table: str, image: Image) -> list[str]:
        """Return the columns of an image that the table still has."""
        if table not in self._columns:
            rows = self._db.execute(
                "SELECT name, pk FROM pragma_table_xinfo(?) WHERE hidden = 0", [table]
            ).fetchall()
            self._columns[table] = [name for name, _ in rows]
            self._keys[table] = [name for name, pk in rows if pk]
        return [column for column in self._columns[table] if column in image]


def _references(db: Database) -> dict[str, list[tuple[str, str, str]]]:
    """Return, by table, the columns elsewhere that point to its rows."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    rows: Sequence[tuple[str, str, str, str]] = db.execute(
        'SELECT keys."table", tables.name, keys."from", keys."to" FROM sqlite_master'
        " AS tables, pragma_foreign_key_list(tables.name) AS keys"
        " WHERE tables.type = 'table'"
    ).fetchall()
    for parent, child, column, parent_column in rows:
        found.setdefault(parent, []).append((child, column, parent_column))
    return found


def _differ(present: Image, image: Image, columns: Sequence[str]) -> bool:
    return any(
        present[column] != image[column]
        for column in columns
        if column != _NOT_COMPARED and column in image
    )


def _image(packed: str | None) -> Image | None:
    if packed is None:
        return None
    image: Image = json.loads(packed)
    return image


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'

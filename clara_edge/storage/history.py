"""What earlier tasks tell, in SQL that stays fast however many there are."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from clara_edge.domain.assist import Facts, Filed, Postponed, Seen
from clara_edge.domain.assist.habits import WEEKS
from clara_edge.domain.assist.suggestions import MIN_POSTPONED, UNDATED

from .rows import OPEN_TASKS, select_tasks
from .times import from_column, to_column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

    from clara_edge.domain.tasks import Task

    from .database import TaskDatabase

FILED_TASKS = 2_000
"""So many of the last numbers are looked at when a task is filed: about a year of them."""
OVERDUE_MAX = 200
"""With more overdue tasks nothing is suggested about them."""
SEEN_MAX = 1_000
"""So many of the last completed tasks, and of the newest open ones, are looked at for habits."""
STEPS_MAX = 5_000
"""In so many of the last steps is counted how often a task was put off."""
LISTED_MAX = 100
"""At most so many tasks of any other kind are looked at."""

# SQLite would take the index of states and sort: 60 ms at 100,000 tasks instead of 6
_BY_DUE = "INDEXED BY tasks_due"
_LIKE_ESCAPE = "\\"

# Occurrences and subtasks were not filed by anybody: they go where their first task is.
# The plus keeps SQLite from walking the index of parents, where every top task is.
_FILED = """
SELECT title, project_id FROM tasks
WHERE number > (SELECT max(number) FROM tasks) - ?
  AND deleted_at IS NULL AND +parent_task_id IS NULL AND coalesce(series_index, 0) = 0
  AND ({matches})
"""

_SEEN = """
SELECT title, completed_at, project_id, series_id FROM tasks
WHERE completed_at >= ? AND deleted_at IS NULL AND parent_task_id IS NULL
ORDER BY completed_at DESC LIMIT ?
"""

_OPEN_TITLES = (
    "SELECT title FROM tasks INDEXED BY tasks_number"  # noqa: S608 - constants
    f" WHERE {OPEN_TASKS} ORDER BY number DESC LIMIT ?"
)

_POSTPONED = """
SELECT step_rows.task_id, count(*) AS times
FROM steps CROSS JOIN step_rows ON step_rows.step_id = steps.id
WHERE steps.id > (SELECT max(id) FROM steps) - ?
  AND +steps.state = 'done' AND steps.kind = 'task.edit'
  AND step_rows.table_name = 'tasks'
  AND json_extract(step_rows.new, '$.due_date') > json_extract(step_rows.old, '$.due_date')
GROUP BY step_rows.task_id HAVING times >= ? ORDER BY times DESC LIMIT ?
"""


class SqliteHistory:
    """Reads history with the connection of one thread; see ports.task_history.TaskHistory."""

    def __init__(self, database: TaskDatabase) -> None:
        self._database = database

    def filed_like(self, words: Sequence[str]) -> list[Filed]:
        """Return where the last tasks with one of these words are; see the port."""
        if not words:
            return []
        matches = " OR ".join(
            f"title LIKE ? ESCAPE '{_LIKE_ESCAPE}'" for _ in set(words)
        )
        with self._database.read() as db:
            rows = db.query(
                _FILED.format(matches=matches),
                [FILED_TASKS, *map(_pattern, set(words))],
            )
            return [Filed(row["title"], row["project_id"]) for row in rows]

    def facts(self, now: datetime) -> Facts:
        """Gather what suggestions are made from; see the port."""
        with self._database.read() as db:
            dated = _until_tomorrow(db, now)
            overdue = [task for task in dated if task.due and task.due.is_past(now)]
            names = db.query("SELECT id, name FROM projects WHERE archived = 0")
            return Facts(
                overdue=() if len(dated) > OVERDUE_MAX else tuple(overdue),
                today=tuple(_later_today(dated, now)),
                undated=tuple(_undated(db, now)),
                postponed=tuple(_postponed(db)),
                seen=tuple(_seen(db, now)),
                open_titles=tuple(_open_titles(db)),
                project_names={row["id"]: row["name"] for row in names},
            )

    def declined(self, not_before: datetime) -> frozenset[str]:
        """Return the keys of suggestions that were declined since; see the port."""
        with self._database.read() as db:
            rows = db.table("declined_suggestions").rows_where(
                "declined_at >= ?", [to_column(not_before)]
            )
            return frozenset(row["key"] for row in rows)

    def decline(self, key: str, now: datetime, not_before: datetime) -> None:
        """Note that a suggestion was declined; see the port."""
        with self._database.write(durable=False) as db:
            table = db.table("declined_suggestions")
            table.delete_where("declined_at < ?", [to_column(not_before)])
            table.upsert({"key": key, "declined_at": to_column(now)}, pk="key")


def _pattern(word: str) -> str:
    """Return a LIKE pattern that every title with this content word fits.

    LIKE knows the case of ASCII letters only, so any character stands for others with a
    case, and for apostrophes; a plural may have another ending ("berry" is from "berries").
    """
    stem = word.removesuffix("y") or word
    fitting = "".join(map(_fitting, stem))
    return f"%{fitting}%"


def _fitting(character: str) -> str:
    has_case = character.lower() != character.upper()
    if character == "'" or (has_case and not character.isascii()):
        return "_"
    return f"{_LIKE_ESCAPE}{character}" if character in "\\%_" else character


def _until_tomorrow(db: Database, now: datetime) -> list[Task]:
    """Return open tasks due until the day after tomorrow anywhere, the latest first.

    A time in another zone may be written with another day than it is here.
    """
    horizon = (now.date() + timedelta(days=2)).isoformat()
    return list(
        select_tasks(
            db,
            f"{_BY_DUE} WHERE {OPEN_TASKS} AND tasks.due_key < ?"
            " ORDER BY tasks.due_key DESC LIMIT ?",
            [horizon, OVERDUE_MAX + 1],
        )
    )


def _later_today(tasks: Sequence[Task], now: datetime) -> list[Task]:
    midnight = datetime.combine(
        now.date() + timedelta(days=1), time(), now.tzinfo
    ).astimezone(UTC)
    return [
        task
        for task in tasks
        if task.due
        and (instant := task.due.instant) is not None
        and now < instant < midnight
    ]


def _undated(db: Database, now: datetime) -> list[Task]:
    return list(
        select_tasks(
            db,
            f"WHERE {OPEN_TASKS} AND tasks.due_key = '~'"
            " AND tasks.priority <> 'low' AND tasks.parent_task_id IS NULL"
            " AND tasks.created_at < ? ORDER BY tasks.priority_rank, tasks.position,"
            " tasks.number LIMIT ?",
            [to_column(now - UNDATED), LISTED_MAX],
        )
    )


def _postponed(db: Database) -> list[Postponed]:
    """Count how often open tasks had their day moved later, in the last steps."""
    rows = db.execute(_POSTPONED, [STEPS_MAX, MIN_POSTPONED, LISTED_MAX]).fetchall()
    times: dict[str, int] = dict(rows)
    if not times:
        return []
    marks = ", ".join("?" * len(times))
    clauses = f"WHERE {OPEN_TASKS} AND tasks.id IN ({marks})"
    return [
        Postponed(task, times[task.id])
        for task in select_tasks(db, clauses, list(times))
    ]


def _seen(db: Database, now: datetime) -> list[Seen]:
    oldest = datetime.combine(now.date() - timedelta(weeks=WEEKS), time(), now.tzinfo)
    rows = db.execute(_SEEN, [to_column(oldest), SEEN_MAX])
    return [
        Seen(
            title,
            from_column(completed_at).astimezone(now.tzinfo).date(),
            project_id,
            recurs=series_id is not None,
        )
        for title, completed_at, project_id, series_id in rows
    ]


def _open_titles(db: Database) -> list[str]:
    return [title for (title,) in db.execute(_OPEN_TITLES, [SEEN_MAX])]

"""When the reminders of open tasks are due."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from clara_edge.domain.due import Due
from clara_edge.domain.errors import DueInvalidError
from clara_edge.domain.ringing import Ring, RingKind

from .times import from_column, to_column

if TYPE_CHECKING:
    from sqlite_utils import Database

WHOLE_DAY_AT = time(9)
"""From when a reminder counts back that belongs to a task of a whole day."""

# Local times are compared as UTC here; what is too early by a zone is sorted out later.
_ZONES = timedelta(days=2)

_SELECT = """
SELECT reminders.id, reminders.minutes_before, reminders.at, reminders.zone,
    tasks.id AS task_id, tasks.number, tasks.title, tasks.due_date, tasks.due_at,
    coalesce(
        strftime('%Y-%m-%dT%H:%M:%S', reminders.at),
        strftime('%Y-%m-%dT%H:%M:%S', coalesce(tasks.due_at, tasks.due_date || 'T09:00'),
            -reminders.minutes_before || ' minutes')
    ) AS about
FROM reminders JOIN tasks ON tasks.id = reminders.task_id
WHERE tasks.deleted_at IS NULL AND tasks.status IN ('todo', 'in_progress')
"""


def due_reminders(
    db: Database,
    since: datetime | None,
    until: datetime | None,
    *,
    reminder: str | None = None,
    limit: int | None = None,
) -> list[Ring]:
    """Return when reminders are due, in order; a whole day is read in the zone of `until`.

    Args:
        db: where to look.
        since: only later ones.
        until: only those by then.
        reminder: only this one.
        limit: only so many.
    """
    zone = None if until is None else until.tzinfo
    where, arguments = "", {}
    if since is not None and until is not None:
        where = " AND about BETWEEN :early AND :late"
        arguments = {"early": _text(since, -_ZONES), "late": _text(until, _ZONES)}
    if reminder is not None:
        where += " AND reminders.id = :reminder"
        arguments["reminder"] = reminder
    found = []
    for row in db.query(f"{_SELECT}{where} ORDER BY about", arguments):
        ring = _ring(row, zone)
        if ring is None:
            continue
        if since is not None and ring.due_at <= since.astimezone(UTC):
            continue
        if until is not None and ring.due_at > until.astimezone(UTC):
            continue
        found.append(ring)
    return sorted(found, key=lambda ring: (ring.due_at, ring.key))[:limit]


def _ring(row: dict[str, Any], zone: Any) -> Ring | None:
    try:
        due_at, occurrence = _due_at(row, zone)
    except (DueInvalidError, OverflowError):
        return None
    return Ring(
        RingKind.REMINDER,
        row["id"],
        occurrence,
        due_at,
        title=row["title"],
        number=row["number"],
        task_id=row["task_id"],
    )


def _due_at(row: dict[str, Any], zone: Any) -> tuple[datetime, str]:
    """Return when, in UTC, and what tells this occurrence from others in any zone."""
    if row["at"] is not None:
        instant = Due.parse(row["at"], row["zone"]).instant
        assert instant is not None  # noqa: S101 - a reminder of its own has a time
        return instant, row["at"]
    before = timedelta(minutes=row["minutes_before"])
    if row["due_at"] is not None:
        base = from_column(row["due_at"]).astimezone(UTC)
        return base - before, to_column(base - before)
    day = datetime.fromisoformat(row["due_date"]).date()
    wall = datetime.combine(day, WHOLE_DAY_AT) - before
    return wall.replace(tzinfo=zone).astimezone(UTC), wall.isoformat()


def _text(moment: datetime, by: timedelta) -> str:
    return (moment.astimezone(UTC) + by).strftime("%Y-%m-%dT%H:%M:%S")

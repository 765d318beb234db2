"""Alarms in SQLite; see ports.timekeeping.AlarmStore."""

from __future__ import annotations

import json
from datetime import date, time
from typing import TYPE_CHECKING, Any

from clara_edge.domain.errors import AlarmNotFoundError, FieldInvalidError
from clara_edge.domain.steps import StepKind
from clara_edge.domain.tasks import clean_name
from clara_edge.domain.timekeeping import ALARMS_MAX, Alarm, checked_alarm

from .base import StoreBase, new_id, summary_of
from .timers import next_number
from .times import from_column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

    from clara_edge.domain.timekeeping import AlarmDraft
    from clara_edge.ports.timekeeping import AlarmRule


class AlarmWrites(StoreBase):
    """The part of the store that keeps alarms."""

    def alarms(self) -> Sequence[Alarm]:
        """Return all alarms by time of day; see the port."""
        with self._database.read() as db:
            return [
                alarm_from(row)
                for row in db.query("SELECT * FROM alarms ORDER BY time, day, number")
            ]

    def add_alarm(self, draft: AlarmDraft) -> Alarm:
        """Set an alarm; see the port."""
        checked_alarm(draft, self._clock.now().tzinfo)
        with self._step(StepKind.ALARM_ADD) as step:
            if step.db.table("alarms").count >= ALARMS_MAX:
                raise FieldInvalidError(
                    f"there are {ALARMS_MAX:,} alarms already",
                    remedy="delete some first",
                )
            alarm = Alarm(
                id=new_id(),
                number=next_number(step.db, "alarm"),
                day=draft.day,
                time=draft.time,
                created_at=step.now,
                updated_at=step.now,
                name=_name(draft.name),
                rule=draft.rule,
            )
            row = {
                "id": alarm.id,
                "number": alarm.number,
                "created_at": step.stamp,
                "updated_at": step.stamp,
                **_columns(alarm),
            }
            step.db.table("alarms").insert(row)
            step.summary = _titled([alarm])
            return alarm

    def change_alarms(self, ids: Sequence[str], rule: AlarmRule) -> Sequence[Alarm]:
        """Apply a rule to alarms; see the port."""
        now = self._clock.now()
        with self._step(StepKind.ALARM_EDIT) as step:
            changed = []
            for alarm in _named(step.db, ids):
                new = rule(alarm, now)
                changed.append(new)
                if new == alarm:
                    continue
                checked_alarm(new, now.tzinfo)
                values = {**_columns(new), "updated_at": step.stamp}
                step.db.table("alarms").update(alarm.id, values)
            step.summary = _titled(changed)
            return changed

    def delete_alarms(self, ids: Sequence[str]) -> Sequence[Alarm]:
        """Remove alarms; see the port."""
        with self._step(StepKind.ALARM_DELETE) as step:
            found = [
                alarm_from(row)
                for identity in dict.fromkeys(ids)
                for row in step.db.query(
                    "SELECT * FROM alarms WHERE id = ?", [identity]
                )
            ]
            for alarm in found:
                step.db.table("alarms").delete(alarm.id)
            step.summary = _titled(found)
            return found


def alarm_from(row: dict[str, Any]) -> Alarm:
    """Return the alarm of a row."""
    return Alarm(
        id=row["id"],
        number=row["number"],
        day=date.fromisoformat(row["day"]),
        time=time.fromisoformat(row["time"]),
        created_at=from_column(row["created_at"]),
        updated_at=from_column(row["updated_at"]),
        name=row["name"],
        rule=row["rule"],
        exceptions=tuple(json.loads(row["exceptions"])),
        enabled=bool(row["enabled"]),
    )


def _columns(alarm: Alarm) -> dict[str, Any]:
    return {
        "name": _name(alarm.name),
        "day": alarm.day.isoformat(),
        "time": alarm.time.replace(microsecond=0, tzinfo=None, fold=0).isoformat(),
        "rule": alarm.rule,
        "exceptions": json.dumps(alarm.exceptions),
        "enabled": int(alarm.enabled),
    }


def _name(raw: str | None) -> str | None:
    return None if raw is None else clean_name(raw, "alarm")


def _titled(alarms: Sequence[Alarm]) -> str:
    """Name alarms for a summary: "the swimming alarm", "the 07:00 alarm and 2 more"."""
    return summary_of(
        [f"the {alarm.name or f'{alarm.time:%H:%M}'} alarm" for alarm in alarms]
    )


def _named(db: Database, ids: Sequence[str]) -> list[Alarm]:
    found = []
    for identity in dict.fromkeys(ids):
        row = next(
            iter(db.query("SELECT * FROM alarms WHERE id = ?", [identity])), None
        )
        if row is None:
            raise AlarmNotFoundError(
                f"there is no alarm {identity[:60]!r} any more",
                remedy="clara alarm list shows them",
            )
        found.append(alarm_from(row))
    return found

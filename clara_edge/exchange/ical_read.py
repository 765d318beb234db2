"""Tasks of iCalendar files, those of other programs with everything odd in them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, TypeVar

from icalendar.parser import split_on_unescaped_comma

from clara_edge.domain.due import Due
from clara_edge.domain.errors import FileInvalidError, InputInvalidError
from clara_edge.domain.recurrence import Recurrence, checked
from clara_edge.domain.tasks import Occurrence, Priority, Reminder, Status

from .found import Found
from .gathering import Gathering
from .ical_lines import Part, Property, read_parts
from .ical_rules import moves_with_start, rule_from, rule_parts
from .ical_times import Zones, at_instant, instant, length
from .ical_write import STATUSES
from .moments import due_from_text
from .source import foreign_id, is_id, made_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from clara_edge.domain.snapshot import ImportPlan

    from .source import Source

_T = TypeVar("_T")
_STATUSES = {name: status for status, name in STATUSES.items()}
# RFC 5545, 3.8.1.9: 1 to 4 are high, 6 to 9 low; 0 says nothing
_PRIORITIES = {
    **dict.fromkeys((0, 5), Priority.MEDIUM),
    1: Priority.URGENT,
    **dict.fromkeys((2, 3, 4), Priority.HIGH),
    **dict.fromkeys((6, 7, 8, 9), Priority.LOW),
}


def read_icalendar(text: str, source: Source) -> ImportPlan:
    """Return the tasks of a file.

    Raises:
        FileInvalidError: there is no calendar in it.
    """
    gathering = Gathering(source)
    root = read_parts(text, gathering)
    calendars = [part for part in root.parts if part.name == "VCALENDAR"]
    if not calendars:
        raise FileInvalidError(
            "there is no VCALENDAR in the file", remedy="export it as iCalendar (.ics)"
        )
    zones = Zones(calendars, source.zone)
    placed = []
    for calendar in calendars:
        for part in calendar.parts:
            if part.name == "VTODO":
                reader = _Todo(part, calendar.text("X-WR-CALNAME"), zones, gathering)
                placed += reader.read()
            elif part.name not in {"VTIMEZONE", ""}:
                what = part.text("SUMMARY") or part.name
                gathering.reject(part.where, what, f"a {part.name} is not a task")
    ids = {uid: found.id for uid, found in placed}
    for _, found in placed:
        if found.parent_id is not None:
            found.parent_id = ids.get(found.parent_id, foreign_id(found.parent_id))
        gathering.add(found)
    return gathering.plan()


class _Todo:
    """Reads one VTODO; what cannot be read is reported, the rest is taken."""

    def __init__(
        self, part: Part, calendar: str, zones: Zones, gathering: Gathering
    ) -> None:
        self._part = part
        self._calendar = calendar
        self._zones = zones
        self._gathering = gathering

    def read(self) -> list[tuple[str, Found]]:
        """Return the UID and the task, or nothing."""
        part = self._part
        uid = part.text("UID").strip()
        if part.first("RECURRENCE-ID") is not None:
            reason = "a changed occurrence of a repeating task was left out"
            self._gathering.reject(part.where, part.text("SUMMARY"), reason)
            return []
        title = part.text("SUMMARY")
        identity = part.text("X-CLARA-ID").strip()
        if not is_id(identity):
            identity = foreign_id(uid) if uid else made_id("ics", part.where, title)
        found = Found(part.where, identity, title, part.text("DESCRIPTION"))
        found.project = part.text("X-CLARA-PROJECT") or (
            None if part.first("X-CLARA-POSITION") else self._calendar
        )
        found.parent_id = self._parent()
        found.priority = self._read("PRIORITY", _priority) or Priority.MEDIUM
        found.status = self._read("STATUS", _status) or Status.TODO
        self._times(found)
        self._rest(found)
        return [(uid, found)]

    def _parent(self) -> str | None:
        for related in self._part.properties.get("RELATED-TO", ()):
            if related.parameters.get("RELTYPE", "PARENT").upper() == "PARENT":
                return related.text.strip() or None
        return None

    def _times(self, found: Found) -> None:
        found.created_at = self._read("CREATED", lambda p: instant(p, self._zones))
        found.updated_at = self._read(
            "LAST-MODIFIED", lambda p: instant(p, self._zones)
        )
        found.completed_at = self._read("COMPLETED", lambda p: instant(p, self._zones))
        if found.completed_at and self._part.first("STATUS") is None:
            found.status = Status.COMPLETED
        begin = self._read("DTSTART", self._zones.due)
        found.due = self._read("DUE", self._zones.due) or self._ended(begin)
        kept = self._read("X-CLARA-START", _day)
        found.occurrence = self._read("X-CLARA-SERIES", self._occurrence)
        found.recurrence = self._recurrence(found, begin)
        if kept is not None:
            found.start = kept
        elif begin is not None and (found.recurrence is None or begin != found.due):
            found.start = begin.day
        self._alarms(found, begin)

    def _rest(self, found: Found) -> None:
        for categories in self._part.properties.get("CATEGORIES", ()):
            names = split_on_unescaped_comma(categories.value)
            found.tags += [name for name in names if name.strip()]
        estimate = self._read("ESTIMATED-DURATION", lambda p: length(p.value))
        if estimate is not None:
            found.estimated_minutes = -(-int(estimate.total_seconds()) // 60)
        found.position = self._read("X-CLARA-POSITION", lambda p: _float(p.text))
        found.number = self._read("X-CLARA-NUMBER", lambda p: _count(p.text)) or 0

    def _ended(self, begin: Due | None) -> Due | None:
        """Return DTSTART and DURATION, which may stand for DUE."""
        if begin is None:
            return None
        return self._read("DURATION", lambda p: begin.moved(length(p.value)))

    def _occurrence(self, series: Property) -> Occurrence:
        slot = self._read("X-CLARA-SLOT", self._text_due)
        index = self._read("X-CLARA-SERIES-INDEX", lambda p: _count(p.text)) or 0
        return Occurrence(series.text, index, slot)

    def _recurrence(self, found: Found, begin: Due | None) -> Recurrence | None:
        exceptions = self._exceptions()
        ours = self._ours(exceptions)
        rules = self._part.properties.get("RRULE", [])
        for more in (*rules[1:], *self._part.properties.get("RDATE", ())):
            reason = f"a second RRULE or an RDATE cannot be kept ({more.name})"
            self._gathering.reject(more.where, more.value, reason)
        if not rules:
            return ours
        rule = rules[0].value.strip()
        if ours is not None and self._says(found, ours, rule):
            return ours
        start = begin or found.due
        if start is None:
            reason = "a repeating task needs a DTSTART or DUE"
            self._gathering.reject(rules[0].where, rule, reason)
            return None
        if found.due is not None and begin is not None and begin != found.due:
            if moves_with_start(rule) or begin.day == found.due.day:
                start = found.due
            else:
                reason = "the next ones will be due when they begin, as the rule has it"
                self._gathering.reject(rules[0].where, rule, reason)
        found.due = found.due or start
        found.occurrence = None
        return self._checked(rules[0], Recurrence(start, rule, None, exceptions))

    def _ours(self, exceptions: tuple[str, ...]) -> Recurrence | None:
        """Return what Clara itself wrote, which other programs do not change."""
        start = self._read("X-CLARA-REPEAT-START", self._text_due)
        rule = self._part.text("X-CLARA-RRULE") or None
        after = self._part.text("X-CLARA-REPEAT-AFTER") or None
        if start is None or (rule is None) == (after is None):
            return None
        return Recurrence(start, rule, after, exceptions)

    def _says(self, found: Found, ours: Recurrence, rule: str) -> bool:
        """Whether the rule is still the one that Clara wrote."""
        slot = found.occurrence.slot if found.occurrence else found.due
        try:
            written = rule_from(ours, slot or ours.start) or ""
        except InputInvalidError:
            return False
        return rule_parts(written) == rule_parts(rule)

    def _checked(self, rule: Property, recurrence: Recurrence) -> Recurrence | None:
        try:
            return checked(recurrence)
        except InputInvalidError as error:
            reason = f"{error}; the task was taken without repeating"
            self._gathering.reject(rule.where, rule.value, reason)
            return None

    def _exceptions(self) -> tuple[str, ...]:
        texts: dict[str, None] = {}
        for found in self._part.properties.get("EXDATE", ()):
            for due in self._value(found, self._zones.dues) or []:
                texts[due.text] = None
        return tuple(texts)

    def _alarms(self, found: Found, begin: Due | None) -> None:
        for alarm in self._part.parts:
            trigger = alarm.first("TRIGGER")
            if alarm.name != "VALARM" or trigger is None:
                self._gathering.reject(alarm.where, alarm.name, "it is no reminder")
                continue
            reminder = self._value(trigger, lambda t: self._reminder(t, found, begin))
            if reminder is not None:
                identity = alarm.text("UID")
                found.reminders.append(replace(reminder, id=_plain_id(identity)))

    def _reminder(self, trigger: Property, found: Found, begin: Due | None) -> Reminder:
        zone = self._zones.named(
            trigger.parameters.get("X-CLARA-TZ", self._zones.local)
        )
        if not trigger.value.strip().lstrip("+-").upper().startswith("P"):
            return Reminder("", at=at_instant(instant(trigger, self._zones), zone))
        offset = length(trigger.value)
        from_end = trigger.parameters.get("RELATED", "START").upper() == "END"
        if from_end or begin is None or begin == found.due:
            return Reminder("", minutes_before=-int(offset // timedelta(minutes=1)))
        base = begin if begin.time else Due(begin.day, time(0), zone)
        return Reminder("", at=base.moved(offset))

    def _text_due(self, found: Property) -> Due:
        return due_from_text(found.text, self._gathering.source)

    def _read(self, name: str, read: Callable[[Property], _T]) -> _T | None:
        found = self._part.first(name)
        return None if found is None else self._value(found, read)

    def _value(self, found: Property, read: Callable[[Property], _T]) -> _T | None:
        """Return what a property says, or report it."""
        try:
            return read(found)
        except (InputInvalidError, ValueError, OverflowError) as error:
            self._gathering.reject(found.where, f"{found.name}:{found.value}", error)
            return None


def _priority(found: Property) -> Priority:
    digit = found.value.strip()
    if not re.fullmatch("[0-9]", digit):
        raise ValueError("a priority is a number from 0 to 9")
    return _PRIORITIES[int(digit)]


def _status(found: Property) -> Status:
    name = found.value.strip().upper()
    if name not in _STATUSES:
        raise ValueError("this is no status of a task")
    return _STATUSES[name]


def _day(found: Property) -> date:
    return date.fromisoformat(found.text.strip())


def _float(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise ValueError("this is no number") from error


def _count(text: str) -> int:
    if not re.fullmatch("[0-9]{1,15}", text.strip()):
        raise ValueError("this is no number from 0 to 999,999,999,999,999")
    return int(text)


def _plain_id(identity: str) -> str:
    return identity if is_id(identity) else ""

"""What a filter means, told a second time: a scan of a list in plain Python."""

from __future__ import annotations

import operator
import re
import unicodedata
from datetime import date
from typing import TYPE_CHECKING

from clara_edge.domain.query import DATES, Field, Operator, Order, Part, State
from clara_edge.domain.tasks import Priority, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from clara_edge.domain.query import Condition, Query
    from clara_edge.domain.tasks import Task

_COMPARED: dict[Operator, Callable] = {
    Operator.BEFORE: operator.lt,
    Operator.UNTIL: operator.le,
    Operator.AFTER: operator.gt,
    Operator.FROM: operator.ge,
}
_WEIGHT = list(Priority)


class NaiveQueries:
    """Answers filters from lists."""

    def __init__(self, tasks: Sequence[Task], projects: dict[str, str], now) -> None:
        self.tasks = tasks
        self.projects = projects
        self.now = now

    def find(self, query: Query) -> list[Task]:
        """Return the tasks of a query in its order."""
        found = [task for task in self.tasks if self._fits(task, query)]
        return sorted(found, key=_key(query.order), reverse=query.reverse)

    def _fits(self, task: Task, query: Query) -> bool:
        states = {
            value for c in query.conditions if c.field is Field.IS for value in c.values
        }
        trash = any(
            c.field is Field.IS and "deleted" in c.values and not c.negated
            for c in query.conditions
        )
        about_status = states & {"open", "done", "cancelled", "deleted"} or any(
            c.field in {Field.STATUS, Field.COMPLETED} for c in query.conditions
        )
        if not about_status and not task.is_open:
            return False
        if task.deleted_at and not trash:
            return False
        return self._has_words(task, query.text) and all(
            self._holds(task, c) for c in query.conditions
        )

    def _holds(self, task: Task, condition: Condition) -> bool:
        return condition.negated != any(
            self._is(task, condition, value) for value in condition.values
        )

    def _is(self, task: Task, condition: Condition, value: str) -> bool:
        field = condition.field
        if field in DATES:
            return _on_days(self._day(task, field), condition.operator, value)
        if field is Field.PRIORITY:
            compared = _COMPARED.get(condition.operator, operator.eq)
            return compared(_WEIGHT.index(task.priority), _WEIGHT.index(value))
        numbers = {t.id: str(t.number) for t in self.tasks}
        return {
            Field.STATUS: lambda: task.status == value,
            Field.PROJECT: lambda: (self._project(task) or "none") == value,
            Field.TAG: lambda: value in (task.tags or ("none",)),
            Field.PARENT: lambda: numbers.get(task.parent_task_id, "none") == value,
            Field.IS: lambda: self._state(task, State(value)),
            Field.HAS: lambda: self._part(task, Part(value)),
            Field.TEXT: lambda: self._has_words(task, value),
        }[field]()

    def _day(self, task: Task, field: Field) -> date | None:
        zone = self.now.tzinfo
        match field:
            case Field.DUE:
                instant = task.due and task.due.instant
                return task.due and (
                    instant.astimezone(zone).date() if instant else task.due.day
                )
            case Field.START:
                return task.start
            case Field.CREATED:
                return task.created_at.astimezone(zone).date()
            case _:
                return task.completed_at and task.completed_at.astimezone(zone).date()

    def _state(self, task: Task, state: State) -> bool:
        return {
            State.OPEN: task.is_open,
            State.DONE: task.status is Status.COMPLETED,
            State.CANCELLED: task.status is Status.CANCELLED,
            State.DELETED: task.deleted_at is not None,
            State.OVERDUE: task.is_open
            and task.due is not None
            and task.due.is_past(self.now),
            State.AVAILABLE: task.start is None or task.start <= self.now.date(),
            State.RECURRING: task.recurrence is not None,
            State.SUBTASK: task.parent_task_id is not None,
            State.PARENT: self._is_parent(task),
        }[state]

    def _part(self, task: Task, part: Part) -> bool:
        return {
            Part.DUE: task.due is not None,
            Part.TIME: task.due is not None and task.due.time is not None,
            Part.START: task.start is not None,
            Part.NOTES: task.description != "",
            Part.TAGS: task.tags != (),
            Part.REMINDERS: task.reminders != (),
            Part.RECURRENCE: task.recurrence is not None,
            Part.ESTIMATE: task.estimated_minutes is not None,
            Part.PROJECT: task.project_id is not None,
            Part.SUBTASKS: self._is_parent(task),
        }[part]

    def _is_parent(self, task: Task) -> bool:
        return any(
            t.parent_task_id == task.id and t.deleted_at is None for t in self.tasks
        )

    def _project(self, task: Task) -> str:
        return self.projects[task.project_id] if task.project_id else ""

    def _has_words(self, task: Task, text: str) -> bool:
        everything = " ".join(
            (task.title, task.description, *task.tags, self._project(task))
        )
        words = re.findall(r"\w+", _plain(everything))
        return all(
            any(word.startswith(wanted) for word in words)
            for wanted in _plain(text).split()
        )


def _on_days(day: date | None, sign: Operator, value: str) -> bool:
    if value == "none" or day is None:
        return value == "none" and day is None
    first, _, last = value.partition("..")
    if sign is not Operator.EQUAL:
        return _COMPARED[sign](day, date.fromisoformat(first))
    return date.fromisoformat(first) <= day <= date.fromisoformat(last or first)


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in letters if not unicodedata.combining(c))


def _key(order: Order) -> Callable[[Task], tuple]:
    rank = {p: n for n, p in enumerate(reversed(Priority))}

    def due(task: Task) -> tuple:
        if task.due is None:
            return (date.max, True, "")
        return (task.due.day, task.due.time is None, task.due.text)

    def natural(task: Task) -> tuple:
        return (due(task), rank[task.priority], task.position, task.number)

    keys: dict[Order, Callable[[Task], tuple]] = {
        Order.NATURAL: natural,
        Order.DUE: lambda t: (due(t), t.number),
        Order.PRIORITY: lambda t: (rank[t.priority], due(t), t.position, t.number),
        Order.CREATED: lambda t: (t.created_at, t.number),
        Order.UPDATED: lambda t: (t.updated_at, t.number),
        # those that were never completed come first
        Order.COMPLETED: lambda t: (
            (True, t.completed_at, t.number) if t.completed_at else (False, t.number)
        ),
        Order.TITLE: lambda t: (t.title.lower().encode(), t.number),
        Order.MANUAL: lambda t: (t.position, t.number),
    }
    return keys[order]

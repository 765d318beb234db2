"""Filters as SQL."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from clara_edge.domain.errors import QueryInvalidError, TagNotFoundError
from clara_edge.domain.project_values import same_name
from clara_edge.domain.query import NONE, Field, Order, Part, State
from clara_edge.domain.tasks import Priority, Status

from .project_rows import named_project
from .query_columns import (
    DATED,
    ORDERS,
    PARTS,
    RANK_COMPARED,
    RANKS,
    STATES,
    TAGGED,
    UNDATED,
)
from .query_dates import (
    day_condition,
    due_condition,
    instant_condition,
    overdue_condition,
)
from .rows import OPEN_TASKS
from .search_words import text_condition
from .task_references import task_id_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlite_utils import Database

    from clara_edge.domain.query import Condition, Query

    from .query_dates import Sql

_Name = TypeVar("_Name", bound=StrEnum)

# as the column of a tag's name has it
_TAG_MAX_CHARS = 100
# From so many matches on, it is quicker to go through the tasks in their order until a
# page is full than to fetch all matches and sort them (measured with 100,000 tasks).
_MANY_MATCHES = 500
_MANY_TAGGED = 3000
_INDEXED_ORDERS = frozenset({Order.NATURAL, Order.DUE, Order.CREATED})
_ABOUT_STATUS = frozenset({State.OPEN, State.DONE, State.CANCELLED, State.DELETED})


@dataclass(frozen=True, slots=True)
class CompiledQuery:
    """What follows WHERE, and ORDER BY; columns are those of `tasks`."""

    where: str
    arguments: list[Any]
    order: Order
    reverse: bool

    def order_by(self, prefix: str = "tasks.") -> str:
        """Return the columns of the order; with "+tasks." no index is used for it."""
        way = " DESC" if self.reverse else ""
        return ", ".join(f"{prefix}{column}{way}" for column in ORDERS[self.order])


def compile_query(
    db: Database, query: Query, now: datetime, *, page: bool = False
) -> CompiledQuery:
    """Return a filter as SQL.

    Args:
        db: for looking up the names in it.
        query: the filter.
        now: aware, local; taken unless the query has its own.
        page: only the first of its tasks are wanted.

    Raises:
        QueryInvalidError, ProjectNotFoundError, TagNotFoundError, TaskNotFoundError: a
            condition names something that there is not.
    """
    terms = len(query.conditions) + bool(query.text.split())
    # with a second term a page may not fill until all tasks were looked at
    in_order = page and query.order in _INDEXED_ORDERS and terms == 1
    compiler = _Compiler(db, query.now or now, in_order=in_order)
    parts: list[Sql] = [(sql, []) for sql in _defaults(query)]
    parts += [compiler.condition(condition) for condition in query.conditions]
    if query.text.split():
        parts.append(compiler.text(query.text))
    return CompiledQuery(
        " AND ".join(sql for sql, _ in parts) or "TRUE",
        [argument for _, arguments in parts for argument in arguments],
        query.order,
        query.reverse,
    )


def _defaults(query: Query) -> list[str]:
    """Return what holds unless the filter says something about it."""
    asked = {
        value
        for condition in query.conditions
        if condition.field is Field.IS
        for value in condition.values
    }
    if not asked & _ABOUT_STATUS and not any(
        condition.field in {Field.STATUS, Field.COMPLETED}
        for condition in query.conditions
    ):
        return [OPEN_TASKS]
    trash = any(
        condition.field is Field.IS
        and State.DELETED in condition.values
        and not condition.negated
        for condition in query.conditions
    )
    return [] if trash else ["tasks.deleted_at IS NULL"]


class _Compiler:
    """Conditions as SQL; each method takes one value of a condition."""

    def __init__(self, db: Database, now: datetime, *, in_order: bool) -> None:
        """Prefer to go through tasks in order until there are enough, if that is wanted."""
        self._db = db
        self._now = now
        self._in_order = in_order
        self._fields: dict[Field, Callable[[Condition, str], Sql]] = {
            Field.PRIORITY: self._priority,
            Field.PROJECT: self._project,
            Field.TAG: self._tag,
            Field.DUE: self._due,
            Field.START: self._start,
            Field.CREATED: self._created,
            Field.COMPLETED: self._completed,
            Field.PARENT: self._parent,
            Field.IS: self._is,
            Field.HAS: self._has,
            Field.TEXT: lambda _, value: self.text(value),
        }

    def text(self, text: str) -> Sql:
        """Return the tasks that have all words of a text."""
        condition = text_condition(text)
        if condition.expression and self._in_order:
            matches = "SELECT 1 FROM task_search WHERE task_search MATCH ?"
            if self._are_many(matches, condition.expression, _MANY_MATCHES):
                return condition.sql(each=True)
        return condition.sql()

    def _are_many(self, select: str, argument: str, many: int) -> bool:
        found = self._db.execute(f"{select} LIMIT 1 OFFSET ?", [argument, many])
        return found.fetchone() is not None

    def condition(self, condition: Condition) -> Sql:
        """Return one condition; any of its values suffices."""
        if not condition.values:
            raise QueryInvalidError(f"the condition on {condition.field} has no value")
        parts = self._values(condition)
        arguments = [argument for _, values in parts for argument in values]
        if parts[0][0] == UNDATED and condition.negated and len(parts) == 1:
            # a negation cannot use the index
            return DATED, []
        # what is compared with an absent value is unknown: not false, but not true either
        suffix = " IS NOT TRUE" if condition.negated else ""
        sql = (
            parts[0][0] if len(parts) == 1 else " OR ".join(f"({p})" for p, _ in parts)
        )
        plain = len(parts) == 1 and not condition.negated
        return (sql if plain else f"({sql}){suffix}"), arguments

    def _values(self, condition: Condition) -> list[Sql]:
        if condition.field is Field.STATUS:
            return [_statuses(condition)]
        compile_value = self._fields[condition.field]
        return [compile_value(condition, value) for value in condition.values]

    def _priority(self, condition: Condition, value: str) -> Sql:
        sign = RANK_COMPARED.get(condition.operator, "=")
        return f"tasks.priority_rank {sign} ?", [RANKS[_member(Priority, value)]]

    def _project(self, _: Condition, value: str) -> Sql:
        if value == NONE:
            return "tasks.project_id IS NULL", []
        return "tasks.project_id = ?", [named_project(self._db, value).id]

    def _tag(self, _: Condition, value: str) -> Sql:
        if value == NONE:
            return f"NOT {TAGGED}", []
        tag_id = _tag_id(self._db, value)
        tagged = "SELECT 1 FROM task_tag_relations WHERE tag_id = ?"
        if self._in_order and self._are_many(tagged, tag_id, _MANY_TAGGED):
            return f"EXISTS ({tagged} AND task_id = tasks.id)", [tag_id]
        sql = "tasks.id IN (SELECT task_id FROM task_tag_relations WHERE tag_id = ?)"
        return sql, [tag_id]

    def _due(self, condition: Condition, value: str) -> Sql:
        if value == NONE:
            return UNDATED, []
        return due_condition(condition, value, self._now.tzinfo)

    def _start(self, condition: Condition, value: str) -> Sql:
        if value == NONE:
            return "tasks.start_date IS NULL", []
        return day_condition("tasks.start_date", condition, value)

    def _created(self, condition: Condition, value: str) -> Sql:
        if value == NONE:
            return "FALSE", []
        return instant_condition("tasks.created_at", condition, value, self._now.tzinfo)

    def _completed(self, condition: Condition, value: str) -> Sql:
        if value == NONE:
            return "tasks.completed_at IS NULL", []
        return instant_condition(
            "tasks.completed_at", condition, value, self._now.tzinfo
        )

    def _parent(self, _: Condition, value: str) -> Sql:
        if value == NONE:
            return "tasks.parent_task_id IS NULL", []
        return "tasks.parent_task_id = ?", [task_id_of(self._db, value)]

    def _is(self, _: Condition, value: str) -> Sql:
        state = _member(State, value)
        if state is State.OVERDUE:
            sql, arguments = overdue_condition(self._now)
            return f"({OPEN_TASKS} AND {sql})", arguments
        if state is State.AVAILABLE:
            today = self._now.date().isoformat()
            return "(tasks.start_date IS NULL OR tasks.start_date <= ?)", [today]
        return STATES[state], []

    def _has(self, _: Condition, value: str) -> Sql:
        return PARTS[_member(Part, value)], []


def _statuses(condition: Condition) -> Sql:
    # spelled out and in this order as in the indexes of open and of completed tasks
    wanted = {_member(Status, value) for value in condition.values}
    names = [f"'{status}'" for status in Status if status in wanted]
    if len(names) == 1:
        return f"tasks.status = {names[0]}", []
    return f"tasks.status IN ({', '.join(names)})", []


def _member(names: type[_Name], value: str) -> _Name:
    try:
        return names(value)
    except ValueError as error:
        raise QueryInvalidError(
            f"{value[:40]!r} is none of {', '.join(names)}"
        ) from error


def _tag_id(db: Database, name: str) -> str:
    wanted = name.removeprefix("#")
    names = []
    for row in db.query("SELECT id, name FROM task_tags"):
        if same_name(row["name"], wanted):
            return str(row["id"])
        names.append(row["name"].casefold())
    near = get_close_matches(wanted[:_TAG_MAX_CHARS].casefold(), names, n=1)
    raise TagNotFoundError(
        f"there is no tag called {name[:_TAG_MAX_CHARS]!r}",
        remedy=f"did you mean #{near[0]}?" if near else None,
    )

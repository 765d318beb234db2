"""Upcoming: two weeks day by day, and what comes later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from flask import Blueprint

from clara_edge.domain.query import SPAN, Condition, Field, Operator, Query, State
from web_ui.access.marks import Scope, access
from web_ui.panel import page_number, render_list
from web_ui.rows import PART_MAX, listing, rows_of
from web_ui.services import services
from web_ui.texts import local, now

if TYPE_CHECKING:
    from web_ui.rows import Row

DAYS = 14
TASKS_MAX = 50
"""In these days; a day with more is a list of its own."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day and what is due on it."""

    day: date
    rows: tuple[Row, ...]


def blueprint() -> Blueprint:
    """Return the page."""
    pages = Blueprint("upcoming", __name__)

    @pages.get("/upcoming")
    @access(Scope.READ)
    def upcoming() -> str:
        today = now().date()
        first, last = today + timedelta(1), today + timedelta(DAYS)
        is_open = Condition(Field.IS, (State.OPEN,))
        span = Condition(Field.DUE, (f"{first.isoformat()}{SPAN}{last.isoformat()}",))
        later = Condition(Field.DUE, (last.isoformat(),), Operator.AFTER)
        with services().store() as store:
            soon = Query((span, is_open), now=now())
            tasks = store.find(soon, limit=TASKS_MAX + 1)
            rows = rows_of(store, tasks[:TASKS_MAX], without_day=True)
            return render_list(
                store,
                "upcoming.html",
                days=_by_day(rows, first),
                hidden=store.count(soon) - len(rows) if len(tasks) > TASKS_MAX else 0,
                search=f"due:{first.isoformat()}{SPAN}{last.isoformat()}",
                later=listing(
                    store,
                    Query((later, is_open), now=now()),
                    page=page_number(),
                    limit=PART_MAX,
                ),
            )

    return pages


def _by_day(rows: tuple[Row, ...], first: date) -> list[Day]:
    days: dict[date, list[Row]] = {first + timedelta(n): [] for n in range(DAYS)}
    for row in rows:
        if row.task.due is not None:
            # a time in another zone may be the day before here
            days.setdefault(local(row.task.due)[0], []).append(row)
    return [Day(day, tuple(found)) for day, found in sorted(days.items())]

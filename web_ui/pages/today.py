"""Today: what is late, what is due, what was done."""

from __future__ import annotations

from flask import Blueprint

from clara_edge.domain.query import Condition, Field, Operator, Order, Query, State
from web_ui.access.marks import Scope, access
from web_ui.panel import page_number, render_list
from web_ui.rows import PART_MAX, listing
from web_ui.services import services
from web_ui.texts import now

DONE_MAX = 30
"""A full day; the page of what was done has the rest."""


def blueprint() -> Blueprint:
    """Return the page."""
    pages = Blueprint("today", __name__)

    @pages.get("/")
    @access(Scope.READ)
    def today() -> str:
        day = now().date().isoformat()
        is_open = Condition(Field.IS, (State.OPEN,))
        late = (Condition(Field.DUE, (day,), Operator.BEFORE), is_open)
        due = (Condition(Field.DUE, (day,)), is_open)
        done = (Condition(Field.COMPLETED, (day,)), Condition(Field.IS, (State.DONE,)))
        with services().store() as store:
            return render_list(
                store,
                "today.html",
                late=listing(
                    store,
                    Query(late, now=now()),
                    page=page_number("late"),
                    limit=PART_MAX,
                ),
                today=listing(
                    store, Query(due, now=now()), page=page_number(), without_day=True
                ),
                done=listing(
                    store,
                    Query(done, order=Order.COMPLETED, reverse=True, now=now()),
                    limit=DONE_MAX,
                ),
            )

    return pages

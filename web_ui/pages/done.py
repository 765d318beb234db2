"""What was done, and what was given up, the last first."""

from __future__ import annotations

from itertools import groupby

from flask import Blueprint

from clara_edge.domain.query import Condition, Field, Order, Query
from clara_edge.domain.tasks import Status
from web_ui.access.marks import Scope, access
from web_ui.panel import page_number, render_list
from web_ui.rows import Row, listing
from web_ui.services import services
from web_ui.texts import day_name, now


def blueprint() -> Blueprint:
    """Return the page."""
    pages = Blueprint("done", __name__)

    @pages.get("/done")
    @access(Scope.READ)
    def done() -> str:
        ended = Condition(Field.STATUS, (Status.COMPLETED, Status.CANCELLED))
        query = Query((ended,), order=Order.COMPLETED, reverse=True, now=now())
        with services().store() as store:
            tasks = listing(store, query, page=page_number())
            days = [(day, list(rows)) for day, rows in groupby(tasks.rows, _day)]
            return render_list(store, "done.html", tasks=tasks, days=days)

    return pages


def _day(row: Row) -> str:
    moment = row.task.completed_at or row.task.updated_at
    return day_name(moment.astimezone(now().tzinfo).date())

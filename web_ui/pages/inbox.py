"""The inbox: what has no project yet."""

from __future__ import annotations

from flask import Blueprint

from clara_edge.domain.query import Query
from web_ui.access.marks import Scope, access
from web_ui.panel import page_number, render_list
from web_ui.rows import listing, topmost
from web_ui.services import services
from web_ui.sorting import chosen_order, orders
from web_ui.texts import now


def blueprint() -> Blueprint:
    """Return the page."""
    pages = Blueprint("inbox", __name__)

    @pages.get("/inbox")
    @access(Scope.READ)
    def inbox() -> str:
        order = chosen_order()
        with services().store() as store:
            query = Query(topmost(None), order=order, now=now())
            tasks = listing(store, query, page=page_number())
            return render_list(
                store, "inbox.html", tasks=tasks, order=order, orders=orders()
            )

    return pages

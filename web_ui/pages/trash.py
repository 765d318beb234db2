"""The trash: what was deleted and can still be brought back."""

from __future__ import annotations

from flask import Blueprint

from web_ui.access.marks import Scope, access
from web_ui.panel import page_number, render_list
from web_ui.rows import ROWS_MAX, Listing, rows_of
from web_ui.services import services


def blueprint() -> Blueprint:
    """Return the page."""
    pages = Blueprint("trash", __name__)

    @pages.get("/trash")
    @access(Scope.READ)
    def trash() -> str:
        page = page_number()
        with services().store() as store:
            gone = store.trash()
            shown = gone[(page - 1) * ROWS_MAX : page * ROWS_MAX]
            return render_list(
                store,
                "trash.html",
                tasks=Listing(rows_of(store, shown), len(gone), page),
                kept_days=services().config.tasks.trash_days,
            )

    return pages

"""Search by words and filters; see docs/filters.md."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Blueprint, request
from flask_babel import lazy_gettext as _l

from clara_edge.domain.errors import InputInvalidError
from clara_edge.domain.query_syntax import parse_query
from web_ui.access.marks import Scope, access
from web_ui.panel import page_number, render_list
from web_ui.rows import ROWS_MAX, Listing, listing, rows_of
from web_ui.services import services
from web_ui.task_form import error_text
from web_ui.texts import now

if TYPE_CHECKING:
    from clara_edge.domain.query import Query
    from clara_edge.ports.store import TaskStore
    from clara_edge.ports.task_reader import Hit
    from web_ui.rows import Row

FILTERS = (
    ("is:overdue", _l("Overdue")),
    ("priority:urgent,high", _l("Important")),
    ("due:none", _l("Without a date")),
    ("is:recurring", _l("Repeating")),
    ("has:notes", _l("With notes")),
    ("is:done completed:week sort:-completed", _l("Done this week")),
)
"""What is asked for most, ready to tap."""
TEXT_MAX_CHARS = 500
_MATCH = re.compile(r"\[([^\[\]]*)\]")


def blueprint() -> Blueprint:
    """Return the page."""
    pages = Blueprint("search", __name__)

    @pages.get("/search")
    @access(Scope.READ)
    def search() -> str:
        text = request.args.get("q", "").strip()[:TEXT_MAX_CHARS]
        found: Listing | None = None
        error = ""
        with services().store() as store:
            if text:
                try:
                    found = _found(store, parse_query(text, now()))
                except InputInvalidError as problem:
                    error = error_text(problem)
            return render_list(
                store,
                "search.html",
                text=text,
                found=found,
                error=error,
                filters=FILTERS,
            )

    return pages


def _found(store: TaskStore, query: Query) -> Listing:
    if not query.text:
        return listing(store, query, page=page_number())
    rest = replace(query, text="") if query.conditions else None
    hits = store.search(query.text, query=rest, limit=ROWS_MAX)
    rows = rows_of(store, [hit.task for hit in hits])
    shown = tuple(
        replace(row, snippet=_snippet(hit, row))
        for hit, row in zip(hits, rows, strict=True)
    )
    return Listing(shown, len(shown))


def _snippet(hit: Hit, row: Row) -> tuple[tuple[str, bool], ...]:
    """Return the piece that was found, unless the title says it already."""
    plain = _MATCH.sub(r"\1", hit.snippet)
    if plain.strip("… ") in row.task.title:
        return ()
    pieces = _MATCH.split(hit.snippet)
    # split() alternates between what is around and what was in brackets
    return tuple((text, n % 2 == 1) for n, text in enumerate(pieces) if text)

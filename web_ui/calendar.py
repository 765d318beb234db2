"""The calendar that other programs subscribe to, at an address that is a secret."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, request

from clara_edge.domain.errors import StorageError
from clara_edge.domain.query import Condition, Field, Operator, Part, Query, State
from clara_edge.domain.snapshot import Snapshot
from clara_edge.exchange.source import Source
from clara_edge.storage.access.feeds import FeedStore
from web_ui.access.marks import public
from web_ui.api.problems import problem_of
from web_ui.services import services

if TYPE_CHECKING:
    from clara_edge.ports.store import TaskStore

MEDIA = "text/calendar; charset=utf-8"
MOST_TASKS = 5000
BACK = timedelta(days=366)
"""What is overdue for longer is in the lists, but clutters no calendar."""
MAX_AGE_S = 300


def blueprint() -> Blueprint:
    """Return the address of the calendar."""
    pages = Blueprint("calendar", __name__)

    @pages.get("/calendar/<secret>.ics")
    @public
    def feed(secret: str) -> Response:
        """Return the dates; whether an address is wrong or revoked is not told apart."""
        try:
            if feeds().admit(secret) is None:
                abort(404)
            return _answer(as_todo=request.args.get("as") == "todo")
        except StorageError as error:
            return problem_of(error)

    return pages


def feeds() -> FeedStore:
    """Return the secret addresses."""
    found = services()
    return FeedStore(found.folders.data, found.clock)


def _answer(*, as_todo: bool) -> Response:
    with services().store() as store:
        text = _written(store, as_todo=as_todo)
    response = Response(text, content_type=MEDIA)
    response.set_etag(hashlib.sha256(text.encode()).hexdigest()[:32])
    response.cache_control.private = True
    response.cache_control.max_age = MAX_AGE_S
    response.headers["Content-Disposition"] = 'inline; filename="clara.ics"'
    response.make_conditional(request)
    return response


def _written(store: TaskStore, *, as_todo: bool) -> str:
    # 3 MB, which only those need whose calendars ask for it
    from clara_edge.exchange.ical_events import write_events  # noqa: PLC0415
    from clara_edge.exchange.ical_write import write_icalendar  # noqa: PLC0415

    now = services().clock.now()
    since = (now - BACK).date().isoformat()
    conditions = (
        Condition(Field.IS, (State.OPEN,)),
        Condition(Field.HAS, (Part.DUE,)),
        Condition(Field.DUE, (since,), Operator.FROM),
    )
    tasks = store.find(Query(conditions, now=now), limit=MOST_TASKS)
    snapshot = Snapshot(projects=store.projects(archived=True), tasks=tasks)
    # the same tasks are the same text, whenever they are asked for
    changed = max((task.updated_at for task in tasks), default=None)
    source = Source(now if changed is None else changed.astimezone(now.tzinfo))
    if as_todo:
        return write_icalendar(snapshot, source)
    return write_events(snapshot, source, "Clara")

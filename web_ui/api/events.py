"""Server-sent events: what changes, as it changes."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Annotated

from flask import Response, request
from pydantic import StringConstraints

from web_ui.access.marks import Scope, principal
from web_ui.services import services

from .endpoint import Params
from .problems import ApiError
from .registry import api

if TYPE_CHECKING:
    from collections.abc import Iterator

    from web_ui.hub import LiveEvent, Subscription

MEDIA = "text/event-stream"
HEARTBEAT_S = 5.0
"""A revoked device hears no more after this; a page that hears nothing for thrice as long
connects anew."""
RETRY_MS = 1000
_SEQ = re.compile(r"[0-9]{1,18}", re.ASCII)


class EventParams(Params):
    """Where to go on; the header Last-Event-ID, which browsers send, wins."""

    since: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,18}$")] | None = None


@api.route(
    "GET",
    "/events",
    scope=Scope.READ,
    query=EventParams,
    media=MEDIA,
    errors={503},
)
def events(query: EventParams) -> Response:
    """Stream what changes: the events hello, tasks, device and reset."""
    since = request.headers.get("Last-Event-ID") or query.since
    if since is not None and not _SEQ.fullmatch(since):
        raise ApiError(
            400,
            f"the event number {since[:40]!r} is none",
            remedy="send the id of the last event, or none",
            kind="RequestInvalidError",
        )
    who = principal()
    page = services().hub.subscribe(
        who.id, since=None if since is None else int(since), device=who.secure
    )
    response = Response(_lines(page), content_type=f"{MEDIA}; charset=utf-8")
    # a stream that was never begun is closed by its response, not by its generator
    response.call_on_close(page.close)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _lines(page: Subscription) -> Iterator[bytes]:
    try:
        yield f"retry: {RETRY_MS}\n\n".encode()
        while True:
            event = page.next(HEARTBEAT_S)
            yield b":\n\n" if event is None else _written(event)
    except EOFError:
        return
    finally:
        page.close()


def _written(event: LiveEvent) -> bytes:
    number = "" if event.seq is None else f"id: {event.seq}\n"
    data = json.dumps(dict(event.data), ensure_ascii=True, separators=(",", ":"))
    return f"{number}event: {event.name}\ndata: {data}\n\n".encode()

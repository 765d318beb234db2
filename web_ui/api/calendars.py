"""The secret addresses under which calendar programs read dates."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

from flask import request
from pydantic import Field, StringConstraints

from web_ui.access.marks import Scope
from web_ui.calendar import feeds

from .endpoint import Answer, Body
from .registry import api


class CalendarIn(Body):
    """A new address."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=80)] = Field(
        description="Which program reads it."
    )


class CalendarOut(Answer):
    """An address; its secret is told only once."""

    id: str
    name: str
    made_at: datetime
    used_at: datetime | None


class CalendarMade(CalendarOut):
    """A new address."""

    url: str = Field(description="Whoever knows it reads all dates. Told this once.")


class Calendars(Answer):
    """All addresses."""

    items: list[CalendarOut]


@api.route("GET", "/calendars", scope=Scope.ADMIN, secure=True, returns=Calendars)
def list_calendars() -> Calendars:
    """List the addresses that calendar programs read."""
    return Calendars(
        items=[CalendarOut.model_validate(asdict(one)) for one in feeds().feeds()]
    )


@api.route(
    "POST",
    "/calendars",
    scope=Scope.ADMIN,
    secure=True,
    body=CalendarIn,
    returns=CalendarMade,
    status=201,
    errors={422},
)
def add_calendar(body: CalendarIn) -> CalendarMade:
    """Make a secret address for a calendar program."""
    feed, secret = feeds().add(body.name)
    url = f"{request.host_url}calendar/{secret}.ics"
    return CalendarMade.model_validate({**asdict(feed), "url": url})


@api.route(
    "DELETE",
    "/calendars/<calendar>",
    scope=Scope.ADMIN,
    secure=True,
    status=204,
    errors={404},
)
def delete_calendar(calendar: str) -> None:
    """Let nobody read by an address any more."""
    feeds().revoke(calendar)

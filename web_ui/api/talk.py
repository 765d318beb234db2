"""Talking from a browser: the signalling of its WebRTC connection. Sound never comes here."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from web_ui.access.marks import Scope, principal
from web_ui.services import services

from .problems import ApiError
from .registry import Answer, Body, Empty, api

# Longer than the daemon needs to load what the first call needs on a Raspberry Pi 4.
TIMEOUT_S = 20.0

Name = Annotated[str, Field(min_length=1, max_length=48, pattern=r"^[A-Za-z0-9_-]+$")]


class OfferBody(Body):
    """A browser's offer, and what it goes on with."""

    sdp: Annotated[str, Field(min_length=1, max_length=32_768)]
    """One audio track and one data channel named "clara", its candidates included."""
    session: Name | None = None
    """Of an earlier connection, to go on where it was lost."""
    conversation: Name | None = None
    """A name of the page's own for what is remembered of what was said."""
    last: Annotated[int, Field(ge=0, le=2**53 - 1)] = 0
    """Number of the last message that the earlier connection received."""


class OfferAnswer(Answer):
    """What the browser completes its connection with."""

    session: str
    sdp: str


class Talking(Answer):
    """One browser that talks; never what is said."""

    session: str
    """The beginning of its name."""
    state: str
    connection: str
    since_s: int
    turns: int
    hands_free: bool
    rtt_ms: float | None
    jitter_ms: float | None
    loss: float | None
    kbps: int
    """Of Clara's voice."""
    own: bool
    """Whether the caller's device began it."""


class TalkingAnswer(Answer):
    """Who talks now, and how often somebody did since the voice daemon started."""

    limit: int
    sessions: list[Talking]
    count: int
    vanished: int
    """Connections that ended without a word."""


@api.route(
    "POST",
    "/talk/offer",
    scope=Scope.WRITE,
    secure=True,
    body=OfferBody,
    returns=OfferAnswer,
    errors=(409, 503),
    summary="Begin to talk, or go on with it",
)
def talk_offer(body: OfferBody) -> OfferAnswer:
    """Hand the offer to the voice daemon."""
    with services().control(TIMEOUT_S) as control:
        answer = control.call(
            "talk_offer",
            client=principal().id,
            may_switch=principal().may(Scope.ADMIN),
            **body.model_dump(exclude_none=True),
        )
    if "refused" in answer:
        raise ApiError(
            503,
            _limit_text(int(answer["limit"])),
            remedy="try again when one of them is done",
            kind="TalkLimitError",
        )
    return OfferAnswer(session=answer["session"], sdp=answer["sdp"])


@api.route(
    "GET",
    "/talk/sessions",
    scope=Scope.READ,
    returns=TalkingAnswer,
    errors=(409, 503),
    summary="Who talks now, and how good the connections are",
)
def talk_sessions() -> TalkingAnswer:
    """Ask the voice daemon."""
    with services().control() as control:
        told = control.call("talk_sessions")
    return TalkingAnswer(
        limit=told["limit"],
        count=told["count"],
        vanished=told["vanished"],
        sessions=[_talking(session) for session in told["sessions"]],
    )


@api.route(
    "DELETE",
    "/talk/sessions/<session>",
    scope=Scope.WRITE,
    secure=True,
    returns=Empty,
    status=204,
    errors=(404, 409, 503),
    summary="Hang up",
)
def talk_close(session: str) -> Empty:
    """End a session that the caller's device began."""
    if len(session) > 64:
        raise _unknown()
    with services().control() as control:
        if not control.call("talk_close", session=session, client=principal().id)[
            "ended"
        ]:
            raise _unknown()
    return Empty()


def _talking(session: dict[str, Any]) -> Talking:
    own = session.pop("client") == principal().id
    return Talking(own=own, **session)


def _limit_text(limit: int) -> str:
    if limit == 0:
        return "talking from a browser is switched off (web.talk_sessions)"
    return f"{limit} browsers talk with Clara already, which is as many as may"


def _unknown() -> ApiError:
    return ApiError(404, "there is no such session", kind="TalkNotFoundError")

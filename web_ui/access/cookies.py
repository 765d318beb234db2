"""The two cookies: one that only HTTPS carries, and a limited one for plain HTTP.

Each has a token of its own: whoever copies the one from the air cannot use HTTPS with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from clara_edge.domain.access import DeviceKind

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

# Browsers take a __Host- cookie over HTTPS only, for one host and for every path
# (RFC 6265bis section 4.1.3.2): nobody else can set it.
NAMES = {DeviceKind.HTTPS: "__Host-clara", DeviceKind.HTTP: "clara_http"}
KEPT_S = 400 * 24 * 60 * 60
"""The longest that browsers keep a cookie (RFC 6265bis section 5.6.1)."""


def kind_of_request() -> DeviceKind:
    """Return which of the cookies counts for this request."""
    return DeviceKind.HTTPS if request.is_secure else DeviceKind.HTTP


def sent_token() -> str | None:
    """Return the token in the cookie of this request, if it has exactly one.

    Of several with one name, put there by another service of this host for example, none
    can be believed.
    """
    name = NAMES[kind_of_request()]
    values = {
        value.strip().strip('"')
        for header in request.headers.getlist("Cookie")
        for key, _, value in (pair.partition("=") for pair in header.split(";"))
        if key.strip() == name
    }
    return values.pop() if len(values) == 1 else None


def give(response: Response, token: str) -> None:
    """Let the browser keep a token."""
    kind = kind_of_request()
    response.set_cookie(
        NAMES[kind],
        token,
        max_age=KEPT_S,
        path="/",
        secure=kind is DeviceKind.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def take_away(response: Response) -> None:
    """Let the browser forget its token."""
    kind = kind_of_request()
    response.delete_cookie(
        NAMES[kind],
        path="/",
        secure=kind is DeviceKind.HTTPS,
        httponly=True,
        samesite="Lax",
    )

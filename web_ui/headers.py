"""Headers of every answer: what a page may load, who may embed it, who may keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g, request

if TYPE_CHECKING:
    from flask import Response

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    # what was recorded in the browser and is played back there
    "media-src": "'self' blob:",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    # the service worker's address is the one thing that needs a policy of this name
    "require-trusted-types-for": "'script'",
    "trusted-types": "clara",
}


def policy(*, connect_to: str = "") -> str:
    """Return the policy of a page, which may ask one more address of this service."""
    more = {"connect-src": f"'self' {connect_to}"} if connect_to else {}
    return "; ".join(f"{name} {value}" for name, value in {**_POLICY, **more}.items())


HEADERS = {
    "Content-Security-Policy": policy(),
    "X-Content-Type-Options": "nosniff",
    # with "no-referrer" browsers send "Origin: null" with forms (fetch.spec.whatwg.org)
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(self),"
    " payment=(), usb=()",
}
"""Never Strict-Transport-Security: whoever has not installed the authority must get in."""

PRIVATE = "no-store"
"""Unless a view says otherwise: files that are the same for everybody."""


def protect(response: Response) -> Response:
    """Add the headers to an answer."""
    response.headers.update(HEADERS)
    if not request.is_secure:
        # browsers heed it over HTTPS only, and complain elsewhere
        del response.headers["Cross-Origin-Opener-Policy"]
    if other := g.get("connect_to"):
        # the page that tries whether HTTPS works asks the HTTPS address of this service
        response.headers["Content-Security-Policy"] = policy(connect_to=other)
    response.headers.setdefault("Cache-Control", PRIVATE)
    return response

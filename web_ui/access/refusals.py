"""What is answered to whoever may not do something: pages for people, problems for programs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote

from flask import Response, g, render_template, request
from flask_babel import gettext as _

from . import cookies


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not answered."""

    status: int
    kind: str
    """For programs, for example "NotPairedError"."""
    title: str
    what: str
    remedy: str = ""
    retry_after_s: float | None = None
    link: str | None = None
    """Where it works."""


def refuse(refusal: Refusal) -> Response:
    """Answer with a refusal in the form that the client reads."""
    response = _problem(refusal) if wants_json() else _page(refusal)
    if refusal.retry_after_s is not None:
        seconds = max(1, math.ceil(refusal.retry_after_s))
        response.headers["Retry-After"] = str(seconds)
    return response


def not_paired() -> Response:
    """Send people to where they pair, and tell programs that they must."""
    if wants_json():
        response = _problem(
            Refusal(
                401,
                "NotPairedError",
                _("Not paired"),
                _("This needs a paired device or a valid token."),
                _("Pair at /pair, or make a token with: clara devices add-token NAME"),
            )
        )
        response.headers["WWW-Authenticate"] = 'Bearer realm="Clara"'
    elif request.method in {"GET", "HEAD"}:
        here = request.full_path.rstrip("?")
        where = "/pair" if here == "/" else f"/pair?next={quote(here, safe='/')}"
        response = Response(status=303, headers={"Location": where})
    else:
        response = Response(status=303, headers={"Location": "/pair"})
    if g.get("token_refused"):
        cookies.take_away(response)
        if request.is_secure:
            # the service worker forgets the pages that it kept; what was added offline stays
            # in the browser until it is paired again
            response.headers["Clear-Site-Data"] = '"cache"'
    return response


def wants_json() -> bool:
    """Tell whether a program or a script asks, rather than a person."""
    if request.path.startswith(("/api/", "/metrics")):
        return True
    return "Authorization" in request.headers or (
        "text/html" not in request.headers.get("Accept", "text/html")
        and "*/*" not in request.headers.get("Accept", "*/*")
    )


def https_address(port: int) -> str:
    """Return where the page of this request is over HTTPS."""
    host = request.host
    name = host if host.endswith("]") else host.rsplit(":", 1)[0]
    shown = name if port == 443 else f"{name}:{port}"
    here = request.full_path.rstrip("?") if request.method == "GET" else "/"
    return f"https://{shown}{quote(here, safe='/?=&%')}"


def _problem(refusal: Refusal) -> Response:
    # the API works with the services, which this is a part of
    from web_ui.api.problems import Problem, respond  # noqa: PLC0415 - a cycle

    link = f" {refusal.link}" if refusal.link else ""
    problem = Problem(
        title=HTTPStatus(refusal.status).phrase,
        status=refusal.status,
        detail=refusal.what,
        kind=refusal.kind,
        remedy=f"{refusal.remedy}{link}" or None,
    )
    return respond(problem, {})


def _page(refusal: Refusal) -> Response:
    page = render_template("access/refused.html", refusal=refusal)
    return Response(page, refusal.status)

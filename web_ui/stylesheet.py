"""The one stylesheet, put together from web_ui/static/css/ when the service starts.

Its address changes with its content, so browsers may keep it for ever.
"""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

from flask import Blueprint, Response, abort, request

from web_ui.access.marks import public

PARTS = (
    "tokens",
    "base",
    "layout",
    "components",
    "forms",
    "tasks",
    "settings",
    "client",
    "install",
    "print",
)
"""The order in which rules of equal weight win."""
FOLDER = Path(__file__).parent / "static" / "css"
FOREVER = "public, max-age=31536000, immutable"
"""A year is what HTTP means by for ever (RFC 9111 section 5.2.2.1, RFC 8246)."""


def blueprint() -> Blueprint:
    """Return the stylesheet's address."""
    text = "".join((FOLDER / f"{name}.css").read_text("utf-8") for name in PARTS)
    plain = text.encode()
    packed = gzip.compress(plain, mtime=0)
    version = hashlib.sha256(plain).hexdigest()[:12]
    address = f"/static/clara-{version}.css"
    pages = Blueprint("stylesheet", __name__)

    @pages.get("/static/clara-<asked>.css")
    @public
    def stylesheet(asked: str) -> Response:
        if asked != version:
            abort(404)
        zipped = "gzip" in request.headers.get("Accept-Encoding", "")
        response = Response(packed if zipped else plain, mimetype="text/css")
        if zipped:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Accept-Encoding"
        response.headers["Cache-Control"] = FOREVER
        return response

    @pages.app_template_global("stylesheet_url")
    def stylesheet_url() -> str:
        return address

    return pages

"""Whether the service runs, for whoever watches it; nothing that a stranger may not know."""

from __future__ import annotations

from flask import Blueprint

from clara_edge import __version__
from web_ui.access.marks import public


def blueprint() -> Blueprint:
    """Return the address."""
    pages = Blueprint("home", __name__)

    @pages.get("/health")
    @public
    def health() -> dict[str, str]:
        return {"status": "ok", "version": __version__}

    return pages

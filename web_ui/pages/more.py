"""What has no place in the bar of a phone, and how pages look in this browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request
from flask_babel import gettext as _

from web_ui.access.marks import Scope, access
from web_ui.looks import CHOICES, remember
from web_ui.pages.changes import local_address
from web_ui.texts import KEPT_LANGUAGES, remember_language

if TYPE_CHECKING:
    from werkzeug.wrappers import Response


def blueprint() -> Blueprint:
    """Return the page and where its form goes."""
    pages = Blueprint("more", __name__)

    @pages.get("/more")
    @access(Scope.READ)
    def more() -> str:
        return render_template(
            "more.html",
            languages=[("", _("Automatic")), *KEPT_LANGUAGES[1:]],
        )

    @pages.post("/looks")
    @access(Scope.READ)
    def look() -> Response:
        there = local_address(request.form.get("next") or "/more")
        response = redirect(there, 303)
        for name in CHOICES:
            remember(response, name, request.form.get(name, ""))
        remember_language(response, request.form.get("language"))
        return response

    return pages

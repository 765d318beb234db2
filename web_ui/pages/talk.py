"""The Talk page: speaking with Clara from this browser; typing where that cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request
from flask_babel import gettext as _

from clara_edge.domain.errors import EngineError, ModelError, StorageError
from web_ui.access.marks import Scope, access, principal
from web_ui.notices import Notice, leave_notice
from web_ui.services import services

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

TEXT_MAX_CHARS = 2000


def blueprint() -> Blueprint:
    """Return the page, and what its form does without JavaScript."""
    pages = Blueprint("talk", __name__)

    @pages.get("/talk")
    @access(Scope.WRITE, secure=True)
    def talk() -> str:
        return render_template("talk.html")

    @pages.post("/talk")
    @access(Scope.WRITE, secure=True)
    def typed() -> Response:
        text = request.form.get("text", "").strip()
        if text:
            leave_notice(_answered(text[:TEXT_MAX_CHARS]))
        return redirect("/talk", 303)

    return pages


def _answered(text: str) -> Notice:
    try:
        result = services().understanding.turn(
            text,
            f"web-{principal().id}"[:64],
            may_switch=principal().may(Scope.ADMIN),
        )
    except (EngineError, ModelError, StorageError) as error:
        return Notice(str(error), kind="problem")
    if result.reply is None:
        return Notice(_("There was nothing to answer."))
    return Notice(result.reply.shown, kind="problem" if result.failed else "good")

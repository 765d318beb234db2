"""What a page says when it cannot be shown; the API answers for its own addresses."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from flask import render_template, request
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from clara_edge.domain.errors import (
    ClaraError,
    InputInvalidError,
    ProjectNotFoundError,
    StorageError,
    TagNotFoundError,
    TaskNotFoundError,
)
from web_ui.api.problems import problem_of_http
from web_ui.error_words import told
from web_ui.task_form import sentence

if TYPE_CHECKING:
    from flask import Flask, Response

_LOGGER = logging.getLogger(__name__)

_NOT_FOUND = (TaskNotFoundError, ProjectNotFoundError, TagNotFoundError)
_OTHERS = ("/api/", "/calendar/", "/static/", "/metrics", "/health")
"""What programs ask for: they get no page."""


def register(app: Flask) -> None:
    """Let an app answer errors with pages."""
    app.register_error_handler(ClaraError, _clara)
    app.register_error_handler(HTTPException, _http)


def _clara(error: ClaraError) -> tuple[str, int]:
    what, remedy = told(error)
    what = sentence(what)
    if isinstance(error, _NOT_FOUND):
        return _page(404, _("There is no such thing"), f"{what}.", remedy)
    if isinstance(error, InputInvalidError):
        return _page(400, _("That did not work"), f"{what}.", remedy)
    _LOGGER.warning("%s failed: %s", request.path, type(error).__name__)
    title = (
        _("The tasks cannot be reached")
        if isinstance(error, StorageError)
        else _("That did not work")
    )
    return _page(503, title, f"{what}.", remedy)


def _http(error: HTTPException) -> tuple[str, int] | HTTPException | Response:
    if request.path.startswith("/api/") and error.response is None:
        return problem_of_http(error)
    if error.response is not None or request.path.startswith(_OTHERS):
        return error
    code = error.code or 500
    if code < 400:
        return error
    titles = {
        400: _("That did not work"),
        403: _("This is not allowed"),
        404: _("There is no such page"),
        405: _("That did not work"),
        413: _("That is too much at once"),
        429: _("Too many tries"),
        500: _("Something went wrong here"),
    }
    title = titles.get(code, _("That did not work"))
    what = error.description if code in {400, 403, 429} else None
    text, _code = _page(code, title, what)
    # what the error brings along (Allow, Retry-After) stays
    response = error.get_response()
    response.data = text
    response.content_type = "text/html; charset=utf-8"
    error.response = response
    return error


def _page(
    code: int, title: str, what: str | None = None, remedy: str | None = None
) -> tuple[str, int]:
    remedy = remedy and f"{sentence(remedy)}."
    page = render_template("error.html", title=title, what=what, remedy=remedy)
    return page, code

"""Putting the gate in front of an application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from web_ui.headers import protect

from .cross_site import csrf_field, csrf_token

if TYPE_CHECKING:
    from flask import Flask

    from .gate import Access


def install(app: Flask, access: Access) -> None:
    """Let every request of an application pass the gate first."""
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    # first of all that is done for a request, and last of all for its answer
    app.before_request_funcs.setdefault(None, []).insert(0, access.check)
    app.after_request_funcs.setdefault(None, []).insert(0, protect)
    app.after_request(access.after)
    app.jinja_env.globals.update(csrf_field=csrf_field, csrf_token=csrf_token)

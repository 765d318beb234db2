"""Everything that the templates of all pages rely on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from web_ui import (
    drawings,
    errors,
    looks,
    navigation,
    notices,
    overview,
    row_markup,
    scripts,
    stylesheet,
    texts,
    words,
)

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Give an app the frame of its pages."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    texts.register(app)
    notices.register(app)
    overview.register(app)
    navigation.register(app)
    drawings.register(app)
    row_markup.register(app)
    words.register(app)
    scripts.register(app)
    errors.register(app)
    app.register_blueprint(stylesheet.blueprint())
    app.jinja_env.globals["looks"] = looks.looks
    # the access part replaces these
    app.jinja_env.globals.setdefault("csrf_field", Markup)
    app.jinja_env.globals.setdefault("csrf_token", str)

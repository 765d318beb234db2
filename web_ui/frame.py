"""Everything that the templates of all pages rely on."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from web_ui import looks, navigation, notices, stylesheet, texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask import Flask

ICONS = Path(__file__).parent / "static" / "icons.svg"


def register(app: Flask, *, more_styles: Iterable[str] = ()) -> None:
    """Give an app the frame of its pages.

    Args:
        app: the application.
        more_styles: further files of static/css/ that go into the one stylesheet.
    """
    version = hashlib.sha256(ICONS.read_bytes()).hexdigest()[:12]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    texts.register(app)
    notices.register(app)
    navigation.register(app)
    app.register_blueprint(stylesheet.blueprint(more_styles))
    app.jinja_env.globals.update(
        looks=looks.looks, icons_url=lambda: f"/static/icons.svg?v={version}"
    )
    # the access part replaces these
    app.jinja_env.globals.setdefault("csrf_field", Markup)
    app.jinja_env.globals.setdefault("csrf_token", str)

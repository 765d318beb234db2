"""Clara as an app: the manifest, the service worker, and the page for when nothing is known."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from flask import Blueprint, Response, current_app, render_template
from flask_babel import gettext as _

from web_ui.access.marks import public
from web_ui.texts import language

if TYPE_CHECKING:
    from collections.abc import Callable

    from web_ui.serving.static_files import StaticFiles

SCRIPTS = Path(__file__).parent.parent / "static" / "js"
OFFLINE = "/offline"
_EXPORT = re.compile(r"^export ", re.MULTILINE)
_NOT_IN_SHELL = re.compile(r"^(css/|style\.css$|js/sw\.js$|icons/.*\.png$)")
"""Style sheets are one file of their own; icons are the system's business."""


def blueprint() -> Blueprint:
    """Return the addresses; nothing of them is private."""
    pages = Blueprint("pwa", __name__)

    @pages.get("/manifest.webmanifest")
    @public
    def manifest() -> Response:
        text = json.dumps(_manifest(), ensure_ascii=False)
        return Response(text, mimetype="application/manifest+json")

    @pages.get("/sw.js")
    @public
    def worker() -> Response:
        response = Response(_worker(), mimetype="text/javascript")
        response.headers["Cache-Control"] = "no-cache"
        return response

    @pages.get(OFFLINE)
    @public
    def offline() -> str:
        return render_template("offline.html")

    return pages


def _static() -> StaticFiles:
    found: StaticFiles = current_app.extensions["clara_static"]
    return found


def _manifest() -> dict[str, Any]:
    url = _static().url
    return {
        "id": "/",
        "name": "Clara",
        "short_name": "Clara",
        "description": _("Tasks of the household, by voice and by hand"),
        "lang": language(),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#fafaf9",
        "theme_color": "#fafaf9",
        "categories": ["productivity"],
        "icons": [
            {
                "src": url("icons/clara-192.png"),
                "sizes": "192x192",
                "type": "image/png",
            },
            {
                "src": url("icons/clara-512.png"),
                "sizes": "512x512",
                "type": "image/png",
            },
            {
                "src": url("icons/maskable-512.png"),
                "sizes": "512x512",
                "type": "image/png",
                "purpose": "maskable",
            },
        ],
        "shortcuts": [
            {"name": _("Add a task"), "url": "/?add"},
            {"name": _("Talk"), "url": "/talk"},
            {"name": _("Upcoming"), "url": "/upcoming"},
        ],
    }


def _worker() -> str:
    """Return the worker with the queue in it, and the addresses of this version before it."""
    queue = _EXPORT.sub("", (SCRIPTS / "queue.js").read_text("utf-8"))
    body = queue + (SCRIPTS / "sw.js").read_text("utf-8")
    templates = current_app.jinja_env.globals
    stylesheet = cast("Callable[[], str]", templates["stylesheet_url"])
    shell = [
        OFFLINE,
        stylesheet(),
        *(
            _static().url(path)
            for path in _static().paths
            if not _NOT_IN_SHELL.match(path)
        ),
    ]
    known = json.dumps(shell)
    version = hashlib.sha256((known + body).encode()).hexdigest()[:12]
    head = (
        f"const VERSION = {json.dumps(version)};\n"
        f"const SHELL = {known};\nconst OFFLINE = {json.dumps(OFFLINE)};\n"
    )
    return head + body

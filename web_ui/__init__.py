"""The web service on the LAN."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from flask import Flask

from web_ui import home

if TYPE_CHECKING:
    from flask import Response

    from clara_edge.config.folders import Folders
    from clara_edge.config.schema import Config

LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")
WILDCARDS = frozenset({"", "0.0.0.0", "::"})  # noqa: S104 - compared with, not bound to

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}


def create_app(config: Config, folders: Folders) -> Flask:
    """Assemble the pages; nothing is opened until a request comes."""
    app = Flask(__name__)
    app.config["TRUSTED_HOSTS"] = trusted_hosts(config.web.host)
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.register_blueprint(home.blueprint(folders.control_socket))
    app.after_request(_protect)
    return app


def trusted_hosts(host: str) -> list[str]:
    """Return the names under which a browser may ask for the pages.

    A page elsewhere whose name was made to point here (DNS rebinding) has another one.
    """
    if host in WILDCARDS:
        name = socket.gethostname()
        return [*LOCAL_NAMES, name, f"{name}.local"]
    return list(dict.fromkeys((*LOCAL_NAMES, f"[{host}]" if ":" in host else host)))


def _protect(response: Response) -> Response:
    response.headers.update(HEADERS)
    return response

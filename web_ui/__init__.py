"""The web service on the LAN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask

from web_ui import frame, home
from web_ui.hosts import refuse_others, trusted_hosts
from web_ui.services import EXTENSION

if TYPE_CHECKING:
    from flask import Response

    from web_ui.services import Services

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


def create_app(services: Services) -> Flask:
    """Assemble the pages; nothing is opened until a request comes."""
    config, folders = services.config, services.folders
    app = Flask(__name__)
    app.extensions[EXTENSION] = services
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.before_request(refuse_others(trusted_hosts(config.web.host)))
    app.after_request(_protect)
    frame.register(app)
    app.register_blueprint(home.blueprint(folders.control_socket))
    return app


def _protect(response: Response) -> Response:
    response.headers.update(HEADERS)
    return response

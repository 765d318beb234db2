"""The web service on the LAN."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask

from web_ui import api, calendar, frame, home
from web_ui.access.install import install
from web_ui.access.marks import public
from web_ui.compiled import keep_compiled
from web_ui.pages import (
    about,
    changes,
    devices,
    done,
    inbox,
    more,
    pair,
    projects,
    pwa,
    search,
    settings,
    status,
    tags,
    talk,
    task,
    templates,
    today,
    trash,
    upcoming,
    welcome,
)
from web_ui.pages import help as help_pages
from web_ui.pages import install as install_page
from web_ui.services import EXTENSION
from web_ui.serving.compression import compress
from web_ui.serving.static_files import serve_static

if TYPE_CHECKING:
    from web_ui.services import Services

PAGES = (
    about.blueprint,
    changes.blueprint,
    devices.blueprint,
    done.blueprint,
    help_pages.blueprint,
    inbox.blueprint,
    install_page.blueprint,
    more.blueprint,
    projects.blueprint,
    pwa.blueprint,
    search.blueprint,
    settings.blueprint,
    status.blueprint,
    tags.blueprint,
    talk.blueprint,
    task.blueprint,
    templates.blueprint,
    today.blueprint,
    trash.blueprint,
    upcoming.blueprint,
    welcome.blueprint,
)
"""What makes the blueprint of each page; those that need more are registered below."""


def create_app(services: Services) -> Flask:
    """Assemble the pages; nothing is opened until a request comes."""
    app = Flask(__name__, static_folder=None)
    # registered first, called last: after everybody else has looked at the answer
    app.after_request(compress)
    # before anything asks for the time: they may change the zone
    app.before_request(services.settings.follow)
    serve_static(app, Path(__file__).parent / "static", public)
    app.extensions[EXTENSION] = services
    install(app, services.access)
    frame.register(app)
    keep_compiled(app, services.folders.cache)
    for make in PAGES:
        app.register_blueprint(make())
    app.register_blueprint(api.blueprint())
    app.register_blueprint(calendar.blueprint())
    app.register_blueprint(pair.blueprint(services))
    app.register_blueprint(home.blueprint())
    return app

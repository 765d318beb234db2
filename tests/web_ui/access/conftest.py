"""Applications with one view for each mark, at a clock that tests move."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from flask import Blueprint, Flask, render_template_string

from clara_edge.config.schema import Config, Web
from tests.clocks import ManualClock
from web_ui import create_app
from web_ui.access.marks import Scope, access, public
from web_ui.services import make_services

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clara_edge.config.folders import Folders
    from clara_edge.storage.access import AccessStore

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


@pytest.fixture
def clock() -> ManualClock:
    clock = ManualClock()
    clock.advance(timedelta(hours=1))
    return clock


@pytest.fixture
def make_app(folders: Folders, clock: ManualClock) -> Iterator[Callable[..., Flask]]:
    """Return a function that makes an application with settings of [web]."""
    open_parts = []

    def make(**web: object) -> Flask:
        config = Config(web=Web.model_validate(web))
        parts = make_services(config, folders, clock=clock)
        services = parts.__enter__()
        open_parts.append(parts)
        app = create_app(services)
        app.register_blueprint(_views())
        return app

    yield make
    for parts in open_parts:
        parts.__exit__(None, None, None)


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    return make_app()


@pytest.fixture
def store(app: Flask) -> AccessStore:
    return app.extensions["clara"].access.store


def _views() -> Blueprint:
    """Return a view for each mark, and one that somebody forgot to mark."""
    pages = Blueprint("marked", __name__)
    marks = {
        "read": access(Scope.READ),
        "write": access(Scope.WRITE),
        "admin": access(Scope.ADMIN),
        "secure": access(Scope.READ, secure=True),
        "open": public,
    }
    for name, mark in marks.items():

        def view(name: str = name) -> str:
            return f"reached {name}"

        for prefix in ("/x", "/api/v1/x"):
            pages.add_url_rule(
                f"{prefix}/{name}",
                f"{name}{prefix}".replace("/", "-"),
                mark(view),
                methods=METHODS,
            )

    @pages.get("/x/unmarked")
    def unmarked() -> str:
        return "reached unmarked"

    @pages.get("/x/form")
    @access(Scope.READ)
    def form() -> str:
        return render_template_string("{{ csrf_field() }}")

    return pages

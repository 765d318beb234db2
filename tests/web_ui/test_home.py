"""What answers everybody: whether the service runs, and nothing private."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import web_ui
from clara_edge import __version__
from clara_edge.config.clock import SystemClock
from clara_edge.storage.open import open_store
from tests.tasks import add_task
from web_ui import create_app

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from clara_edge.config.folders import Folders
    from web_ui.services import Services

STATUS = {
    "state": "asleep",
    "pid": 5,
    "uptime_s": 1.0,
    "version": "0.1.0",
    "engines": [
        {
            "stage": "tts",
            "name": "piper",
            "state": "failed",
            "reason": "<b>no voice</b>",
        },
        {"stage": "tts", "name": "flite", "state": "active"},
    ],
    "audio": {
        "input": {
            "device": "Jabra",
            "state": "lost",
            "xruns": 0,
            "problem": "it was unplugged",
        },
        "output": {"device": "default", "state": "ok", "xruns": 0},
    },
}


@pytest.fixture
def browser(services: Services) -> FlaskClient:
    return create_app(services).test_client()


def test_health_tells_strangers_that_it_runs_and_nothing_else(
    browser: FlaskClient, daemon: Callable[..., Any]
) -> None:
    with daemon(STATUS):
        told = browser.get("/health").json

    assert told == {"status": "ok", "version": __version__}


def test_shows_no_task(browser: FlaskClient, folders: Folders) -> None:
    store = open_store(folders.database, SystemClock())
    add_task(store, "a very private task", project="a secret project")
    store.close()

    for path in ("/", "/health"):
        assert "private" not in browser.get(path).text
        assert "secret" not in browser.get(path).text


@pytest.mark.parametrize("path", ["/", "/health", "/static/icons.svg", "/nothing"])
def test_refuses_other_names_so_that_dns_rebinding_fails(
    path: str, browser: FlaskClient
) -> None:
    answer = browser.get(path, headers={"Host": "evil.example"})

    assert answer.status_code == 400
    assert "Clara" not in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_changes_nothing(method: str, browser: FlaskClient) -> None:
    for path in ("/health",):
        assert browser.open(path, method=method).status_code == 405


def test_pages_have_no_inline_script_or_style_and_no_foreign_address() -> None:
    here = Path(web_ui.__file__).parent
    files = [
        file
        for folder in ("templates", "static")
        for file in (here / folder).rglob("*")
        if file.suffix in {".html", ".css", ".js", ".svg"}
    ]

    assert len(files) > 20
    for file in files:
        text = file.read_text("utf-8")
        if file.suffix == ".html":
            # data for scripts is no script
            inline = r'<script(?![^>]*(\bsrc=|type="application/json"))|<style|\sstyle="|\son\w+="'
            assert not re.search(inline, text), file
        foreign = re.findall(r"[\"'(=]\s*(?:https?:)?//[a-z0-9][^\s\"')]*", text)
        # the name of a namespace, which nothing loads
        assert [each for each in foreign if "www.w3.org/" not in each] == [], file

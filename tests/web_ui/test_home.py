"""The page that stands in for the web interface: honest, read-only and closed to others."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import web_ui
from clara_edge.config.clock import SystemClock
from clara_edge.storage.open import open_store
from tests.tasks import add_task
from web_ui import create_app
from web_ui.hosts import trusted_hosts

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


def test_says_that_the_voice_daemon_is_down(browser: FlaskClient) -> None:
    page = browser.get("/").text

    assert "Clara is running" not in page
    assert "the voice daemon is not running" in page
    assert "clara run" in page


def test_shows_how_the_voice_daemon_is(
    browser: FlaskClient, daemon: Callable[..., Any]
) -> None:
    with daemon(STATUS):
        page = browser.get("/").text

    assert "Clara is running" in page
    assert "lost (Jabra): it was unplugged" in page
    assert page.count("<dt>Speech</dt>") == 1
    assert "piper: failed (&lt;b&gt;no voice&lt;/b&gt;)" in page


def test_health_tells_state_and_problem(
    browser: FlaskClient, daemon: Callable[..., Any]
) -> None:
    down = browser.get("/health").json
    with daemon(STATUS):
        up = browser.get("/health").json

    assert down["voice"] == "unreachable"
    assert down["problem"].startswith("the voice daemon is not running")
    assert (up["status"], up["voice"], up["problem"]) == ("ok", "asleep", None)


def test_shows_no_task(browser: FlaskClient, folders: Folders) -> None:
    store = open_store(folders.database, SystemClock())
    add_task(store, "a very private task", project="a secret project")
    store.close()

    for path in ("/", "/health"):
        assert "private" not in browser.get(path).text
        assert "secret" not in browser.get(path).text


@pytest.mark.parametrize("path", ["/", "/health", "/nothing", "/static/style.css"])
def test_every_answer_carries_the_security_headers(
    path: str, browser: FlaskClient
) -> None:
    with browser.get(path) as answer:
        for name, value in web_ui.HEADERS.items():
            assert answer.headers[name] == value


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8080", "127.0.0.1:8080", "[::1]:8080", "LOCALHOST"]
)
def test_answers_to_names_of_this_machine(host: str, browser: FlaskClient) -> None:
    assert browser.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "evil.localhost",
        "127.0.0.2",
        "a b",
        "@",
    ],
)
@pytest.mark.parametrize("path", ["/", "/health", "/static/style.css", "/nothing"])
def test_refuses_other_names_so_that_dns_rebinding_fails(
    host: str, path: str, browser: FlaskClient
) -> None:
    answer = browser.get(path, headers={"Host": host})

    assert answer.status_code == 400
    assert "Clara" not in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_changes_nothing(method: str, browser: FlaskClient) -> None:
    for path in ("/", "/health"):
        assert browser.open(path, method=method).status_code == 405


def test_the_configured_address_is_a_trusted_name() -> None:
    assert "192.168.1.5" in trusted_hosts("192.168.1.5")
    assert "[fd00::5]" in trusted_hosts("fd00::5")
    assert trusted_hosts("127.0.0.1") == {"localhost", "127.0.0.1", "[::1]"}
    assert "0.0.0.0" not in trusted_hosts("0.0.0.0")  # noqa: S104 - only a name here


def test_pages_have_no_inline_script_or_style_and_no_foreign_address() -> None:
    files = [
        file
        for folder in ("templates", "static")
        for file in (Path(web_ui.__file__).parent / folder).iterdir()
    ]

    assert files
    for file in files:
        text = file.read_text()
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\bstyle=|\bon\w+=", text)
        assert not re.search(r"(https?:)?//\w", text)

"""The manifest, the service worker and the scripts as the service sends them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import web_ui
from web_ui import create_app, scripts

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from web_ui.services import Services

JS = Path(web_ui.__file__).parent / "static" / "js"


@pytest.fixture
def browser(services: Services) -> FlaskClient:
    client = create_app(services).test_client()
    client.environ_base["HTTP_HOST"] = "localhost"
    return client


def test_the_manifest_names_icons_that_are_there(browser: FlaskClient) -> None:
    manifest = browser.get("/manifest.webmanifest").get_json(force=True)

    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
    for icon in manifest["icons"]:
        assert browser.get(icon["src"]).mimetype == "image/png"


def test_everything_that_the_worker_keeps_is_there(browser: FlaskClient) -> None:
    worker = browser.get("/sw.js").text

    found = re.search(r"^const SHELL = (.*);$", worker, re.MULTILINE)
    assert found is not None
    for address in json.loads(found[1]):
        assert browser.get(address).status_code == 200, address
    assert "\nexport " not in worker
    assert "async function flush(" in worker


def test_core_scripts_are_what_app_imports_at_once() -> None:
    needed, look = {"app"}, ["app"]
    while look:
        text = (JS / f"{look.pop()}.js").read_text("utf-8")
        names = set(
            re.findall(r'^(?:import|export) .*from "\./(\w+)\.js"', text, re.MULTILINE)
        )
        look += names - needed
        needed |= names

    assert set(scripts.CORE) == needed


def test_finds_the_texts_of_scripts() -> None:
    found = scripts.messages()

    assert "Close" in found
    assert ("{n} task added", "{n} tasks added") in found

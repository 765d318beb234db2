"""What every answer says about who may load, embed and keep it."""

from __future__ import annotations

import pytest
from flask import Blueprint, g

from tests.web_ui.paired import paired_client
from web_ui.access.browsers import browser_name
from web_ui.access.marks import public
from web_ui.headers import HEADERS

PATHS = (
    "/",
    "/pair",
    "/health",
    "/nothing",
    "/api/v1/x/read",
    "/x/form",
    "/x/unmarked",
)


@pytest.mark.parametrize("paired", [True, False])
def test_every_answer_carries_the_headers(app, paired):
    client = paired_client(app) if paired else app.test_client()
    for path in PATHS:
        answer = client.get(path, base_url="https://localhost")
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, path
        assert answer.headers["Cache-Control"] == "no-store", path
        assert "Strict-Transport-Security" not in answer.headers


def test_refusals_carry_the_headers_as_well(app):
    answer = app.test_client().get("/", base_url="https://evil.example")

    assert answer.status_code == 400
    assert "Clara" not in answer.text
    for name, value in HEADERS.items():
        assert answer.headers[name] == value


def test_what_browsers_heed_over_https_only_is_left_out_elsewhere(app):
    answer = app.test_client().get("/pair")

    assert set(HEADERS) - set(answer.headers.keys()) == {"Cross-Origin-Opener-Policy"}


def test_no_script_and_style_but_files_of_this_service():
    policy = dict(
        part.partition(" ")[::2]
        for part in HEADERS["Content-Security-Policy"].split("; ")
    )

    assert (
        policy["default-src"]
        == policy["base-uri"]
        == policy["frame-ancestors"]
        == "'none'"
    )
    assert (
        policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    )
    assert policy["require-trusted-types-for"] == "'script'"
    assert "unsafe" not in HEADERS["Content-Security-Policy"]
    assert "http" not in HEADERS["Content-Security-Policy"]


def test_one_page_may_ask_one_more_address(make_app):
    app = make_app()
    pages = Blueprint("asking", __name__)

    @pages.get("/asking")
    @public
    def asking() -> str:
        g.connect_to = "https://clara.local:8443"
        return "x"

    app.register_blueprint(pages)
    client = app.test_client()

    policy = client.get("/asking").headers["Content-Security-Policy"]
    assert "connect-src 'self' https://clara.local:8443;" in policy
    assert client.get("/health").headers["Content-Security-Policy"] != policy


IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like"
    " Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0"
)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("", "Browser"),
        ("curl/8.5.0", "Browser"),
        ("\0<script>" * 1000, "Browser"),
        (IPHONE, "Safari, iPhone"),
        (EDGE, "Edge, Windows"),
        (FIREFOX, "Firefox, Linux"),
    ],
)
def test_browsers_are_named_for_people(agent, name):
    assert browser_name(agent) == name

"""Static files and compressed answers, as browsers ask for them."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask, Response

import web_ui
from web_ui.serving import compression
from web_ui.serving.static_files import AGAIN, FOREVER, StaticFiles, serve_static

if TYPE_CHECKING:
    from flask.testing import FlaskClient

SCRIPT = "import './b.js';\n" * 200
PACKED = {"Accept-Encoding": "gzip"}


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "a.js").write_text(SCRIPT)
    (tmp_path / "js" / "b.js").write_text("export {};\n")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG" + bytes(2000))
    (tmp_path / ".hidden").write_text("nobody's business")
    app = Flask("small", static_folder=None)
    app.after_request(compression.compress)
    serve_static(app, tmp_path, lambda view: view)

    @app.get("/page")
    def page() -> str:
        return "<p>hello</p>" * 1000

    @app.get("/stream")
    def stream() -> Response:
        return Response((b"a" * 1000 for _ in range(3)), mimetype="text/plain")

    return app


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    return app.test_client()


def url(app: Flask, path: str) -> str:
    return str(app.jinja_env.globals["static_url"](path))  # type: ignore[operator]


def test_a_versioned_address_is_kept_for_ever(app: Flask, browser: FlaskClient) -> None:
    answer = browser.get(url(app, "js/a.js"), headers=PACKED)

    assert answer.headers["Cache-Control"] == FOREVER
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert gzip.decompress(answer.data).decode() == SCRIPT


def test_relative_imports_stay_in_the_version(app: Flask, browser: FlaskClient) -> None:
    folder = url(app, "js/a.js").rpartition("/")[0]

    assert browser.get(f"{folder}/b.js").headers["Cache-Control"] == FOREVER


def test_a_changed_file_changes_every_address(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("1")
    (tmp_path / "b.js").write_text("1")
    before = StaticFiles(tmp_path).url("a.js")
    (tmp_path / "b.js").write_text("2")

    assert StaticFiles(tmp_path).url("a.js") != before


@pytest.mark.parametrize("path", ["/static/js/a.js", "/static/0123456789ab/js/a.js"])
def test_any_other_address_is_asked_for_again(path: str, browser: FlaskClient) -> None:
    first = browser.get(path)
    again = browser.get(path, headers={"If-None-Match": first.headers["ETag"]})

    assert first.data.decode() == SCRIPT
    assert first.headers["Cache-Control"] == AGAIN
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        "../../pyproject.toml",
        "%2e%2e/%2e%2e/pyproject.toml",
        "..%2f..%2fpyproject.toml",
        "js/../../../etc/passwd",
        "/etc/passwd",
        ".hidden",
        "js",
        "js/",
        "js/a.js/",
        "js/a.js%00.png",
        "nothing.js",
    ],
)
def test_nothing_else_can_be_read(path: str, browser: FlaskClient) -> None:
    assert browser.get(f"/static/{path}").status_code in {308, 404}


def test_a_name_that_does_not_exist_is_a_mistake_at_once(app: Flask) -> None:
    with pytest.raises(KeyError, match=r"nothing\.js"):
        url(app, "nothing.js")


def test_pages_are_compressed_for_whoever_understands_it(browser: FlaskClient) -> None:
    packed = browser.get("/page", headers=PACKED)
    plain = browser.get("/page")
    unwanted = browser.get("/page", headers={"Accept-Encoding": "gzip;q=0, br"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data == unwanted.data
    assert len(packed.data) < len(plain.data) / 10
    for answer in (packed, plain, unwanted):
        assert "Accept-Encoding" in answer.headers["Vary"]


def test_the_length_of_a_page_tells_nothing_exact(browser: FlaskClient) -> None:
    lengths = {len(browser.get("/page", headers=PACKED).data) for _ in range(50)}

    assert len(lengths) > 5


def test_streams_and_pictures_are_sent_as_they_are(
    app: Flask, browser: FlaskClient
) -> None:
    for path in ("/stream", url(app, "picture.png")):
        assert "Content-Encoding" not in browser.get(path, headers=PACKED).headers


def test_what_it_packs_any_program_unpacks() -> None:
    for data in (b"", b"a", bytes(100_000)):
        assert zlib.decompress(compression.gzip(data), wbits=31) == data


def test_all_files_of_the_pages_are_small() -> None:
    files = StaticFiles(Path(web_ui.__file__).parent / "static")

    assert len(files.paths) > 5
    assert all(not path.startswith(".") for path in files.paths)

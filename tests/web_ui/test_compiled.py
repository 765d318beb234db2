"""Compiled templates are kept, and a folder that cannot be used only costs time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import Flask, render_template

from web_ui.compiled import FOLDER, keep_compiled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAGE = "page.html"


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Flask]:
    """Return a function that makes an app of the templates in a folder."""

    def make(cache: Path, source: str, *, trim: bool = False) -> Flask:
        (tmp_path / "templates").mkdir(exist_ok=True)
        (tmp_path / "templates" / PAGE).write_text(source, "utf-8")
        app = Flask("made", root_path=str(tmp_path))
        app.jinja_env.trim_blocks = trim
        keep_compiled(app, cache)
        return app

    return make


def shown(app: Flask) -> str:
    with app.app_context():
        return render_template(PAGE)


def kept(cache: Path) -> list[Path]:
    return sorted((cache / FOLDER).iterdir())


def test_the_next_start_uses_what_was_compiled(
    made: Callable[..., Flask], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = shown(made(tmp_path, "{{ 6 * 7 }} Käse"))
    again = made(tmp_path, "{{ 6 * 7 }} Käse")
    monkeypatch.setattr(again.jinja_env, "compile", None)

    assert len(kept(tmp_path)) == 1
    assert shown(again) == first == "42 Käse"


def test_another_source_or_another_way_to_read_it_is_compiled_anew(
    made: Callable[..., Flask], tmp_path: Path
) -> None:
    source = "{% if true %}\nyes{% endif %}"

    pages = [
        shown(made(tmp_path, "before")),
        shown(made(tmp_path, source)),
        shown(made(tmp_path, source, trim=True)),
    ]

    assert pages == ["before", "\nyes", "yes"]
    assert len(kept(tmp_path)) == 1


@pytest.mark.parametrize("content", [b"", b"nonsense", b"\0" * 5000])
def test_damaged_files_are_made_again(
    made: Callable[..., Flask], tmp_path: Path, content: bytes
) -> None:
    shown(made(tmp_path, "whole"))
    (file,) = kept(tmp_path)
    file.write_bytes(content)

    assert shown(made(tmp_path, "whole")) == "whole"
    assert file.read_bytes() != content


def test_a_folder_that_cannot_be_made_is_done_without(
    made: Callable[..., Flask], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()

    assert shown(made(tmp_path / "file", "whole")) == "whole"
    assert "at each start" in caplog.text

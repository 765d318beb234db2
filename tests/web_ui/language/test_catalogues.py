"""The catalogues have every text of the source, and German has all of them."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from babel.messages.jslexer import tokenize, unquote_string
from babel.messages.pofile import read_po

from web_ui import catalogues, scripts, words

if TYPE_CHECKING:
    from pathlib import Path

    from babel.messages.catalog import Catalog

HOW = f"run: {catalogues.HOW}"
NAMES = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%%")
SPEAKS = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}|^[A-Z][a-z]+[.?!]?$")
NOT_SAID = {
    "Accept",
    "Enter",
    "Escape",
    "Shift",
    "Space",
    "another window holds the queue",
    "icon icon-small",
    "light dark",
    "svg.icon use",
}
"""Keys, style classes and words for the developer's console."""
SCRIPTS = sorted(scripts.FOLDER.rglob("*.js"))


def test_template_has_the_texts_of_the_source(source: Catalog) -> None:
    written = catalogues.TEMPLATE.read_bytes()

    assert written == catalogues.as_po(source), HOW


def test_list_of_script_texts_is_that_of_the_scripts() -> None:
    written = scripts.SCRIPT_TEXTS.read_text("utf-8")

    assert written == catalogues.as_json(catalogues.script_texts()), HOW


@pytest.mark.parametrize("language", catalogues.TRANSLATED)
def test_language_is_complete_and_compiled(language: str, source: Catalog) -> None:
    catalogue = catalogues.updated(language, source)
    path = catalogues.po_path(language)

    assert catalogues.missing(catalogue) == [], "translate these"
    assert path.read_bytes() == catalogues.as_po(catalogue), HOW
    assert path.with_suffix(".mo").read_bytes() == catalogues.as_mo(catalogue), HOW


@pytest.mark.parametrize("language", catalogues.TRANSLATED)
def test_translations_have_the_values_of_their_sources(language: str) -> None:
    with catalogues.po_path(language).open("rb") as file:
        catalogue = read_po(file, locale=language)

    wrong = [
        (source, said)
        for message in catalogue
        if message.id
        for source, said in zip(_forms(message.id), _forms(message.string), strict=True)
        if sorted(NAMES.findall(source)) != sorted(NAMES.findall(said))
    ]

    assert wrong == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_script_says_nothing_that_is_not_in_the_catalogue(path: Path) -> None:
    source = path.read_text("utf-8")
    known = {form for text in scripts.messages() for form in _forms(text)}

    said = {
        text
        for token in tokenize(source)
        if token.type == "string" and SPEAKS.search(text := unquote_string(token.value))
    }

    assert said - known - NOT_SAID == set(), "give them to t()"
    # what is no plain text is not found by the extraction
    if path.stem != "text":
        assert re.findall(r"\btn?\((?!\").{0,40}", source) == []


def test_texts_within_f_strings_are_found() -> None:
    found = catalogues.python_texts("f\"<b>{_('Hello')}</b>{ngettext('a', 'b', 2)}\"")

    assert list(found) == ["Hello", ("a", "b")]


def test_every_pack_of_the_manifest_has_words_in_the_catalogue() -> None:
    manifest = files("clara_edge.models").joinpath("manifest.toml").read_text("utf-8")

    described = {pack["description"] for pack in tomllib.loads(manifest)["packs"]}

    assert {str(text) for text in words.PACKS} == described


def _forms(text: object) -> list[str]:
    return [text] if isinstance(text, str) else [str(form) for form in text]  # type: ignore[attr-defined] # a tuple of forms

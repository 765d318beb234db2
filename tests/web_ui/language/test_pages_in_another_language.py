"""Pages in a language that is all brackets: what stands outside them escaped gettext."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from babel.dates import get_day_names, get_month_names

from clara_edge.config.folders import resolve_folders
from clara_edge.config.schema import Config, Paths
from clara_edge.domain.drafts import ProjectDraft, ReminderDraft, TaskDraft
from clara_edge.domain.due import Due
from clara_edge.domain.query import Query
from clara_edge.domain.recurrence import parse_repeat
from clara_edge.domain.tasks import Priority
from tests.web_ui.language import pseudo
from tests.web_ui.paired import paired_client
from web_ui import create_app
from web_ui.services import make_services
from web_ui.settings.groups import GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Catalog
    from flask import Flask

    from clara_edge.config.folders import Folders
    from tests.web_ui.paired import PairedClient

NAMES = {"Clara", "English", "Deutsch", "Test", "browser", "Browser", "Europe", "GB"}
"""Names, of languages and zones too; the one of the browser is what it calls itself."""
UNITS = {"MB", "MiB", "GiB", "Hz", "dBFS", "ms", "min", "pm", "XXXX"}
TECHNICAL = {
    # details of the log, which is for whoever knows how it works
    "/settings/devices": {"admin", "for", "https"},
    # the certificate's name
    "/install": {"at", "home"},
    "/settings/wake": {"alexa", "hey", "jarvis", "marvin", "mycroft"},
    # engines and model packs
    "/status": {
        "openwakeword",
        "silero",
        "vad",
        "smart",
        "turn",
        "moonshine",
        "tiny",
        "en",
    },
}
FILES = ("backups", "clara", "db", "models", "settings", "toml")
HEXADECIMAL = re.compile(r"[A-F]+$")
"""What is left of a fingerprint without its digits."""
NOT_PAGES = (
    "/static",
    "/api",
    "/calendar",
    "/sw.js",
    "/manifest",
    "/metrics",
    "/health",
)
FURTHER = (
    "/nothing-here",
    "/projects/nothing",
    "/search?q=due:bogus",
    "/search?q=漢字",
    "/tags/漢字",
    *(f"/settings/{group.name}" for group in GROUPS),
    *(f"/welcome/{step}" for step in ("name", "sound", "models", "tasks", "privacy")),
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, source: Catalog) -> Iterator[Flask]:
    """An app with a household whose every word is Chinese, and so seen as theirs."""
    folder = tmp_path_factory.mktemp("house")
    pseudo.write(folder / "translations", "de", source)
    paths = Paths(data=folder / "data", cache=folder / "cache")
    with make_services(Config(), resolve_folders(paths)) as services:
        made = create_app(services)
        directories = made.extensions["babel"].translation_directories
        directories[:] = [str(folder / "translations")]
        today = services.clock.now().date()
        with services.store() as store:
            store.add_project(ProjectDraft("漢"))
            store.add(
                TaskDraft(
                    "漢字",
                    due=Due(today),
                    recurrence=parse_repeat("every 2 weeks", Due(today)),
                    reminders=(ReminderDraft(minutes_before=10),),
                    priority=Priority.HIGH,
                    project="漢",
                    tags=("漢字",),
                    subtasks=(TaskDraft("字"),),
                )
            )
        yield made


@pytest.fixture(scope="module")
def client(app: Flask) -> PairedClient:
    found = paired_client(app)
    found.set_cookie("clara_language", "de", domain="localhost")
    return found


def test_pages_show_no_text_that_escaped_translation(
    app: Flask, client: PairedClient
) -> None:
    folders = app.extensions["clara"].folders
    addresses = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and not rule.arguments
        and not rule.rule.startswith(NOT_PAGES)
    ]

    left = {
        address: words
        for address in (*addresses, *FURTHER, *_of_the_task(app))
        if (words := _escaped(client, address, folders))
    }

    assert len(addresses) > 20
    assert left == {}


def test_text_without_gettext_would_be_seen() -> None:
    page = '<p title="Hello">⟦Done: ⟦x⟧⟧ Moved</p><q lang="en">not read</q><br>'

    assert pseudo.escaped(page) == {"Hello", "Moved"}


def _of_the_task(app: Flask) -> tuple[str, ...]:
    with app.extensions["clara"].store() as store:
        task = next(t for t in store.find(Query()) if t.title == "漢字")
        project = store.projects()[0]
    return f"/tasks/{task.id}", f"/projects/{project.id}"


def _escaped(client: PairedClient, address: str, folders: Folders) -> set[str]:
    answer = client.get(address)
    if answer.mimetype != "text/html":
        return set()
    names = {*get_day_names("wide", locale="de").values()}
    names |= {*get_month_names("wide", locale="de").values()}
    found = pseudo.escaped(answer.text) - names - NAMES - UNITS
    found -= TECHNICAL.get(address, set())
    found -= set(pseudo.WORD.findall(str(folders.data)))
    found -= set(FILES)
    return {word for word in found if word.isascii() and not HEXADECIMAL.match(word)}

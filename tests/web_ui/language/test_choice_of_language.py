"""Which language a page is in, and how it writes dates, times and numbers."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from flask import g

from clara_edge.config.folders import resolve_folders
from clara_edge.config.schema import Config, Locale, Paths
from clara_edge.domain.drafts import TaskDraft
from clara_edge.domain.due import Due
from clara_edge.domain.recurrence import parse_repeat
from clara_edge.domain.tasks import Reminder
from tests.web_ui.paired import bearer, paired_client
from web_ui import create_app, texts
from web_ui.repeats import repeat_text
from web_ui.services import make_services
from web_ui.words import reminder_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask
    from flask.ctx import RequestContext


GERMAN = {"Accept-Language": "de-AT,de;q=0.9,en;q=0.5"}
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=timezone(timedelta(hours=1)))
"""A Tuesday."""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Lend an app that asks browsers for their language."""
    yield from _app(tmp_path_factory.mktemp("auto"), Config())


@pytest.fixture
def german(app: Flask) -> Iterator[RequestContext]:
    """Be in a request of a German browser, on a day that is known."""
    with app.test_request_context(headers=GERMAN) as context:
        g.now = NOW
        yield context


@pytest.fixture(scope="module")
def configured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Lend an app whose settings say German."""
    config = Config(locale=Locale(language="de"))
    yield from _app(tmp_path_factory.mktemp("de"), config)


def _app(folder: Path, config: Config) -> Iterator[Flask]:
    paths = Paths(data=folder / "data", cache=folder / "cache")
    with make_services(config, resolve_folders(paths)) as parts:
        yield create_app(parts)


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        ("de", "de"),
        ("de-CH", "de"),
        ("en-GB,de;q=0.5", "en"),
        ("fr,de;q=0.8,en;q=0.5", "de"),
        ("fr", "en"),
        ("de;q=0", "en"),
        ("", "en"),
        ("*", "en"),
        ("\ud800;;q=,", "en"),
    ],
)
def test_browser_gets_the_language_that_it_asks_for(
    app: Flask, wanted: str, language: str
) -> None:
    client = paired_client(app)

    page = client.get(
        "/",
        headers={
            "Accept-Language": wanted.encode("utf-8", "replace").decode("latin-1")
        },
    )

    assert f'<html lang="{language}"' in page.text


def test_setting_comes_before_the_browser_and_its_own_choice_before_the_setting(
    configured: Flask,
) -> None:
    client = paired_client(configured)
    english = {"Accept-Language": "en-GB"}

    by_setting = client.get("/more", headers=english).text
    client.set_cookie("clara_language", "en", domain="localhost")
    by_choice = client.get("/more", headers=english).text

    assert '<html lang="de"' in by_setting
    assert "Tastenkürzel" in by_setting
    assert '<html lang="en"' in by_choice


def test_dates_are_german(german: RequestContext) -> None:
    day = NOW.date()

    names = [texts.day_name(day + timedelta(n)) for n in (-1, 0, 1, 3, 7)]

    assert names == ["Gestern", "Heute", "Morgen", "Freitag", "Di, 1. Dez."]
    assert texts.day_text(date(2027, 3, 5)) == "Fr, 5. März 2027"


def test_times_are_of_24_hours_and_numbers_have_a_comma(german: RequestContext) -> None:
    due = Due(NOW.date() + timedelta(1), time(14, 5), "Europe/Berlin")

    assert texts.due_text(due) == "Morgen 14:05"
    assert texts.number(12345.6) == "12.345,6"
    assert texts.span_text(90) == "1 Std. 30 Min."
    assert reminder_text(Reminder("r1", minutes_before=10)) == "10 Min. vorher"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-1, "1 Tag überfällig"),
        (-2, "2 Tage überfällig"),
        (1, ""),
        (3, "in 3 Tagen"),
        (21, "in 3 Wochen"),
        (365, "in 12 Monaten"),
    ],
)
def test_distances_have_the_right_form(
    german: RequestContext, days: int, said: str
) -> None:
    assert texts.relative(Due(NOW.date() + timedelta(days))) == said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("every day", "jeden Tag"),
        ("every 2 weeks", "alle 2 Wochen"),
        ("every monday and friday", "jeden Montag, Freitag"),
        ("every weekday", "jeden Werktag"),
        ("monthly on the 15th", "jeden Monat am 15."),
        ("monthly on the last day", "jeden Monat am letzten Tag"),
        ("3 days after completion", "3 Tage nach dem Erledigen"),
    ],
)
def test_repetitions_are_german(german: RequestContext, typed: str, said: str) -> None:
    assert repeat_text(parse_repeat(typed, Due(NOW.date()))) == said


def test_sentences_to_say_stay_english_and_are_marked_so(configured: Flask) -> None:
    page = paired_client(configured).get("/").text

    assert "Sag oder tippe auf Englisch:" in page
    assert '<q lang="en">' in page


def test_manifest_is_german(configured: Flask) -> None:
    manifest = configured.test_client().get("/manifest.webmanifest").get_json()

    assert manifest["lang"] == "de"
    assert manifest["shortcuts"][0]["name"] == "Aufgabe hinzufügen"


def test_scripts_get_their_texts_with_both_forms(configured: Flask) -> None:
    page = paired_client(configured).get("/").text

    assert '"{n} task": ["{n} Aufgabe", "{n} Aufgaben"]' in page


def test_errors_are_german_for_people_and_english_for_programs(
    app: Flask,
) -> None:
    client = paired_client(app)

    page = client.get("/tasks/nothing", headers=GERMAN)
    answer = client.get("/api/v1/tasks/nothing", headers=bearer(app))

    assert "Diese Aufgabe gibt es nicht." in page.text
    assert "nothing" in answer.get_json()["detail"]


def test_titles_are_nobodys_business(configured: Flask) -> None:
    with configured.extensions["clara"].store() as store:
        store.add(TaskDraft("Today", due=Due(date(2020, 1, 1))))

    assert ">Today<" in paired_client(configured).get("/").text

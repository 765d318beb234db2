"""Dates, languages and looks of the pages."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import g
from flask_babel import force_locale

from clara_edge.domain.due import Due
from clara_edge.domain.recurrence import parse_repeat
from web_ui import create_app, looks, stylesheet, texts
from web_ui.repeats import repeat_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from tests.web_ui.paired import PairedClient
    from web_ui.services import Services

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
TOKENS = (stylesheet.FOLDER / "tokens.css").read_text("utf-8")


@pytest.fixture(scope="module")
def app(house: Services) -> Flask:
    return create_app(house)


@pytest.fixture
def _request(app: Flask, request: pytest.FixtureRequest) -> Iterator[None]:
    """Be in a request of a browser with the languages of the marker `speaks`."""
    languages = getattr(request, "param", "en")
    with app.test_request_context(headers={"Accept-Language": languages}):
        g.now = NOW
        yield


@pytest.mark.usefixtures("_request")
@pytest.mark.parametrize(
    ("due", "said"),
    [
        ("2026-11-24", "Today"),
        ("2026-11-25T09:00", "Tomorrow 09:00"),
        ("2026-11-23", "Yesterday"),
        ("2026-11-29", "Sunday"),
        ("2026-12-01T14:30", "Tue 1 Dec 14:30"),
        ("2027-02-07", "Sun 7 Feb 2027"),
        ("2025-12-31", "Wed 31 Dec 2025"),
    ],
)
def test_dates_are_short_and_near_days_have_names(due: str, said: str) -> None:
    assert texts.due_text(Due.parse(due, "UTC" if "T" in due else None)) == said


@pytest.mark.usefixtures("_request")
def test_a_time_elsewhere_is_told_as_it_is_here() -> None:
    assert texts.due_text(Due.parse("2026-11-24T23:30", "America/New_York")) == (
        "Tomorrow 04:30"
    )


@pytest.mark.parametrize(
    ("_request", "said"),
    [
        ("en-US,en;q=0.8", "2:30 pm"),
        ("en-GB", "14:30"),
        ("en", "14:30"),
        ("de-DE", "14:30"),
        ("xx-!!, en-US", "2:30 pm"),
    ],
    indirect=["_request"],
)
@pytest.mark.usefixtures("_request")
def test_hours_are_counted_as_in_the_region_of_the_browser(said: str) -> None:
    assert texts.clock_text(time(14, 30)) == said


@pytest.mark.usefixtures("_request")
@pytest.mark.parametrize(
    ("due", "said"),
    [
        ("2026-11-20", "4 days late"),
        ("2026-11-24T13:00", "2 h late"),
        ("2026-11-24", ""),
        ("2026-11-25", ""),
        ("2026-11-27", "in 3 days"),
        ("2026-12-24", "in 4 weeks"),
        ("2027-05-24", "in 6 months"),
        ("2030-11-24", "in 4 years"),
    ],
)
def test_distances_are_told_in_the_unit_that_fits(due: str, said: str) -> None:
    assert texts.relative(Due.parse(due, "UTC" if "T" in due else None)) == said


@pytest.mark.usefixtures("_request")
@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "0 min"),
        (45, "45 min"),
        (90, "1 h 30 min"),
        (2880, "2 days"),
        (10080, "1 week"),
    ],
)
def test_spans_are_told_in_words(minutes: int, said: str) -> None:
    assert texts.span_text(minutes) == said


@pytest.mark.parametrize("_request", ["de"], indirect=True)
@pytest.mark.usefixtures("_request")
def test_weekdays_and_numbers_are_those_of_the_language() -> None:
    assert texts.language() == "de"
    assert texts.day_name(date(2026, 11, 29)) == "Sonntag"
    assert texts.number(10_000) == "10.000"
    assert "Freitag" in repeat_text(
        parse_repeat("every friday", Due(date(2026, 11, 24)))
    )


@pytest.mark.usefixtures("_request")
@pytest.mark.parametrize(
    "rule",
    ["every day", "every 2 weeks on monday and thursday", "3 days after completion"],
)
def test_repetitions_are_said_without_untranslated_rest(rule: str) -> None:
    said = repeat_text(parse_repeat(rule, Due(date(2026, 11, 24))))

    assert said
    with force_locale("de"):
        assert "FREQ" not in repeat_text(parse_repeat(rule, Due(date(2026, 11, 24))))


def test_looks_are_kept_in_the_browser_and_written_into_the_page(
    onlooker: PairedClient,
) -> None:
    chosen = {"theme": "dark", "accent": "rose", "density": "compact"}

    page = onlooker.post("/looks", data=chosen, follow_redirects=True).text

    head = re.search(r"<html[^>]*>", page)
    assert head
    for attribute in ('data-theme="dark"', 'data-accent="rose"'):
        assert attribute in head[0]
    assert 'data-density="compact"' in head[0]


def test_looks_that_there_are_not_are_the_default(onlooker: PairedClient) -> None:
    for name in looks.CHOICES:
        onlooker.set_cookie(f"clara_{name}", '"><script>', domain="localhost")

    page = onlooker.get("/more").text

    assert "<script>" not in page
    assert 'data-accent="indigo"' in page
    onlooker.post("/looks", data=dict.fromkeys(looks.CHOICES, "nonsense"))
    assert 'data-accent="indigo"' in onlooker.get("/more").text


def test_the_stylesheet_may_be_kept_for_ever_under_its_own_address(
    onlooker: PairedClient,
) -> None:
    address = re.search(r'rel="stylesheet" href="([^"]+)"', onlooker.get("/").text)
    assert address

    answer = onlooker.get(address[1])

    assert answer.mimetype == "text/css"
    assert "immutable" in answer.headers["Cache-Control"]
    assert onlooker.get("/static/clara-000000000000.css").status_code == 404


def test_every_part_of_the_stylesheet_exists() -> None:
    for name in stylesheet.PARTS:
        assert (stylesheet.FOLDER / f"{name}.css").is_file(), name


def test_no_other_part_names_a_colour() -> None:
    for name in ("base", "layout", "components", "forms", "tasks"):
        text = Path(stylesheet.FOLDER / f"{name}.css").read_text("utf-8")
        assert not re.search(r":[^;{}]*#[0-9a-f]{3,8}\b", text), name


def test_text_stands_out_from_what_is_behind_it_in_both_themes() -> None:
    for light_or_dark in (0, 1):
        colors = _tokens(light_or_dark)
        for name in ("text", "quiet", "accent", "urgent", "high", "done"):
            for behind in ("background", "surface"):
                assert _contrast(colors[name], colors[behind]) >= 4.5, (name, behind)
        assert _contrast(colors["on-accent"], colors["accent"]) >= 4.5
        assert _contrast(colors["accent"], colors["accent-soft"]) >= 4.5
        # borders of controls: WCAG 1.4.11
        assert _contrast(colors["control-line"], colors["surface"]) >= 3


@pytest.mark.parametrize("accent", looks.ACCENTS[1:])
def test_every_accent_can_be_read_in_both_themes(accent: str) -> None:
    pairs = re.findall(
        rf'data-accent="{accent}"\][^{{]*{{ --accent: (#\w+); --accent-soft: (#\w+)',
        TOKENS,
    )

    assert len(pairs) == 3  # light, dark by the system, dark by choice
    assert pairs[1] == pairs[2]
    for light_or_dark, (color, soft) in enumerate(pairs[:2]):
        colors = _tokens(light_or_dark)
        for behind in (colors["background"], colors["surface"], soft):
            assert _contrast(color, behind) >= 4.5
        assert _contrast(colors["on-accent"], color) >= 4.5


def test_both_ways_to_a_dark_page_lead_to_the_same_colours() -> None:
    blocks = re.findall(r"color-scheme: dark;(.*?)}", TOKENS, re.DOTALL)

    assert len(blocks) == 2
    assert blocks[0].split() == blocks[1].split()


def _tokens(light_or_dark: int) -> dict[str, str]:
    scheme = ("light", "dark")[light_or_dark]
    block = TOKENS.split(f"color-scheme: {scheme};", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))


def _contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.1."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(color: str) -> float:
    parts = [int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    r, g_, b = (
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    )
    return 0.2126 * r + 0.7152 * g_ + 0.0722 * b

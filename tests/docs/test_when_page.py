"""The page on dates says what the code does."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from clara_edge.cli.when import as_object
from clara_edge.domain.when import Ask, Grain, Relation, WhenSettings, iso, resolve
from tests.docs.pages import REPO, section

PAGE = (REPO / "docs/when.md").read_text("utf-8")
NOW = datetime(2026, 11, 24, 13, 7, tzinfo=ZoneInfo("Europe/Berlin"))
ROWS = re.findall(
    r'^\| "(.+?)" \| (\S+) \| ?(\S*) ?\|$',
    section(PAGE, "What is understood"),
    re.MULTILINE,
)


def test_the_page_has_its_examples():
    assert len(ROWS) >= 25


@pytest.mark.parametrize(("text", "first", "second"), ROWS)
def test_example_is_read_as_written(text, first, second):
    when = resolve(text, NOW)

    assert when is not None
    if first.startswith("FREQ"):
        assert (when.recurrence, iso(when.at)) == (first, second)
    else:
        assert (iso(when.at), iso(when.end) or "") == (first, second)


def test_every_field_and_value_is_explained():
    for word in [*as_object(None), *Grain, *Relation, *Ask]:
        assert f"`{word}`" in PAGE, word


def test_the_hours_on_the_page_are_the_usual_ones():
    for name, part in WhenSettings().parts.items():
        hours = f"{part.start.hour}-{part.end.hour or 24} ({part.at:%-H:%M})"

        assert f"{name.replace('_', ' ')} {hours}" in re.sub(r"\s+", " ", PAGE)


def test_what_the_page_calls_impossible_is_nothing():
    [said] = re.findall(r"What cannot be \((.+?)\)", PAGE)

    for text in re.findall(r'"(.+?)"', said):
        assert resolve(text, NOW) is None

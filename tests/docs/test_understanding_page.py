"""The page on understanding says what the engine does."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from clara_edge.cli.parse import as_full_object, as_object
from clara_edge.domain.conversation import Conversation
from clara_edge.domain.intents import Intent, Interpretation, Source
from clara_edge.domain.when import iso
from clara_edge.engines.nlu.controls import TEXT_MAX_CHARS
from clara_edge.engines.nlu.learned.engine import FILE, WORDS_MAX, LearnedUnderstanding
from clara_edge.engines.nlu.learned.network import Network
from tests.docs.pages import REPO

PAGE = (REPO / "docs/understanding.md").read_text("utf-8")
NOW = datetime(2026, 11, 24, 13, 7, tzinfo=ZoneInfo("Europe/Berlin"))
TITLES = re.findall(r'^\| "(.+?)" \| ([^|]+) \|$', PAGE, re.MULTILINE)
PAIRS = re.findall(r'^\| "(.+?)" \| ([^|]+) \| ([^|]+) \|$', PAGE, re.MULTILINE)
ENGINE = LearnedUnderstanding(Network(FILE))


def read(text):
    return ENGINE.interpret(text, Conversation("docs"), NOW)


def test_the_page_has_its_examples():
    assert (len(TITLES), len(PAIRS)) == (7, 12)


@pytest.mark.parametrize(("text", "titles"), TITLES)
def test_things_are_told_apart_as_written(text, titles):
    reading = read(text)

    assert "; ".join(reading.items or (reading.title,)) == titles


@pytest.mark.parametrize(("text", "first", "second"), PAIRS)
def test_title_with_second_command_or_date_is_as_written(text, first, second):
    reading = read(text)
    others = [each.title for each in reading.also]
    date = iso(reading.when.at) if reading.when else None

    assert reading.title == first
    assert second in {*others, *([] if others else [date or "-"])}


def test_every_field_and_value_is_explained():
    reading = Interpretation("", Intent.CHAT, 0.0, Source.LLM)

    for word in [*as_object(reading), *as_full_object(reading), *Source]:
        assert f"`{word}`" in PAGE, word


def test_the_limits_are_those_of_the_engine():
    assert f"more than {TEXT_MAX_CHARS:,} characters or {WORDS_MAX} words" in PAGE

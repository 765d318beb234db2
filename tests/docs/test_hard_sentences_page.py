"""The page of hard sentences says what the engine makes of them."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from clara_edge.domain.conversation import Conversation
from clara_edge.domain.when import iso
from clara_edge.engines.nlu.learned.engine import FILE, LearnedUnderstanding
from clara_edge.engines.nlu.learned.network import Network
from tests.docs.pages import REPO

PAGE = (REPO / "docs/hard-sentences.md").read_text("utf-8")
DONE = PAGE.split("## Done as meant")[1].split("## Asked about")[0]
ROWS = re.findall(r'^\| "(.+?)" \| ([^|]+) \| ([^|]+) \|$', DONE, re.MULTILINE)
NOW = datetime(2026, 11, 24, 13, 7, tzinfo=ZoneInfo("Europe/Berlin"))
ENGINE = LearnedUnderstanding(Network(FILE))


def test_the_page_has_twenty_sentences():
    sentences = re.findall(r'^\| "', PAGE, re.MULTILINE)

    assert len(ROWS) == 8
    assert len(sentences) + 2 == 20


@pytest.mark.parametrize(("text", "titles", "when"), ROWS)
def test_hard_sentence_is_understood_as_written(text, titles, when):
    reading = ENGINE.interpret(text, Conversation("docs"), NOW)
    date = iso(reading.when.at) if reading.when else None

    assert "; ".join(reading.items or (reading.title,)) == titles
    assert (date or "-") == when

"""Every filter on the page is one, and the page knows every word of the language."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from clara_edge.domain.query import Field, Order, Part, Query, State
from clara_edge.domain.query_syntax import format_query, parse_query
from clara_edge.domain.tasks import Priority, Status
from tests.docs.pages import REPO

PAGE = (REPO / "docs/filters.md").read_text("utf-8")
NOW = datetime(2026, 11, 24, 13, 7, tzinfo=ZoneInfo("Europe/Berlin"))


def examples():
    blocks = re.findall(r"```filters\n(.*?)```", PAGE, re.DOTALL)
    rows = re.findall(r"^\| `.*\|.*\| ([^|]+) \|$", PAGE, re.MULTILINE)
    text = "\n".join(line for line in PAGE.splitlines() if not line.startswith("|"))
    quoted = [
        code
        for part in (*rows, text)
        for code in re.findall(
            r"`((?:-|not:)?(?:[#@!]|[a-z]+[:<>])[^`…]+|call dent)`", part
        )
    ]
    return [*"".join(blocks).splitlines(), *quoted]


@pytest.mark.parametrize("text", dict.fromkeys(examples()))
def test_example_is_a_filter(text):
    query = parse_query(text, NOW)

    assert query != Query(now=NOW)
    assert parse_query(format_query(query), NOW) == query


def test_examples_were_found():
    found = examples()

    assert len(found) >= 40
    assert {'@"shopping list" -milk', "priority:>=high", "completed:7d"} < {
        *found,
        *(term for text in found for term in text.split()),
    }


@pytest.mark.parametrize(
    "word", [*Field, *State, *Part, *Order, *Priority, *Status], ids=str
)
def test_every_word_is_explained(word):
    assert re.search(rf"\b{word}\b", PAGE)


@pytest.mark.parametrize(
    "day", re.findall(r"`([^`]+)`", PAGE.split("## Days")[1].split("Of a range")[0])
)
def test_day_of_the_table_is_one(day):
    if not day.endswith(":"):
        parse_query(f"due:{day}", NOW)

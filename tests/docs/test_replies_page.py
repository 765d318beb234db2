"""The pages that come from the code are those that the code makes."""

from __future__ import annotations

from clara_edge.domain.schema import sayings
from clara_edge.domain.schema.page import page
from tests.docs.pages import REPO
from tests.docs.replies_table import PAGE, TABLES, renewed


def test_the_page_of_commands_is_the_schema():
    assert (REPO / "docs/commands.md").read_text("utf-8") == page()


def test_the_page_of_commands_has_every_sentence():
    text = page()

    for saying in sayings():
        for sentence in saying.sentences:
            assert f'"{sentence}"' in text


def test_the_tables_of_replies_are_what_is_said():
    text = PAGE.read_text("utf-8")

    assert renewed(text) == text
    assert all(table() in text for table in TABLES.values())

"""The page on repetition says what the code does."""

from __future__ import annotations

import re
from datetime import date

import pytest

from clara_edge.domain.due import Due
from clara_edge.domain.recurrence import (
    in_words,
    parse_repeat,
)
from tests.docs.pages import REPO, section

PAGE = (REPO / "docs/recurrence.md").read_text("utf-8")
ROWS = re.findall(
    r"^\| `(.+?)` \| ([\d-]+) \| `(.+?)` \| (.+?) \|$",
    section(PAGE, "What can be written"),
    re.MULTILINE,
)


def test_the_page_has_its_examples() -> None:
    assert len(ROWS) > 20


@pytest.mark.parametrize(("text", "begins", "rule", "shown"), ROWS)
def test_example_is_kept_and_shown_as_written(
    text: str, begins: str, rule: str, shown: str
) -> None:
    found = parse_repeat(text, Due(date(2026, 12, 1)))

    assert found.start.text == begins
    assert rule in (found.rule, found.after_completion)
    assert in_words(found) == shown

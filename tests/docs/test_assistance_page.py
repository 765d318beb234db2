"""The numbers of docs/assistance.md are those of the code."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from clara_edge.dialogue.assistant import DECLINED
from clara_edge.domain.assist import MIN_SHARE, MIN_TASKS, SuggestionKind
from clara_edge.domain.assist.habits import (
    MAX_CHANCE,
    MIN_TIMES,
    QUIET_DAYS,
    WEEKS,
    chance,
)
from clara_edge.domain.assist.priority import CLOSE, PHRASES
from clara_edge.domain.assist.project import SIMILAR
from clara_edge.domain.assist.suggestions import (
    CLASH_MOVE,
    MAX_MOVED,
    MIN_POSTPONED,
    UNDATED,
)
from clara_edge.storage.history import FILED_TASKS, OVERDUE_MAX, SEEN_MAX, STEPS_MAX
from tests.docs.pages import REPO

PAGE_LINES = (REPO / "docs/assistance.md").read_text("utf-8")
PAGE = " ".join(PAGE_LINES.split())


@pytest.mark.parametrize(
    "fact",
    [
        f"within {CLOSE // timedelta(hours=1)} hours",
        f"at least {MIN_TASKS} of them, and at least {MIN_SHARE:.0%}".replace(
            "%", " %"
        ),
        f"last {FILED_TASKS:,} numbers",
        f"drops it for {DECLINED.days} days",
        f"overdue, at most {MAX_MOVED}",
        f"at least {MIN_POSTPONED} times",
        f"at least {UNDATED.days // 7} weeks",
        f"more than {OVERDUE_MAX} open tasks",
        f"last {STEPS_MAX:,} steps",
        f"at least {MIN_TIMES} different days",
        f"in the last {WEEKS} weeks",
        f"under {MAX_CHANCE:.0%}".replace("%", " %"),
        f"4 of 4 days have {chance(4, 4):.1%}".replace("%", " %"),
        f"4 of 5 days {chance(4, 5):.1%}".replace("%", " %"),
        f"5 of 6 days {chance(5, 6):.1%}".replace("%", " %"),
        f"in the last {QUIET_DAYS} days",
        f"last {SEEN_MAX:,} completed tasks",
    ],
)
def test_number_on_the_page_is_that_of_the_code(fact):
    assert fact in PAGE


def test_words_for_numbers_on_the_page_are_those_of_the_code():
    assert "at least half of the new title's words" in PAGE
    assert SIMILAR == 0.5
    assert "moves an hour later" in PAGE
    assert timedelta(hours=1) == CLASH_MOVE


def test_kinds_of_suggestions_are_in_their_order_on_the_page():
    rows = re.findall(
        r"^\| (\w+) \|", PAGE_LINES.partition("## Suggestions")[2], re.MULTILINE
    )

    assert rows == ["kind", *SuggestionKind]


@pytest.mark.parametrize("priority", ["urgent", "high", "low"])
def test_phrases_on_the_page_are_in_the_table(priority):
    row = re.search(rf"\| {priority} \| ([^|]+) \|", PAGE)[1]
    table = {phrase for p, phrases in PHRASES if p == priority for phrase in phrases}

    listed = row.removesuffix(", and more of that kind").lower().split(", ")

    assert set(listed) <= table
    assert priority == "low" or set(listed) == table

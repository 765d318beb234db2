from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from clara_edge.domain.when import best, find, iso

NOW = datetime(2026, 11, 24, 13, 7, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("remind me to buy milk tomorrow", ["tomorrow"]),
        ("call mum at half past five", ["at half past five"]),
        ("remind me on sat at noon to wash the car", ["on sat at noon"]),
        ("in two hours remind me to check the oven", ["in two hours"]),
        ("set a timer for 5 minutes", ["for 5 minutes"]),
        ("pay rent on the first of every month", ["on the first of every month"]),
        ("meeting with sam from 3 to 4:30 pm tomorrow", ["from 3 to 4:30 pm tomorrow"]),
        ("water the plants every other day starting tomorrow", ["every other day starting tomorrow"]),
        ("move it from monday 9 am to next week", ["from monday 9 am", "next week"]),
        ("I bought it for $12 December 27", ["December 27"]),
        ("read chapter 3 by monday", ["by monday"]),
        ("sing happy birthday on may 3rd", ["on may 3rd"]),
    ],
)  # fmt: skip
def test_finds_what_says_when(text, spans):
    found = find(text, NOW)

    assert [text[each.start : each.end] for each in found] == spans
    assert [each.when.text for each in found] == spans


@pytest.mark.parametrize(
    "text",
    [
        "add 2 eggs to the shopping list",
        "I may march to the store",
        "the second item on the list",
        "buy five thirty watt bulbs",
        "mark the third one as done",
        "delete the task about the second world war",
        "sun screen for the beach",
        "version 3.5 of the report",
        "good morning",
        "one more time",
        "turn it up to ten",
        "pay $20 to sam",
        "pay on 31 february",
    ],
)
def test_leaves_words_alone_that_mean_something_else(text):
    assert find(text, NOW) == ()


def test_of_several_the_repetition_is_what_somebody_gave():
    when = best("for an hour, swim every monday at 9 am, not tomorrow", NOW)

    assert when is not None
    assert (when.text, iso(when.at)) == ("every monday at 9 am", "2026-11-30T09:00")

"""What is typed is not shortened to what can be said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clara_edge.dialogue.quick_add import reading_of
from clara_edge.domain.intents import Intent, Interpretation, Source
from clara_edge.domain.tasks import sentence_case
from clara_edge.domain.when import When

BARE = Interpretation(
    text="", intent=Intent.TASK_CREATE, confidence=0.9, source=Source.PARSER
)


def title_of(text: str, read: str, when: str | None = None) -> str | None:
    moment = None if when is None else When(text=when)
    reading = replace(BARE, text=text, title=read, when=moment)
    return reading_of(text, lambda _said: reading).title


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Buy cake 🎉", "Buy cake"),
        ("👩‍🍳 cook for two", "cook for two"),
        ("buy flour (type 550)", "buy flour (type 550"),
        ('"quotes" for <b>', 'quotes" for <b'),
        ("ring Jürgen & Søren", "& Søren"),
    ],
)
def test_title_keeps_what_was_typed(text: str, read: str) -> None:
    assert title_of(text, read) == text


def test_title_keeps_how_a_text_begins() -> None:
    text = "Meeting notes: send to the team (today, 5pm)"

    title = title_of(text, "send to the team", "today, 5pm")

    assert title == "Meeting notes: send to the team"


@pytest.mark.parametrize(
    ("text", "read", "when"),
    [
        ("remind me to call mum please!", "call mum", None),
        ("Weekly reminder for takeout", "takeout", "Weekly"),
        ("tomorrow call mum", "call mum", "tomorrow"),
        ("call mum, no, call dad", "call dad", None),
        ("buy milk!!", "buy milk", None),
    ],
)
def test_title_leaves_out_what_is_no_part_of_it(
    text: str, read: str, when: str | None
) -> None:
    assert title_of(text, read, when) == read


@pytest.mark.parametrize(
    "text", ["https://clara.example/a read this", "bob@clara.example"]
)
def test_addresses_stay_as_they_are_written(text: str) -> None:
    assert sentence_case(text) == text

"""Short openings, and duties that are told."""

from __future__ import annotations

import pytest

from clara_edge.domain import slots


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("todo: buy stamps", "new task buy stamps"),
        ("Reminder - dentist at 3", "new task dentist at 3"),
        ("note to self call Ann", "new task call Ann"),
        ("shopping list: milk, eggs", "add milk, eggs to my shopping list"),
        ("need milk", "i need milk"),
        ("need help with this", "need help with this"),
        ("set a timer called eggs for 6 minutes", "set a eggs timer for 6 minutes"),
        ("remind me: call Ann", "remind me: call Ann"),
        ("But dog food on the shopping list.", "put dog food on the shopping list"),
        ("But I like it", "But I like it"),
        (
            "At two minutes to the pasta timer",
            "add two minutes to the pasta timer",
        ),
        ("At two", "At two"),
        ("", ""),
    ],
)
def test_short_opening_is_put_into_the_words_that_are_meant(said, meant):
    assert slots.reworded(said) == meant


@pytest.mark.parametrize("text", ["I need to call the bank", "we have to feed the cat"])
def test_household_deed_is_a_duty(text):
    assert slots.names_duty(text)


@pytest.mark.parametrize(
    "text",
    [
        "I need to transfer money",
        "I need to call Ann, can you dial her?",
        "I need to buy a car, how do I do that",
        "I want to call Ann",
        "call the bank",
    ],
)
def test_request_is_no_duty(text):
    assert not slots.names_duty(text)


@pytest.mark.parametrize(
    ("said", "fluent"),
    [
        ("remind me at like seven-ish to eat", "remind me at seven to eat"),
        ("at around 7:30ish", "at 7:30"),
        ("add fish to my dish list", "add fish to my dish list"),
        ("pls remind me 2 pay tmrw", "please remind me to pay tomorrow"),
        ("buy milk b4 2nite", "buy milk before tonight"),
        ("buy #tmr stickers", "buy #tmr stickers"),
        ("I like about three of them", "I like about three of them"),
    ],
)
def test_approximate_hours_lose_what_only_blurs_them(said, fluent):
    assert slots.fluent(said) == fluent


def test_names_and_lists_with_commas_keep_their_parts():
    firm = slots.items_of("Ben and Jerry's ice cream", listed=True)
    pair = slots.items_of("macaroni, cheese and ham", listed=True)

    assert firm == ("Ben and Jerry's ice cream",)
    assert pair == ("macaroni", "cheese", "ham")


@pytest.mark.parametrize(
    ("text", "is_event"),
    [
        ("flight to Rome on the 12th of January", True),
        ("my dentist appointment on Monday", True),
        ("any dinner events on Friday", False),
        ("book a flight for Friday", False),
        ("class near me tonight?", False),
    ],
)
def test_entry_of_a_diary_is_told_from_a_search(text, is_event):
    assert slots.names_event(text) is is_event


def test_measured_thing_is_one():
    marked = ("two pounds of ground", "beef")

    assert slots.items_of(" ".join(marked), marked, listed=True) == (" ".join(marked),)

"""Rules for what the learned parser leaves open; all of them pure."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clara_edge.domain import slots
from clara_edge.domain.tasks import Priority
from clara_edge.domain.when import iso

NOW = datetime(2026, 11, 24, 13, 7, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("remind me at five, no, six to go", "remind me at six to go"),
        (
            "remind me on Tuesday, I mean Wednesday, to go",
            "remind me on Wednesday, to go",
        ),
        ("at 5 pm tomorrow no 6", "at 6 pm tomorrow"),
        ("call Bob, sorry, Rob tomorrow at 5", "call Rob tomorrow at 5"),
        ("add milk no wait oat milk", "add oat milk"),
        ("set a timer for 10 minutes sorry 15 minutes", "set a timer for 15 minutes"),
        ("remind me to call Ann, no wait, email Ann", "remind me to email Ann"),
        ("on the third, no, the fourth of May", "on the fourth of May"),
        ("wake me at seven thirty, actually make it eight", "wake me at eight"),
    ],
)
def test_what_was_taken_back_is_replaced(said, meant):
    assert slots.corrected(said, NOW) == meant


@pytest.mark.parametrize(
    "said",
    [
        "buy milk, no sugar",
        "tell Ann I mean it",
        "say sorry to Ann",
        "buy no bake cookies",
        "five or six people",
        "no, I meant Thursday",
        "ask Bob what I mean",
    ],
)
def test_what_only_sounds_like_a_correction_stays(said):
    assert slots.corrected(said, NOW) == said


@pytest.mark.parametrize(
    ("stretch", "things"),
    [
        ("milk, eggs and bread", ("milk", "eggs", "bread")),
        ("milk, salt and pepper and eggs", ("milk", "salt and pepper", "eggs")),
        ("mac and cheese", ("mac and cheese",)),
        ("call mum and dad", ("call mum and dad",)),
        ("buy milk and eggs", ("buy milk and eggs",)),
        ("call Ann and pay the rent", ("call Ann", "pay the rent")),
    ],
)
def test_each_thing_on_a_list_is_one(stretch, things):
    assert slots.items_of(stretch, listed=True) == things


def test_a_reminder_of_two_deeds_stays_one_unless_three_or_said_with_to():
    def items(stretch):
        return slots.items_of(stretch, listed=False)

    assert items("go to the bank and get cash") == ("go to the bank and get cash",)
    assert items("to call Ann and to pay rent") == ("call Ann", "pay rent")
    assert items("call Ann, pay rent and buy stamps") == (
        "call Ann",
        "pay rent",
        "buy stamps",
    )


def test_what_the_parser_told_apart_without_a_pause_is_several():
    marked = ("oat milk", "eggs", "bread")

    assert slots.items_of("oat milk eggs and bread", marked, listed=True) == marked
    assert slots.items_of("oat milk eggs bread", marked, listed=True) == marked


@pytest.mark.parametrize(
    ("words", "priority"),
    [
        ("urgent", Priority.URGENT),
        ("top priority", Priority.URGENT),
        ("asap", Priority.URGENT),
        ("really important", Priority.HIGH),
        ("high priority", Priority.HIGH),
        ("medium priority", Priority.MEDIUM),
        ("not important", Priority.LOW),
        ("not that urgent", Priority.LOW),
        ("low priority", Priority.LOW),
        ("red", None),
    ],
)
def test_words_of_importance_are_a_priority(words, priority):
    assert slots.priority_of(words) is priority


@pytest.mark.parametrize(
    ("text", "title", "priority"),
    [
        ("finish the report, it's urgent", "finish the report", Priority.URGENT),
        ("call Bob asap", "call Bob", Priority.URGENT),
        ("pay rent, high priority", "pay rent", Priority.HIGH),
        ("water plants no rush", "water plants", Priority.LOW),
        ("urgent: call the bank", "call the bank", Priority.URGENT),
        ("buy low fat milk", "buy low fat milk", None),
        ("do urgent care paperwork", "do urgent care paperwork", None),
    ],
)
def test_priority_beside_a_deed_is_cut_out(text, title, priority):
    found = slots.find_priority(text)

    assert (found and found.value) is priority
    assert slots.without(text, [(found.start, found.end)] if found else []) == title


@pytest.mark.parametrize(
    ("text", "tags", "rest"),
    [
        ("review budget #work", ["work"], "review budget"),
        ("buy nails tagged hardware store", ["hardware store"], "buy nails"),
        ("call mum tag it phone", ["phone"], "call mum"),
        ("email Bob hashtag office", ["office"], "email Bob"),
        ("fix issue #5", [], "fix issue #5"),
        ("learn C# today", [], "learn C# today"),
    ],
)
def test_tags_are_cut_out(text, tags, rest):
    found = slots.find_tags(text)

    assert [each.value for each in found] == tags
    assert slots.without(text, [(each.start, each.end) for each in found]) == rest


@pytest.mark.parametrize(
    ("words", "following", "name"),
    [
        ("shopping", " list, please", "shopping list"),
        ("my shopping list", "", "shopping list"),
        ("the kitchen project", "", "kitchen"),
        ("for work", "", "work"),
        ("to-do", " list", None),
        ("my list", "", None),
    ],
)
def test_a_project_is_called_as_said(words, following, name):
    assert slots.project_name(words, following) == name


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "add milk to shopping and remind me to call Bob at 5",
            ("add milk to shopping", "remind me to call Bob at 5"),
        ),
        (
            "mark milk as done and move the dentist to Friday",
            ("mark milk as done", "move the dentist to Friday"),
        ),
        ("remind me to call Ann and cancel the gym", None),
        ("buy milk and eggs", None),
    ],
)
def test_a_second_command_begins_with_words_of_its_own(text, parts):
    assert next(slots.splits(text), None) == parts


@pytest.mark.parametrize(
    ("title", "date"),
    [
        ("buy milk tomorrow", "2026-11-25"),
        ("call Ann on Monday", "2026-11-30"),
        ("read The Day After Tomorrow", None),
        ("pay May's rent", None),
        ("sunday roast", None),
        ("get ready for christmas", None),
        ("tomorrow", None),
    ],
)
def test_a_date_at_the_end_of_a_title_is_one_only_where_plausible(title, date):
    found = slots.trailing_date(title, NOW)

    assert (found and iso(found.value.at)) == date


def test_parts_of_one_time_are_put_together():
    both = slots.moment(["every Monday", "at 7 pm"], NOW)
    before = slots.moment(["tonight at 7 pm", "10 minutes before"], NOW)

    assert both is not None
    assert both.when is not None
    assert both.when.recurrence == "FREQ=WEEKLY;BYDAY=MO"
    assert iso(both.when.at) == "2026-11-30T19:00"
    assert before is not None
    assert before.when is not None
    assert iso(before.when.at) == "2026-11-24T18:50"


@pytest.mark.parametrize(
    ("words", "ask"),
    [
        ("the 31st of February", "which_date"),
        ("later", "which_time"),
        ("at 27:80", "which_time"),
    ],
)
def test_words_that_name_no_time_are_asked_about(words, ask):
    moment = slots.moment([words], NOW)

    assert moment is not None
    assert (moment.when, moment.ask) == (None, ask)


@pytest.mark.parametrize(
    ("words", "seconds"),
    [
        ("for ten minutes", 600),
        ("two more minutes", 120),
        ("the next hour", 3600),
        ("an extra 30 seconds", 30),
        ("blue", None),
    ],
)
def test_a_length_of_time_is_seconds(words, seconds):
    assert slots.seconds(words, NOW) == seconds


def test_hesitations_are_not_part_of_anything():
    said = "um remind me uh to to please call the dentist"

    assert slots.fluent(said) == "remind me to call the dentist"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200) | st.text("no, i mean five 6#tomorrow and", max_size=80))
def test_no_text_raises(text):
    said = slots.corrected(slots.fluent(text), NOW)

    list(slots.splits(said))
    slots.find_tags(said)
    slots.find_priority(said)
    slots.trailing_date(slots.clean_title(said), NOW)
    slots.items_of(said, (said,), listed=True)

"""How days, times, lists and titles are put."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clara_edge.config.hours import uses_12_hours
from clara_edge.config.schema import Replies
from clara_edge.dialogue.replies.speaker import Speaker
from clara_edge.domain.due import Due
from clara_edge.domain.spoken import speakable
from clara_edge.domain.when import Grain, resolve

ZONE = "Europe/Berlin"
NOW = datetime(2026, 11, 24, 16, 30, tzinfo=ZoneInfo(ZONE))


def speaker(turn=0, clock="12", **settings):
    return Speaker(Replies(clock=clock, **settings), turn, NOW)


@pytest.mark.parametrize(
    ("due", "said", "shown"),
    [
        (date(2026, 11, 24), "today", "Tue 24 Nov"),
        (date(2026, 11, 25), "tomorrow", "Wed 25 Nov"),
        (date(2026, 11, 23), "yesterday", "Mon 23 Nov"),
        (date(2026, 11, 27), "Friday the 27th", "Fri 27 Nov"),
        (date(2026, 12, 1), "Tuesday, December 1st", "Tue 1 Dec"),
        (date(2027, 12, 1), "December 1st, 2027", "Wed 1 Dec 2027"),
        (date(2027, 12, 22), "December 22nd, 2027", "Wed 22 Dec 2027"),
        (
            Due(date(2026, 12, 1), time(14, 30), ZONE),
            "Tuesday, December 1st, at 2:30 pm",
            "Tue 1 Dec, 2:30 pm",
        ),
        (Due(date(2026, 11, 24), time(17), ZONE), "today at 5 pm", "Tue 24 Nov, 5 pm"),
        (
            Due(date(2026, 11, 25), time(9), "Asia/Tokyo"),
            "tomorrow at 1 am",
            "Wed 25 Nov, 1 am",
        ),
    ],
)
def test_due_is_said_and_shown(due, said, shown):
    assert (speaker().due(due), speaker().due_shown(due)) == (said, shown)


def test_each_reads_the_clock_that_was_chosen():
    moment = time(14, 5)

    assert speaker().time(moment) == "2:05 pm"
    assert speaker(clock="24").time(moment) == "14:05"
    assert speaker(clock="24").time_shown(time(9, 5)) == "09:05"
    assert speaker().time(time(14, 5, 43)) == "2:05 pm"
    assert (speaker().time(time(12)), speaker().time(time(0))) == ("noon", "midnight")


def test_near_days_are_named_by_style_and_detail():
    day = date(2026, 11, 27)

    assert speaker(style="brief").day(day) == "Friday"
    assert speaker(detail="low").day(day) == "Friday"
    assert speaker(style="formal").day(day) == "Friday, November 27th"
    assert speaker(detail="high").day(day) == "Friday, November 27th"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("this weekend", "this weekend"),
        ("next week", "next week"),
        ("next month", "next month"),
        ("tomorrow morning", "tomorrow morning"),
        ("from 5 to 6 pm", "today from 5 pm to 6 pm"),
        ("every friday at 9am", "every Friday at 9 am"),
        ("every other day at noon", "every other day at noon"),
        (
            "every weekday at 9 until christmas",
            "every weekday at 9 am, until 25 Dec 2026",
        ),
    ],
)
def test_what_was_understood_is_said(words, said):
    when = resolve(words, NOW)

    assert when is not None
    assert speaker().when(when) == said


@pytest.mark.parametrize(
    ("seconds", "said", "shown"),
    [
        (510, "8 minutes 30 seconds", "8 min 30 s"),
        (3_900, "1 hour 5 minutes", "1 h 5 min"),
        (1, "1 second", "1 s"),
        (0, "0 seconds", "0 s"),
        (-5, "0 seconds", "0 s"),
        (3_599.7, "1 hour", "1 h"),
        (172_800, "2 days", "2 d"),
    ],
)
def test_duration_is_said_and_shown(seconds, said, shown):
    assert speaker().duration(seconds) == said
    assert speaker().duration_shown(seconds) == shown


def test_lists_are_read_in_pieces():
    names = ["A", "B", "C", "D"]

    first = speaker().chunk(names, 12, place="for today")
    last = speaker().chunk(names[:2], 5, read=3)

    assert first == "12 tasks for today; the first 3 are A, B and C. More?"
    assert last == "And last: A and B."
    assert speaker().chunk(["A"], 1) == "One task: A."
    assert speaker().chunk([], 0) == "No tasks."


def test_wording_varies_with_the_turn_alone():
    forms = ("a", "b", "c")

    assert [speaker(turn).pick(forms) for turn in range(4)] == ["a", "b", "c", "a"]
    assert speaker(1, style="brief").pick(forms, ("x",)) == "x"
    assert speaker(1, style="formal").pick(forms, ("x",)) == "b"


@pytest.mark.parametrize(
    ("clock", "environment", "is_12"),
    [
        ("12", {"LANG": "de_DE.UTF-8"}, True),
        ("24", {"LANG": "en_US.UTF-8"}, False),
        ("auto", {"LANG": "en_US.UTF-8"}, True),
        ("auto", {"LANG": "de_DE.UTF-8"}, False),
        ("auto", {"LANG": "en_GB.UTF-8"}, False),
        ("auto", {"LC_TIME": "de_DE", "LANG": "en_US.UTF-8"}, False),
        ("auto", {"LC_ALL": "en_US", "LC_TIME": "de_DE"}, True),
        ("auto", {"LC_ALL": "", "LANG": "C.UTF-8"}, True),
        ("auto", {}, True),
        ("auto", {"LANG": "nonsense"}, True),
    ],
)
def test_hours_follow_setting_then_locale(clock, environment, is_12):
    assert uses_12_hours(clock, environment) is is_12


@given(
    st.text(max_size=500),
    st.sampled_from(["brief", "conversational", "formal"]),
    st.integers(0, 20),
)
def test_any_title_is_short_enough_for_the_ear(title, style, turn):
    made = speaker(turn, style=style)

    assert len(made.title(title)) <= 95
    assert len(made.chunk([title] * 3, 1_000)) < 340
    assert speakable(made.quoted(title)) is not None


@given(st.datetimes(), st.sampled_from(Grain))
def test_any_moment_has_words(moment, grain):
    made = speaker()

    assert made.due(moment)
    assert made.due_shown(moment)
    assert made.interval(moment, None, grain)
    assert made.interval(moment.date(), moment.date(), grain)


@pytest.mark.parametrize(
    "title", ["קנה חלב " * 60, "牛奶" * 250, "👨‍👩‍👧" * 100, "a" * 500]
)
def test_long_titles_of_any_script_are_cut_whole(title):
    short = speaker().title(title)

    assert len(short) <= 95
    assert short.endswith("and so on")
    assert not short.removesuffix(" and so on").endswith("\u200d")


def test_a_rule_that_cannot_be_read_is_still_said():
    assert speaker().repeat("FREQ=NONSENSE") == "repeating"

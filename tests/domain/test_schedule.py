"""The dates that a task gets from what was said."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from clara_edge.domain.drafts import ReminderDraft
from clara_edge.domain.due import Due
from clara_edge.domain.schedule import (
    MINUTES_MAX,
    choices,
    due_of,
    is_clock_only,
    is_past,
    minutes,
    moved_due,
    moved_reminders,
    schedule,
)
from clara_edge.domain.when import resolve

NOW = datetime(2026, 11, 24, 16, 7, tzinfo=ZoneInfo("Europe/Berlin"))
BERLIN = "Europe/Berlin"
FRIDAY_AT_HALF_TWO = Due(date(2026, 11, 27), time(14, 30), BERLIN)


def when(words):
    found = resolve(words, NOW)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("tomorrow at 9 am", "2026-11-25T09:00"),
        ("this weekend", "2026-11-28"),
        ("this week", "2026-11-29"),
        ("this month", "2026-11-30"),
        ("this morning", "2026-11-24T12:00"),
        ("by end of March", "2027-03-31"),
        ("every monday", "2026-11-30"),
    ],
)
def test_what_has_begun_is_due_at_its_end(words, due):
    assert due_of(when(words), NOW).text == due


def test_length_alone_is_no_date():
    assert schedule(when("for two hours"), NOW, remind=True).due is None


@pytest.mark.parametrize(
    ("words", "past"),
    [("yesterday", True), ("now", False), ("this week", False), ("every day", False)],
)
def test_only_what_is_over_is_past(words, past):
    assert is_past(when(words), NOW) is past


def test_morning_that_is_over_brings_no_reminder():
    assert schedule(when("today"), NOW, remind=True).reminders == ()
    assert len(schedule(when("tomorrow"), NOW, remind=True).reminders) == 1


@pytest.mark.parametrize(
    ("words", "clock"),
    [
        ("at nine", True),
        ("in the evening", True),
        ("tomorrow at nine", False),
        ("in ten minutes", False),
        ("today at six", False),
        ("Friday", False),
    ],
)
def test_time_of_day_is_told_from_a_moment(words, clock):
    assert is_clock_only(when(words), NOW) is clock


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("Monday", "2026-11-30T14:30"),
        ("at six", "2026-11-27T18:00"),
        ("Monday at 8 am", "2026-11-30T08:00"),
        ("for two hours", "2026-11-27T16:30"),
    ],
)
def test_what_is_not_said_of_a_new_date_stays(words, due):
    assert moved_due(FRIDAY_AT_HALF_TWO, when(words), NOW).text == due


def test_reminder_of_a_day_moves_with_it():
    old, new = Due(date(2026, 11, 27)), Due(date(2026, 11, 30))
    morning = ReminderDraft(at=Due(old.day, time(9), BERLIN))
    before = ReminderDraft(minutes_before=10)

    moved = moved_reminders((morning, before), old, new, NOW)

    assert moved == (ReminderDraft(at=Due(new.day, time(9), BERLIN)), before)
    assert moved_reminders((morning,), old, None, NOW) == ()


def test_question_about_days_offers_days_and_one_about_hours_hours():
    days = choices(when("next friday at 2:30 pm"))
    hours = choices(when("wednesday at 8"))

    assert {moment.time() for moment in days} == {time(14, 30)}
    assert [moment.hour for moment in hours] == [8, 20]


@pytest.mark.parametrize(
    ("seconds", "expected"), [(1, 1), (90, 2), (float("inf"), MINUTES_MAX)]
)
def test_estimates_are_whole_minutes_that_fit(seconds, expected):
    assert minutes(seconds) == expected

"""Days and times as people type them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clara_edge.domain.calendar_names import MONTHS
from clara_edge.domain.day_words import parse_day, parse_due, shifted, zone_name
from clara_edge.domain.due import Due
from clara_edge.domain.errors import DueInvalidError

BERLIN = ZoneInfo("Europe/Berlin")
# a Tuesday
NOW = datetime(2026, 11, 24, 13, 7, tzinfo=BERLIN)
TODAY = NOW.date()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-01", date(2026, 12, 1)),
        ("today", TODAY),
        ("Tomorrow", date(2026, 11, 25)),
        ("yesterday", date(2026, 11, 23)),
        ("tue", TODAY),
        ("friday", date(2026, 11, 27)),
        ("mon", date(2026, 11, 30)),
        ("+3d", date(2026, 11, 27)),
        ("-2w", date(2026, 11, 10)),
        ("+1m", date(2026, 12, 24)),
        ("+1y", date(2027, 11, 24)),
        ("1 dec", date(2026, 12, 1)),
        ("dec 1", date(2026, 12, 1)),
        ("1 november", date(2027, 11, 1)),
        ("24 nov", TODAY),
        ("3 March 2031", date(2031, 3, 3)),
        ("29 feb", date(2028, 2, 29)),
    ],
)
def test_day_is_read(text, day):
    assert parse_day(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("fri 14:30", "2026-11-27T14:30"),
        ("14:30 fri", "2026-11-27T14:30"),
        ("fri at 2:30 pm", "2026-11-27T14:30"),
        ("tomorrow 9am", "2026-11-25T09:00"),
        ("2026-12-01 14:30", "2026-12-01T14:30"),
        ("2026-12-01t14:30:15", "2026-12-01T14:30:15"),
        ("1 dec 2027 noon", "2027-12-01T12:00"),
        ("14:30", "2026-11-24T14:30"),
        ("9:00", "2026-11-25T09:00"),
        ("tue 9:00", "2026-12-01T09:00"),
        ("tue 14:30", "2026-11-24T14:30"),
        ("today 9:00", "2026-11-24T09:00"),
        ("12am", "2026-11-25T00:00"),
        ("12 pm", "2026-11-25T12:00"),
        ("midnight fri", "2026-11-27T00:00"),
        ("+3d 08:00", "2026-11-27T08:00"),
    ],
)
def test_time_is_read_in_the_zone_of_now(text, due):
    assert parse_due(text, NOW) == Due.parse(due, "Europe/Berlin")


def test_day_alone_has_no_time():
    assert parse_due("  +3d ", NOW) == Due(date(2026, 11, 27))


def test_zone_can_be_named():
    due = parse_due("2026-12-01T14:30[America/New_York]", NOW)

    assert due == Due.parse("2026-12-01T14:30", "America/New_York")


def test_time_alone_is_the_next_one_in_the_named_zone():
    # 13:07 in Berlin is 21:07 in Tokyo
    due = parse_due("20:00 [Asia/Tokyo]", NOW)

    assert due == Due.parse("2026-11-25T20:00", "Asia/Tokyo")


def test_zone_without_rules_keeps_the_instant():
    half = NOW.astimezone(timezone(timedelta(hours=5, minutes=30)))
    whole = NOW.astimezone(timezone(timedelta(hours=2)))

    assert parse_due("tomorrow 10:00", half) == Due.parse("2026-11-25T04:30", "UTC")
    due = parse_due("tomorrow 10:00", whole)
    assert due.instant == datetime(2026, 11, 25, 8, tzinfo=ZoneInfo("UTC"))
    assert zone_name(whole) == "Etc/GMT-2"


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "x" * 10_000, "someday", "2026-02-30", "31 feb", "31 apr 2027"),
        *("25:00", "12:60", "13pm", "fri fri", "fri 9am 10am", "5", "1 2", "٣ dec"),
        *("+999999y", "-999999d", "0001-01-01 00:00", "2026-12-01T14:30+02:00"),
        *("tomorrow[Europe/Berlin]", "14:30[Mars/Base]", "14:30[../etc]", "\x00"),
        *("1 dec 20277", "1 dec x", "at 14:30 at", "\ud800", "٣:٣٠", "+٣d"),
    ],
)
def test_refuses_what_is_no_day_with_an_error_that_helps(text):
    with pytest.raises(DueInvalidError) as caught:
        parse_due(text, NOW)

    assert len(str(caught.value)) < 300


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text):
    try:
        due = parse_due(text, NOW)
    except DueInvalidError:
        return
    assert (due.time is None) == (due.zone is None)


@given(st.dates(date(1990, 1, 1), date(2200, 12, 31)))
def test_day_that_was_written_is_read_again(day):
    text = f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"

    assert parse_day(text, TODAY) == day


def test_month_later_ends_with_the_month():
    assert shifted(date(2027, 1, 31), 1, "m") == date(2027, 2, 28)
    assert shifted(date(2028, 2, 29), 1, "y") == date(2029, 2, 28)

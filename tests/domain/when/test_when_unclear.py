"""Which of two readings is taken, and when is asked."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from clara_edge.domain.when import iso, resolve

BERLIN = ZoneInfo("Europe/Berlin")


def read(text, now):
    when = resolve(text, datetime.fromisoformat(now).replace(tzinfo=BERLIN))
    assert when is not None
    return iso(when.at), when.ask, [iso(other) for other in when.alternatives]


@pytest.mark.parametrize(
    ("text", "now", "at", "ask", "others"),
    [
        # a bare hour is the next one while people are awake
        ("at 8", "2026-11-24T07:00", "2026-11-24T08:00", None, ["2026-11-24T20:00"]),
        ("at 8", "2026-11-24T13:07", "2026-11-24T20:00", "which_time", ["2026-11-25T08:00"]),
        ("at 8", "2026-11-24T18:30", "2026-11-24T20:00", None, ["2026-11-25T08:00"]),
        ("at 3", "2026-11-24T13:07", "2026-11-24T15:00", None, ["2026-11-25T03:00"]),
        ("at 3", "2026-11-24T16:00", "2026-11-25T15:00", "which_time", ["2026-11-25T03:00"]),
        ("tomorrow at 8", "2026-11-24T13:07", "2026-11-25T08:00", "which_time", ["2026-11-25T20:00"]),
        ("tomorrow at 5", "2026-11-24T13:07", "2026-11-25T17:00", None, ["2026-11-25T05:00"]),
        ("tomorrow at 10", "2026-11-24T13:07", "2026-11-25T10:00", None, ["2026-11-25T22:00"]),
        ("today at 8", "2026-11-24T13:07", "2026-11-24T20:00", None, ["2026-11-24T08:00"]),
        # the next weekday is that of next week
        ("next Tuesday", "2026-11-23T09:00", "2026-12-01", "which_day", ["2026-11-24"]),
        ("next Tuesday", "2026-11-24T09:00", "2026-12-01", None, []),
        ("next Tuesday", "2026-11-28T09:00", "2026-12-01", None, []),
        ("this Tuesday", "2026-11-23T09:00", "2026-11-24", None, []),
        ("Tuesday", "2026-11-24T09:00", "2026-12-01", "which_day", ["2026-11-24"]),
        ("next weekend", "2026-11-24T09:00", "2026-12-05", "which_day", ["2026-11-28"]),
        # dates in digits
        ("3/12/2027", "2026-11-24T09:00", "2027-03-12", "which_day", ["2027-12-03"]),
        ("13/12/2027", "2026-11-24T09:00", "2027-12-13", None, []),
        # a weekday that does not fit its date
        ("Monday, 1 December 2026", "2026-11-24T09:00", "2026-12-01", "which_day", []),
        # the time of another zone is not converted
        ("4 pm GMT", "2026-11-24T09:00", "2026-11-24T16:00", "which_time", []),
        # once, or every month
        ("first Monday of the month", "2026-11-24T09:00", "2026-12-07", "once_or_repeating", []),
        # the last one, or the next
        ("a year after christmas", "2026-11-24T09:00", "2027-12-25", "which_day", ["2026-12-25"]),
    ],
)  # fmt: skip
def test_takes_the_likelier_reading_and_asks_if_unsure(text, now, at, ask, others):
    assert read(text, now) == (at, ask, others)


@pytest.mark.parametrize(
    ("text", "now", "at"),
    [
        ("tonight at 1 am", "2026-11-24T20:00", "2026-11-25T01:00"),
        ("tonight at 1 am", "2026-11-24T00:10", "2026-11-24T01:00"),
        ("tonight at 12", "2026-11-24T20:00", "2026-11-25T00:00"),
        ("in the morning at 7", "2026-11-24T08:00", "2026-11-25T07:00"),
        ("in the morning at 7", "2026-11-24T05:00", "2026-11-24T07:00"),
        ("last night at 8", "2026-11-24T10:00", "2026-11-23T20:00"),
    ],
)
def test_night_belongs_to_the_evening_before_it(text, now, at):
    assert read(text, now)[0] == at


@pytest.mark.parametrize(
    ("text", "now", "at"),
    [
        # 29 March 2026: from 02:00 to 03:00 there is nothing
        ("at 2:30 am on march 29", "2026-03-28T12:00", "2026-03-29T03:30"),
        ("tomorrow at noon", "2026-03-28T12:00", "2026-03-29T12:00"),
        ("in 24 hours", "2026-03-28T12:00", "2026-03-29T13:00"),
        ("in a day", "2026-03-28T12:00", "2026-03-29"),
        ("in 3 hours", "2026-03-29T01:30", "2026-03-29T05:30"),
        # 25 October 2026: the hour from 02:00 comes twice, the first is meant
        ("at 2:30 am on october 25", "2026-10-24T12:00", "2026-10-25T02:30"),
        ("in 24 hours", "2026-10-24T12:00", "2026-10-25T11:00"),
        ("in 3 hours", "2026-10-25T01:30", "2026-10-25T03:30"),
    ],
)
def test_daylight_saving_is_counted(text, now, at):
    assert read(text, now)[0] == at


def test_the_zone_of_now_decides_the_day():
    late = datetime(2026, 11, 24, 23, 30, tzinfo=ZoneInfo("America/New_York"))

    here, there = (resolve("today", late.astimezone(z)) for z in (late.tzinfo, BERLIN))

    assert here is not None
    assert there is not None
    assert (iso(here.at), iso(there.at)) == ("2026-11-24", "2026-11-25")

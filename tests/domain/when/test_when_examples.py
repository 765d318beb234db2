"""Expressions of every family, said on Tuesday 24 November 2026 at 13:07 in Berlin."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from clara_edge.domain.when import Relation, WhenSettings, iso, resolve

NOW = datetime(2026, 11, 24, 13, 7, tzinfo=ZoneInfo("Europe/Berlin"))

TIMES = {
    "half past two": "2026-11-24T14:30",
    "quarter to nine": "2026-11-24T20:45",
    "half-past six tomorrow morning": "2026-11-25T06:30",
    "at night in the morning": "2026-11-25T09:00",
    "Quarter-Past seven": "2026-11-24T19:15",
    "noon": "2026-11-25T12:00",
    "midnight": "2026-11-25T00:00",
    "twenty minutes to five": "2026-11-24T16:40",
    "a quarter past three in the afternoon": "2026-11-24T15:15",
    "five to nine in the evening": "2026-11-24T20:55",
    "o eight thirty": "2026-11-25T08:30",
    "oh six hundred": "2026-11-25T06:00",
    "fifteen hundred hours": "2026-11-24T15:00",
    "eighteen thirty-four": "2026-11-24T18:34",
    "half eight tonight": "2026-11-24T20:30",
    "at three pm": "2026-11-24T15:00",
    "3 in the afternoon": "2026-11-24T15:00",
    "seven thirty p.m.": "2026-11-24T19:30",
    "7:56:30 pm": "2026-11-24T19:56:30",
    "15h30": "2026-11-24T15:30",
    "at 1745": "2026-11-24T17:45",
    "8.30pm": "2026-11-24T20:30",
    "five-thirty tomorrow evening": "2026-11-25T17:30",
    "12 am": "2026-11-25T00:00",
    "12:30 am": "2026-11-25T00:30",
    "24:00": "2026-11-25T00:00",
    "0:15": "2026-11-25T00:15",
    "noonish tomorrow": "2026-11-25T12:00",
    "10 at night": "2026-11-24T22:00",
    "six thirty in the morning": "2026-11-25T06:30",
}
DAYS = {
    "today": "2026-11-24",
    "tomorrow": "2026-11-25",
    "the day after tomorrow": "2026-11-26",
    "yesterday": "2026-11-23",
    "the fourteenth": "2026-12-14",
    "the 24th": "2026-11-24",
    "friday": "2026-11-27",
    "saturdee": "2026-11-28",
    "Mundi": "2026-11-30",
    "a week on Tuesday": "2026-12-08",
    "wednesday week": "2026-12-02",
    "the Friday after next": "2026-12-04",
    "friday the 13th": "2027-08-13",
    "monday next week": "2026-11-30",
    "last friday": "2026-11-20",
    "2 sundays from now": "2026-12-06",
    "march third": "2027-03-03",
    "the third of march twenty twenty eight": "2028-03-03",
    "twenty first of december": "2026-12-21",
    "Thursday, 3 December 2026": "2026-12-03",
    "Dec. 31, 2027": "2027-12-31",
    "2026-12-03": "2026-12-03",
    "23.04.2027": "2027-04-23",
    "12/31": "2026-12-31",
    "31/12": "2026-12-31",
    "29 february": "2028-02-29",
    "in two weeks' time": "2026-12-08",
    "in ten days": "2026-12-04",
    "three months hence": "2027-02-24",
    "in half a year": "2027-05-24",
    "7 days ago": "2026-11-17",
    "two days before christmas": "2026-12-23",
    "three days before the end of the month": "2026-11-27",
    "two months from today on tuesday": "2027-01-26",
    "the last sunday in october": "2027-10-31",
    "fifth last day of May": "2027-05-27",
    "last day of the year": "2026-12-31",
    "last business day of december": "2026-12-31",
    "the sunday after easter": "2027-04-04",
    "the closest monday to dec 5th": "2026-12-07",
    "20th of next month": "2026-12-20",
    "end of the month": "2026-11-30",
    "end of next week": "2026-12-06",
    "after next week": "2026-12-07",
    "march 5th next year": "2027-03-05",
    "the tuesday before last": "2026-11-10",
}
HOLIDAYS = {
    "christmas eve": "2026-12-24",
    "christmas day 2027": "2027-12-25",
    "last christmas": "2025-12-25",
    "thanksgiving": "2026-11-26",
    "black friday": "2026-11-27",
    "easter": "2027-03-28",
    "good friday 2028": "2028-04-14",
    "easter monday": "2027-03-29",
    "pentecost 2027": "2027-05-16",
    "mardi gras": "2027-02-09",
    "new year's eve": "2026-12-31",
    "martin luther king day": "2027-01-18",
    "memorial day": "2027-05-31",
    "halloween": "2027-10-31",
    "leap day": "2028-02-29",
    "orthodox easter 2027": "2027-05-02",
}
TOGETHER = {
    "tomorrow at 5 pm": "2026-11-25T17:00",
    "at 5 tomorrow afternoon": "2026-11-25T17:00",
    "the day after tomorrow at 7 in the evening": "2026-11-26T19:00",
    "saturday morning at 9": "2026-11-28T09:00",
    "20 minutes to 2pm tomorrow": "2026-11-25T13:40",
    "a quarter to seven tomorrow morning": "2026-11-25T06:45",
    "Fri, Jul 16, 2027 19h00": "2027-07-16T19:00",
    "13:00 February 28, 2027": "2027-02-28T13:00",
    "two weeks from tomorrow at noon": "2026-12-09T12:00",
    "new years eve at 11:30 pm": "2026-12-31T23:30",
    "90 minutes before 5 pm tomorrow": "2026-11-25T15:30",
    "in an hour and a half": "2026-11-24T14:37",
    "in 2 and a half hours": "2026-11-24T15:37",
    "in thirty seconds": "2026-11-24T13:07:30",
    "half an hour ago": "2026-11-24T12:37",
    "now": "2026-11-24T13:07",
    "by end of day": "2026-11-24T23:59:59",
    "by end of day tomorrow": "2026-11-25T23:59:59",
    "by 5 tomorrow": "2026-11-25T17:00",
    "this time tomorrow": "2026-11-25T13:07",
    "the night before christmas": "2026-12-24T20:00",
    "ten after four": "2026-11-24T16:10",
    "in 10 to 15 minutes": "2026-11-24T13:17",
}
MISHEARD = {
    "to day": "2026-11-24",
    "to morrow": "2026-11-25",
    "to morrow at noon": "2026-11-25T12:00",
    "for 2 pm": "2026-11-24T14:00",
    "at 2 p.m.": "2026-11-24T14:00",
    "2 30 pm": "2026-11-24T14:30",
    "nine fifty nine a m tomorrow": "2026-11-25T09:59",
    "half past to": "2026-11-24T14:30",
    "quarter past for": "2026-11-24T16:15",
    "to night": "2026-11-24T20:00",
    "febuary 3": "2027-02-03",
}


@pytest.mark.parametrize(
    ("text", "at"),
    [
        pair
        for family in (TIMES, DAYS, HOLIDAYS, TOGETHER, MISHEARD)
        for pair in family.items()
    ],
)
def test_names_the_time_that_was_meant(text, at):
    when = resolve(text, NOW)

    assert when is not None
    assert iso(when.at) == at
    assert when.text == text
    assert when.recurrence is None


@pytest.mark.parametrize(
    ("text", "at", "end", "grain"),
    [
        ("tonight", "2026-11-24T20:00", "2026-11-25T00:00", "part_of_day"),
        ("tomorrow morning", "2026-11-25T09:00", "2026-11-25T12:00", "part_of_day"),
        ("sunday lunchtime", "2026-11-29T12:00", "2026-11-29T14:00", "part_of_day"),
        ("this weekend", "2026-11-28", "2026-11-29", "weekend"),
        ("next week", "2026-11-30", "2026-12-06", "week"),
        ("the week of december 9th", "2026-12-07", "2026-12-13", "week"),
        ("next month", "2026-12-01", "2026-12-31", "month"),
        ("february 2028", "2028-02-01", "2028-02-29", "month"),
        ("mid-january", "2027-01-11", "2027-01-20", "month"),
        ("third quarter of 2027", "2027-07-01", "2027-09-30", "quarter"),
        ("next summer", "2027-06-01", "2027-08-31", "quarter"),
        ("in 2030", "2030-01-01", "2030-12-31", "year"),
        ("between 2 and 4", "2026-11-24T14:00", "2026-11-24T16:00", "hour"),
        ("from 9 to 5", "2026-11-25T09:00", "2026-11-25T17:00", "hour"),
        ("tomorrow 2-4 pm", "2026-11-25T14:00", "2026-11-25T16:00", "hour"),
        ("friday 10pm to 2am", "2026-11-27T22:00", "2026-11-28T02:00", "hour"),
        ("monday to friday", "2026-11-30", "2026-12-04", "day"),
        ("july 13 - 15", "2027-07-13", "2027-07-15", "day"),
        ("the 3rd to the 5th of may", "2027-05-03", "2027-05-05", "day"),
        ("the rest of the week", "2026-11-24", "2026-11-29", "week"),
        ("the next 3 days", "2026-11-25", "2026-11-27", "day"),
        ("tomorrow at 3 for 2 hours", "2026-11-25T15:00", "2026-11-25T17:00", "hour"),
    ],
)
def test_reads_intervals(text, at, end, grain):
    when = resolve(text, NOW)

    assert when is not None
    assert (iso(when.at), iso(when.end), when.grain) == (at, end, grain)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("an hour and a half", 5400),
        ("for two days", 172_800),
        ("90 seconds", 90),
        ("2h", 7200),
        ("three-quarters of an hour", 2700),
        ("twenty and four hours", 86_400),
        ("2 hours and 5 minutes", 7500),
        ("a fortnight", 1_209_600),
        ("half a day", 43_200),
        ("all week", 604_800),
        ("1 1/2 hours", 5400),
        ("2.5 hours", 9000),
    ],
)
def test_reads_durations(text, seconds):
    when = resolve(text, NOW)

    assert when is not None
    assert when.duration_s == seconds
    assert when.at is None


@pytest.mark.parametrize(
    ("text", "relation", "at"),
    [
        ("by friday", Relation.BEFORE, "2026-11-27"),
        ("before 9 pm", Relation.BEFORE, "2026-11-24T21:00"),
        ("until Christmas", Relation.BEFORE, "2026-12-25"),
        ("after 5 pm", Relation.AFTER, "2026-11-24T17:00"),
        ("after lunch", Relation.AFTER, "2026-11-24T14:00"),
        ("since monday", Relation.AFTER, "2026-11-23"),
        ("starting next week", Relation.AFTER, "2026-11-30"),
    ],
)
def test_says_on_which_side_of_the_time(text, relation, at):
    when = resolve(text, NOW)

    assert when is not None
    assert (when.relation, iso(when.at)) == (relation, at)


@pytest.mark.parametrize(
    "text",
    [
        *("31 February", "february 30", "30/02/2027", "2027-02-29", "the 32nd"),
        *("thirtieth of february", "april 31 at noon", "25:00", "12:61", "0 pm"),
        *("", " ", "milk", "call mum", "one more time", "every", "the", "at"),
        *("10000 centuries from now", "from july 15 to 13", "every 31 february"),
    ],
)
def test_is_none_for_what_is_no_time_or_cannot_be(text):
    assert resolve(text, NOW) is None


def test_hours_of_the_parts_of_a_day_and_the_order_of_dates_are_settings():
    usual = WhenSettings()
    evening = usual.parts["evening"]
    early = type(evening)(evening.start, evening.end, evening.end.replace(hour=21))
    settings = WhenSettings(parts=usual.parts | {"evening": early}, day_first=True)

    evening_found = resolve("this evening", NOW, settings)
    day_found = resolve("3/12/2027", NOW, settings)

    assert evening_found is not None
    assert iso(evening_found.at) == "2026-11-24T21:00"
    assert day_found is not None
    assert iso(day_found.at) == "2027-12-03"
    assert [iso(other) for other in day_found.alternatives] == ["2027-03-12"]

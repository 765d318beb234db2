"""Wall-clock time across daylight saving and other jumps of the clock."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice

import pytest

from clara_edge.domain.due import Due
from clara_edge.domain.recurrence import Recurrence, checked, slots


def first(rule, start, zone, count):
    recurrence = checked(Recurrence(Due.parse(start, zone), rule=rule))
    return list(islice(slots(recurrence), count))


def in_utc(found):
    return [slot.instant.strftime("%d %H:%M") for slot in found]


@pytest.mark.parametrize(
    ("zone", "start", "instants"),
    [
        (
            "Europe/Berlin",
            "2027-03-27T09:00",
            ["27 08:00", "28 07:00", "29 07:00"],
        ),
        (
            "Europe/Berlin",
            "2026-10-24T09:00",
            ["24 07:00", "25 08:00", "26 08:00"],
        ),
        (
            "America/New_York",
            "2027-03-13T09:00",
            ["13 14:00", "14 13:00", "15 13:00"],
        ),
        (
            "Australia/Lord_Howe",
            "2027-04-03T09:00",
            ["02 22:00", "03 22:30", "04 22:30"],
        ),
    ],
)
def test_nine_stays_nine_when_the_clock_changes(zone, start, instants):
    found = first("FREQ=DAILY", start, zone, 3)

    assert {slot.text[11:] for slot in found} == {"09:00"}
    assert in_utc(found) == instants


def test_time_that_is_skipped_is_read_with_the_offset_before():
    found = first("FREQ=DAILY", "2027-03-27T02:30", "Europe/Berlin", 3)

    assert [slot.text for slot in found] == [
        "2027-03-27T02:30",
        "2027-03-28T02:30",
        "2027-03-29T02:30",
    ]
    assert in_utc(found) == ["27 01:30", "28 01:30", "29 00:30"]


def test_hourly_has_no_two_slots_at_one_moment():
    found = first("FREQ=HOURLY", "2027-03-28T00:00", "Europe/Berlin", 4)

    assert [slot.text[11:] for slot in found] == ["00:00", "01:00", "03:00", "04:00"]


def test_skipped_time_between_others_keeps_its_place():
    rule = "FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=15,45"

    found = first(rule, "2027-03-28T00:00", "Europe/Berlin", 4)

    # 2:15 and 2:45 are read as 3:15 and 3:45, which the rule has anyway
    assert [slot.text[11:] for slot in found] == ["01:15", "01:45", "03:15", "03:45"]


def test_skipped_slots_do_not_count():
    rule = "FREQ=HOURLY;COUNT=3"

    found = first(rule, "2027-03-28T00:00", "Europe/Berlin", 9)

    assert [slot.text[11:] for slot in found] == ["00:00", "01:00", "03:00"]


def test_time_that_comes_twice_is_the_first_one():
    (found,) = first("FREQ=DAILY;COUNT=1", "2026-10-25T02:30", "Europe/Berlin", 2)

    assert found.instant == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_day_that_apia_skipped_has_no_slot_of_its_own():
    found = first("FREQ=DAILY", "2011-12-28T09:00", "Pacific/Apia", 4)

    assert [slot.text[:10] for slot in found] == [
        "2011-12-28",
        "2011-12-29",
        "2011-12-31",
        "2012-01-01",
    ]


def test_weekly_task_on_the_day_that_apia_skipped_comes_a_day_later():
    found = first("FREQ=WEEKLY", "2011-12-23T09:00", "Pacific/Apia", 3)

    assert in_utc(found) == ["23 19:00", "30 19:00", "05 19:00"]


def test_whole_days_know_no_zone():
    recurrence = checked(Recurrence(Due.parse("2011-12-28"), rule="FREQ=DAILY"))

    found = [slot.text for slot in islice(slots(recurrence), 3)]

    assert found == ["2011-12-28", "2011-12-29", "2011-12-30"]

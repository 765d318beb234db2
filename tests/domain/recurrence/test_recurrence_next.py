"""Which slot follows a completed one."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from clara_edge.domain.due import Due
from clara_edge.domain.recurrence import (
    Recurrence,
    checked,
    next_slot,
    parse_repeat,
    slots,
    without,
)

BERLIN = "Europe/Berlin"


def local(text, zone=BERLIN):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def day(text):
    return Due.parse(text)


def at(text, zone=BERLIN):
    return Due.parse(text, zone)


@pytest.mark.parametrize(
    ("completed", "expected"),
    [
        # early, on the day, and a day late: a daily task comes back after both
        ("2026-11-28T12:00", "2026-12-02"),
        ("2026-12-01T00:00", "2026-12-02"),
        ("2026-12-01T23:59", "2026-12-02"),
        ("2026-12-02T12:00", "2026-12-03"),
        ("2027-03-01T12:00", "2027-03-02"),
    ],
)
def test_daily_task_comes_back_after_the_day_it_was_done(completed, expected):
    daily = parse_repeat("daily", day("2026-12-01"))

    assert next_slot(daily, daily.start, local(completed)) == day(expected)


@pytest.mark.parametrize(
    ("completed", "expected"),
    [
        ("2026-12-01T08:00", "2026-12-02T09:00"),
        ("2026-12-01T20:00", "2026-12-02T09:00"),
        ("2026-12-02T08:59", "2026-12-02T09:00"),
        ("2026-12-02T09:00", "2026-12-03T09:00"),
        ("2026-12-09T10:00", "2026-12-10T09:00"),
    ],
)
def test_timed_task_comes_back_at_the_next_time_not_over(completed, expected):
    daily = parse_repeat("daily", at("2026-12-01T09:00"))

    assert next_slot(daily, daily.start, local(completed)) == at(expected)


@pytest.mark.parametrize(
    ("completed", "expected"),
    [
        ("2026-12-02T16:59", "2026-12-02T09:00"),
        ("2026-12-02T17:00", "2026-12-03T09:00"),
    ],
)
def test_completion_in_another_zone_is_compared_as_a_moment(completed, expected):
    daily = parse_repeat("daily", at("2026-12-01T09:00"))

    found = next_slot(daily, daily.start, local(completed, zone="Asia/Tokyo"))

    assert found == at(expected)


def test_weekly_task_keeps_its_rhythm_when_done_early():
    weekly = parse_repeat("every friday", day("2026-12-04"))

    assert next_slot(weekly, weekly.start, local("2026-12-01T12:00")) == day(
        "2026-12-11"
    )


def test_missed_weeks_are_not_made_up():
    weekly = parse_repeat("every friday", day("2026-12-04"))

    assert next_slot(weekly, weekly.start, local("2026-12-28T12:00")) == day(
        "2027-01-01"
    )


def test_rule_that_has_ended_gives_nothing():
    twice = parse_repeat("daily, 2 times", day("2026-12-01"))

    first = next_slot(twice, twice.start, local("2026-12-01T12:00"))

    assert first == day("2026-12-02")
    assert next_slot(twice, first, local("2026-12-02T12:00")) is None
    assert next_slot(twice, twice.start, local("2026-12-02T12:00")) is None


def test_slot_that_was_left_out_is_passed_over():
    daily = without(parse_repeat("daily", day("2026-12-01")), day("2026-12-02"))

    assert next_slot(daily, daily.start, local("2026-12-01T12:00")) == day("2026-12-03")


def test_slot_in_another_zone_counts_as_its_moment():
    daily = parse_repeat("daily", at("2026-12-01T09:00"))

    found = next_slot(
        daily, at("2026-12-02T08:00", "Europe/London"), local("2026-12-01T12:00")
    )

    assert found == at("2026-12-03T09:00")


def test_time_that_the_clock_skips_is_still_to_come():
    nightly = parse_repeat("daily", at("2027-03-27T02:30"))

    # 2:30 on the 28th does not exist and is read as 3:30
    found = next_slot(nightly, nightly.start, local("2027-03-28T03:10"))

    assert found == at("2027-03-28T02:30")
    assert next_slot(nightly, found, local("2027-03-28T03:40")) == at(
        "2027-03-29T02:30"
    )


def test_hour_that_comes_twice_has_one_slot():
    hourly = parse_repeat("hourly", at("2026-10-25T00:00"))
    second_time = local("2026-10-25T02:30").replace(fold=1)

    assert next_slot(hourly, hourly.start, second_time) == at("2026-10-25T03:00")


@pytest.mark.parametrize(
    ("interval", "completed", "expected"),
    [
        ("P3D", "2026-12-05T22:15", "2026-12-08"),
        ("P2W", "2026-12-05T22:15", "2026-12-19"),
        ("P1M", "2027-01-31T12:00", "2027-02-28"),
        ("P1M", "2028-01-31T12:00", "2028-02-29"),
        ("P1Y", "2028-02-29T12:00", "2029-02-28"),
        ("P18M", "2026-12-31T12:00", "2028-06-30"),
    ],
)
def test_interval_begins_on_the_day_of_completion(interval, completed, expected):
    recurrence = checked(Recurrence(day("2026-12-01"), after_completion=interval))

    assert next_slot(recurrence, recurrence.start, local(completed)) == day(expected)


def test_interval_of_days_keeps_the_time_of_the_start():
    watering = parse_repeat("3 days after completion", at("2026-12-01T09:00"))

    found = next_slot(watering, watering.start, local("2026-12-05T22:15"))

    assert found == at("2026-12-08T09:00")


def test_interval_of_days_counts_from_the_day_in_its_zone():
    watering = parse_repeat("3 days after completion", at("2026-12-01T09:00"))

    found = next_slot(
        watering, watering.start, datetime(2026, 12, 5, 23, 30, tzinfo=UTC)
    )

    assert found == at("2026-12-09T09:00")


@pytest.mark.parametrize(
    ("completed", "expected"),
    [
        ("2026-12-01T10:07", "2026-12-01T14:07"),
        # the night of 28 March 2027 is an hour short
        ("2027-03-28T00:30", "2027-03-28T05:30"),
        # and that of 25 October 2026 an hour long
        ("2026-10-25T00:30", "2026-10-25T03:30"),
    ],
)
def test_hours_after_completion_are_elapsed_hours(completed, expected):
    dose = parse_repeat("4 hours after completion", at("2026-10-01T09:00"))

    assert next_slot(dose, dose.start, local(completed)) == at(expected)


def test_hours_that_end_in_the_doubled_hour_are_rather_late_than_early():
    dose = parse_repeat("2 hours after completion", at("2026-10-01T09:00"))
    completed = local("2026-10-25T01:30")

    found = next_slot(dose, dose.start, completed)

    # two hours later it is 2:30 for the second time, which 2:30 cannot say
    assert found == at("2026-10-25T03:30")
    assert (found.instant - completed.astimezone(UTC)).total_seconds() == 3 * 3600


def test_seconds_of_the_completion_do_not_push_it_on():
    dose = parse_repeat("4 hours after completion", at("2026-10-01T09:00"))

    found = next_slot(dose, dose.start, local("2026-12-01T10:07:59.999999"))

    assert found == at("2026-12-01T14:07:59")


def test_interval_done_twice_on_a_day_moves_on():
    filters = parse_repeat("3 days after completion", day("2026-12-01"))

    # the slot is what completing it on this very day has already given
    found = next_slot(filters, day("2026-12-04"), local("2026-12-01T12:00"))

    assert found == day("2026-12-07")


def test_interval_never_goes_back_behind_its_slot():
    filters = parse_repeat("3 days after completion", day("2026-12-10"))

    skipped = next_slot(filters, day("2026-12-10"), local("2026-12-01T12:00"))

    assert skipped == day("2026-12-13")


def test_interval_past_the_end_of_the_calendar_gives_nothing():
    century = checked(Recurrence(day("2026-12-01"), after_completion="P100Y"))

    assert next_slot(century, Due(date(9950, 1, 1)), local("2026-12-01T12:00")) is None


def test_interval_has_one_slot_that_is_known():
    watering = parse_repeat("3 days after completion", day("2026-12-01"))

    assert list(slots(watering)) == [day("2026-12-01")]
    assert list(slots(watering, after=day("2026-12-01"))) == []


def test_moved_occurrence_does_not_move_the_series():
    weekly = parse_repeat("every friday", at("2026-12-04T09:00"))
    slot = weekly.start

    # due was moved to Sunday and done then; the slot stays Friday
    found = next_slot(weekly, slot, local("2026-12-06T10:00"))

    assert found == at("2026-12-11T09:00")


def test_slots_after_a_day_begin_on_the_next_one():
    twice_a_day = checked(
        Recurrence(at("2026-12-01T09:00"), rule="FREQ=DAILY;BYHOUR=9,18")
    )

    found = next(slots(twice_a_day, after=day("2026-12-02")))

    assert found == at("2026-12-03T09:00")


def test_slots_after_a_far_day_are_found_at_once():
    daily = parse_repeat("every 3 days", day("1900-01-01"))

    found = next(slots(daily, after=day("2999-12-30")))

    assert found.day > date(2999, 12, 30)
    assert (found.day - date(1900, 1, 1)).days % 3 == 0


def test_slots_end_before_the_calendar_does():
    yearly = parse_repeat("yearly", Due(date(2999, 1, 1), time(9), BERLIN))

    *_, last = slots(yearly, after=Due(date(9990, 1, 1)))

    assert last == Due(date(9998, 1, 1), time(9), BERLIN)

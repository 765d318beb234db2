from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clara_edge.domain.due import Due
from clara_edge.domain.errors import RecurrenceInvalidError
from clara_edge.domain.recurrence import Recurrence
from clara_edge.domain.series import Shift, check_alike, checked_recurrence, first_slot

BERLIN, NEW_YORK = "Europe/Berlin", "America/New_York"
FRIDAY = date(2026, 12, 4)
DAYS = st.dates(date(1970, 1, 2), date(2900, 1, 1))
TIMES = st.times().map(lambda t: t.replace(microsecond=0, fold=0))


@pytest.mark.parametrize(
    ("start", "not_before", "expected"),
    [
        (Due(FRIDAY), None, Due(FRIDAY)),
        (Due(FRIDAY), Due(date(2020, 1, 1)), Due(FRIDAY)),
        (Due(FRIDAY), Due(FRIDAY), Due(FRIDAY)),
        (Due(FRIDAY), Due(date(2026, 12, 5)), Due(date(2026, 12, 11))),
        (Due(FRIDAY), Due(FRIDAY, time(23), BERLIN), Due(FRIDAY)),
        (Due(FRIDAY, time(9), BERLIN), Due(FRIDAY), Due(FRIDAY, time(9), BERLIN)),
        (
            Due(FRIDAY, time(9), BERLIN),
            Due(FRIDAY, time(9), BERLIN),
            Due(FRIDAY, time(9), BERLIN),
        ),
        (
            Due(FRIDAY, time(9), BERLIN),
            Due(FRIDAY, time(9, 1), BERLIN),
            Due(date(2026, 12, 11), time(9), BERLIN),
        ),
        (
            Due(FRIDAY, time(9), BERLIN),
            Due(FRIDAY, time(3), NEW_YORK),  # the same moment
            Due(FRIDAY, time(9), BERLIN),
        ),
        (
            Due(FRIDAY, time(9), BERLIN),
            Due(FRIDAY, time(3, 1), NEW_YORK),
            Due(date(2026, 12, 11), time(9), BERLIN),
        ),
    ],
)
def test_first_slot_is_not_before_the_due_date(start, not_before, expected):
    weekly = checked_recurrence(Recurrence(start, rule="FREQ=WEEKLY"))

    assert first_slot(weekly, not_before) == expected


@pytest.mark.parametrize(
    ("start", "not_before", "expected"),
    [
        (Due(FRIDAY), None, Due(FRIDAY)),
        (Due(FRIDAY), Due(date(2026, 12, 1)), Due(FRIDAY)),
        (Due(FRIDAY), Due(date(2026, 12, 5)), Due(date(2026, 12, 5))),
        (
            Due(FRIDAY, time(9), BERLIN),
            Due(date(2026, 12, 5)),
            Due(date(2026, 12, 5), time(9), BERLIN),
        ),
        (Due(FRIDAY, time(9), BERLIN), Due(FRIDAY), Due(FRIDAY, time(9), BERLIN)),
        (
            Due(FRIDAY, time(9), BERLIN),
            Due(FRIDAY, time(4), NEW_YORK),
            Due(FRIDAY, time(10), BERLIN),
        ),
        (
            Due(FRIDAY, time(9), BERLIN),
            Due(FRIDAY, time(2), NEW_YORK),
            Due(FRIDAY, time(9), BERLIN),
        ),
    ],
)
def test_interval_begins_with_the_later_of_start_and_due_date(
    start, not_before, expected
):
    interval = checked_recurrence(Recurrence(start, after_completion="P3D"))

    assert first_slot(interval, not_before) == expected


def test_due_date_and_start_have_both_a_time_or_neither():
    timed = Recurrence(Due(FRIDAY, time(9), BERLIN), rule="FREQ=DAILY")

    check_alike(timed, None)
    check_alike(timed, Due(FRIDAY, time(8), NEW_YORK))
    with pytest.raises(RecurrenceInvalidError, match="2026-12-04 and the start"):
        check_alike(timed, Due(FRIDAY))


@given(DAYS, DAYS, DAYS)
def test_days_move_as_far_as_the_due_day(old, new, other):
    shift = Shift.between(Due(old), Due(new))

    assert shift.due(Due(old)) == Due(new)
    moved = shift.day(other)
    assert moved is None or moved - other == new - old


@given(DAYS, TIMES, DAYS, TIMES)
def test_times_move_on_the_wall_clock_whatever_the_zone_does(
    old, old_time, new, new_time
):
    before, after = Due(old, old_time, BERLIN), Due(new, new_time, BERLIN)

    assert Shift.between(before, after).due(before) == after


def test_what_leaves_the_calendar_is_none():
    shift = Shift.between(Due(date(2026, 1, 1)), Due(date(9000, 1, 1)))

    assert shift.day(date(9000, 1, 1)) is None
    assert shift.due(Due(date(9000, 1, 1), time(1), BERLIN)) is None
    assert shift.due(None) is shift.day(None) is None


def test_time_moves_by_whole_days_when_the_occurrence_has_none():
    shift = Shift.between(Due(FRIDAY, time(9), BERLIN), Due(FRIDAY + timedelta(days=7)))

    moved = shift.due(Due(FRIDAY, time(8), BERLIN))
    assert moved == Due(FRIDAY + timedelta(days=7), time(8), BERLIN)

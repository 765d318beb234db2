"""What checked() accepts, refuses and writes."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clara_edge.domain.due import Due
from clara_edge.domain.errors import RecurrenceInvalidError
from clara_edge.domain.recurrence import Recurrence, checked, slots, without

DAY = Due(date(2026, 12, 1))
NINE = Due(date(2026, 12, 1), time(9), "Europe/Berlin")


@pytest.mark.parametrize(
    ("rule", "canonical"),
    [
        ("FREQ=WEEKLY;BYDAY=FR", "FREQ=WEEKLY;BYDAY=FR"),
        ("RRULE:FREQ=WEEKLY;BYDAY=FR", "FREQ=WEEKLY;BYDAY=FR"),
        (" rrule:byday=fr,mo,fr;freq=weekly; ", "FREQ=WEEKLY;BYDAY=MO,FR"),
        ("FREQ=DAILY;INTERVAL=1", "FREQ=DAILY"),
        ("FREQ=DAILY;INTERVAL=007", "FREQ=DAILY;INTERVAL=7"),
        ("COUNT=3;FREQ=DAILY;INTERVAL=2", "FREQ=DAILY;INTERVAL=2;COUNT=3"),
        ("FREQ=MONTHLY;BYDAY=-1FR,+1FR,MO", "FREQ=MONTHLY;BYDAY=MO,1FR,-1FR"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1,15,1", "FREQ=MONTHLY;BYMONTHDAY=1,15,-1"),
        ("FREQ=DAILY;UNTIL=20270101T120000Z", "FREQ=DAILY;UNTIL=20270101"),
        ("FREQ=DAILY;UNTIL=99991231", "FREQ=DAILY"),
        ("FREQ=WEEKLY;INTERVAL=2;WKST=SU", "FREQ=WEEKLY;INTERVAL=2"),
        ("FREQ=WEEKLY;BYDAY=MO;WKST=SU", "FREQ=WEEKLY;BYDAY=MO"),
        (
            "FREQ=WEEKLY;WKST=SU;INTERVAL=2;BYDAY=MO",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;WKST=SU",
        ),
        ("FREQ=DAILY;BYHOUR=9,10;BYMINUTE=30", "FREQ=DAILY"),
    ],
)
def test_rule_for_whole_days_is_written_in_one_form(rule, canonical):
    assert checked(Recurrence(DAY, rule=rule)).rule == canonical


@pytest.mark.parametrize(
    ("until", "canonical"),
    [
        ("20261231", "20261231T225959Z"),
        ("20270701", "20270701T215959Z"),
        ("20261231T120000", "20261231T110000Z"),
        ("20261231T120000Z", "20261231T120000Z"),
    ],
)
def test_end_of_timed_rule_is_a_moment(until, canonical):
    recurrence = checked(Recurrence(NINE, rule=f"FREQ=DAILY;UNTIL={until}"))

    assert recurrence.rule == f"FREQ=DAILY;UNTIL={canonical}"


def test_day_as_end_of_timed_rule_includes_that_day():
    late = Due(date(2026, 12, 30), time(23, 59), "Europe/Berlin")

    found = list(slots(checked(Recurrence(late, rule="FREQ=DAILY;UNTIL=20261231"))))

    assert [slot.text for slot in found] == ["2026-12-30T23:59", "2026-12-31T23:59"]


def test_end_is_before_a_midnight_that_daylight_saving_skips():
    # Nuuk's clocks jump from 23:00 on Saturday to midnight
    early = Due(date(2026, 3, 27), time(0, 30), "America/Nuuk")

    found = list(slots(checked(Recurrence(early, rule="FREQ=DAILY;UNTIL=20260328"))))

    assert [slot.text for slot in found] == ["2026-03-27T00:30", "2026-03-28T00:30"]


@pytest.mark.parametrize(
    ("rule", "named"),
    [
        ("", "no FREQ"),
        ("FREQ=", "'FREQ='"),
        ("FREQ=FORTNIGHTLY", "FORTNIGHTLY"),
        ("FREQ=SECONDLY", "SECONDLY is too often"),
        ("FREQ=HOURLY", "each hour"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL='0'"),
        ("FREQ=DAILY;INTERVAL=-1", "INTERVAL='-1'"),
        ("FREQ=DAILY;INTERVAL=1001", "INTERVAL='1001'"),
        ("FREQ=DAILY;INTERVAL=" + "9" * 400, "INTERVAL='9999"),
        ("FREQ=DAILY;INTERVAL=1.5", "INTERVAL='1.5'"),
        ("FREQ=DAILY;INTERVAL=٣", "INTERVAL='٣'"),
        ("FREQ=YEARLY;INTERVAL=101", "INTERVAL=101"),
        ("FREQ=DAILY;COUNT=0", "COUNT='0'"),
        ("FREQ=DAILY;COUNT=10001", "COUNT='10001'"),
        ("FREQ=DAILY;COUNT=2;UNTIL=20270101", "COUNT and UNTIL"),
        ("FREQ=DAILY;COUNT=2;COUNT=2", "'COUNT' twice"),
        ("FREQ=DAILY;FOO=1", "'FOO'"),
        ("FREQ=DAILY;BYEASTER=0", "'BYEASTER'"),
        ("RSCALE=GREGORIAN;FREQ=DAILY", "'RSCALE'"),
        ("FREQ=DAILY;BYMONTH", "'BYMONTH'"),
        ("FREQ=DAILY;BYMONTH=", "'BYMONTH='"),
        ("FREQ=DAILY;BYMONTH=1,", "BYMONTH=''"),
        ("FREQ=DAILY;BYMONTH=13", "BYMONTH='13'"),
        ("FREQ=DAILY;BYMONTH=-1", "BYMONTH='-1'"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY='0'"),
        ("FREQ=MONTHLY;BYMONTHDAY=--1", "BYMONTHDAY='-1'"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY='32'"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY does not go with FREQ=WEEKLY"),
        ("FREQ=YEARLY;BYYEARDAY=367", "BYYEARDAY='367'"),
        ("FREQ=DAILY;BYYEARDAY=1", "BYYEARDAY does not go with FREQ=DAILY"),
        ("FREQ=MONTHLY;BYWEEKNO=1", "BYWEEKNO does not go with FREQ=MONTHLY"),
        ("FREQ=WEEKLY;BYDAY=XX", "BYDAY='XX'"),
        ("FREQ=WEEKLY;BYDAY=0MO", "BYDAY='0MO'"),
        ("FREQ=WEEKLY;BYDAY=1MO", "BYDAY with a number does not go with FREQ=WEEKLY"),
        ("FREQ=YEARLY;BYDAY=1MO;BYWEEKNO=3", "does not go with BYWEEKNO"),
        ("FREQ=MONTHLY;BYDAY=54MO", "BYDAY='54'"),
        ("FREQ=DAILY;WKST=XX", "WKST='XX'"),
        ("FREQ=DAILY;BYSETPOS=1", "BYSETPOS needs another"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0", "BYSETPOS='0'"),
        ("FREQ=DAILY;UNTIL=20261301", "UNTIL='20261301'"),
        ("FREQ=DAILY;UNTIL=2026-12-31", "UNTIL='2026-12-31'"),
        ("FREQ=DAILY;UNTIL=00000101", "UNTIL='00000101'"),
        ("FREQ=DAILY;UNTIL=20261231T250000Z", "UNTIL='20261231T250000Z'"),
        ("FREQ=DAILY\nDTSTART:20260101", "DAILY"),
        ("FREQ=DAILY;" + ";" * 1000, "1,011 characters"),
    ],
)
def test_rule_that_is_none_is_refused_by_naming_its_part(rule, named):
    with pytest.raises(RecurrenceInvalidError) as caught:
        checked(Recurrence(DAY, rule=rule))

    assert named in str(caught.value)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
        "FREQ=HOURLY;INTERVAL=24;BYHOUR=10",
        "FREQ=HOURLY;INTERVAL=1000;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;INTERVAL=12;BYMONTH=3",
        "FREQ=YEARLY;BYMONTH=4;BYDAY=6MO",
        "FREQ=YEARLY;BYWEEKNO=10;BYMONTH=7",
        "FREQ=MONTHLY;BYDAY=1MO;BYSETPOS=2",
        "FREQ=DAILY;UNTIL=20261130",
    ],
)
def test_rule_that_never_happens_is_refused(rule):
    with pytest.raises(RecurrenceInvalidError, match="never happens"):
        checked(Recurrence(NINE, rule=rule))


def test_rule_that_pauses_for_forty_years_is_accepted():
    leap_monday = Recurrence(
        Due(date(2072, 3, 1)), rule="FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO"
    )

    assert checked(leap_monday).start.day == date(2112, 2, 29)


def test_more_than_a_reminder_each_quarter_of_an_hour_is_refused():
    every_ten_minutes = "FREQ=HOURLY;BYMINUTE=0,10,20,30,40,50"

    with pytest.raises(RecurrenceInvalidError, match="144 times a day"):
        checked(Recurrence(NINE, rule=every_ten_minutes))


@pytest.mark.parametrize("year", [1, 1899, 3000, 9999])
def test_start_far_from_our_time_is_refused(year):
    with pytest.raises(RecurrenceInvalidError, match="cannot start on"):
        checked(Recurrence(Due(date(year, 12, 31)), rule="FREQ=DAILY"))


@pytest.mark.parametrize(
    ("rule", "interval"), [(None, None), ("FREQ=DAILY", "P1D"), (None, "")]
)
def test_exactly_one_of_rule_and_interval_is_needed(rule, interval):
    with pytest.raises(RecurrenceInvalidError):
        checked(Recurrence(DAY, rule=rule, after_completion=interval))


@pytest.mark.parametrize(
    ("interval", "canonical"),
    [("P3D", "P3D"), ("p03w", "P3W"), ("P1M", "P1M"), ("P1Y", "P1Y"), ("pt4h", "PT4H")],
)
def test_interval_is_written_in_one_form(interval, canonical):
    recurrence = checked(Recurrence(NINE, after_completion=interval))

    assert recurrence.after_completion == canonical


@pytest.mark.parametrize(
    "interval",
    [
        "P0D",
        "P1001D",
        "P101Y",
        "P1DT2H",
        "PT5M",
        "P-1D",
        "3 days",
        "P",
        "P٣D",
        "P9999999D",
    ],
)
def test_interval_that_is_none_is_refused(interval):
    with pytest.raises(RecurrenceInvalidError):
        checked(Recurrence(NINE, after_completion=interval))


def test_hours_after_completion_need_a_time():
    with pytest.raises(RecurrenceInvalidError, match="need a due time"):
        checked(Recurrence(DAY, after_completion="PT4H"))


def test_exceptions_are_sorted_and_kept_once():
    recurrence = Recurrence(
        NINE,
        rule="FREQ=DAILY",
        exceptions=("2026-12-03T09:00:00", "2026-12-02T09:00", "2026-12-03T09:00"),
    )

    assert checked(recurrence).exceptions == ("2026-12-02T09:00", "2026-12-03T09:00")


@pytest.mark.parametrize(
    "exception", ["2026-12-02", "2026-02-30T09:00", "tomorrow", "", "2026-12-02T09:00Z"]
)
def test_exception_that_is_no_slot_is_refused(exception):
    with pytest.raises(RecurrenceInvalidError):
        checked(Recurrence(NINE, rule="FREQ=DAILY", exceptions=(exception,)))


def test_exceptions_that_leave_nothing_are_refused():
    with pytest.raises(RecurrenceInvalidError, match="leave nothing"):
        checked(Recurrence(DAY, rule="FREQ=DAILY;COUNT=1", exceptions=("2026-12-01",)))


def test_without_leaves_out_one_slot_and_counts_it():
    thrice = checked(Recurrence(DAY, rule="FREQ=DAILY;COUNT=3"))

    found = list(slots(without(thrice, Due(date(2026, 12, 2)))))

    assert [slot.text for slot in found] == ["2026-12-01", "2026-12-03"]


def test_without_takes_the_moment_from_another_zone():
    daily = checked(Recurrence(NINE, rule="FREQ=DAILY"))

    shorter = without(daily, Due(date(2026, 12, 2), time(8), "Europe/London"))

    assert shorter.exceptions == ("2026-12-02T09:00",)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=20),
            st.sampled_from(
                ["FREQ=DAILY", "FREQ=YEARLY", "COUNT=3", "BYDAY=MO,-2FR", "BYMONTH=2"]
            ),
            st.builds(
                "{}={}".format,
                st.sampled_from(["BYHOUR", "BYSETPOS", "UNTIL", "INTERVAL", "WKST"]),
                st.text("0123456789-+,TZMOFR", max_size=12),
            ),
        ),
        max_size=5,
    )
)
def test_any_text_is_read_or_refused(parts):
    recurrence = Recurrence(NINE, rule=";".join(parts))

    try:
        canonical = checked(recurrence)
    except RecurrenceInvalidError:
        return
    assert checked(canonical) == canonical

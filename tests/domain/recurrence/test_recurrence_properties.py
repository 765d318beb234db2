"""What holds for every rule, also against two other implementations: dateutil, and brute force."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise, takewhile
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from clara_edge.domain.due import Due
from clara_edge.domain.errors import RecurrenceInvalidError
from clara_edge.domain.recurrence import (
    Recurrence,
    checked,
    next_slot,
    slots,
    without,
)

# tracing lines makes this five times slower, and examples elsewhere cover the same ones
pytestmark = pytest.mark.no_cover

quick = settings(max_examples=100, deadline=None)

ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"]
CODES = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]

days = st.dates(date(1995, 1, 1), date(2040, 12, 31))
changes_of_the_clock = st.sampled_from(
    [date(2027, 3, 27), date(2026, 10, 24), date(2027, 3, 13), date(2011, 12, 28)]
)
times = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
whole_days = st.builds(Due, days)
moments = st.datetimes(
    datetime(1996, 1, 1),  # noqa: DTZ001  hypothesis adds the zone
    datetime(2040, 1, 1),  # noqa: DTZ001  hypothesis adds the zone
    timezones=st.just(UTC),
)
timed = st.builds(Due, days | changes_of_the_clock, times, st.sampled_from(ZONES))


def numbers(low, high, signed=False, max_size=3):
    positive = st.integers(low, high)
    either = positive | st.integers(-high, -low) if signed else positive
    return st.lists(either, min_size=1, max_size=max_size, unique=True)


weekdays = st.lists(st.sampled_from(CODES), min_size=1, max_size=5, unique=True)


def numbered_weekdays(high):
    one = st.builds(
        "{}{}".format,
        st.integers(1, high) | st.integers(-high, -1),
        st.sampled_from(CODES),
    )
    return st.lists(one, min_size=1, max_size=3, unique=True)


PARTS = {
    "YEARLY": {
        "BYMONTH": numbers(1, 12),
        "BYMONTHDAY": numbers(1, 31, signed=True),
        "BYYEARDAY": numbers(1, 366, signed=True, max_size=20),
        "BYWEEKNO": numbers(1, 53),
        "BYDAY": weekdays | numbered_weekdays(53),
    },
    "MONTHLY": {
        "BYMONTH": numbers(1, 12),
        "BYMONTHDAY": numbers(1, 31, signed=True),
        "BYDAY": weekdays | numbered_weekdays(5),
    },
    "WEEKLY": {"BYMONTH": numbers(1, 12), "BYDAY": weekdays},
    "DAILY": {
        "BYMONTH": numbers(1, 12),
        "BYMONTHDAY": numbers(1, 31, signed=True),
        "BYDAY": weekdays,
    },
    "HOURLY": {"BYMONTH": numbers(1, 12), "BYDAY": weekdays},
}


@st.composite
def rules(draw, frequencies=tuple(PARTS), intervals=range(1, 5), with_end=True):
    frequency = draw(st.sampled_from(frequencies))
    parts = {"FREQ": frequency, "INTERVAL": draw(st.sampled_from(intervals))}
    for key, values in PARTS[frequency].items():
        if draw(st.integers(0, 2)) == 0:
            parts[key] = ",".join(map(str, draw(values)))
    if frequency not in ("YEARLY", "HOURLY") and draw(st.integers(0, 3)) == 0:
        parts["BYHOUR"] = ",".join(map(str, draw(numbers(0, 23, max_size=3))))
    chosen = [key for key in parts if key.startswith("BY")]
    # a first week that begins before its start is cut short by dateutil
    if chosen and frequency in ("YEARLY", "MONTHLY") and draw(st.booleans()):
        parts["BYSETPOS"] = ",".join(map(str, draw(numbers(1, 4, signed=True))))
    if frequency == "WEEKLY":
        parts["WKST"] = draw(st.sampled_from(CODES))
    if with_end and draw(st.integers(0, 3)) == 0:
        parts["COUNT"] = draw(st.integers(1, 30))
    return ";".join(f"{key}={value}" for key, value in parts.items())


def started(start, rule, exceptions=()):
    """Return the recurrence, or give up on a rule that is refused or never happens."""
    try:
        return checked(Recurrence(start, rule=rule, exceptions=exceptions))
    except RecurrenceInvalidError:
        assume(False)


def first_slots(recurrence, count=12, years=12):
    """Return the first slots within some years, so that no rare rule takes long."""
    end = recurrence.start.day + timedelta(days=366 * years)
    found = []
    for slot in islice(slots(recurrence), count):
        if slot.day > end:
            break
        found.append(slot)
    return found


def wall(slot):
    return datetime.combine(slot.day, slot.time or time(0))


def part(rule, key):
    parts = dict(item.split("=") for item in rule.split(";"))
    return [value for value in parts.get(key, "").split(",") if value]


@quick
@given(rules(), st.dates(date(1995, 1, 1), date(2040, 12, 31)), times)
def test_agrees_with_dateutil(rule, day, at):
    # where dateutil takes both kinds of BYDAY, or no BYDAY beside BYWEEKNO, otherwise
    # than RFC 5545 says, the rules are not made
    assume("BYWEEKNO" not in rule or "BYDAY" in rule)
    start = Due(day, at, "UTC")
    ours = first_slots(started(start, rule))

    theirs = islice(rrulestr(rule, dtstart=datetime.combine(day, at)), len(ours))

    assert [wall(slot) for slot in ours] == list(theirs)


@quick
@given(rules(), timed | whole_days)
def test_slots_increase_and_begin_with_the_start(rule, start):
    recurrence = started(start, rule)

    found = first_slots(recurrence)

    assert found[0] == recurrence.start
    assert wall(found[0]) >= wall(start)
    assert all(wall(one) < wall(other) for one, other in pairwise(found))
    if start.time is not None:
        assert all(one.instant < other.instant for one, other in pairwise(found))


@quick
@given(rules(intervals=(1,), with_end=False), whole_days)
def test_slots_are_all_the_days_that_the_rule_names(rule, start):
    # the parts that need a whole period at once are not tried by hand
    assume("BYSETPOS" not in rule and "BYWEEKNO" not in rule and "HOURLY" not in rule)
    recurrence = started(start, rule)
    last = start.day + timedelta(days=800)

    found = []
    for slot in slots(recurrence):
        if slot.day > last:
            break
        found.append(slot.day)

    everyday = (start.day + timedelta(days=n) for n in range(801))
    assert found == [day for day in everyday if is_named(rule, start.day, day)]


def is_named(rule, start, day):
    """Tell by the calendar, one day at a time, whether a rule without interval names it."""
    frequency = part(rule, "FREQ")[0]
    months, month_days = part(rule, "BYMONTH"), part(rule, "BYMONTHDAY")
    year_days, by_day = part(rule, "BYYEARDAY"), part(rule, "BYDAY")
    if not (month_days or year_days or by_day):
        if frequency == "YEARLY":
            months, month_days = months or [start.month], [start.day]
        if frequency == "MONTHLY":
            month_days = [start.day]
        if frequency == "WEEKLY":
            by_day = [CODES[start.weekday()]]
    month_end = monthrange(day.year, day.month)[1]
    year_end = date(day.year, 12, 31).timetuple().tm_yday
    year_day = day.timetuple().tm_yday
    of_month = {day.day, day.day - month_end - 1}
    of_year = {year_day, year_day - year_end - 1}
    in_month = frequency == "MONTHLY" or months
    before, after = (
        (day.day - 1, month_end - day.day)
        if in_month
        else (year_day - 1, year_end - year_day)
    )
    code = CODES[day.weekday()]
    names = {code, f"{before // 7 + 1}{code}", f"-{after // 7 + 1}{code}"}
    return (
        (not months or day.month in map(int, months))
        and (not month_days or bool(of_month & set(map(int, month_days))))
        and (not year_days or bool(of_year & set(map(int, year_days))))
        and (not by_day or bool(names & set(by_day)))
    )


@quick
@given(rules(frequencies=("YEARLY", "MONTHLY", "WEEKLY", "DAILY")), timed)
def test_wall_time_is_kept_in_every_zone(rule, start):
    assume("BYHOUR" not in rule)
    recurrence = started(start, rule)

    found = first_slots(recurrence, count=30)

    assert {(slot.time, slot.zone) for slot in found} == {(start.time, start.zone)}


@quick
@given(rules(), timed | whole_days, st.integers(-400, 4000), times)
def test_jumping_ahead_finds_the_slot_that_walking_finds(rule, start, ahead, at):
    recurrence = started(start, rule)
    day = start.day + timedelta(days=ahead)
    after = Due(day, at, start.zone) if start.zone else Due(day)

    found = next(slots(recurrence, after=after), None)

    walked = (slot for slot in slots(recurrence) if wall(slot) > wall(after))
    assert found == next(walked, None)


@quick
@given(rules(), timed | whole_days, st.sets(st.integers(0, 11)))
def test_exceptions_are_left_out_and_nothing_else(rule, start, indexes):
    recurrence = started(start, rule)
    everything = first_slots(recurrence)
    left_out = [slot for index, slot in enumerate(everything) if index in indexes]
    kept = [slot for slot in everything if slot not in left_out]

    shorter = recurrence
    for slot in left_out:
        shorter = without(shorter, slot)

    assert list(islice(slots(shorter), len(kept))) == kept


@quick
@given(rules(), timed | whole_days)
def test_completing_each_slot_in_time_walks_through_all(rule, start):
    recurrence = started(start, rule)
    expected = first_slots(recurrence)

    found = [expected[0]]
    while len(found) < len(expected):
        slot = found[-1]
        zone = ZoneInfo(slot.zone or "UTC")
        done = (slot.instant or datetime.combine(slot.day, time(12), UTC)).astimezone(
            zone
        )
        found.append(next_slot(recurrence, slot, done))

    assert found == expected


@quick
@given(
    rules(),
    timed | whole_days,
    moments,
)
def test_next_slot_is_later_than_the_slot_and_not_over(rule, start, completed):
    recurrence = started(start, rule)

    found = next_slot(recurrence, recurrence.start, completed)

    if found is not None:
        assert wall(found) > wall(recurrence.start)
        if found.instant is None:
            assert found.day > completed.date()
        else:
            assert found.instant > completed


@quick
@given(
    st.sampled_from(["PT1H", "PT4H", "P1D", "P3D", "P2W", "P1M", "P1Y"]),
    timed,
    moments,
)
def test_interval_leads_behind_both_slot_and_completion(interval, start, completed):
    recurrence = checked(Recurrence(start, after_completion=interval))

    found = next_slot(recurrence, start, completed)

    assert wall(found) > wall(start)
    assert found.instant > completed


@quick
@given(rules(), timed | whole_days, st.randoms(use_true_random=False))
def test_canonical_form_is_one_and_means_the_same(rule, start, random):
    recurrence = started(start, rule)
    parts = recurrence.rule.lower().split(";")
    random.shuffle(parts)

    again = checked(Recurrence(start, rule=";".join(parts)))

    assert again == recurrence == checked(recurrence)


@quick
@given(whole_days)
def test_every_second_weekday_is_every_other_of_monday_to_friday(start):
    recurrence = checked(
        Recurrence(start, rule="FREQ=DAILY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR")
    )

    found = [slot.day for slot in islice(slots(recurrence), 10)]

    everyday = (found[0] + timedelta(days=n) for n in range(40))
    working = [day for day in everyday if day.weekday() < 5]
    assert found == working[0:20:2]


@pytest.mark.parametrize("week", [1, 2, 51, 52, 53, -1, -2, -53])
@pytest.mark.parametrize("week_start", range(7))
def test_week_of_the_year_is_the_one_with_four_of_its_days(week, week_start):
    rule = f"FREQ=YEARLY;BYWEEKNO={week};BYDAY=MO,TU,WE,TH,FR,SA,SU;WKST={CODES[week_start]}"
    recurrence = checked(Recurrence(Due(date(2015, 6, 1)), rule=rule))
    last = date(2034, 6, 1)

    found = set(takewhile(lambda day: day < last, (s.day for s in slots(recurrence))))

    every_week = [date(2015, 6, 1) + timedelta(days=n) for n in range(-40, 6980)]
    expected = set()
    for first in (day for day in every_week if day.weekday() == week_start):
        middle = first + timedelta(days=3)
        number = (middle.timetuple().tm_yday - 1) // 7 + 1
        year_end = date(middle.year, 12, 31)
        left = (year_end - middle).days // 7 + 1
        if week in (number, -left):
            expected |= {first + timedelta(days=n) for n in range(7)}
    assert found == {day for day in expected if date(2015, 6, 1) <= day < last}

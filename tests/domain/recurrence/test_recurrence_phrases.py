"""What parse_repeat() understands, and what in_words() says of it."""

from __future__ import annotations

from datetime import date, time
from itertools import islice

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from clara_edge.domain.due import Due
from clara_edge.domain.errors import RecurrenceInvalidError
from clara_edge.domain.recurrence import (
    Recurrence,
    checked,
    in_words,
    parse_repeat,
    slots,
)

TUESDAY = Due(date(2026, 12, 1))
NINE = Due(date(2026, 12, 1), time(9), "Europe/Berlin")
WEEKDAYS = "BYDAY=MO,TU,WE,TH,FR"
LAST_OF = "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"


@pytest.mark.parametrize(
    ("text", "rule", "first", "words"),
    [
        ("daily", "FREQ=DAILY", "12-01", "every day"),
        ("Every  Day", "FREQ=DAILY", "12-01", "every day"),
        ("every other day", "FREQ=DAILY;INTERVAL=2", "12-01", "every 2 days"),
        ("every 2nd day", "FREQ=DAILY;INTERVAL=2", "12-01", "every 2 days"),
        ("every third day", "FREQ=DAILY;INTERVAL=3", "12-01", "every 3 days"),
        ("every ten days", "FREQ=DAILY;INTERVAL=10", "12-01", "every 10 days"),
        ("weekly", "FREQ=WEEKLY", "12-01", "every week"),
        ("every 2 weeks", "FREQ=WEEKLY;INTERVAL=2", "12-01", "every 2 weeks"),
        ("every other week", "FREQ=WEEKLY;INTERVAL=2", "12-01", "every 2 weeks"),
        ("monthly", "FREQ=MONTHLY", "12-01", "every month"),
        ("each month", "FREQ=MONTHLY", "12-01", "every month"),
        ("yearly", "FREQ=YEARLY", "12-01", "every year"),
        ("annually", "FREQ=YEARLY", "12-01", "every year"),
        ("weekdays", f"FREQ=WEEKLY;{WEEKDAYS}", "12-01", "every weekday"),
        ("every weekday", f"FREQ=WEEKLY;{WEEKDAYS}", "12-01", "every weekday"),
        ("weekends", "FREQ=WEEKLY;BYDAY=SA,SU", "12-05", "every weekend"),
        (
            "every second weekday",
            f"FREQ=DAILY;INTERVAL=2;{WEEKDAYS}",
            "12-01",
            "every second weekday",
        ),
        ("every friday", "FREQ=WEEKLY;BYDAY=FR", "12-04", "every Friday"),
        ("fridays", "FREQ=WEEKLY;BYDAY=FR", "12-04", "every Friday"),
        ("on mondays", "FREQ=WEEKLY;BYDAY=MO", "12-07", "every Monday"),
        (
            "every wed, mon, and fri",
            "FREQ=WEEKLY;BYDAY=MO,WE,FR",
            "12-02",
            "every Monday, Wednesday and Friday",
        ),
        (
            "weekly on tue & thurs",
            "FREQ=WEEKLY;BYDAY=TU,TH",
            "12-01",
            "every Tuesday and Thursday",
        ),
        (
            "every other monday",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",
            "12-07",
            "every 2 weeks on Monday",
        ),
        (
            "every second friday",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
            "12-04",
            "every 2 weeks on Friday",
        ),
        (
            "every second friday of the month",
            "FREQ=MONTHLY;BYDAY=2FR",
            "12-11",
            "every second Friday of the month",
        ),
        ("every last friday", "FREQ=MONTHLY;BYDAY=-1FR", "12-25", "every last Friday"),
        (
            "last friday of each month",
            "FREQ=MONTHLY;BYDAY=-1FR",
            "12-25",
            "every last Friday",
        ),
        (
            "every first monday of the month",
            "FREQ=MONTHLY;BYDAY=1MO",
            "12-07",
            "every first Monday of the month",
        ),
        (
            "monthly on the first and last monday",
            "FREQ=MONTHLY;BYDAY=1MO,-1MO",
            "12-07",
            "every month on the first Monday and last Monday",
        ),
        (
            "monthly on the first monday and the third monday",
            "FREQ=MONTHLY;BYDAY=1MO,3MO",
            "12-07",
            "every month on the first Monday and third Monday",
        ),
        (
            "every 2 months on the last friday",
            "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR",
            "12-25",
            "every 2 months on the last Friday",
        ),
        (
            "every last weekday of the month",
            f"FREQ=MONTHLY;{WEEKDAYS};BYSETPOS=-1",
            "12-31",
            "every month on the last weekday",
        ),
        (
            "monthly on the 15th",
            "FREQ=MONTHLY;BYMONTHDAY=15",
            "12-15",
            "every month on the 15th",
        ),
        (
            "every 15th",
            "FREQ=MONTHLY;BYMONTHDAY=15",
            "12-15",
            "every month on the 15th",
        ),
        (
            "every month on the 1st and 15th",
            "FREQ=MONTHLY;BYMONTHDAY=1,15",
            "12-01",
            "every month on the 1st and 15th",
        ),
        ("monthly on the 31st", LAST_OF, "12-31", "every month on the 31st"),
        (
            "monthly on the last day",
            "FREQ=MONTHLY;BYMONTHDAY=-1",
            "12-31",
            "every month on the last day",
        ),
        (
            "monthly on the 15th and 31st",
            "FREQ=MONTHLY;BYMONTHDAY=15,-1",
            "12-15",
            "every month on the 15th and last day",
        ),
        (
            "yearly on dec 24",
            "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24",
            "12-24",
            "every year on 24 December",
        ),
        (
            "every year on the 24th of december",
            "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24",
            "12-24",
            "every year on 24 December",
        ),
        (
            "every year on the first sunday of december",
            "FREQ=YEARLY;BYMONTH=12;BYDAY=1SU",
            "12-06",
            "every year on the first Sunday of December",
        ),
        (
            "every friday until 2026-12-31",
            "FREQ=WEEKLY;UNTIL=20261231;BYDAY=FR",
            "12-04",
            "every Friday, until 31 Dec 2026",
        ),
        (
            "every friday, until 31 december 2026",
            "FREQ=WEEKLY;UNTIL=20261231;BYDAY=FR",
            "12-04",
            "every Friday, until 31 Dec 2026",
        ),
        ("daily 10 times", "FREQ=DAILY;COUNT=10", "12-01", "every day, 10 times"),
        ("daily for 10 times", "FREQ=DAILY;COUNT=10", "12-01", "every day, 10 times"),
        ("daily, once", "FREQ=DAILY;COUNT=1", "12-01", "every day, once"),
        (
            "RRULE:FREQ=DAILY;COUNT=3",
            "FREQ=DAILY;COUNT=3",
            "12-01",
            "every day, 3 times",
        ),
    ],
)
def test_phrase_is_a_rule_that_is_said_back(text, rule, first, words):
    found = parse_repeat(text, TUESDAY)

    assert (found.rule, found.start.text[5:]) == (rule, first)
    assert in_words(found) == words
    assert parse_repeat(words, TUESDAY) == found


@pytest.mark.parametrize(
    ("text", "interval", "words"),
    [
        ("3 days after completion", "P3D", "3 days after it was completed"),
        ("every 3 days after completion", "P3D", "3 days after it was completed"),
        ("two weeks after it was done", "P2W", "2 weeks after it was completed"),
        ("every month after completing it", "P1M", "1 month after it was completed"),
        ("1 year after it is completed", "P1Y", "1 year after it was completed"),
        ("4 hours after completion", "PT4H", "4 hours after it was completed"),
    ],
)
def test_interval_after_completion_is_said_back(text, interval, words):
    found = parse_repeat(text, NINE)

    assert found == Recurrence(NINE, after_completion=interval)
    assert in_words(found) == words
    assert parse_repeat(words, NINE) == found


@pytest.mark.parametrize(
    ("start", "text", "expected"),
    [
        ("2027-01-31", "monthly", ["01-31", "02-28", "03-31", "04-30"]),
        ("2028-01-31", "monthly on the 31st", ["01-31", "02-29", "03-31", "04-30"]),
        ("2027-01-30", "monthly on the 30th", ["01-30", "02-28", "03-30", "04-30"]),
        ("2027-01-31", "every 3 months", ["01-31", "04-30", "07-31", "10-31"]),
        ("2028-02-29", "yearly", ["02-29", "02-28", "02-28", "02-28", "02-29"]),
        ("2027-01-01", "yearly on feb 29", ["02-28", "02-29", "02-28"]),
        ("2027-02-28", "monthly on the last day", ["02-28", "03-31", "04-30"]),
    ],
)
def test_day_that_a_month_lacks_becomes_its_last(start, text, expected):
    found = islice(slots(parse_repeat(text, Due.parse(start))), len(expected))

    assert [slot.text[5:] for slot in found] == expected


def test_alternate_weeks_begin_with_the_first_day_named():
    # on a Tuesday: not the Monday after next, which counting from this week would give
    found = parse_repeat("every other monday", TUESDAY)

    assert [slot.text for slot in islice(slots(found), 2)] == [
        "2026-12-07",
        "2026-12-21",
    ]


def test_every_second_weekday_said_on_a_saturday_begins_on_monday():
    found = parse_repeat("every second weekday", Due(date(2026, 12, 5)))

    days = [f"{slot.day:%a}" for slot in islice(slots(found), 5)]
    assert days == ["Mon", "Wed", "Fri", "Tue", "Thu"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "''"),
        ("   ", "how often"),
        ("sometimes", "'sometimes'"),
        ("once", "'once'"),
        ("every", "'every'"),
        ("every 0 days", "INTERVAL='0'"),
        ("every 1001 days", "INTERVAL='1001'"),
        ("every 9999999 days", "how often"),
        ("every ٣ days", "how often"),
        ("0 days after completion", "0 days"),
        ("every hour", "give the due date a time"),
        ("every monday and", "how often"),
        ("every monday, 31st", "how often"),
        ("every 15", "how often"),
        ("every third weekday", "how often"),
        ("every 3 weekdays", "how often"),
        ("every week on the 3rd", "how often"),
        ("monthly on the 0th", "BYMONTHDAY='0'"),
        ("monthly on the 45th", "no month has a day 45"),
        ("monthly on the 15th and 30th", "day 30 is missing"),
        ("yearly on feb 30", "never happens"),
        ("yearly on foo 3", "how often"),
        ("every friday until 2026-02-30", "does not end on a date"),
        ("every friday until christmas", "does not end on a date"),
        ("every friday until 2020-01-01", "never happens"),
        ("daily 0 times", "COUNT='0'"),
        ("daily 10001 times", "COUNT='10001'"),
        ("every 3 days after completion until 2026-12-31", "cannot end by itself"),
        ("RRULE:FREQ=DAILY;FOO=1", "'FOO'"),
        ("x" * 10_000, "10,000 characters"),
        ("every day \N{SKULL}\x00", "how often"),
    ],
)
def test_text_that_says_no_rhythm_is_refused(text, named):
    with pytest.raises(RecurrenceInvalidError) as caught:
        parse_repeat(text, TUESDAY)

    assert named in str(caught.value)


def test_refusal_says_what_is_understood():
    with pytest.raises(RecurrenceInvalidError) as caught:
        parse_repeat("now and then", TUESDAY)

    for example in caught.value.remedy.split('"')[1::2]:
        if example[0].isalpha() and not example.startswith("until"):
            assert parse_repeat(example, TUESDAY)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=HOURLY;INTERVAL=3", "every 3 hours"),
        (
            "FREQ=DAILY;BYHOUR=9,18",
            "every day, at 09:00 and 18:00",
        ),
        ("FREQ=DAILY;BYMINUTE=5", "every day, at 09:05"),
        ("FREQ=DAILY;BYHOUR=1,2,3,4,5,6,7", "every day, 7 times a day"),
        (
            "FREQ=HOURLY;BYHOUR=9,10;BYMINUTE=0,30",
            "every hour, in the hours 9 and 10, at 00 and 30 past the hour",
        ),
        (
            "FREQ=MONTHLY;BYMONTHDAY=31",
            "every month, on the 31st day of the month where there is one",
        ),
        (
            "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
            "every month, on the 13th day of the month, on each Friday",
        ),
        ("FREQ=MONTHLY;BYDAY=-3FR", "every third last Friday of the month"),
        (
            "FREQ=MONTHLY;BYDAY=MO,1FR",
            "every month, on each Monday and the 1st Friday of the month",
        ),
        (
            "FREQ=MONTHLY;BYDAY=TU,WE;BYSETPOS=1,-1",
            (
                "every month, on each Tuesday and each Wednesday, "
                "only the 1st and last of them in each month"
            ),
        ),
        (
            "FREQ=YEARLY;BYMONTH=6,7",
            "every year, in June and July, on the 1st day of the month",
        ),
        (
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
            "every year, in February, on the 29th day of the month where there is one",
        ),
        ("FREQ=YEARLY;BYDAY=20MO", "every year, on the 20th Monday of the year"),
        (
            "FREQ=YEARLY;BYWEEKNO=20,-1;BYDAY=MO",
            "every year, in week 20 and the last week of the year, on each Monday",
        ),
        (
            "FREQ=YEARLY;BYWEEKNO=20",
            "every year, in week 20 of the year, on the same day of the week",
        ),
        (
            "FREQ=YEARLY;BYYEARDAY=1,100,-1",
            "every year, on the 1st, 100th and last day of the year",
        ),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU",
            "every 2 weeks, on each Tuesday and each Sunday, weeks beginning on Sunday",
        ),
        (
            "FREQ=DAILY;INTERVAL=3;BYDAY=MO,TU,WE,TH,FR",
            (
                "every 3 days, on each Monday, each Tuesday, each Wednesday, "
                "each Thursday and each Friday"
            ),
        ),
        ("FREQ=DAILY;UNTIL=20261231T110000Z", "every day, until 31 Dec 2026 12:00"),
        ("FREQ=DAILY;UNTIL=20261231", "every day, until 31 Dec 2026"),
    ],
)
def test_rule_without_a_phrase_is_said_part_by_part(rule, words):
    assert in_words(checked(Recurrence(NINE, rule=rule))) == words


def test_start_on_a_leap_day_is_said_where_the_rule_skips_years():
    leap_day = checked(Recurrence(Due(date(2028, 2, 29)), rule="FREQ=YEARLY"))

    assert in_words(leap_day) == "every year, on 29 February, in years that have it"


def test_start_on_a_31st_is_said_where_the_rule_skips_months():
    strict = checked(Recurrence(Due(date(2027, 1, 31)), rule="FREQ=MONTHLY"))

    assert in_words(strict) == (
        "every month, on the 31st day of the month where there is one"
    )


names = st.sampled_from(["mon", "Tuesday", "wed", "thurs", "fri", "saturdays", "Sun"])
places = st.sampled_from(["first", "second", "third", "4th", "fifth", "last"])
sizes = st.sampled_from(["", "other ", "second ", "3 ", "twelve ", "10th "])
units = st.sampled_from(["hour", "day", "week", "month", "year"])
month_names = st.sampled_from(["jan", "February", "june", "dec"])
phrases = st.one_of(
    st.builds("every {}{}s".format, sizes, units),
    st.builds("every {}{}s after completion".format, sizes, units),
    st.builds(
        "every {}".format, st.lists(names, min_size=1, max_size=4).map(", ".join)
    ),
    st.builds("every {}weeks on {} and {}".format, sizes, names, names),
    st.builds("every {}months on the {} {}".format, sizes, places, names),
    st.builds("{} {} of the month".format, places, names | st.just("weekday")),
    st.builds("every {}months on the {}".format, sizes, st.integers(1, 31)),
    st.builds(
        "monthly on the {}th, {}st".format, st.integers(1, 28), st.integers(1, 28)
    ),
    st.builds("every {}years on {} {}".format, sizes, month_names, st.integers(1, 31)),
    st.builds("yearly on the {} {} of {}".format, places, names, month_names),
    st.sampled_from(["every weekday", "every second weekday", "weekends", "last day"]),
)
ends = st.one_of(
    st.just(""),
    st.builds(" {} times".format, st.integers(1, 100)),
    st.builds(", until {}".format, st.dates(date(2040, 1, 1), date(2060, 1, 1))),
)
starts = st.builds(Due, st.dates(date(2020, 1, 1), date(2030, 1, 1))) | st.builds(
    Due,
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]),
)


@settings(max_examples=400, deadline=None)
@given(phrases, ends, starts)
def test_what_is_said_is_read_back(phrase, end, start):
    try:
        found = parse_repeat(f"{phrase}{end}", start)
    except RecurrenceInvalidError:
        assume(False)

    assert parse_repeat(in_words(found), found.start) == found
    assert checked(found) == found


@settings(max_examples=300, deadline=None)
@given(
    st.text(max_size=40)
    | st.lists(
        st.sampled_from(
            [
                "every",
                "second",
                "last",
                "31st",
                "friday",
                "and",
                ",",
                "weeks",
                "on",
                "the",
                "of",
                "until",
                "after",
                "completion",
                "3",
                "times",
                "month",
                "year",
                "feb",
            ]
        ),
        max_size=8,
    ).map(" ".join)
)
def test_any_text_is_understood_or_refused(text):
    try:
        found = parse_repeat(text, NINE)
    except RecurrenceInvalidError:
        return
    assert in_words(found)

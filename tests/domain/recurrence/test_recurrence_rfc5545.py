"""The examples of RFC 5545, section 3.8.5.3, with the dates that its text gives."""

from __future__ import annotations

from calendar import month_abbr
from datetime import date, time, timedelta
from itertools import islice

import pytest

from clara_edge.domain.due import Due
from clara_edge.domain.errors import RecurrenceInvalidError
from clara_edge.domain.recurrence import Recurrence, checked, slots

NEW_YORK = "America/New_York"
NINE = time(9)


def dates(text):
    """Read "1997 Sep 2-4,30 Oct 2; 1998 Jan 1": the RFC's own way of listing them."""
    found = []
    for part in text.split("; "):
        year, *words = part.split()
        for month, days in zip(words[::2], words[1::2], strict=True):
            for span in days.split(","):
                first, _, last = span.partition("-")
                found += [
                    date(int(year), list(month_abbr).index(month), day)
                    for day in range(int(first), int(last or first) + 1)
                ]
    return found


def every(step, first, last):
    """List the dates from first to last, so many days apart."""
    days = (last - first).days
    return [first + timedelta(days=n) for n in range(0, days + 1, step)]


JANUARIES = "1998 Jan 1-31; 1999 Jan 1-31; 2000 Jan 1-31"
TUE_THU = "1997 Sep 2,4,9,11,16,18,23,25,30 Oct 2"
SUMMER_THURSDAYS = (
    "1997 Jun 5,12,19,26 Jul 3,10,17,24,31 Aug 7,14,21,28; "
    "1998 Jun 4,11,18,25 Jul 2,9,16,23,30 Aug 6,13,20,27; "
    "1999 Jun 3,10,17,24 Jul 1,8,15,22,29 Aug 5,12,19,26"
)

ENDING = [
    ("1997-09-02", "FREQ=DAILY;COUNT=10", dates("1997 Sep 2-11")),
    (
        "1997-09-02",
        "FREQ=DAILY;UNTIL=19971224T000000Z",
        dates("1997 Sep 2-30 Oct 1-31 Nov 1-30 Dec 1-23"),
    ),
    (
        "1997-09-02",
        "FREQ=DAILY;INTERVAL=10;COUNT=5",
        dates("1997 Sep 2,12,22 Oct 2,12"),
    ),
    (
        "1998-01-01",
        "FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA",
        dates(JANUARIES),
    ),
    ("1998-01-01", "FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1", dates(JANUARIES)),
    (
        "1997-09-02",
        "FREQ=WEEKLY;COUNT=10",
        dates("1997 Sep 2,9,16,23,30 Oct 7,14,21,28 Nov 4"),
    ),
    (
        "1997-09-02",
        "FREQ=WEEKLY;UNTIL=19971224T000000Z",
        every(7, date(1997, 9, 2), date(1997, 12, 23)),
    ),
    (
        "1997-09-02",
        "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH",
        dates(TUE_THU),
    ),
    ("1997-09-02", "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH", dates(TUE_THU)),
    (
        "1997-09-01",
        "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
        dates(
            "1997 Sep 1,3,5,15,17,19,29 Oct 1,3,13,15,17,27,29,31 "
            "Nov 10,12,14,24,26,28 Dec 8,10,12,22"
        ),
    ),
    (
        "1997-09-02",
        "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
        dates("1997 Sep 2,4,16,18,30 Oct 2,14,16"),
    ),
    (
        "1997-09-05",
        "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
        dates("1997 Sep 5 Oct 3 Nov 7 Dec 5; 1998 Jan 2 Feb 6 Mar 6 Apr 3 May 1 Jun 5"),
    ),
    (
        "1997-09-05",
        "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR",
        dates("1997 Sep 5 Oct 3 Nov 7 Dec 5"),
    ),
    (
        "1997-09-07",
        "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
        dates("1997 Sep 7,28 Nov 2,30; 1998 Jan 4,25 Mar 1,29 May 3,31"),
    ),
    (
        "1997-09-22",
        "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
        dates("1997 Sep 22 Oct 20 Nov 17 Dec 22; 1998 Jan 19 Feb 16"),
    ),
    (
        "1997-09-02",
        "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
        dates("1997 Sep 2,15 Oct 2,15 Nov 2,15 Dec 2,15; 1998 Jan 2,15"),
    ),
    (
        "1997-09-30",
        "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
        dates("1997 Sep 30 Oct 1,31 Nov 1,30 Dec 1,31; 1998 Jan 1,31 Feb 1"),
    ),
    (
        "1997-09-10",
        "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
        dates("1997 Sep 10-15; 1999 Mar 10-13"),
    ),
    (
        "1997-06-10",
        "FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
        dates("; ".join(f"{year} Jun 10 Jul 10" for year in range(1997, 2002))),
    ),
    (
        "1997-03-10",
        "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
        dates(
            "1997 Mar 10; 1999 Jan 10 Feb 10 Mar 10; "
            "2001 Jan 10 Feb 10 Mar 10; 2003 Jan 10 Feb 10 Mar 10"
        ),
    ),
    (
        "1997-01-01",
        "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
        dates(
            "1997 Jan 1 Apr 10 Jul 19; 2000 Jan 1 Apr 9 Jul 18; "
            "2003 Jan 1 Apr 10 Jul 19; 2006 Jan 1"
        ),
    ),
    (
        "1997-09-04",
        "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
        dates("1997 Sep 4 Oct 7 Nov 6"),
    ),
    (
        "1997-08-05",
        "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
        dates("1997 Aug 5,10,19,24"),
    ),
    (
        "1997-08-05",
        "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
        dates("1997 Aug 5,17,19,31"),
    ),
    (
        "2007-01-15",
        "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5",
        dates("2007 Jan 15,30 Feb 15 Mar 15,30"),
    ),
]

FOREVER = [
    (
        "1997-09-02",
        "FREQ=DAILY;INTERVAL=2",
        every(2, date(1997, 9, 2), date(1997, 12, 3)),
    ),
    (
        "1997-09-02",
        "FREQ=WEEKLY;INTERVAL=2;WKST=SU",
        dates("1997 Sep 2,16,30 Oct 14,28 Nov 11,25 Dec 9,23; 1998 Jan 6,20 Feb 3,17"),
    ),
    (
        "1997-09-28",
        "FREQ=MONTHLY;BYMONTHDAY=-3",
        dates("1997 Sep 28 Oct 29 Nov 28 Dec 29; 1998 Jan 29 Feb 26"),
    ),
    (
        "1997-09-02",
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU",
        dates(
            "1997 Sep 2,9,16,23,30 Nov 4,11,18,25; 1998 Jan 6,13,20,27 Mar 3,10,17,24,31"
        ),
    ),
    (
        "1997-05-19",
        "FREQ=YEARLY;BYDAY=20MO",
        dates("1997 May 19; 1998 May 18; 1999 May 17"),
    ),
    (
        "1997-05-12",
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
        dates("1997 May 12; 1998 May 11; 1999 May 17"),
    ),
    (
        "1997-03-13",
        "FREQ=YEARLY;BYMONTH=3;BYDAY=TH",
        dates("1997 Mar 13,20,27; 1998 Mar 5,12,19,26; 1999 Mar 4,11,18,25"),
    ),
    ("1997-06-05", "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8", dates(SUMMER_THURSDAYS)),
    (
        "1997-09-13",
        "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
        dates(
            "1997 Sep 13 Oct 11 Nov 8 Dec 13; "
            "1998 Jan 10 Feb 7 Mar 7 Apr 11 May 9 Jun 13"
        ),
    ),
    (
        "1996-11-05",
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
        dates("1996 Nov 5; 2000 Nov 7; 2004 Nov 2"),
    ),
    (
        "1997-09-29",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
        dates("1997 Sep 29 Oct 30 Nov 27 Dec 30; 1998 Jan 29 Feb 26 Mar 30"),
    ),
]


def new_york(day, at=NINE):
    return Due(date.fromisoformat(day), at, NEW_YORK)


@pytest.mark.parametrize(("start", "rule", "expected"), ENDING)
def test_example_that_ends_gives_all_its_dates_at_nine(start, rule, expected):
    found = list(slots(checked(Recurrence(new_york(start), rule=rule))))

    assert found == [Due(day, NINE, NEW_YORK) for day in expected]


@pytest.mark.parametrize(("start", "rule", "expected"), FOREVER)
def test_example_without_end_begins_with_its_dates_at_nine(start, rule, expected):
    recurrence = checked(Recurrence(new_york(start), rule=rule))

    found = list(islice(slots(recurrence), len(expected)))

    assert found == [Due(day, NINE, NEW_YORK) for day in expected]


def test_every_friday_the_thirteenth_leaves_out_a_start_that_is_none():
    recurrence = Recurrence(
        new_york("1997-09-02"),
        rule="FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
        exceptions=("1997-09-02T09:00",),
    )

    found = [slot.day for slot in islice(slots(checked(recurrence)), 5)]

    assert found == dates("1998 Feb 13 Mar 13 Nov 13; 1999 Aug 13; 2000 Oct 13")


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        # the RFC prints 17:00Z where it means 17:00 in New York
        ("19970902T170000Z", ["09:00", "12:00"]),
        ("19970902T210000Z", ["09:00", "12:00", "15:00"]),
    ],
)
def test_every_three_hours_ends_on_the_day(until, expected):
    rule = f"FREQ=HOURLY;INTERVAL=3;UNTIL={until}"

    found = list(slots(checked(Recurrence(new_york("1997-09-02"), rule=rule))))

    assert [slot.text for slot in found] == [f"1997-09-02T{at}" for at in expected]


def test_every_twenty_minutes_of_a_working_day_comes_back_each_day():
    rule = "FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40"
    found = list(
        islice(slots(checked(Recurrence(new_york("1997-09-02"), rule=rule))), 48)
    )

    assert [slot.text for slot in found] == [
        f"1997-09-{day:02}T{hour:02}:{minute:02}"
        for day in (2, 3)
        for hour in range(9, 17)
        for minute in (0, 20, 40)
    ]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MINUTELY;INTERVAL=15;COUNT=6",
        "FREQ=MINUTELY;INTERVAL=90;COUNT=4",
        "FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16",
    ],
)
def test_examples_by_the_minute_are_refused(rule):
    with pytest.raises(RecurrenceInvalidError, match="MINUTELY is too often"):
        checked(Recurrence(new_york("1997-09-02"), rule=rule))

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from clara_edge.domain.due import Due
from clara_edge.domain.recurrence import Recurrence, checked, in_words, parse_repeat
from clara_edge.domain.when import iso, resolve
from tests.docs.pages import REPO

ZONE = "Europe/Berlin"
NOW = datetime(2026, 11, 24, 13, 7, tzinfo=ZoneInfo(ZONE))
EXAMPLES = [
    ("every other Wednesday night at 8", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "2026-11-25T20:00"),
    ("every weekday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-11-24"),
    ("on weekdays at 7 am", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-11-25T07:00"),
    ("first Monday of the month", "FREQ=MONTHLY;BYDAY=1MO", "2026-12-07"),
    ("the second last day of every month", "FREQ=MONTHLY;BYMONTHDAY=-2", "2026-11-29"),
    ("twice a day", "FREQ=DAILY;BYHOUR=9,18;BYMINUTE=0", "2026-11-24T18:00"),
    ("daily at 8 am and 8 pm", "FREQ=DAILY;BYHOUR=8,20;BYMINUTE=0", "2026-11-24T20:00"),
    ("three times a week", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "2026-11-25"),
    ("every day until Christmas", "FREQ=DAILY;UNTIL=20261225", "2026-11-24"),
    ("every day starting next week", "FREQ=DAILY", "2026-11-30"),
    ("every friday for 6 weeks", "FREQ=WEEKLY;UNTIL=20270107;BYDAY=FR", "2026-11-27"),
    ("every monday 5 times", "FREQ=WEEKLY;COUNT=5;BYDAY=MO", "2026-11-30"),
    ("every friday until march", "FREQ=WEEKLY;UNTIL=20270228;BYDAY=FR", "2026-11-27"),
    ("every day except sunday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA", "2026-11-24"),
    ("every monday to friday at 8 am", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-11-25T08:00"),
    ("mondays wednesdays and fridays", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "2026-11-25"),
    ("every monday at 9 am until christmas", "FREQ=WEEKLY;UNTIL=20261225T225959Z;BYDAY=MO", "2026-11-30T09:00"),
    ("three times a day for ten days", "FREQ=DAILY;UNTIL=20261203T225959Z;BYHOUR=9,14,20;BYMINUTE=0", "2026-11-24T14:00"),
    ("every first and third tuesday of the month at 10 am", "FREQ=MONTHLY;BYDAY=1TU,3TU", "2026-12-01T10:00"),
    ("3pm each day", "FREQ=DAILY", "2026-11-24T15:00"),
    ("thursdays at 17.30", "FREQ=WEEKLY;BYDAY=TH", "2026-11-26T17:30"),
    ("friday mornings", "FREQ=WEEKLY;BYDAY=FR", "2026-11-27T09:00"),
    ("every evening at 7:13 p.m.", "FREQ=DAILY", "2026-11-24T19:13"),
    ("every two weekends", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU", "2026-11-28"),
    ("semi-annually", "FREQ=MONTHLY;INTERVAL=6", "2026-11-24"),
    ("each quarter", "FREQ=MONTHLY;INTERVAL=3", "2026-11-24"),
    ("every march 3rd", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=3", "2027-03-03"),
    ("every christmas", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25", "2026-12-25"),
    ("every year on the 31st day", "FREQ=YEARLY;BYYEARDAY=31", "2027-01-31"),
    ("the 1st and 15th of every month", "FREQ=MONTHLY;BYMONTHDAY=1,15", "2026-12-01"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rule", "at"), EXAMPLES)
def test_gives_the_rule_and_its_first_slot(text, rule, at):
    when = resolve(text, NOW)

    assert when is not None
    assert (when.recurrence, iso(when.at)) == (rule, at)


@pytest.mark.parametrize(("text", "rule", "at"), EXAMPLES)
def test_the_task_store_takes_the_rule_and_begins_with_the_same_slot(text, rule, at):
    start = Due.parse(at, ZONE if "T" in at else None)

    kept = checked(Recurrence(start, rule=rule))

    assert kept.start == start
    assert kept.rule == rule


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("every 5 minutes", "FREQ=MINUTELY;INTERVAL=5"),
        ("every 30 seconds", "FREQ=SECONDLY;INTERVAL=30"),
        ("every hour and a half", "FREQ=MINUTELY;INTERVAL=90"),
        ("every half hour", "FREQ=MINUTELY;INTERVAL=30"),
        ("hourly", "FREQ=HOURLY"),
    ],
)
def test_reads_what_repeats_within_a_day(text, rule):
    when = resolve(text, NOW)

    assert when is not None
    assert when.recurrence == rule


PAGE = (REPO / "docs/recurrence.md").read_text("utf-8")
ROWS = [
    row
    for row in re.findall(r"^\| `(.+?)` \| ([\d-]+) \| `(FREQ.+?)` \| (.+?) \|$", PAGE, re.MULTILINE)
    if not row[0].startswith("RRULE")
]  # fmt: skip


@pytest.mark.parametrize(("text", "begins", "rule", "_shown"), ROWS)
def test_agrees_with_what_can_be_typed(text, begins, rule, _shown):
    when = resolve(text, NOW.replace(month=12, day=1))

    assert when is not None
    assert (when.recurrence, iso(when.at)) == (rule, begins)


@pytest.mark.parametrize("text", [row[0] for row in ROWS])
def test_a_rule_in_words_is_read_back_as_itself(text):
    now = NOW.replace(month=12, day=1)
    rule = parse_repeat(text, Due(now.date()))

    when = resolve(in_words(rule), now)

    assert when is not None
    assert when.recurrence == rule.rule

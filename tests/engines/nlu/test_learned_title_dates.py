"""Dates that belong to what a task is about."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from clara_edge.domain.intents import Intent
from clara_edge.domain.schema import SlotKind, marked
from clara_edge.domain.schema.labels import Label
from clara_edge.domain.when import iso
from clara_edge.engines.nlu.learned.parser import Parsed
from clara_edge.engines.nlu.learned.reading import interpretation
from clara_edge.engines.nlu.learned.title_dates import own_dates

NOW = datetime(2026, 11, 24, 13, 7, tzinfo=ZoneInfo("Europe/Berlin"))


def parse(sentence):
    example = marked(sentence)
    label = Label(Intent.TASK_CREATE)
    return Parsed(example.text, label, 0.9, example.spans, 0.9, act=True)


@pytest.mark.parametrize(
    ("sentence", "title", "when"),
    [
        (
            "remind me {when: tonight} to {title: confirm dinner} {when: on Thursday}",
            "confirm dinner on Thursday",
            "tonight",
        ),
        ("remind me {title: I parked} {when: on level 4}", "I parked on level 4", None),
        ("{when: one more thing} remind me to {title: lock up}", "lock up", None),
        (
            "remind me {when: on the 31st of February} to {title: dance}",
            "dance",
            "on the 31st of February",
        ),
        (
            "{when: daily} remind me to {title: read} {when: for 30 minutes}",
            "read for 30 minutes",
            "daily",
        ),
        (
            "remind me {when: tomorrow} to {title: call Ann} {when: at 5}",
            "call Ann",
            "tomorrow at 5",
        ),
        (
            "remind me to {title: call Ann} {when: some day after work}",
            "call Ann",
            "some day after work",
        ),
    ],
)
def test_title_keeps_the_date_of_what_it_is_about(sentence, title, when):
    found = own_dates(parse(sentence), NOW)

    assert " ".join(found.words(SlotKind.TITLE)) == title
    assert " ".join(found.words(SlotKind.WHEN)) == (when or "")


def test_date_at_the_end_that_no_slot_took_is_found():
    reading = interpretation(
        parse("{title: clean kitchen} - {priority: low priority - saturday}"), NOW
    )

    assert reading.title == "clean kitchen"
    assert iso(reading.when.at) == "2026-11-28"


def test_title_named_after_its_list_is_not_it():
    reading = interpretation(
        parse("put {title: it} on my list: {title: call Bob}"), NOW
    )

    assert reading.title == "call Bob"


def test_time_before_something_without_a_time_is_asked_about():
    reading = interpretation(
        parse("remind me {when: an hour before} {title: the party}"), NOW
    )

    assert reading.ask == "which_time"

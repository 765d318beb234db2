"""Bare hours of alarms: in the morning or in the evening."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from clara_edge.domain import slots
from clara_edge.domain.when import iso
from clara_edge.engines.nlu.learned.halves import same_half, woken

NOW = datetime(2026, 11, 24, 13, 7, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    ("text", "words", "at"),
    [
        ("wake me up at 7", "at 7", "2026-11-25T07:00"),
        ("wake me at 7 this evening", "at 7 this evening", "2026-11-24T19:00"),
        ("wake me up at 7 pm", "at 7 pm", "2026-11-24T19:00"),
        ("wake me at 2", "at 2", "2026-11-24T14:00"),
        ("get me up at 5 tomorrow", "at 5 tomorrow", "2026-11-25T05:00"),
        ("wake me in an hour", "in an hour", "2026-11-24T14:07"),
        ("wake me every day at 6", "every day at 6", "2026-11-25T06:00"),
        ("alarm for 6 on weekdays", "at 6 on weekdays", "2026-11-25T06:00"),
        ("alarm at 6", "at 6", "2026-11-24T18:00"),
        ("alarm every day at 6 pm", "every day at 6 pm", "2026-11-24T18:00"),
    ],
)
def test_bare_hour_of_waking_is_in_the_morning(text, words, at):
    moment = woken(slots.moment([words], NOW), text, NOW)

    assert iso(moment.when.at) == at
    assert moment.when.text == words


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        ("6 am", "6:30", "2026-11-25T06:30"),
        ("7 pm", "8", "2026-11-24T20:00"),
        ("6 am", "6:30 pm", "2026-11-24T18:30"),
        ("6", "6:30", "2026-11-24T18:30"),
    ],
)
def test_moved_alarm_stays_in_its_half_of_the_day(old, new, at):
    moved = same_half(slots.moment([new], NOW), slots.moment([old], NOW))

    assert iso(moved.when.at) == at

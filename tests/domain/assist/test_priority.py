from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clara_edge.domain.assist import infer_priority
from clara_edge.domain.assist.priority import PHRASES
from clara_edge.domain.due import Due
from clara_edge.domain.tasks import Priority

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


def priority(title, due=None):
    return infer_priority(title, due, NOW).priority


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Call the boss, it's urgent", Priority.URGENT),
        ("Send the form ASAP!", Priority.URGENT),
        ("a.s.a.p. reply to Ann", Priority.URGENT),
        ("Important: renew passport", Priority.HIGH),
        ("tidy the shed whenever", Priority.LOW),
        ("fix the gate, no rush", Priority.LOW),
        ("It isn\N{RIGHT SINGLE QUOTATION MARK}t urgent but call Bob", Priority.LOW),
        ("not important, read the leaflet", Priority.LOW),
        ("buy milk", Priority.MEDIUM),
        ("find an urgent care clinic", Priority.MEDIUM),
        ("unimportant things", Priority.MEDIUM),
        ("write to the resurgent party", Priority.MEDIUM),
    ],
)
def test_words_tell_the_priority(title, expected):
    assert priority(title) is expected


def test_longest_phrase_counts():
    assert priority("urgent: low priority is not urgent at all") is Priority.LOW
    assert priority("important and urgent") is Priority.URGENT


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (Due(date(2026, 11, 30)), Priority.HIGH),
        (Due(date(2026, 12, 1)), Priority.HIGH),
        (Due(date(2026, 12, 2)), Priority.MEDIUM),
        (Due(date(2026, 12, 2), time(9, 0), "UTC"), Priority.HIGH),
        (Due(date(2026, 12, 2), time(9, 1), "UTC"), Priority.MEDIUM),
        (Due(date(2026, 12, 1), time(8, 59), "UTC"), Priority.HIGH),
    ],
)
def test_close_deadline_is_high(due, expected):
    assert priority("pay the rent", due) is expected


def test_words_win_over_the_deadline():
    assert priority("pay the rent, no rush", Due(date(2026, 12, 1))) is Priority.LOW


def test_reason_quotes_the_words_or_names_the_deadline():
    assert infer_priority("Call Bob asap", None, NOW).reason == 'it says "asap"'
    today = Due(date(2026, 12, 1))
    assert infer_priority("Call Bob", today, NOW).reason == "it is due today"
    assert infer_priority("Call Bob", None, NOW).reason is None


@pytest.mark.parametrize(
    ("priority_of_phrase", "phrase"),
    [(p, phrase) for p, phrases in PHRASES for phrase in phrases],
)
def test_every_phrase_of_the_table_works_in_a_title(priority_of_phrase, phrase):
    assert priority(f"Call Bob {phrase}") is (priority_of_phrase or Priority.MEDIUM)


@given(st.text())
def test_any_title_has_a_priority(title):
    assert infer_priority(title, None, NOW).priority in Priority

from __future__ import annotations

from datetime import date, timedelta

import pytest

from clara_edge.domain.assist import Seen
from clara_edge.domain.assist.habits import chance, habits

TODAY = date(2026, 12, 3)  # a Thursday
FRIDAY = date(2026, 11, 27)


def done(title, *weeks_ago, weekday=0, project="s", recurs=False):
    """Tasks done on Fridays (plus weekday days), so many weeks before the last one."""
    return [
        Seen(
            title,
            FRIDAY - timedelta(weeks=w) + timedelta(days=weekday),
            project,
            recurs,
        )
        for w in weeks_ago
    ]


def found(seen, open_titles=(), today=TODAY):
    return [
        (h.title, h.weekday, h.times, h.days) for h in habits(seen, open_titles, today)
    ]


@pytest.mark.parametrize(
    ("times", "days", "expected"),
    [
        # 7 * P(X >= k), X ~ B(n, 1/7), worked out by hand
        (4, 4, 7 / 7**4),
        (4, 5, 7 * (5 * 6 + 1) / 7**5),
        (5, 5, 7 / 7**5),
        (1, 1, 1.0),
        (0, 3, 1.0),
    ],
)
def test_chance_is_the_binomial_tail_for_seven_weekdays(times, days, expected):
    assert chance(times, days) == pytest.approx(expected)


def test_four_fridays_of_four_are_a_habit():
    assert found(done("Buy milk", 0, 1, 2, 4)) == [("Buy milk", 4, 4, 4)]


@pytest.mark.parametrize(
    "seen",
    [
        done("Buy milk", 0, 1, 2),
        done("Buy milk", 0, 1, 2, 3) + done("buy milk", 1, weekday=2),
        done("Buy milk", *[0] * 9),
        done("Buy milk", 5, 6, 7, 8, 9),
        done("Buy milk", 0, 1, 2, 3, recurs=True),
        done("the", 0, 1, 2, 3),
    ],
    ids=["three", "four of five", "one day", "too old", "recurs", "no words"],
)
def test_less_is_no_habit(seen):
    assert found(seen) == []


def test_titles_are_compared_by_their_words():
    seen = done("Buy milk", 1) + done("buy some milk", 2) + done("Milk, buy!", 3, 4)

    assert found(seen) == [("Buy milk", 4, 4, 4)]


def test_habit_is_quiet_when_it_is_open_or_was_just_done():
    seen = done("Buy milk", *range(8))

    assert found(seen) != []
    assert found(seen, ["Bread", "buy the milk"]) == []
    assert found(seen, today=FRIDAY + timedelta(days=5)) == []
    assert found(seen + done("Buy milk", 0, weekday=5)) == []


def test_surest_habit_comes_first():
    seen = done("Buy milk", 1, 2, 3, 4) + done("Water plants", 1, 2, 3, 4, 5)

    assert [title for title, *_ in found(seen)] == ["Water plants", "Buy milk"]

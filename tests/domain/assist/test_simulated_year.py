"""How good the guesses are in made-up households (docs/assistance.md has the figures)."""

from __future__ import annotations

import pytest

from tests.domain.assist.simulated_year import file_a_year, live_a_year

# tracing lines makes this five times slower, and examples elsewhere cover the same ones
pytestmark = pytest.mark.no_cover


@pytest.mark.parametrize("seed", [1, 2])
def test_guessed_projects_are_nearly_always_right(seed):
    score = file_a_year(seed)

    assert score.precision >= 0.97
    assert score.recall >= 0.45


def test_most_weekday_habits_are_found_and_no_others():
    score = live_a_year(1, with_habits=True)

    assert score.precision >= 0.97
    assert score.recall >= 0.80


def test_random_days_make_next_to_no_habit():
    score = live_a_year(4, with_habits=False)

    # thirty chores on every morning of a year: a wrong suggestion in 100 days at most
    assert score.wrong <= 3

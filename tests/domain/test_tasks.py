from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clara_edge.domain.errors import TitleInvalidError
from clara_edge.domain.tasks import (
    TITLE_MAX_CHARS,
    Project,
    clean_title,
    match_project,
    sentence_case,
)

PROJECTS = [
    Project("1", "Shopping list"),
    Project("2", "Work"),
    Project("3", "Workshop project"),
]


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        ("shopping list", "1"),
        ("Shopping", "1"),
        ("SHOPPING LIST", "1"),
        ("shopping project", "1"),
        ("work", "2"),
        ("work list", "2"),
        ("workshop", "3"),
        ("list", None),
        ("shop", None),
        ("", None),
    ],
)
def test_project_is_found_by_name_with_or_without_its_noun(spoken, expected):
    found = match_project(spoken, PROJECTS)

    assert (found.id if found else None) == expected


def test_exact_name_wins_over_name_without_noun():
    projects = [Project("1", "Garden list"), Project("2", "Garden")]

    assert match_project("garden", projects) == projects[1]
    assert match_project("garden list", projects) == projects[0]


def test_composed_and_decomposed_names_are_the_same():
    assert match_project("cafe\N{COMBINING ACUTE ACCENT}", [Project("1", "Café")])


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("buy milk", "Buy milk"),
        ("iPhone case", "iPhone case"),
        ("élan", "Élan"),
        ("", ""),
    ],
)
def test_sentence_case_capitalises_only_a_lower_case_word(raw, expected):
    assert sentence_case(raw) == expected


@pytest.mark.parametrize(
    "raw", ["", "  \n ", "a\x00b", "x" * (TITLE_MAX_CHARS + 1), "\ud800"]
)
def test_unusable_title_is_refused(raw):
    with pytest.raises(TitleInvalidError):
        clean_title(raw)


@given(st.text())
def test_clean_title_is_stable_or_refuses(raw):
    try:
        title = clean_title(raw)
    except TitleInvalidError:
        return

    assert clean_title(title) == title
    assert 0 < len(title) <= TITLE_MAX_CHARS

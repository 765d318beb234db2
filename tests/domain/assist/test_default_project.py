from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clara_edge.domain.assist import Filed, content_words, default_project
from clara_edge.domain.tasks import Project

SHOP = Project("s", "Shopping list", default_for=("milk", "oat milk powder"))
WORK = Project("w", "Work", default_for=("#job", "quarterly report"))
HOME = Project("h", "Home")
PROJECTS = [SHOP, WORK, HOME]


def place(title, tags=(), history=(), projects=PROJECTS):
    guess = default_project(title, tags, projects, history)
    return guess.project.id if guess else None


def filed(title, project_id, times=1):
    return [Filed(title, project_id)] * times


@pytest.mark.parametrize(
    ("title", "tags", "expected"),
    [
        ("Buy MILK", (), "s"),
        ("write the Quarterly Reports", (), "w"),
        ("report quarterly", (), None),
        ("milkshake", (), None),
        ("buy milk", ("job",), "w"),
        ("anything", ("#JOB",), "w"),
        ("anything", ("jobs",), None),
    ],
)
def test_words_and_tags_of_a_project_decide(title, tags, expected):
    assert place(title, tags) == expected


def test_longest_phrase_of_the_rules_decides():
    cow = Project("c", "Farm", default_for=("oat milk",))

    assert place("oat milk", projects=[SHOP, cow]) == "c"
    assert place("oat milk powder", projects=[SHOP, cow]) == "s"


def test_rules_that_contradict_each_other_decide_nothing():
    other = Project("o", "Other", default_for=("milk", "#job"))
    history = filed("milk", "s", 9)

    assert place("milk", projects=[SHOP, other], history=history) is None
    assert place("tea", ("job",), projects=[WORK, other]) is None


def test_rules_win_over_history():
    assert place("milk", history=filed("milk", "h", 9)) == "s"


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        (filed("Call the boss", "w", 2), None),
        (filed("Call the boss", "w", 3), "w"),
        (filed("Call the boss", "w", 4) + filed("call boss", "h", 1), "w"),
        (filed("Call the boss", "w", 3) + filed("call boss", "h", 1), None),
        (filed("Call the boss", "w", 3) + filed("call the boss", None, 1), None),
        (filed("Call the boss", None, 9), None),
        (filed("Call the boss", "gone", 9), None),
    ],
)
def test_history_counts_from_three_tasks_and_four_in_five(history, expected):
    assert place("call my boss", history=history) == expected


def test_similar_titles_count_when_the_same_are_too_few():
    history = [Filed(f"Buy {what}", "s") for what in ("bread", "eggs", "tea")]

    assert place("buy stamps", history=history) == "s"
    assert place("buy stamps for letters", history=history) is None
    assert place("stamps", history=history) is None


def test_same_titles_decide_even_if_similar_ones_are_elsewhere():
    history = filed("buy paint", "h", 3) + filed("buy bread", "s", 20)

    assert place("buy paint", history=history) == "h"


def test_archived_project_is_no_default():
    gone = Project("w", "Work", archived=True, default_for=("call",))

    assert place("call Bob", projects=[gone], history=filed("call Bob", "w", 9)) is None


def test_reason_has_the_numbers():
    history = filed("Call the boss", "w", 4) + filed("call boss", "h", 1)

    guess = default_project("call boss", (), PROJECTS, history)

    assert guess.reason == "4 of 5 similar tasks are in Work"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Buy the berries, please!", ("buy", "berry")),
        ("Mum\N{RIGHT SINGLE QUOTATION MARK}s glasses", ("mum", "glass")),
        ("bus to Paris", ("bus", "paris")),
        ("Äpfel für Öle", ("äpfel", "für", "öle")),
        ("牛乳を買う", ("牛乳を買う",)),
        ("...", ()),
        ("_", ()),
    ],
)
def test_content_words(text, words):
    assert content_words(text) == words


@given(
    st.text(),
    st.lists(st.builds(Filed, st.text(), st.sampled_from(["s", "w", None]))),
)
def test_any_history_is_taken_and_a_guess_has_its_share(title, history):
    guess = default_project(title, (), [HOME, Project("w", "Work")], history)

    if guess is not None:
        assert sum(f.project_id == guess.project.id for f in history) >= 3

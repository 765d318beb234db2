"""`clara task suggest`."""

from __future__ import annotations

import pytest

MOVE = "You have two overdue in Work. Shall I move them to tomorrow?"


@pytest.fixture
def late(clara):
    """Two tasks in Work that are overdue."""
    for title in ("Call Bob", "Write report"):
        clara.task("add", title, "--project", "Work", "--due", "2026-11-30")


def dues(clara):
    return [task["due_date"] for task in clara.json("task", "list")]


def test_suggestions_are_listed_with_their_numbers(clara, late):
    lines = clara.task("suggest").splitlines()

    assert lines[0] == f"1  {MOVE}"
    assert lines[1] == "   two tasks in Work overdue, the oldest since Mon 30 Nov"
    assert lines[-1].startswith("do it: clara task suggest --yes 1")


def test_yes_does_it_as_one_step(clara, late):
    done = clara.task("suggest", "--yes", "1")

    assert done.splitlines()[0] == "Moved to tomorrow: two tasks."
    assert dues(clara) == ["2026-12-02"] * 2

    clara.task("undo")

    assert dues(clara) == ["2026-11-30"] * 2


def test_no_drops_it(clara, late):
    assert MOVE in clara.task("suggest", "--no", "1")
    assert clara.task("suggest").strip() == "nothing to suggest"
    assert clara.json("task", "suggest") == []


def test_json_has_the_action_as_data(clara, late):
    [found] = clara.json("task", "suggest")

    assert (found["number"], found["kind"], found["text"]) == (1, "overdue", MOVE)
    assert found["action"]["due"] == "2026-12-02"
    assert len(found["action"]["task_ids"]) == 2


@pytest.mark.parametrize("option", ["--yes", "--no"])
def test_number_that_there_is_not_is_named(clara, late, option):
    error = clara.fails("task", "suggest", option, "7")

    assert "no suggestion 7, there are 1" in error


def test_both_answers_at_once_are_wrong_usage(clara, late):
    code, _, err = clara("task", "suggest", "--yes", "1", "--no", "1")

    assert code == 2
    assert "contradict" in err


def test_switched_off_nothing_is_suggested(clara, late):
    out = clara.ok("-o", "assistance.suggestions=false", "task", "suggest")

    assert out.splitlines() == [
        "nothing to suggest",
        "suggestions are switched off: assistance.suggestions",
    ]

from __future__ import annotations

import pytest


@pytest.fixture
def trip(clara):
    """A task tree that is due on Friday, in a project."""
    clara.task("add", "trip", "--due", "fri", "--project", "Travel", "-p", "high")
    clara.task(
        "subtask", "1", "pack", "--due", "thu 20:00", "--remind", "1h", "-t", "bag"
    )
    clara.task("subtask", "2", "passport", "--estimate", "5m")
    clara.ok("template", "save", "Trip", "--from", "1")
    return clara


def test_template_keeps_days_relative_to_the_root(trip):
    assert trip.ok("template", "show", "trip").splitlines()[:4] == [
        "Trip",
        "  trip  due that day, high",
        "    pack  due 1 day earlier at 20:00, #bag",
        "      passport",
    ]


def test_used_template_makes_the_tree_again(trip):
    out = trip.ok("template", "use", "TRIP", "--date", "2027-01-10")

    assert "added #4 trip with 2 subtasks, in Travel, due Sun 10 Jan 2027" in out
    pack, passport = trip.json("task", "show", "4")["subtasks"]
    assert (pack["due_date"], pack["tags"]) == ("2027-01-09T20:00", ["bag"])
    assert [r["minutes_before"] for r in pack["reminders"]] == [60]
    assert passport["estimated_minutes"] == 5
    assert passport["parent_task_id"] == pack["id"]
    trip.task("undo")
    assert trip.json("task", "count") == {"count": 3}


def test_without_a_date_it_counts_from_today(trip):
    trip.ok("template", "use", "Trip", "--project", "Work")

    shown = trip.json("task", "show", "4")
    assert (shown["due_date"], shown["project"]) == ("2026-12-01", "Work")


def test_templates_are_listed_replaced_and_deleted(trip):
    assert trip.ok("template", "list").startswith("Trip  (3 tasks, in Travel)\n")
    replaced = trip.ok("template", "save", "trip", "--from", "3")
    assert replaced.startswith("replaced the template trip with 1 task\n")
    (saved,) = trip.json("template", "list")
    assert [task["title"] for task in saved["tasks"]] == ["passport"]
    trip.ok("template", "delete", "Trip")
    assert trip.ok("template", "list").startswith("there is no template\n")
    trip.task("undo")
    assert len(trip.json("template", "list")) == 1


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["show", "Trpi"], "did you mean 'Trip'"),
        (["use", "Nothing"], "clara template list shows them"),
        (["use", "Trip", "--date", "someday"], "someday"),
        (["save", "New", "--from", "99"], "99"),
        (["save", "", "--from", "1"], "empty"),
        (["save", "x" * 10_000, "--from", "1"], "10,000"),
        (["delete", "No"], "there is no template called 'No'"),
    ],
)
def test_bad_input_is_named_and_changes_nothing(trip, words, names):
    assert names in trip.fails("template", *words)


def test_template_of_nothing_is_wrong_usage(trip):
    assert trip("template", "save", "New")[0] == 2


def test_name_is_found_however_its_letters_are_encoded(trip):
    trip.ok("template", "save", "Pr\u00fcfung", "--from", "1")

    assert trip.ok("template", "show", "pru\u0308fung").startswith("Pr\u00fcfung")

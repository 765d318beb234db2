from __future__ import annotations

import pytest


@pytest.fixture
def home(clara):
    """A project with two tasks, and another one."""
    clara.ok("project", "add", "Home", "--description", "flat", "--color", "#2e7d32")
    clara.ok(
        "project", "add", "Work", "--default-for", "report", "--default-for", "#job"
    )
    clara.task("add", "-", "--project", "Home", stdin=b"sweep\ndust")
    return clara


def test_projects_are_listed_with_their_open_tasks(home):
    home.task("add", "call")

    lines = home.ok("project", "list").splitlines()

    assert lines[:3] == [
        "1  Inbox  no project",
        "2  Home   flat",
        "0  Work   default for report, #job",
    ]
    (first, second) = home.json("project", "list")
    assert (first["name"], first["open_tasks"], first["color"]) == (
        "Home",
        2,
        "#2e7d32",
    )
    assert second["default_for"] == ["report", "#job"]


def test_project_is_shown_with_its_tasks(home):
    shown = home.ok("project", "show", "home").splitlines()

    assert shown[:2] == ["Home", "  flat"]
    assert [line.split()[-1] for line in shown[3:5]] == ["sweep", "dust"]
    assert [t["title"] for t in home.json("project", "show", "HOME")["tasks"]] == [
        "sweep",
        "dust",
    ]


def test_project_is_changed_and_the_change_undone(home):
    changed = home.json(
        *("project", "edit", "Home", "--name", "House", "--no-color"),
        *("--default-for", "sweep"),
    )["project"]

    assert (changed["name"], changed["color"]) == ("House", None)
    assert changed["default_for"] == ["sweep"]
    home.task("undo")
    assert home.ok("project", "show", "Home").startswith("Home\n")


def test_archived_project_is_hidden_until_it_comes_back(home):
    assert home.ok("project", "archive", "Work") == (
        "archived the project Work\nundo: clara task undo\n"
    )
    assert [p["name"] for p in home.json("project", "list")] == ["Home"]
    assert len(home.json("project", "list", "--all")) == 2
    home.ok("project", "archive", "Work", "--back")
    assert len(home.json("project", "list")) == 2


@pytest.mark.parametrize(
    ("where", "line", "inbox", "work"),
    [
        (["--to-inbox"], "2 tasks went to the inbox", 2, 0),
        (["--to", "work"], "2 tasks went to Work", 0, 2),
        (["--trash"], "2 tasks went to the trash", 0, 0),
    ],
)
def test_tasks_of_a_deleted_project_go_where_they_are_told(
    home, where, line, inbox, work
):
    out = home.ok("project", "delete", "Home", *where)

    assert out.startswith(f"deleted the project Home; {line}\n")
    assert home.json("task", "count", "@none") == {"count": inbox}
    assert home.json("task", "count", "@work") == {"count": work}
    home.task("undo")
    assert home.json("task", "count", "@home") == {"count": 2}


def test_project_with_tasks_is_not_deleted_without_saying_where_they_go(home):
    err = home.fails("project", "delete", "Home")

    assert "'Home' has 2 tasks" in err
    assert "--to-inbox, --to PROJECT or --trash" in err


def test_empty_project_is_deleted_at_once(home):
    assert home.ok("project", "delete", "Work").startswith("deleted the project Work\n")


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["add", ""], "name of the project is empty"),
        (["add", "x" * 10_000], "10,000"),
        (["add", "home"], "'Home'"),
        (["add", "A", "--color", "greenish"], "greenish"),
        (["show", "Hoem"], "did you mean 'Home'"),
        (["show", "Nowhere"], "clara project list shows them"),
        (["edit", "Home"], "there is nothing to change"),
        (["edit", "Home", "--name", "Work"], "Work"),
        (["archive", ""], "there is no project called ''"),
        (["delete", "Home", "--to", "Home"], "cannot go to itself"),
        (["delete", "Home", "--to", "Wark"], "did you mean 'Work'"),
    ],
)
def test_bad_input_is_named_and_changes_nothing(home, words, names):
    assert names in home.fails("project", *words)


@pytest.mark.parametrize(
    "words",
    [
        ["delete", "Home", "--trash", "--to-inbox"],
        ["edit", "Home", "--color", "#000000", "--no-color"],
        ["edit"],
        ["lizt"],
    ],
)
def test_wrong_usage_ends_with_status_2(home, words):
    assert home("project", *words)[0] == 2


def test_undo_is_not_offered_when_nothing_was_changed(home):
    assert home.ok("project", "edit", "Home", "--description", "flat") == (
        "nothing had to be changed: Home\n"
    )

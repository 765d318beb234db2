from __future__ import annotations

import pytest


@pytest.fixture
def filled(clara):
    """Six tasks: late, today, tomorrow, in a project, undated, done."""
    clara.task("add", "pay rent", "--due", "2026-11-28", "-p", "high")
    clara.task("add", "dentist", "--due", "14:30", "-p", "urgent", "-t", "phone")
    clara.task("add", "water plants", "--due", "tomorrow", "--repeat", "daily")
    clara.task("add", "write report", "--project", "Work", "-p", "low")
    clara.task("add", "sweep")
    clara.task("done", "5")
    return clara


def titles(tasks):
    return [task["title"] for task in tasks]


def test_open_tasks_come_by_due_date_with_signs(filled):
    lines = filled.task("list").splitlines()

    assert lines[:4] == [
        "#1  !   pay rent              Sat 28 Nov, 3 days late",
        "#2  !!  dentist #phone        Tue 1 Dec 14:30, today",
        "#3      water plants ↻        Wed 2 Dec, tomorrow",
        "#4  ↓   write report    Work",
    ]
    assert lines[-1] == "4 tasks; complete one: clara task done 1"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            ["list", "--all"],
            ["pay rent", "dentist", "water plants", "sweep", "write report"],
        ),
        (["list", "@work"], ["write report"]),
        (["list", "#phone"], ["dentist"]),
        (["list", "!high,urgent", "--sort", "title"], ["dentist", "pay rent"]),
        (["list", "--sort", "title", "--reverse", "--limit", "1"], ["write report"]),
        (["list", "-has:due"], ["write report"]),
        (["list", "due:today -is:recurring"], ["dentist"]),
        (["list", "due:2 dec"], ["water plants"]),
        (["list", "due:<2 dec 2026", "!high"], ["pay rent"]),
        (["list", "due:dec 2"], ["water plants"]),
        (["today"], ["pay rent", "dentist"]),
        (["today", "#phone"], ["dentist"]),
        (["overdue"], ["pay rent"]),
        (["upcoming"], ["dentist", "water plants"]),
        (["upcoming", "--days", "1"], ["dentist"]),
    ],
)
def test_filters_and_shortcuts_choose(filled, words, expected):
    assert sorted(titles(filled.json("task", *words))) == sorted(expected)


def test_project_with_a_blank_in_its_name_survives_the_shell(clara):
    clara.task("add", "milk", "--project", "Shopping list")

    for word in ("@shopping list", "project:Shopping list", '@"shopping list"'):
        assert titles(clara.json("task", "list", word)) == ["milk"]


def test_upcoming_is_grouped_by_day(filled):
    lines = [line.strip() for line in filled.task("upcoming").splitlines()]

    assert lines[0] == "Tue 1 Dec, today"
    assert lines[1].startswith("#2")
    assert lines[1].endswith("14:30")
    assert lines[2] == "Wed 2 Dec, tomorrow"


def test_subtasks_stand_below_their_parents_with_progress(clara):
    clara.task("add", "move house")
    clara.task("subtask", "1", "pack")
    clara.task("subtask", "2", "books")
    clara.task("subtask", "1", "paint")
    clara.task("done", "4")

    assert clara.task("list", "--tree").splitlines()[:3] == [
        "#1    move house 1/3",
        "#2    └ pack 0/1",
        "#3      └ books",
    ]


def test_time_of_another_zone_is_shown_in_this_one(clara):
    clara.task("add", "call Tokyo", "--due", "2026-12-02T01:00[Asia/Tokyo]")

    assert "Tue 1 Dec 17:00, today" in clara.task("list")
    assert "(2026-12-02 01:00 Asia/Tokyo)" in clara.task("show", "1")


def test_more_tasks_than_the_screen_shows_are_counted(clara):
    clara.task("add", "-", stdin=b"item\n" * 101)

    lines = clara.task("list").splitlines()

    assert len(lines) == 102
    assert lines[-1] == "100 of 101 tasks; all of them: --limit 0"
    assert len(clara.json("task", "list")) == 101
    assert len(clara.task("list", "--limit", "0").splitlines()) == 103


@pytest.mark.parametrize("words", [["list"], ["today"], ["overdue"], ["upcoming"]])
def test_empty_list_says_so_and_what_to_do(clara, words):
    out = clara.task(*words)

    assert out.endswith('add one: clara task add Buy milk --due "tomorrow 9:00"\n')
    assert clara.json("task", *words) == []


def test_count_takes_filters(filled):
    assert filled.task("count") == "4\n"
    assert filled.task("count", "is:overdue") == "1\n"
    assert filled.json("task", "count", "--all") == {"count": 5}


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("title", ["t" * 500, "wide 漢字 " * 60])
def test_no_line_is_wider_than_the_terminal(clara, monkeypatch, width, title):
    from rich.cells import cell_len  # noqa: PLC0415 - only here

    clara.task("add", title, "--due", "tomorrow 9:00", "--project", "P" * 80)
    monkeypatch.setenv("COLUMNS", str(width))

    lines = clara.task("list").splitlines()

    assert max(cell_len(line) for line in lines[:-1]) <= width
    assert lines[0].startswith("#1 ")
    assert title[:4] in lines[0]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["list", "colour:red"], "sort, or put the term in quotation marks"),
        (["list", "@wirk"], "did you mean 'Work'?"),
        (["list", "due:someday"], "someday"),
        (["list", "statsu:todo"], "did you mean status"),
        (["list", "@nowhere"], "nowhere"),
        (["list", "#nothing"], "nothing"),
        (["count", "is:late"], "is:late"),
        (["list", "x" * 10_000], "10,000 characters"),
        (["list", '"'], "quotation mark"),
    ],
)
def test_filter_that_cannot_be_read_is_named(filled, words, names):
    clara = filled
    assert names in clara.fails("task", *words)


@pytest.mark.parametrize(
    "words", [["--limit", "-1"], ["--sort", "colour"], ["--days", "2"], ["--srot"]]
)
def test_wrong_options_are_wrong_usage(clara, words):
    assert clara("task", "list", *words)[0] == 2

from __future__ import annotations

import pytest


def test_words_of_a_title_need_no_quotation_marks(clara):
    out = clara.task("add", "call", "the", "dentist")

    assert out == "added #1 call the dentist\nundo: clara task undo\n"


def test_every_option_arrives_in_the_task(clara):
    options = {
        "--project": "Health",
        "--priority": "urgent",
        "--due": "25 dec 14:30",
        "--start": "tomorrow",
        "--estimate": "1h30",
        "--tag": "phone",
        "--remind": "10m",
        "--repeat": "every last friday",
        "--notes": "ask for Dr Grün",
    }

    printed = clara.json("task", "add", "call", *sum(options.items(), ()))

    (task,) = printed["tasks"]
    assert printed["did"] == "added"
    assert task["number"] == 1
    assert task["project"] == "Health"
    assert task["priority"] == "urgent"
    assert (task["due_date"], task["due_zone"]) == ("2026-12-25T14:30", "Europe/Berlin")
    assert task["start_date"] == "2026-12-02"
    assert task["estimated_minutes"] == 90
    assert task["tags"] == ["phone"]
    assert [r["minutes_before"] for r in task["reminders"]] == [10]
    assert task["rrule"] == "FREQ=MONTHLY;BYDAY=-1FR"
    assert task["description"] == "ask for Dr Grün"


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("in 3 days", "2026-12-04"),
        ("tomorrow at half past two", "2026-12-02T14:30"),
        ("end of the month", "2026-12-31"),
        ("tomorrow evening", "2026-12-02T18:00"),
    ],
)
def test_due_is_read_in_words(clara, words, due):
    clara.task("add", "x", "--due", words)

    assert clara.json("task", "list")[0]["due_date"] == due


def test_line_names_what_matters_and_a_project_that_was_made(clara):
    out = clara.task(
        *("add", "water plants", "--project", "Home", "--due", "sun"),
        *("--repeat", "every sunday", "-p", "high", "-t", "garden"),
    )

    assert out.splitlines()[:2] == [
        "new project Home",
        (
            "added #1 water plants, in Home, due Sun 6 Dec, in 5 days, high, "
            "repeats every Sunday, #garden"
        ),
    ]


def test_a_new_project_that_is_nearly_an_old_one_is_questioned(clara):
    clara.task("add", "milk", "--project", "Shopping")

    out = clara.task("add", "eggs", "--project", "Shoping")

    assert "new project Shoping; did you mean 'Shopping'?" in out


def test_lines_of_standard_input_become_tasks_in_one_step(clara):
    out = clara.task("add", "-", "-t", "shop", stdin=b"milk\r\n\n  bread \neggs")

    assert out.startswith("added 3 tasks: #1 milk, #2 bread, #3 eggs\n")
    assert [t["tags"] for t in clara.json("task", "list")] == [["shop"]] * 3
    clara.task("undo")
    assert clara.json("task", "list") == []


def test_notes_are_read_from_standard_input(clara):
    clara.task("add", "call", "--notes", "-", stdin=b"line one\nline two\n")

    assert clara.json("task", "show", "1")["description"].startswith(
        "line one\nline two"
    )


def test_subtask_is_a_part_of_its_parent(clara):
    clara.task("add", "move house")

    clara.task("subtask", "1", "pack", "boxes")

    parent, child = clara.json("task", "list", "--sort", "created")
    assert child["parent_task_id"] == parent["id"]
    assert child["title"] == "pack boxes"


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ([""], "the title is empty"),
        (["x" * 10_000], "10,000 characters"),
        (["bell\x07"], "U+0007"),
        (["a", "--due", "31 feb"], "31 feb"),
        (["a", "--due", "next friday"], "may mean Fri 11 Dec or Fri 4 Dec"),
        (["a", "--due", "every friday"], "every friday"),
        (["a", "--due", "next month"], "next month"),
        (["a", "--due", "9" * 500], "500"),
        (["a", "--start", "someday"], "'someday' is not a date"),
        (["a", "--estimate", "soon"], "'soon' is no span of time"),
        (["a", "--estimate", "999999w9"], "no span of time"),
        (["a", "--remind", "tomorrow"], "has no time of day"),
        (["a", "--remind", "-1h"], "write 10m, 1h or 2d"),
        (["a", "--estimate", "٣0m"], "no span of time"),
        (["a", "--repeat", "FREQ=SECONDLY"], "SECONDLY"),
        (["a", "--repeat", "now and then"], "now and then"),
        (["a", "--parent", "99"], "99"),
        (["a", "--parent", "everything"], "is not the number of a task"),
        (["a", "--notes", "red \x1b[31m alert"], "U+001B"),
        (["-"], "no line with a title"),
    ],
)
def test_bad_input_is_named_and_changes_nothing(clara, words, names):
    assert names in clara.fails("task", "add", *words)


@pytest.mark.parametrize(
    ("stdin", "names"),
    [
        (b"caf\xe9", "not UTF-8 at byte 3"),
        (b"x" * 10_000_001, "more than 10 MB"),
        (b"a\n" * 10_001, "10,001 lines"),
        (b"fine\nbad\x00one\n", "U+0000"),
    ],
)
def test_standard_input_that_cannot_be_used_changes_nothing(clara, stdin, names):
    assert names in clara.fails("task", "add", "-", stdin=stdin)


@pytest.mark.parametrize(
    "words",
    [
        ["add"],
        ["add", "-", "--notes", "-"],
        ["add", "a", "--priority", "huge"],
        ["subtask", "1", "a", "--parent", "2"],
    ],
)
def test_wrong_usage_ends_with_status_2(clara, words):
    code, out, err = clara("task", *words)

    assert (code, out) == (2, "")
    assert "Usage: clara task" in err


@pytest.mark.parametrize(
    "title", ["Größe 📏 👩‍👩‍👧", "שלום עולם", "買い物", "<b>[red]:smile:"]
)
def test_any_script_is_kept_and_shown_as_it_is(clara, title):
    clara.task("add", title)

    assert clara.json("task", "show", "1")["title"] == title
    assert title in clara.task("list")


def test_characters_that_turn_the_line_around_are_not_printed(clara):
    clara.task("add", "invoice\u202etxt.exe", "--notes", "a\u202eb")

    shown = clara.task("show", "1")

    assert "invoicetxt.exe" in shown
    assert "\u202e" not in shown + clara.task("list")


def test_guesses_are_told_with_their_reason_and_give_way_to_options(clara):
    clara.ok("project", "add", "Work", "--default-for", "report")

    out = clara.task("add", "write the report asap")
    printed = clara.json("task", "add", "report asap", "--inbox", "-p", "medium")

    assert out.splitlines()[0] == "added #1 write the report asap, in Work, urgent"
    assert out.count("\n  (") == 2
    assert printed["guesses"] == []
    assert (printed["tasks"][0]["project"], printed["tasks"][0]["priority"]) == (
        None,
        "medium",
    )


def test_nothing_is_guessed_when_the_setting_is_off(clara):
    out = clara.ok("-o", "assistance.enabled=false", "task", "add", "call asap")

    assert out.startswith("added #1 call asap\n")


def test_inbox_and_project_contradict_each_other(clara):
    assert clara("task", "add", "a", "--inbox", "--project", "A")[0] == 2


def test_a_project_called_inbox_is_made_but_doubted(clara):
    lines = clara.task("add", "milk", "--project", "inbox")

    assert "did you mean --inbox" in lines

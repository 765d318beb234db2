from __future__ import annotations

import json

import pytest

from clara_edge.domain.drafts import TaskDraft
from clara_edge.storage.open import open_store

BAD_NUMBERS = [
    ("99", "99"),
    ("99999999999999999999", "99999999999999999999"),
    ("", "is not the number of a task"),
    ("7-3", "7-3"),
    ("1-5000", "1-5000"),
    ("50-60", "50-60"),
    ("1,x", "'x'"),
    ("\u0661", "is not the number of a task"),
    ("abcdef", "abcdef"),
]


def numbers(clara, *words):
    return [task["number"] for task in clara.json("task", "list", *words)]


@pytest.fixture
def five(clara):
    """Five tasks, the last one below the fourth."""
    clara.task("add", "-", stdin=b"milk\nbread\neggs\nmove house")
    clara.task("subtask", "4", "pack")
    return clara


@pytest.mark.parametrize(
    ("references", "expected"),
    [
        (["3"], [3]),
        (["#3"], [3]),
        (["1", "3"], [1, 3]),
        (["1,3", "2"], [1, 2, 3]),
        (["1-3"], [1, 2, 3]),
        (["2-3", "3", "2"], [2, 3]),
        (["3-90"], [3, 4, 5]),
    ],
)
def test_numbers_ranges_and_lists_choose_tasks(five, references, expected):
    five.task("start", *references)

    assert sorted(numbers(five, "status:in_progress")) == expected


def test_six_characters_of_an_id_are_enough(five):
    identity = five.json("task", "show", "2")["id"]

    assert "completed #2 bread" in five.task("done", identity[:6])


@pytest.mark.parametrize(
    "command", ["show", "done", "reopen", "start", "cancel", "delete", "restore"]
)
def test_number_that_is_none_is_named(five, command):
    for reference, names in BAD_NUMBERS:
        assert names in five.fails("task", command, reference)
    assert five("task", command, "--")[0] == 2


def test_words_instead_of_a_number_name_the_task_that_is_meant(five):
    err = five.fails("task", "done", "braed")

    assert "did you mean 2 (bread)" in err


def test_completing_says_what_else_was_completed(five):
    assert five.task("done", "4") == (
        "completed 2 tasks: #4 move house, #5 pack\nundo: clara task undo\n"
    )
    assert "completed before: #4 move house" in five.task("done", "4")


def test_completing_a_recurring_task_says_when_it_comes_back(clara):
    clara.task("add", "water plants", "--due", "today", "--repeat", "every 3 days")

    out = clara.task("done", "1")

    assert "completed #1 water plants\n" in out
    assert "it comes back as #2 water plants on Fri 4 Dec, in 3 days\n" in out


def test_json_of_done_holds_what_comes_back(clara):
    clara.task("add", "water plants", "--due", "today", "--repeat", "daily")

    done = clara.json("task", "done", "1")

    assert done["did"] == "completed"
    assert [t["status"] for t in done["tasks"]] == ["completed"]
    assert [t["due_date"] for t in done["comes_back"]] == ["2026-12-02"]


def test_skipping_moves_to_the_next_date(clara):
    clara.task("add", "water plants", "--due", "today", "--repeat", "daily")

    assert "#1 water plants is now due Wed 2 Dec, tomorrow" in clara.task("skip", "1")
    assert clara.json("task", "skip", "1")["tasks"][0]["due_date"] == "2026-12-03"


def test_task_that_does_not_recur_cannot_be_skipped(five):
    assert "milk" in five.fails("task", "skip", "1")


def test_reopened_and_cancelled_tasks_say_so(five):
    assert "cancelled #1 milk" in five.task("cancel", "1")
    assert numbers(five) == [2, 3, 4, 5]
    assert "reopened #1 milk" in five.task("reopen", "1")
    assert numbers(five) == [1, 2, 3, 4, 5]


def test_edit_changes_several_tasks_in_one_step(five):
    out = five.task("edit", "1-3", "--due", "sat", "-p", "high", "--tag", "shop")

    assert out.startswith("changed 3 tasks: #1 milk, #2 bread, #3 eggs\n")
    changed = five.json("task", "list", "#shop")
    assert [(t["due_date"], t["priority"]) for t in changed] == [
        ("2026-12-05", "high")
    ] * 3
    five.task("undo")
    assert numbers(five, "has:tags") == []


def test_edit_clears_what_it_is_told_to(clara):
    clara.task(
        *("add", "call", "--project", "Work", "--due", "fri 9:00", "--start", "today"),
        *("--estimate", "30m", "-t", "a", "-t", "b", "--remind", "1h"),
        *("--repeat", "weekly"),
    )

    (task,) = clara.json(
        *("task", "edit", "1", "--inbox", "--no-start", "--no-estimate", "--untag"),
        *("a", "--no-reminders", "--no-repeat", "--no-due", "--title", "ring"),
    )["tasks"]

    assert task["tags"] == ["b"]
    assert task["reminders"] == []
    assert task["title"] == "ring"
    cleared = ("project", "due_date", "start_date", "estimated_minutes", "rrule")
    assert [task[name] for name in cleared] == [None] * 5


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ([], "there is nothing to change"),
        (["--due", "fri", "--no-due"], "--no-due contradicts"),
        (["--project", "A", "--inbox"], "--inbox contradicts"),
        (["--parent", "5"], "ancestor"),
        (["--parent", "4"], "its own ancestor"),
        (["--title", ""], "the title is empty"),
        (["--title", "x" * 10_000], "10,000"),
        (["--due", "2026-02-30"], "2026-02-30"),
        (["--tag", " "], "tag"),
        (["--estimate", "0m"], "0"),
    ],
)
def test_edit_that_cannot_be_is_named(five, options, names):
    assert names in five.fails("task", "edit", "4", *options)


def test_one_title_for_several_tasks_is_wrong_usage(five):
    assert five("task", "edit", "1-2", "--title", "same")[0] == 2


def test_repeat_for_tasks_with_different_days_needs_one(five):
    five.task("edit", "1", "--due", "fri")

    assert "--due as well" in five.fails("task", "edit", "1,2", "--repeat", "daily")
    five.task("edit", "1,2", "--repeat", "daily", "--due", "sat")
    assert numbers(five, "is:recurring") == [1, 2]


def test_tags_are_put_on_and_off_together(five):
    five.task("tag", "1-2", "+shop", "+later")

    out = five.task("tag", "2", "-later", "+home")

    assert out.startswith("#2 bread has #home #shop\n")
    assert five.task("tag", "list").splitlines()[:3] == [
        "1  #home",
        "1  #later",
        "2  #shop",
    ]
    assert "did you mean 'later'" in five.fails("task", "tag", "1", "-latr")


def test_tags_are_renamed_merged_and_deleted(five):
    five.task("tag", "1-2", "+shop")
    five.task("tag", "3", "+market")

    assert five.task("tag", "rename", "market", "shop").startswith(
        "#market is now #shop"
    )
    assert five.json("task", "tag", "list") == [{"name": "shop", "open_tasks": 3}]
    assert "which 3 tasks had" in five.task("tag", "delete", "#SHOP")
    assert "did you mean" not in five.fails("task", "tag", "delete", "shop")
    five.task("undo")
    assert numbers(five, "#shop") == [1, 2, 3]


@pytest.mark.parametrize("words", [["1"], ["+a"], ["nonsense"], ["1", "a"]])
def test_tag_without_a_number_or_a_tag_is_refused(five, words):
    assert five("task", "tag", *words)[0] in {1, 2}
    assert numbers(five, "has:tags") == []


def test_tasks_move_to_projects_and_back(five):
    assert "moved 2 tasks: #1 milk, #2 bread to Shopping" in five.task(
        "move", "1-2", "--project", "Shopping"
    )
    assert numbers(five, "@shopping") == [1, 2]
    five.task("move", "1", "--inbox")
    assert numbers(five, "@shopping") == [2]


def test_task_changes_its_place_in_the_order(five):
    five.task("move", "3", "--before", "1")
    five.task("move", "1", "--after", "4")

    assert numbers(five, "--sort", "manual", "-is:subtask") == [3, 2, 4, 1]


def test_place_beside_a_subtask_makes_it_a_subtask(five):
    five.task("move", "1", "--before", "5")

    subtasks = five.json("task", "show", "4")["subtasks"]
    assert [t["number"] for t in subtasks] == [1, 5]


def test_there_is_always_room_beside_a_task(five):
    for turn in range(80):
        five.task("move", str(1 + turn % 2), "--after", "3")

    assert numbers(five, "--sort", "manual", "-is:subtask") == [3, 2, 1, 4]


@pytest.mark.parametrize(
    "words",
    [[], ["--inbox", "--project", "A"], ["--after", "1", "--before", "2"]],
)
def test_move_takes_exactly_one_place(five, words):
    assert five("task", "move", "3", *words)[0] == 2


def test_nothing_moves_beside_itself_or_what_is_done(five):
    assert "next to itself" in five.fails("task", "move", "1", "--after", "1")
    five.task("done", "2")
    assert "has no place" in five.fails("task", "move", "1", "--after", "2")


def test_deleted_task_waits_in_the_trash(five):
    assert "deleted 2 tasks: #4 move house, #5 pack" in five.task("delete", "4")
    assert numbers(five) == [1, 2, 3]
    trash = five.task("trash")
    assert "deleted Tue 1 Dec 10:00" in trash
    assert "restored 2 tasks: #4 move house, #5 pack" in five.task("restore", "4")
    assert numbers(five) == [1, 2, 3, 4, 5]
    assert five.task("trash") == "the trash is empty\n"


def test_several_are_not_deleted_unasked(five):
    assert "say so with --yes" in five.fails("task", "delete", "1", "2")

    five.task("delete", "1", "2", "--yes")
    assert numbers(five) == [3, 4, 5]


def test_undo_and_redo_name_what_they_did(five):
    five.task("done", "1")

    assert five.task("undo") == "undone: completed milk\nredo: clara task redo\n"
    assert 1 in numbers(five)
    assert five.task("redo") == "done again: completed milk\nundo: clara task undo\n"
    assert 1 not in numbers(five)


def test_undo_goes_back_to_the_beginning(five):
    five.task("undo")
    five.task("undo")

    assert "nothing to undo" in five.fails("task", "undo")
    assert json.loads(five.task("list", "--json")) == []
    five.task("redo")
    five.task("redo")
    assert "nothing to redo" in five.fails("task", "redo")
    assert numbers(five) == [1, 2, 3, 4, 5]


def test_history_shows_what_is_undone(five):
    five.task("done", "2")
    five.task("undo")

    history = five.task("history", "2").splitlines()
    assert history[0] == "Tue 1 Dec 10:00  completed bread (undone)"
    assert history[1] == "Tue 1 Dec 10:00  added milk and 3 more"
    assert "completed" not in five.task("undo", "--list")
    steps = five.json("task", "history", "--limit", "1")
    assert [(s["kind"], s["state"]) for s in steps] == [("task.complete", "undone")]


def test_show_tells_everything(clara):
    clara.task(
        *("add", "water plants", "--due", "sun 9:00", "--repeat", "every sunday"),
        *("--project", "Home", "--remind", "1h", "--remind", "2026-12-06 08:30"),
        *("--estimate", "90", "--notes", "the fern\n\tis thirsty", "-t", "garden"),
        *("--start", "tomorrow"),
    )
    clara.task("subtask", "1", "fill the can")
    clara.task("done", "2")

    shown = clara.task("show", "1")

    for text in (
        "#1 water plants",
        "Sun 6 Dec 09:00, in 5 days",
        "every Sunday",
        "Sun 13 Dec 09:00; Sun 20 Dec 09:00; Sun 27 Dec 09:00",
        "1 h before",
        "Sun 6 Dec 08:30",
        "1 h 30 min",
        "Wed 2 Dec, tomorrow",
        "      is thirsty",
        "subtasks 1/1",
        "✓ fill the can",
        "Tue 1 Dec 10:00  added water plants",
        "complete it: clara task done 1",
    ):
        assert text in shown, text


def test_json_of_show_holds_everything(clara):
    clara.task("add", "water plants", "--due", "sun", "--repeat", "every sunday")
    clara.task("subtask", "1", "fill the can")

    shown = clara.json("task", "show", "1")

    assert shown["recurrence"] == "every Sunday"
    assert shown["next_dates"] == ["2026-12-13", "2026-12-20", "2026-12-27"]
    assert [t["title"] for t in shown["subtasks"]] == ["fill the can"]
    assert [s["kind"] for s in shown["history"]] == ["task.add"]
    assert len(clara.json("task", "show", "1", "2")) == 2


def test_search_finds_prefixes_typing_errors_and_notes(five):
    five.task("edit", "3", "--notes", "from the farmer")

    assert "#2    bread\n" in five.task("search", "bre")
    assert five.task("search", "braed").startswith("did you mean:\n#2    bread\n")
    assert "#3 … from the [farmer]" in five.task("search", "farmer")
    assert five.task("search", "zzzzzz").startswith("nothing found\n")
    (hit,) = five.json("task", "search", "braed")
    assert (hit["number"], hit["exact"]) == (2, False)


def test_search_can_be_narrowed(five):
    five.task("done", "2")

    assert five.json("task", "search", "bread", "--filter", "is:open") == []
    assert "did you mean" in five.fails("task", "search", "a", "--filter", "is:opan")
    assert "the search is empty" in five.fails("task", "search", " ")
    assert "20,000 characters" in five.fails("task", "search", "x" * 20_000)


@pytest.mark.parametrize(
    "words",
    [
        ["done", "2"],
        ["reopen", "1"],
        ["start", "3"],
        ["edit", "3", "--title", "eggs"],
        ["tag", "3", "+home"],
        ["move", "3", "--inbox"],
    ],
)
def test_undo_is_not_offered_when_nothing_was_changed(five, words):
    five.task("done", "2")
    five.task("start", "3")
    five.task("tag", "3", "+home")
    before = five.everything()

    out = five.task(*words)

    assert "undo" not in out
    assert out.strip()
    assert five.json("task", *words)["changed"] is False
    assert five.everything() == before


def test_who_made_an_undone_change_is_told(five, clock, tmp_path):
    database = tmp_path / "data" / "clara-edge" / "clara.db"
    with open_store(database, clock, origin="voice") as store:
        store.add(TaskDraft("call mum"))

    assert "added call mum (by voice)" in five.task("history")
    assert five.task("undo").startswith("undone: added call mum (by voice)\n")


def test_a_list_of_no_number_is_not_taken_for_success(clara):
    assert "no task is named" in clara.fails("task", "done", ",")


def test_tag_is_found_however_its_letters_are_encoded(clara):
    clara.task("add", "Learn", "-t", "Pr\u00fcfung")

    clara.task("tag", "1", "-pru\u0308fung")

    assert clara.json("task", "show", "1")["tags"] == []


def test_the_history_of_one_task_offers_no_undo_of_another(clara):
    clara.task("add", "milk")
    clara.task("add", "bread")

    assert "clara task undo" not in clara.task("history", "1")
    assert "clara task undo" in clara.task("history")


def test_of_several_completed_tasks_the_one_that_comes_back_is_named(clara):
    clara.task("add", "milk")
    clara.task("add", "water plants", "--due", "today", "--repeat", "daily")

    assert "water plants comes back as #3 on" in clara.task("done", "1-2")

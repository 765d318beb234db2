"""From an empty folder to an export and back, with the real program."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from clara_edge.cli.main import cli
from tests.docs.pages import REPO

CLARA = Path(sys.executable).with_name("clara")
# ids and numbers are those of the other database, times those of the import
OWN = {"number", "position", "updated_at", "created_at", "project_id"}


class Home:
    """A home of its own, in which the real program runs."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self.environment = os.environ | {
            "XDG_DATA_HOME": str(folder),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "TZ": "Europe/Berlin",
        }

    def run(self, *arguments, stdin=""):
        return subprocess.run(
            [CLARA, *arguments],
            input=stdin,
            env=self.environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )

    def ok(self, *arguments, stdin=""):
        done = self.run(*arguments, stdin=stdin)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def tasks(self):
        """Return all tasks as they are anywhere, by title."""
        found = json.loads(self.ok("task", "list", "--all", "--json"))
        by_id = {task["id"]: task["title"] for task in found}
        for task in found:
            task["parent_task_id"] = by_id.get(task["parent_task_id"])
            task["reminders"] = [
                {k: v for k, v in reminder.items() if k != "id"}
                for reminder in task["reminders"]
            ]
        return {
            task["title"]: {k: v for k, v in task.items() if k not in OWN}
            for task in found
        }


@pytest.fixture(scope="module")
def walked(tmp_path_factory):
    """A home with tasks of every kind, made step by step."""
    home = Home(tmp_path_factory.mktemp("walked"))
    assert home.ok("task", "list").startswith("no task fits\n")
    home.ok(
        *("task", "add", "call", "the", "dentist", "--due", "2031-03-04 14:30"),
        *("-p", "urgent", "-t", "phone", "--remind", "1h", "--project", "Health"),
        *("--notes", "line one\nline two; with, signs", "--estimate", "1h30"),
    )
    home.ok(
        *("task", "add", "water the plants", "--due", "2031-03-07"),
        *("--repeat", "every last friday"),
    )
    home.ok("task", "add", "-", "--project", "Shopping", stdin="milk\nbröd 🍞\n")
    home.ok("task", "subtask", "1", "find", "the", "card")
    home.ok("task", "done", "3")
    return home


@pytest.fixture
def filled(walked, tmp_path):
    """A copy of it for one test."""
    shutil.copytree(walked.folder, tmp_path / "first")
    return Home(tmp_path / "first")


@pytest.mark.parametrize("kind", ["json", "ics"])
def test_walk_from_empty_to_export_and_back(filled, tmp_path, kind):
    file = tmp_path / f"tasks.{kind}"
    filled.ok("task", "export", str(file), "--all")
    assert file.stat().st_mode & 0o077 == 0

    other = Home(tmp_path / "second")
    other.ok("task", "import", str(file), "--yes")

    before, after = filled.tasks(), other.tasks()
    assert len(before) == 5
    assert before.keys() == after.keys()
    if kind == "json":
        assert before == after
    for title, task in before.items():
        for name in ("status", "priority", "due_date", "due_zone", "rrule", "tags"):
            assert after[title][name] == task[name], (title, name)
        assert after[title]["parent_task_id"] == task["parent_task_id"]
        assert after[title]["description"] == task["description"]

    other.ok("task", "import", str(file), "--yes")
    assert len(other.tasks()) == 5
    other.ok("task", "undo")
    assert other.tasks() == {}
    other.ok("task", "redo")
    assert other.tasks() == after


def test_failure_is_one_line_and_status_1(filled):
    done = filled.run("task", "done", "77")

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("clara: error: there is no task '77'; ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["tsak"], "did you mean 'task'"),
        (["task", "lizt"], "did you mean 'list'"),
        (["task", "complete"], "see clara task --help"),
        (["project", "delexe", "x"], "delete"),
    ],
)
def test_unknown_command_names_the_nearest(clara, words, meant):
    code, _, err = clara(*words)

    assert code == 2
    assert meant in err


@pytest.mark.parametrize(
    "line",
    [
        "clara task list >&-",
        "clara task add - <&-",
        "clara task add 'bröd ↻' 2>&- >&-",
        "clara task list | true",
        "PYTHONIOENCODING=latin-1 clara task list --all",
    ],
)
def test_closed_streams_and_poor_character_sets_end_no_command(filled, line):
    done = subprocess.run(
        ["bash", "-c", line],
        env=filled.environment | {"PATH": f"{CLARA.parent}:{os.environ['PATH']}"},
        capture_output=True,
        check=False,
    )

    assert done.returncode in {0, 1}
    assert b"Traceback" not in done.stderr + done.stdout


def test_terminal_gets_colour_unless_it_is_unwanted(filled):
    colourful = on_terminal(filled, "task", "list")
    plain = on_terminal(filled, "task", "list", NO_COLOR="1")

    assert "\x1b[1;31m!!" in colourful
    assert "\x1b" not in plain
    assert "!!" in plain


def test_two_are_deleted_when_the_terminal_says_yes(filled):
    shown = on_terminal(filled, "task", "delete", "2", "4", typed=b"y\n")

    assert "delete 2 tasks: #2 water the plants, #4 bröd 🍞? [y/N]" in shown
    assert "water the plants" not in filled.tasks()
    on_terminal(filled, "task", "delete", "1", "3", typed=b"n\n", status=1)
    assert "call the dentist" in filled.tasks()


def test_deleting_a_project_asks_where_its_tasks_go(filled):
    shown = on_terminal(filled, "project", "delete", "Shopping", typed=b"health\n")

    assert "Shopping has 2 tasks." in shown
    assert "2 tasks went to Health" in shown
    assert filled.tasks()["milk"]["project"] == "Health"


def on_terminal(home, *arguments, typed=b"", status=0, **environment):
    """Run the program on a terminal and return what appears there."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [CLARA, *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={
            **{k: v for k, v in home.environment.items() if k != "NO_COLOR"},
            "TERM": "xterm-256color",
            "COLUMNS": "100",
            **environment,
        },
    ) as process:
        os.close(theirs)
        os.write(ours, typed)
        shown = b"".join(iter(lambda: _read(ours), b""))
    os.close(ours)
    assert process.returncode == status, shown
    return shown.decode()


def _read(terminal):
    """Return the next output; nothing at the end, which Linux reports as an error."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def test_every_task_command_is_in_the_manual():
    manual = (REPO / "docs/tasks.md").read_text("utf-8")

    for group in ("task", "project", "template"):
        command = cli.get_command(None, group)
        for name in command.list_commands(None):
            assert f"`clara {group} {name}" in manual, (group, name)

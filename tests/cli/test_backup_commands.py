from __future__ import annotations

import json
import os
import pty
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress

import click
import pytest
from click.testing import CliRunner

from clara_edge.cli.announce import tell_announcements
from clara_edge.cli.backup import backup
from clara_edge.cli.main import CliState, cli
from clara_edge.cli.restore import restore
from clara_edge.cli.status import status
from clara_edge.config.clock import SystemClock
from clara_edge.config.schema import Backup, Config, Paths
from clara_edge.domain.errors import FileInvalidError, StorageUnavailableError
from clara_edge.storage.announcements import Announcements
from clara_edge.storage.database import TaskDatabase
from clara_edge.storage.open import open_store
from tests.tasks import add_task


@pytest.fixture
def state(tmp_path):
    state = CliState()
    state.config = Config(
        paths=Paths(data=tmp_path / "data"),
        backup=Backup(second_folder=tmp_path / "stick"),
    )
    return state


@pytest.fixture
def path(state):
    return state.folders.database


@pytest.fixture
def run(state):
    """Run a command; errors are raised, not printed."""

    def invoke(command, *arguments, answer=None):
        result = CliRunner().invoke(
            command,
            [str(argument) for argument in arguments],
            obj=state,
            input=answer,
            catch_exceptions=False,
            standalone_mode=False,
        )
        if result.exception:
            raise result.exception
        return result.output

    return invoke


def add(path, *titles):
    with open_store(path, SystemClock()) as store:
        for title in titles:
            add_task(store, title)


def titles(path):
    with open_store(path, SystemClock()) as store:
        return [task.title for task in store.open_tasks()]


def test_backup_without_tasks_is_refused_and_makes_nothing(run, path):
    with pytest.raises(StorageUnavailableError, match="no tasks to back up"):
        run(backup)

    assert not path.exists()


def test_backup_says_where_it_is_and_that_the_second_folder_is_away(run, path):
    add(path, "Buy milk", "Dentist")

    output = run(backup)

    assert "-manual.db: 2 tasks" in output
    assert "checked" in output
    assert "stick is not there" in output


def test_backup_goes_to_the_folder_named(run, path, tmp_path):
    add(path, "Buy milk")

    made = json.loads(run(backup, "--to", tmp_path / "elsewhere", "--json"))["made"]

    assert (made["kind"], made["tasks"]) == ("manual", 1)
    (copy,) = (tmp_path / "elsewhere").iterdir()
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("SELECT title FROM tasks").fetchall() == [("Buy milk",)]


def test_backup_if_due_is_made_once(run, path):
    add(path, "Buy milk")

    assert "-daily.db" in run(backup, "--if-due")
    assert "no backup is due" in run(backup, "--if-due")


def test_options_that_make_no_sense_together_are_wrong_usage(run, tmp_path):
    with pytest.raises(click.UsageError):
        run(backup, "--if-due", "--to", tmp_path)
    with pytest.raises(click.UsageError):
        run(backup, "--if-due", "list")
    with pytest.raises(click.UsageError):
        run(restore, "--empty", "latest")


def test_list_shows_age_size_and_counts(run, path):
    assert "no backup" in run(restore)
    add(path, "Buy milk", "Dentist")
    run(backup)

    for output in (run(backup, "list"), run(restore)):
        header, row, hint = output.splitlines()
        assert header.split() == ["NAME", "MADE", "AGE", "SIZE", "TASKS"]
        assert "just now" in row
        assert "kB" in row
        assert row.endswith("2 open, 2 in all")
        assert "clara restore" in hint
    (listed,) = json.loads(run(restore, "--json"))
    assert (listed["tasks"], listed["open_tasks"]) == (2, 2)


def test_list_shows_a_backup_that_cannot_be_read_as_such(run, path):
    add(path, "Buy milk")
    run(backup)
    (file,) = (path.parent / "backups").iterdir()
    file.write_bytes(b"x" * 5000)

    assert "cannot be read" in run(backup, "list")
    assert json.loads(run(backup, "list", "--json"))[0]["problem"]


def test_restore_shows_what_changes_and_acts_when_told_so(run, path):
    add(path, "Buy milk")
    run(backup)
    add(path, "Dentist")

    assert "- Dentist" in run(restore, "latest", "--dry-run")
    assert titles(path) == ["Buy milk", "Dentist"]
    with pytest.raises(click.UsageError, match="--yes"):
        run(restore, "latest")
    assert titles(path) == ["Buy milk", "Dentist"]

    output = run(restore, "latest", "--yes")

    assert "1 task goes" in output
    assert titles(path) == ["Buy milk"]
    back = output.splitlines()[-1].removeprefix("go back again: clara restore ")
    assert "1 task comes back" in run(restore, back, "--yes")
    assert titles(path) == ["Buy milk", "Dentist"]


def test_restore_as_json_acts_only_when_told_so(run, path):
    add(path, "Buy milk")
    run(backup)
    add(path, "Dentist")

    shown = json.loads(run(restore, "latest", "--json"))
    assert (shown["restored"], shown["removed"]) == (False, ["Dentist"])
    assert titles(path) == ["Buy milk", "Dentist"]

    done = json.loads(run(restore, "latest", "--json", "--yes"))
    assert done["restored"]
    assert "-before-restore.db" in done["safety_copy"]


def test_long_lists_are_cut_short(run, path):
    add(path, "Buy milk")
    run(backup)
    add(path, *(f"task {number}" for number in range(25)))

    output = run(restore, "latest", "--dry-run")

    assert "25 tasks go:" in output
    assert "and 15 more" in output


@pytest.mark.parametrize(
    "name", ["latest", "nothing", "/", "a\nb", "a\0b", "~nobody-here/x", "x" * 5000]
)
def test_restore_of_what_is_not_there_is_refused(run, path, name):
    add(path, "Buy milk")

    with pytest.raises(FileInvalidError, match="there is no backup"):
        run(restore, name, "--yes")
    assert titles(path) == ["Buy milk"]


def test_start_without_tasks_asks_and_keeps_the_file(run, path):
    add(path, "Buy milk")
    with pytest.raises(click.UsageError, match="--yes"):
        run(restore, "--empty")
    assert titles(path) == ["Buy milk"]

    output = run(restore, "--empty", "--yes")

    assert titles(path) == []
    assert "clara.db.old-" in output


def test_status_tells_the_last_backup_and_what_has_to_be_said(run, path):
    add(path, "Buy milk")
    run(backup)
    with TaskDatabase(path) as database:
        Announcements(database).add("x", "Something happened.", SystemClock().now())

    output = run(status)
    facts = json.loads(run(status, "--json"))

    assert "the last one just now, 1 in" in output
    assert "Something happened." in output
    assert "missing" in output  # the stick
    assert facts["backups"]["count"] == 1
    assert facts["tasks"]["to_tell"] == ["Something happened."]


def test_announcement_is_printed_as_a_warning_until_a_terminal_showed_it(
    path, capsys, monkeypatch
):
    add(path, "Buy milk")
    with TaskDatabase(path) as database:
        Announcements(database).add("x", "Something happened.", SystemClock().now())

    for _ in range(2):
        tell_announcements(path)
        assert "clara: warning: Something happened." in capsys.readouterr().err
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    tell_announcements(path)
    assert "Something happened." in capsys.readouterr().err
    tell_announcements(path)
    assert capsys.readouterr().err == ""


def test_every_task_command_tells_announcements(tmp_path):
    data = tmp_path / "data"
    add(data / "clara.db", "Buy milk")
    with TaskDatabase(data / "clara.db") as database:
        Announcements(database).add("x", "Something happened.", SystemClock().now())

    result = CliRunner().invoke(cli, ["-o", f"paths.data={data}", "task", "list"])

    assert "Buy milk" in result.stdout
    assert "Something happened." in result.stderr


@pytest.mark.parametrize(
    ("answer", "told", "left"),
    [
        ("n", "nothing was changed", ["Buy milk", "Dentist"]),
        ("y", "go back again", ["Buy milk"]),
    ],
)
def test_restore_on_a_terminal_asks_and_does_what_is_answered(
    run, path, answer, told, left
):
    add(path, "Buy milk")
    run(backup)
    add(path, "Dentist")

    output = on_terminal(answer, "-o", f"paths.data={path.parent}", "restore", "latest")

    assert "Restore this backup?" in output
    assert "\x1b[31m    - Dentist" in output  # red
    assert told in output
    assert titles(path) == left


def on_terminal(answer, *arguments):
    """Run clara on a terminal of its own, type an answer, return what it printed."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from clara_edge.cli.main import main; main()",
            *arguments,
        ],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm"},
    ) as process:
        os.close(theirs)
        os.write(ours, f"{answer}\n".encode())
        printed = b""
        # a terminal that nobody holds any more cannot be read (pty(7))
        with suppress(OSError):
            while piece := os.read(ours, 4096):
                printed += piece
        os.close(ours)
    assert process.returncode == 0, printed
    return printed.decode()

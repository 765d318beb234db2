"""`clara import` and `clara export`: from empty to a file and back."""

from __future__ import annotations

import json
import os
import pty
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from clara_edge.cli.exchange import FORMATS
from clara_edge.exchange.formats import Format
from clara_edge.exchange.limits import MAX_BYTES

CHECKLIST = """# Shopping list
- [ ] Buy milk !high #errand due:2026-12-03
  - [ ] oat milk
- [x] Bread
some prose
"""


@pytest.fixture
def checklist(tmp_path):
    path = tmp_path / "list.md"
    path.write_text(CHECKLIST)
    return str(path)


@pytest.fixture
def stocked(clara):
    """Run in folders with tasks of every kind."""
    clara.task("add", "Pack the car", "--project", "Trip", "--due", "2026-12-24")
    clara.task("subtask", "1", "Snow chains")
    clara.task("add", "Water the plants", "--repeat", "every friday", "--tag", "home")
    clara.task("add", "Call the dentist", "--priority", "urgent")
    clara.task("done", "4")
    return clara


def elsewhere(monkeypatch, tmp_path):
    """Give the commands that follow other, empty folders."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "other"))


def without_time(text):
    content = json.loads(text)
    del content["exported_at"]
    return content


def test_the_formats_of_the_help_are_those_that_there_are():
    assert list(Format) == list(FORMATS)


def test_a_dry_run_shows_everything_and_stores_nothing(clara, checklist):
    out = clara.ok("import", checklist, "--dry-run")

    assert "3 new tasks, in Shopping list" in out
    assert "Buy milk #errand" in out
    assert "Thu 3 Dec" in out
    assert "line 5: 'some prose': this is not an item of a checklist" in out
    assert out.endswith("nothing was imported\n")
    assert clara.json("task", "list") == []


def test_an_import_is_one_step_that_undo_takes_back(clara, checklist):
    out = clara.ok("import", checklist, "--yes")

    assert "imported 3 tasks" in out
    assert [t["title"] for t in clara.json("task", "list")] == ["Buy milk", "oat milk"]

    clara.task("undo")

    assert clara.json("task", "list") == []


def test_importing_twice_changes_nothing(clara, checklist):
    clara.ok("import", checklist, "--yes")
    before = clara.everything()

    out = clara.task("import", checklist, "--yes")

    assert "0 new tasks, 3 as they are here already" in out
    assert clara.everything() == before


def test_programs_get_json(clara, checklist):
    out = clara.json("import", checklist, "--yes")

    assert (out["format"], out["added"], out["imported"]) == ("markdown", 3, True)
    assert out["projects"] == ["Shopping list"]
    assert out["rejections"] == [
        {
            "where": "line 5",
            "what": "some prose",
            "reason": "this is not an item of a checklist",
        }
    ]


def test_all_tasks_go_to_the_project_that_was_named(clara, checklist):
    clara.task("add", "First", "--project", "Home")

    clara.ok("import", checklist, "--project", "home", "--yes")

    assert {t["project"] for t in clara.json("task", "list")} == {"Home"}


def test_reads_standard_input(clara):
    out = clara.ok("import", "-", "--yes", stdin=b"title,due\nOne,tomorrow\n")

    assert "csv: 1 new task" in out
    [task] = clara.json("task", "list")
    assert "2026-12-02" in json.dumps(task)


@pytest.mark.parametrize("arguments", [("-",), ("-", "--json")])
def test_asks_nobody_where_nobody_is(clara, arguments):
    code, _, err = clara("import", *arguments, stdin=b"title\nOne\n")

    assert code == 2
    assert "--yes" in err
    assert clara.json("task", "list") == []


def test_asks_on_a_terminal(tmp_path, checklist):
    controller, terminal = pty.openpty()
    environment = {
        **os.environ,
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "TERM": "dumb",
    }
    with subprocess.Popen(
        [
            *(sys.executable, "-c", "from clara_edge.cli.main import main; main()"),
            *("import", checklist),
        ],
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    ) as process:
        os.write(controller, b"n\n")
        out, err = process.communicate(timeout=60)
    os.close(controller)
    os.close(terminal)

    assert process.returncode == 0
    assert b"Import this?" in err
    assert out.decode().endswith("nothing was imported\n")


def test_what_others_change_while_the_question_waits_is_kept(
    stocked, tmp_path, monkeypatch
):
    path = tmp_path / "titles.csv"
    identity = stocked.json("task", "show", "1")["id"]
    path.write_text(f"id,title\n{identity},Pack the big car\n")

    def answer(*_, **__):
        stocked("task", "edit", "1", "--notes", "not the tent")
        return True

    monkeypatch.setattr("clara_edge.cli.exchange._agreed", answer)
    stocked("import", str(path))

    task = stocked.json("task", "show", "1")
    assert (task["title"], task["description"]) == ("Pack the big car", "not the tent")


def test_everything_moves_to_another_clara_and_is_the_same(
    stocked, tmp_path, monkeypatch
):
    first = str(tmp_path / "first.json")
    stocked.task("delete", "2")
    stocked.ok("export", first)
    elsewhere(monkeypatch, tmp_path)

    stocked.ok("import", first, "--yes")
    second = stocked.ok("export")

    assert without_time(second) == without_time(Path(first).read_text())
    assert stocked.json("task", "list") != []


@pytest.mark.parametrize("kind", ["csv", "ics", "taskwarrior"])
def test_what_comes_back_in_another_format_changes_nothing(stocked, tmp_path, kind):
    path = str(tmp_path / f"out.{kind}")
    before = stocked.ok("export")
    stocked.ok("export", path, "--all", "--format", kind)

    out = stocked.ok("import", path, "--format", kind, "--yes")

    assert "0 new tasks, 4 as they are here already" in out
    assert without_time(stocked.ok("export")) == without_time(before)


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_moves_to_another_clara(stocked, tmp_path, monkeypatch, kind):
    path = str(tmp_path / f"out.{kind}")
    stocked.ok("export", path, "--format", kind)
    elsewhere(monkeypatch, tmp_path)

    stocked.ok("import", path, "--format", kind, "--yes")

    tasks = {task["title"]: task for task in stocked.json("task", "list")}
    assert set(tasks) == {"Pack the car", "Snow chains", "Water the plants"}
    assert "2026-12-24" in json.dumps(tasks["Pack the car"])
    assert "home" in tasks["Water the plants"]["tags"]
    assert tasks["Water the plants"]["rrule"]


def test_a_filter_takes_the_tasks_above_along(stocked):
    out = stocked.ok("export", "-", "--format", "markdown", "chains")

    assert out == "# Trip\n\n- [ ] Pack the car due:2026-12-24\n  - [ ] Snow chains\n"


def test_done_tasks_go_along_if_asked_for(stocked):
    without = stocked.ok("export", "-", "--format", "csv")
    every = stocked.ok("export", "-", "--format", "csv", "--all")

    assert "dentist" not in without
    assert "dentist" in every


def test_an_exported_file_is_for_its_owner_alone(stocked, tmp_path):
    path = tmp_path / "out.ics"

    out = stocked.ok("export", str(path))

    assert "3 tasks as ics in" in out
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [item.name for item in tmp_path.iterdir() if item.suffix == ".tmp"] == []


def test_a_file_that_is_there_is_replaced_only_by_force(stocked, tmp_path):
    path = tmp_path / "out.json"
    path.write_text("mine")

    err = stocked.fails("export", str(path))

    assert "--force" in err
    assert path.read_text() == "mine"
    stocked.ok("export", str(path), "--force")
    assert "clara-edge" in path.read_text()


def test_a_link_stays_one_when_its_file_is_replaced(stocked, tmp_path):
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    real.write_text("old")
    link.symlink_to(real)

    stocked.ok("export", str(link), "--force")

    assert link.is_symlink()
    assert "clara-edge" in real.read_text()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("import", "none.ics"), "cannot be read: no such file"),
        (("import", "."), "cannot be read: is a directory"),
        (("export", "none/there.json"), "cannot be written: no such file"),
        (("export", "@work"), "does not tell the format"),
        (("export", "-", "due:whenever"), "whenever"),
        (("import", "list.md", "--format", "ics"), "no VCALENDAR"),
        (("import", "list.md", "--project", ""), "name of the project is empty"),
        (("export", "is:overdue", "--format", "csv"), "is a filter"),
    ],
)
def test_says_what_is_wrong_and_changes_nothing(
    clara, checklist, monkeypatch, arguments, said
):
    monkeypatch.chdir(Path(checklist).parent)
    clara.task("add", "One")

    assert said in clara.fails(*arguments)


def test_refuses_a_file_that_is_too_large(clara, tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as large:
        large.truncate(MAX_BYTES + 1)

    assert "the limit is 50,000,000" in clara.fails("import", str(path))


def test_the_preview_cannot_steer_the_terminal(clara):
    text = "title\n\x1b]0;owned\x07red \x1b[31m\nsecond,cell\x1b[2J\n"

    out = clara.ok("import", "-", "--format", "csv", "--yes", stdin=text.encode())

    assert "\x1b" not in out
    assert "\x07" not in out


def test_the_preview_has_the_signs_of_lists_and_reports_in_order(clara, tmp_path):
    rows = ["Later,someday,,", "Rent,2026-12-03,cancelled,FREQ=MONTHLY", "A,,gone,"]
    path = tmp_path / "tasks.csv"
    path.write_text("\n".join(["title,due,status,repeat,colour", *rows]))

    lines = clara("import", str(path), "--dry-run")[1].splitlines()

    assert any(line.startswith("✗ Rent ↻") for line in lines)
    reported = [line.strip().split(":")[0] for line in lines if ": '" in line]
    assert reported == ["line 1", "line 2", "line 4"]

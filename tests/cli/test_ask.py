from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from clara_edge.cli import main


@pytest.fixture(autouse=True)
def logs_of_others():
    """Keep what main() does to this process's logs from other tests."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = before
    logging.captureWarnings(capture=False)


@pytest.fixture
def clara(tmp_path, monkeypatch, capsys):
    """Run the command line in this process, in folders of its own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))

    def run(*arguments):
        monkeypatch.setattr("sys.argv", ["clara", *arguments])
        with pytest.raises(SystemExit) as caught:
            main.main()
        printed = capsys.readouterr()
        return caught.value.code, printed.out, printed.err

    return run


def database(tmp_path):
    return tmp_path / "data" / "clara-edge" / "clara.db"


def test_typed_task_is_stored_and_confirmed(clara):
    code, out, err = clara("ask", "add", "buy milk", "to my shopping list")

    assert (code, err) == (0, "")
    assert out.splitlines()[0] == "Buy milk, on your shopping list."
    assert "stored: Buy milk" in out


def test_list_goes_on_in_the_next_call(clara):
    for item in ("ink", "nails", "paint", "rope"):
        clara("ask", f"add {item}")

    first = clara("ask", "what do I have to do")
    second = clara("ask", "more")
    elsewhere = clara("ask", "--conversation", "other", "more")

    assert "1 more?" in first[1]
    assert "Rope" in second[1]
    assert "Rope" not in elsewhere[1]


def test_json_holds_everything_that_happened(clara):
    _, out, _ = clara("ask", "--json", "add eggs to my shopping list")

    turn = json.loads(out)

    assert turn["intent"] == "task.create"
    assert (turn["title"], turn["project"]) == ("eggs", "shopping list")
    kinds = [change["kind"] for change in turn["changes"]]
    assert kinds == ["project.created", "task.created"]
    assert turn["timings_ms"]["store_ms"] > 0
    assert turn["error"] is None


def test_failure_is_an_error_with_remedy_and_status_1(clara, tmp_path):
    database(tmp_path).parent.parent.mkdir()
    database(tmp_path).parent.write_text("in the way")

    code, out, err = clara("ask", "add eggs")

    assert code == 1
    assert out == ""
    assert err.startswith("clara: error: cannot use the task database")
    assert "check that its folder exists" in err


def test_failure_in_json_is_printed_too(clara, tmp_path):
    database(tmp_path).parent.mkdir(parents=True)
    database(tmp_path).write_bytes(b"no database at all" * 100)

    code, out, err = clara("ask", "--json", "add eggs")

    assert code == 1
    assert "damaged" in json.loads(out)["error"]
    assert "damaged" in err


@pytest.mark.parametrize("text", ["...", "\udcff"])
def test_a_text_without_a_word_is_answered(clara, text):
    assert clara("ask", text) == (0, "There is no word in that.\n", "")


def test_stop_prints_nothing(clara):
    assert clara("ask", "stop") == (0, "", "")


@pytest.mark.parametrize("text", ["", "  "])
def test_empty_text_is_refused(clara, text):
    code, _, err = clara("ask", text)

    assert code == 1
    assert "the text is empty" in err


def test_no_text_is_wrong_usage(clara):
    assert clara("ask")[0] == 2


def test_dash_reads_standard_input(tmp_path):
    environment = os.environ | {"XDG_DATA_HOME": str(tmp_path)}

    done = subprocess.run(
        [Path(sys.executable).with_name("clara"), "ask", "-"],
        input="add buy milk\n",
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.startswith("Buy milk. Added.")

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

KEYS = [
    "text", "intent", "confidence", "source", "title", "target", "when", "new_when",
    "duration", "project", "priority", "tags", "person", "ask",
]  # fmt: skip
CLARA = Path(sys.executable).with_name("clara")


@pytest.fixture
def parse(tmp_path):
    def run(given, *options):
        return subprocess.run(
            [CLARA, "parse", *options],
            input=given if isinstance(given, bytes) else given.encode(),
            env=os.environ | {"XDG_DATA_HOME": str(tmp_path)},
            capture_output=True,
            check=False,
        )

    return run


def objects(done):
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_each_line_gives_one_object_with_every_key(parse):
    given = "add milk to my shopping list\n\nremind me to\nplay jazz\nÜberweisung 🎉"

    found = objects(parse(given))

    assert [list(reading) for reading in found] == [KEYS] * 5
    assert [reading["text"] for reading in found] == given.split("\n")
    assert [reading["intent"] for reading in found] == [
        "task.create", "unsupported", "task.create", "unsupported", "unsupported",
    ]  # fmt: skip
    assert found[0]["title"] == "milk"
    assert found[0]["project"] == "shopping list"
    assert found[0]["source"] == "parser"
    assert found[0]["tags"] is found[0]["when"] is found[0]["ask"] is None
    assert found[2]["ask"] == "which_title"


def test_objects_with_their_own_time_are_taken(parse):
    given = '{"text": "add milk", "now": "2026-12-01T09:00"}\n{"text": "x \\ud800"}\n'

    found = objects(parse(given, "--now", "2026-01-01T00:00:00+01:00", "--tz", "UTC"))

    assert [reading["text"] for reading in found] == ["add milk", "x \ud800"]


def test_bytes_that_are_no_text_do_not_stop_it(parse):
    found = objects(parse(b"add \xff\xfe milk\n\x00\nstop\n"))

    assert len(found) == 3
    assert found[2]["intent"] == "session.stop"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{bad", "line 2"),
        ('{"now": "2026-12-01"}', 'line 2 needs a "text"'),
        ('{"text": 5}', 'line 2 needs a "text"'),
        ('{"text": "x", "now": "soon"}', "'soon'"),
        ('{"text": "x", "now": "0001-01-01T00:00+14:00"}', "0001-01-01"),
        ('{"a": ' * 100_000, "line 2"),
    ],
)
def test_wrong_line_is_named_and_stops_no_other(parse, line, problem):
    done = parse(f"stop\n{line}\nyes\n")

    assert done.returncode == 1
    found = [json.loads(each)["intent"] for each in done.stdout.splitlines()]
    assert found == ["session.stop", "unsupported", "session.yes"]
    assert done.stderr.decode().startswith("clara: error: ")
    assert problem in done.stderr.decode()


@pytest.mark.parametrize("options", [("--now", "soon"), ("--tz", "No/Where")])
def test_wrong_option_is_wrong_usage(parse, options):
    done = parse("stop\n", *options)

    assert done.returncode == 2
    assert options[1] in done.stderr.decode()
    assert done.stdout == b""


def test_parsing_stores_nothing(parse, tmp_path):
    objects(parse("add milk\n"))

    assert list(tmp_path.iterdir()) == []


def test_dates_durations_and_on_demand_the_other_slots_are_resolved(parse):
    given = (
        "remind me to call Ann tomorrow at 9, it's urgent\n"
        "set a timer for ten minutes and add milk, eggs and bread to my shopping list\n"
    )

    task, timer = objects(
        parse(given, "--all", "--now", "2026-11-24T13:07", "--tz", "UTC")
    )

    assert task["title"] == "call Ann"
    assert task["when"] == {
        "text": "tomorrow at 9", "at": "2026-11-25T09:00", "end": None,
        "grain": "hour", "recurrence": None,
    }  # fmt: skip
    assert task["priority"] == "urgent"
    assert timer["duration"] == {"text": "for ten minutes", "seconds": 600}
    assert timer["also"][0]["items"] == ["milk", "eggs", "bread"]
    assert list(task)[: len(KEYS)] == KEYS

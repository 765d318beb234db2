from __future__ import annotations

import json
import subprocess
import sys

import pytest

KEYS = [
    "text", "at", "end", "grain", "recurrence", "duration_s", "relation", "alternatives", "ask",
]  # fmt: skip
MAIN = "import sys; from clara_edge.cli.main import main; sys.argv[0] = 'clara'; main()"


def when(given, *options):
    return subprocess.run(
        [sys.executable, "-c", MAIN, "when", *options],
        input=given if isinstance(given, bytes) else given.encode(),
        capture_output=True,
        check=False,
    )


def objects(done):
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


OPTIONS = ("--now", "2026-11-24T13:07", "--tz", "Europe/Berlin")


def test_each_line_gives_one_object_with_every_key():
    given = b"tomorrow at 5 pm\n\nnothing here\nevery monday at 9 am\n\xff\xfe\x00"

    found = objects(when(given, *OPTIONS))

    assert [list(each) for each in found] == [KEYS] * 5
    assert found[0] == dict.fromkeys(KEYS) | {
        "text": "tomorrow at 5 pm",
        "at": "2026-11-25T17:00",
        "grain": "hour",
    }
    assert found[1] == found[2] == found[4] == dict.fromkeys(KEYS)
    assert found[3]["recurrence"] == "FREQ=WEEKLY;BYDAY=MO"
    assert found[3]["at"] == "2026-11-30T09:00"


def test_tells_what_to_ask_with_the_other_readings():
    [found] = objects(when("at 8", *OPTIONS))

    assert found["ask"] == "which_time"
    assert found["at"] == "2026-11-24T20:00"
    assert found["alternatives"] == ["2026-11-25T08:00"]


def test_the_time_of_a_line_wins():
    given = '{"text": "the 3rd", "now": "2027-01-05T09:00"}\n{"text": "the 3rd"}'

    found = objects(when(given, *OPTIONS))

    assert [each["at"] for each in found] == ["2027-02-03", "2026-12-03"]


def test_finds_the_expression_in_a_sentence():
    [found] = objects(when("remind me to call mum next week", *OPTIONS))

    assert (found["text"], found["at"], found["end"]) == (
        "next week",
        "2026-11-30",
        "2026-12-06",
    )


@pytest.mark.parametrize(
    ("given", "options", "status", "message"),
    [
        ("{broken", (), 1, "clara: error: line 1 starts like a JSON object"),
        ('{"now": 5}', (), 1, 'clara: error: line 1 needs a "text"'),
        ("x", ("--now", "soon"), 2, "'soon' is not an ISO 8601 time"),
        ("x", ("--tz", "Mars/Base"), 2, "there is no time zone 'Mars/Base'"),
    ],
)
def test_says_what_is_wrong(given, options, status, message):
    done = when(given, *options)

    assert done.returncode == status
    assert message in done.stderr.decode()

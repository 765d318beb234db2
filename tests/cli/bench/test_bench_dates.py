from __future__ import annotations

import json
from datetime import date, datetime

import pytest

from clara_edge.cli.bench import dates
from clara_edge.cli.bench.dates_libraries import clara
from clara_edge.cli.bench.dates_score import Answer, Verdict, verdict
from clara_edge.cli.main import CliState
from clara_edge.domain.errors import InputInvalidError

CASES = [
    {
        "source": "own/EN", "text": "call me tomorrow at 5 pm", "span": "tomorrow at 5 pm",
        "now": "2026-11-24T13:07:00", "kind": "datetime", "gold": ["2026-11-25 17:00:00"],
        "timex": [],
    },
    {
        "source": "own/EN", "text": "the 3rd is fine", "span": "the 3rd",
        "now": "2026-11-24T13:07:00", "kind": "date", "gold": ["2026-11-03"], "timex": [],
    },
]  # fmt: skip


@pytest.fixture
def data(tmp_path, monkeypatch):
    folder = tmp_path / "nlu/dates"
    folder.mkdir(parents=True)
    lines = "\n".join(map(json.dumps, CASES))
    (folder / "dates_dev.jsonl").write_text(lines + "\n\n", "utf-8")
    monkeypatch.setenv("CLARA_TEST_DATA", str(tmp_path))
    return folder


def test_counts_what_is_exact_and_what_is_silently_wrong(data, capsys):
    result = dates.measure(CliState())
    dates.show(result)

    counts = result["readers"]["clara"]["verdicts"]["sentence"]["all"]
    assert counts == {Verdict.EXACT: 1, Verdict.WRONG: 1}
    assert [each["text"] for each in result["wrong"]] == ["the 3rd", "the 3rd is fine"]
    shown = capsys.readouterr().out
    assert "50.0 (50.0)" in shown
    assert [f.met for f in dates.highlights(result)] == [False, False, False, False]


def test_a_library_that_is_not_installed_is_named(data, capsys, monkeypatch):
    monkeypatch.setattr(dates, "readers", lambda: {"recurrent": None})

    dates.show(dates.measure(CliState()))

    assert "recurrent: not installed" in capsys.readouterr().out


def test_a_library_that_fails_is_counted_and_ends_nothing(data, monkeypatch):
    def read(text, now):
        if text != "tomorrow at noon":  # which is read once beforehand
            raise RuntimeError(text)
        return Answer()

    monkeypatch.setattr(dates, "readers", lambda: {"broken": read})

    counts = dates.measure(CliState())["readers"]["broken"]["verdicts"]

    assert counts["expression"]["all"] == {"failed": 2}


def test_without_the_expressions_it_says_where_they_were_looked_for(data):
    (data / "dates_dev.jsonl").unlink()

    with pytest.raises(InputInvalidError, match=r"dates_dev\.jsonl"):
        dates.measure(CliState())


@pytest.mark.parametrize(
    ("kind", "gold", "timex", "answer"),
    [
        ("date", ["2026-12-01"], [], Answer(date(2026, 12, 1))),
        (
            "date",
            ["2026-12-01"],
            [],
            Answer(datetime.fromisoformat("2026-12-01T09:00")),
        ),
        ("time", ["14:30:00"], [], Answer(datetime.fromisoformat("2026-12-01T14:30"))),
        ("duration", ["5400"], [], Answer(seconds=5400.0)),
        ("rrule", [{"freq": "daily", "interval": 1}], [], Answer(rule="FREQ=DAILY")),
        ("set", [], ["P0.5Y"], Answer(rule="FREQ=MONTHLY;INTERVAL=6")),
        ("set", [], ["XXXX-WXX-5"], Answer(rule="FREQ=WEEKLY;BYDAY=FR")),
        ("set", [], ["P2WE"], Answer(rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU")),
        ("set", [], ["T06"], Answer(timex="T06")),
    ],
)
def test_knows_the_right_answer_of_each_kind(kind, gold, timex, answer):
    case = {"kind": kind, "gold": gold, "timex": timex}

    assert verdict(case, answer) is Verdict.EXACT
    assert verdict(case, Answer(seconds=1.5)) is Verdict.WRONG
    assert verdict(case, Answer(seconds=1.5, asks=True)) is Verdict.ASKED


def test_clara_tells_when_she_would_ask():
    now = datetime.fromisoformat("2026-11-24T13:07+01:00")

    assert clara("at 8", now).asks
    assert not clara("at 8 pm", now).asks
    assert clara("milk", now).is_empty

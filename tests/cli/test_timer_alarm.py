from __future__ import annotations

import json
from datetime import date, time, timedelta

import pytest
from click.testing import CliRunner

from clara_edge.cli.main import cli
from clara_edge.config.clock import SystemClock
from clara_edge.domain.timekeeping import AlarmDraft
from clara_edge.storage.database import TaskDatabase
from clara_edge.storage.timekeeping import SqliteTimekeeping


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("CLARA_PATHS__DATA", str(tmp_path))

    def invoke(*arguments):
        result = CliRunner().invoke(cli, arguments)
        return result.exit_code, result.output

    return invoke


@pytest.fixture
def keeping(tmp_path):
    clock = SystemClock()
    with TaskDatabase(tmp_path / "clara.db", clock) as database:
        yield SqliteTimekeeping(database, clock)


def test_lists_and_cancels_timers(run, keeping):
    keeping.add_timer(timedelta(hours=3), "pasta")
    keeping.add_timer(timedelta(hours=2))

    _, listed = run("timer", "list")
    _, as_json = run("timer", "list", "--json")
    status, _ = run("timer", "cancel", "1")

    assert listed.splitlines()[1].startswith("1  Pasta: 3 h left, until ")
    first = json.loads(as_json)[0]
    assert (first["number"], first["name"], first["state"]) == (2, None, "running")
    assert 7190 < first["left_s"] <= 7200
    assert status == 0
    assert [timer.number for timer in keeping.timers()] == [2]


def test_cancels_all_timers_only_when_told_so(run, keeping):
    keeping.add_timer(timedelta(hours=3))

    refused, _ = run("timer", "cancel")
    before = len(keeping.timers())
    status, _ = run("timer", "cancel", "--all")

    assert (refused, before, status) == (2, 1, 0)
    assert keeping.timers() == []


def test_switches_and_deletes_alarms(run, keeping):
    keeping.add_alarm(AlarmDraft(date(2020, 1, 1), time(7), "swim", "FREQ=DAILY"))
    keeping.add_alarm(AlarmDraft(date(2020, 1, 1), time(8)))

    _, off = run("alarm", "off", "1")
    _, on = run("alarm", "on", "1", "2", "--json")
    status, _ = run("alarm", "cancel", "1")

    assert off.strip().endswith(", off")
    assert [each["next"] is not None for each in json.loads(on)] == [True, True]
    assert status == 0
    assert [alarm.number for alarm in keeping.alarms()] == [2]


def test_says_when_there_is_nothing(run):
    assert run("timer", "list")[1].startswith("no timer is running")
    assert run("alarm", "list")[1].startswith("no alarm is set")


@pytest.mark.parametrize("number", ["9", "x", "-1", "٣", "1" * 40])
def test_unknown_number_is_named(run, keeping, number):
    keeping.add_timer(timedelta(hours=3))

    status, _ = run("timer", "cancel", "--", number)

    assert status == 1
    assert len(keeping.timers()) == 1

"""Taskwarrior's JSON, also through the program itself where it is installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from clara_edge.domain.due import Due
from clara_edge.domain.errors import FileInvalidError
from clara_edge.domain.tasks import Priority, Status
from clara_edge.exchange.formats import Format, read
from clara_edge.exchange.source import Source
from clara_edge.exchange.taskwarrior import write_taskwarrior
from clara_edge.exchange.taskwarrior_read import read_taskwarrior
from tests.exchange.samples import (
    ALL_ID,
    CHILD_ID,
    DONE_ID,
    PARENT_ID,
    SOURCE,
    by_id,
    everything,
    project_names,
)

DATA = Path(__file__).parent / "data"
UTC_SOURCE = Source(datetime(2026, 11, 24, 14, tzinfo=UTC), "tasks.json")


def read_items(*items):
    return read_taskwarrior(json.dumps(items), UTC_SOURCE)


def check_round_trip(snapshot):
    found = by_id(snapshot)
    assert set(found) == {ALL_ID, PARENT_ID, CHILD_ID, DONE_ID}
    everything_else = by_id(everything())
    for identity, task in found.items():
        original = everything_else[identity]
        assert task.title == original.title
        assert task.status is original.status
        assert task.priority is original.priority
        assert (task.tags, task.due) == (original.tags, original.due)
        assert (task.start, task.parent_task_id) == (
            original.start,
            original.parent_task_id,
        )
        assert (task.created_at, task.completed_at) == (
            original.created_at,
            original.completed_at,
        )
    assert project_names(snapshot) == project_names(everything())


def test_reads_what_the_program_writes():
    kind, plan = read((DATA / "taskwarrior.json").read_bytes(), None, UTC_SOURCE)

    assert kind is Format.TASKWARRIOR
    assert not plan.rejections
    found = {task.title: task for task in plan.snapshot.tasks}
    assert set(found) == {"water plants", "wait one", "dep", "Buy milk"}
    milk = found["Buy milk"]
    assert (milk.priority, milk.status) == (Priority.HIGH, Status.COMPLETED)
    assert (milk.description, milk.tags) == ("a note", ("errand",))
    assert project_names(plan.snapshot)[milk.id] == "home.shop"
    assert found["wait one"].start == date(2026, 12, 5)
    assert found["dep"].description == "Depends on: Buy milk"


def test_a_template_and_its_instance_are_one_repeating_task():
    _, plan = read((DATA / "taskwarrior.json").read_bytes(), None, UTC_SOURCE)

    [water] = [task for task in plan.snapshot.tasks if task.title == "water plants"]
    assert water.id == "4f8130c4b99546ee89e83520bc65afb5"
    assert water.due == Due(date(2026, 12, 2))
    assert water.recurrence.rule == "FREQ=WEEKLY"
    assert (water.occurrence.index, water.occurrence.slot) == (0, water.due)


def test_what_is_written_is_read_again():
    text = write_taskwarrior(everything(), SOURCE)

    plan = read_taskwarrior(text, SOURCE)

    assert not plan.rejections
    check_round_trip(plan.snapshot)


def test_the_program_itself_takes_it_and_gives_it_back(tmp_path):
    if shutil.which("task") is None:
        if os.environ.get("CI"):
            pytest.fail("CI must have the Debian package taskwarrior")
        pytest.skip("taskwarrior is not installed")
    settings = tmp_path / "taskrc"
    settings.write_text(f"data.location={tmp_path}\nconfirmation=off\nrecurrence=off\n")
    exported = tmp_path / "tasks.json"
    exported.write_text(write_taskwarrior(everything(), SOURCE), "utf-8")

    def run(*words):
        return subprocess.run(
            ["task", f"rc:{settings}", "rc.gc=off", *words],
            env={"HOME": str(tmp_path), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"},
            capture_output=True,
            check=True,
            timeout=60,
        ).stdout

    run("import", str(exported))
    plan = read_taskwarrior(run("export").decode(), SOURCE)

    assert not plan.rejections
    check_round_trip(plan.snapshot)


def test_reads_one_object_a_line_and_reports_the_others():
    text = (
        '{"description":"One"},\nnot json\n{"description":5}\n\n{"description":"Two"}\n'
    )

    plan = read_taskwarrior(text, UTC_SOURCE)

    assert [task.title for task in plan.snapshot.tasks] == ["One", "Two"]
    assert [rejection.where for rejection in plan.rejections] == ["line 2", "line 3"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("due", "2026-12-01"), ("due", 5), ("due", "20269901T000000Z")),
        *(("entry", "now"), ("status", "lost"), ("status", []), ("priority", "X")),
        *(("priority", 1), ("end", {}), ("scheduled", "x"), ("wait", True)),
        *(("uda", {"a": 1}), ("claraparent", "nobody")),
    ],
)
def test_reports_an_attribute_that_is_wrong_and_takes_the_task(name, value):
    status = {"status": "completed"} if name == "end" else {}
    plan = read_items({"uuid": "u", "description": "One", **status, name: value})

    assert [task.title for task in plan.snapshot.tasks] == ["One"]
    assert [rejection.where for rejection in plan.rejections] == ["tasks[0]"]


@pytest.mark.parametrize(
    ("period", "rule"),
    [
        ("daily", "FREQ=DAILY"),
        ("3 days", "FREQ=DAILY;INTERVAL=3"),
        ("fortnight", "FREQ=WEEKLY;INTERVAL=2"),
        ("P1M", "FREQ=MONTHLY"),
        ("2q", "FREQ=MONTHLY;INTERVAL=6"),
        ("weekdays", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("yearly", "FREQ=YEARLY"),
    ],
)
def test_reads_periods(period, rule):
    item = {
        "description": "One",
        "status": "recurring",
        "recur": period,
        "due": "20261202T000000Z",
    }

    [found] = read_items(item).snapshot.tasks

    assert found.recurrence.rule == rule


def test_an_unknown_period_is_reported():
    item = {"description": "One", "status": "recurring", "recur": "sometimes"}

    plan = read_items({**item, "due": "20261202T000000Z"})

    assert plan.snapshot.tasks[0].recurrence is None
    assert "sometimes" in plan.rejections[0].what


def test_attributes_of_the_owner_become_notes():
    plan = read_items({"description": "One", "ticket": "A-7", "size": 2})

    assert plan.snapshot.tasks[0].description == "size: 2\nticket: A-7"


def test_old_dependencies_with_commas_are_read():
    plan = read_items(
        {"uuid": "a", "description": "One", "depends": "b,c"},
        {"uuid": "b", "description": "Two"},
    )

    assert by_id(plan.snapshot)
    assert plan.snapshot.tasks[0].description == "Depends on: Two\nDepends on: c"


def test_refuses_an_array_that_is_not_json():
    with pytest.raises(FileInvalidError, match="line 2 is not JSON"):
        read_taskwarrior("[\n{oops}\n]", UTC_SOURCE)

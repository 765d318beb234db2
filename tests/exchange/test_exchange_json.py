"""JSON loses nothing, and takes nothing that it should not."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings

from clara_edge.domain.errors import FileInvalidError
from clara_edge.exchange.clara_json import read_clara_json, write_clara_json
from tests.exchange.samples import ALL_ID, PARENT_ID, SOURCE, everything
from tests.exchange.strategies import full_snapshots


def parts(snapshot):
    names = ("projects", "tags", "tasks", "templates")
    return {name: list(getattr(snapshot, name)) for name in names}


def edited(change):
    """Return the sample as JSON text after a change to the object."""
    content = json.loads(write_clara_json(everything(), SOURCE))
    change(content)
    return json.dumps(content)


def test_everything_comes_back_exactly():
    plan = read_clara_json(write_clara_json(everything(), SOURCE), SOURCE)

    assert parts(plan.snapshot) == parts(everything())
    assert not plan.rejections


# tracing lines makes this five times slower, and examples elsewhere cover the same ones
@pytest.mark.no_cover
@settings(max_examples=120, deadline=None)
@given(full_snapshots())
def test_whatever_is_stored_comes_back_exactly(snapshot):
    plan = read_clara_json(write_clara_json(snapshot, SOURCE), SOURCE)

    assert parts(plan.snapshot) == parts(snapshot)
    assert not plan.rejections


def test_writes_one_task_a_line():
    lines = write_clara_json(everything(), SOURCE).splitlines()

    assert sum(line.startswith('{"id": ') for line in lines) == 4 + 2 + 2 + 1


@pytest.mark.parametrize("version", [0, 2, "1", None, True, 10**400])
def test_refuses_another_version(version):
    text = edited(lambda content: content.update(version=0)).replace(
        '"version": 0',
        f'"version": {json.dumps(version) if version != 10**400 else "9" * 400}',
    )

    with pytest.raises(FileInvalidError, match="version"):
        read_clara_json(text, SOURCE)


@pytest.mark.parametrize(
    "text", ["[]", "{}", "3", '"x"', "null", '{"format": "other"}']
)
def test_refuses_what_is_not_claras(text):
    with pytest.raises(FileInvalidError, match="not a JSON export of Clara"):
        read_clara_json(text, SOURCE)


@pytest.mark.parametrize("text", ["{", '{"a": NaN}', "[1,]", "\x00", "9" * 5000])
def test_refuses_what_is_not_json(text):
    with pytest.raises(FileInvalidError):
        read_clara_json(text, SOURCE)


def test_refuses_an_unknown_part_of_the_file():
    with pytest.raises(FileInvalidError, match="extra"):
        read_clara_json(edited(lambda content: content.update(more=1)), SOURCE)


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("title", "", "title is empty"),
        ("title", 5, "valid string"),
        ("title", "x" * 501, "501 characters"),
        ("title", "a\ud800b", "control character"),
        ("description", "a\x1bb", "control character"),
        ("priority", "huge", "'low', 'medium', 'high' or 'urgent'"),
        ("status", None, "'todo'"),
        ("due", {"date": "2026-02-30", "zone": None}, "not a date"),
        ("due", {"date": "2026-02-03T10:00", "zone": "Mars/Base"}, "no time zone"),
        ("due", "2026-02-03", "valid dictionary"),
        ("start", "soon", "date"),
        ("start", "2027-01-01", "after the due date"),
        ("estimated_minutes", 0, "greater than or equal to 1"),
        ("estimated_minutes", True, "valid integer"),
        ("estimated_minutes", 10**30, "less than"),
        ("position", "first", "valid number"),
        ("tags", [""], "at least 1 character"),
        ("tags", "house", "valid list"),
        ("created_at", "2026-11-20T08:30:00", "timezone"),
        ("reminders", [{"id": "r"}], "either minutes_before or at"),
        ("id", "a b", "pattern"),
        (
            "recurrence",
            {"start": {"date": "2026-12-11"}, "rule": "FREQ=NEVER"},
            "NEVER",
        ),
        ("colour", "red", "extra"),
    ],
)
def test_reports_a_task_with_a_wrong_value_and_takes_the_others(field, value, reason):
    text = edited(lambda content: content["tasks"][0].update({field: value}))

    plan = read_clara_json(text, SOURCE)

    [rejection] = plan.rejections
    assert rejection.where == "tasks[0]"
    assert reason.casefold() in rejection.reason.casefold()
    assert plan.snapshot.tasks[0].id == PARENT_ID


@pytest.mark.parametrize("raw", [None, 3, "x", [], {}, [[[]]]])
def test_reports_tasks_that_are_none(raw):
    text = edited(lambda content: content["tasks"].append(raw))

    plan = read_clara_json(text, SOURCE)

    assert [rejection.where for rejection in plan.rejections] == ["tasks[4]"]
    assert len(plan.snapshot.tasks) == 4


def test_puts_a_task_of_an_unknown_project_into_the_inbox():
    text = edited(lambda content: content["tasks"][0].update(project_id="p-none"))

    plan = read_clara_json(text, SOURCE)

    assert plan.snapshot.tasks[0].project_id is None
    assert "inbox" in plan.rejections[0].reason


def test_merges_projects_of_the_same_name():
    twin = {"id": "p-twin", "name": "HOME"}
    text = edited(
        lambda content: (
            content["projects"].append(twin),
            content["tasks"][0].update(project_id="p-twin"),
        )
    )

    plan = read_clara_json(text, SOURCE)

    assert {task.id: task.project_id for task in plan.snapshot.tasks}[
        ALL_ID
    ] == "p-home"
    assert [project.id for project in plan.snapshot.projects] == ["p-home", "p-old"]


def test_a_rule_in_another_spelling_becomes_canonical():
    rule = {
        "start": {"date": "2026-12-11T14:30", "zone": "Europe/Berlin"},
        "rule": "byday=fr;freq=weekly",
    }
    text = edited(lambda content: content["tasks"][0].update(recurrence=rule))

    plan = read_clara_json(text, SOURCE)

    assert plan.snapshot.tasks[0].recurrence.rule == "FREQ=WEEKLY;BYDAY=FR"

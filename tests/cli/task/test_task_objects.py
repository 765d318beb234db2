from __future__ import annotations

from dataclasses import fields

from clara_edge.cli.task.as_object import as_object
from clara_edge.domain.tasks import Task
from tests.clocks import START

# what scripts rely on; a name may be added, never changed
NAMES = [
    *("id", "number", "title", "description", "project", "project_id", "priority"),
    *("status", "due_date", "due_zone", "start_date", "estimated_minutes"),
    *("parent_task_id", "position", "tags", "reminders", "rrule", "repeat_after"),
    *("repeat_start", "repeat_zone", "repeat_exceptions", "series_id"),
    *("series_index", "slot", "created_at", "updated_at", "completed_at"),
    "deleted_at",
]


def test_names_of_fields_are_stable(clara):
    clara.task("add", "milk")

    (task,) = clara.json("task", "list")
    assert list(task) == NAMES
    assert list(clara.json("task", "done", "1")["tasks"][0]) == NAMES


def test_every_field_of_a_task_is_carried():
    carried = {
        "due": "due_date",
        "start": "start_date",
        "recurrence": "rrule",
        "occurrence": "series_id",
    }

    assert {carried.get(f.name, f.name) for f in fields(Task)} <= set(NAMES)


def test_dates_are_as_they_were_meant(clara):
    clara.task(
        *("add", "call", "--due", "2027-03-28T02:30[Europe/Berlin]"),
        *("--remind", "2027-03-27 08:00", "--repeat", "3 days after completion"),
    )

    (task,) = clara.json("task", "list")
    assert (task["due_date"], task["due_zone"]) == ("2027-03-28T02:30", "Europe/Berlin")
    assert task["repeat_after"] == "P3D"
    assert task["rrule"] is None
    (reminder,) = task["reminders"]
    assert (reminder["at"], reminder["zone"]) == ("2027-03-27T08:00", "Europe/Berlin")
    assert task["created_at"] == "2026-12-01T09:00:00+00:00"


def test_object_needs_no_project_names():
    task = Task("i", 1, "t", created_at=START, updated_at=START, project_id="gone")

    assert as_object(task, {})["project"] is None

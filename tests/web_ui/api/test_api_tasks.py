"""Tasks over the API: what is sent is stored, and what is stored is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .conftest import Program


def test_adds_a_task_and_returns_all_of_it(program: Program) -> None:
    response = program(
        "POST",
        "/tasks",
        {
            "title": "Water the plants",
            "project": "Home",
            "priority": "high",
            "due_date": "2031-05-04T09:30",
            "due_zone": "Europe/Berlin",
            "tags": ["garden"],
            "reminders": [{"minutes_before": 15}],
            "repeat": "every sunday",
            "subtasks": ["Fill the can"],
        },
    )

    task = response.get_json()
    assert response.status_code == 201
    assert response.headers["ETag"] == f'"{task["version"]}"'
    assert response.headers["Location"] == f"/api/v1/tasks/{task['id']}"
    assert task["project"] == "Home"
    assert (task["due_date"], task["due_zone"]) == (
        "2031-05-04T09:30",
        "Europe/Berlin",
    )
    assert task["rrule"] == "FREQ=WEEKLY;BYDAY=SU"
    assert task["repeat"] == "every Sunday"
    subtasks = program("GET", f"/tasks/{task['number']}/subtasks").get_json()
    assert [one["title"] for one in subtasks["items"]] == ["Fill the can"]

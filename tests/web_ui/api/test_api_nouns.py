"""Projects, tags, templates, history, counts and words over the API."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from clara_edge.domain.access import Scope

if TYPE_CHECKING:
    from flask import Flask

    from web_ui.services import Services

    from .conftest import Program


def test_a_project_is_added_changed_and_deleted(program: Program) -> None:
    added = program("POST", "/projects", {"name": "Garden", "color": "#00ff00"})
    program.add("Mow", project="Garden")

    changed = program(
        "PATCH", "/projects/garden", {"name": "Yard"}, If_Match=added.headers["ETag"]
    )
    deleted = program("DELETE", "/projects/Yard?tasks_go=trash")

    assert added.status_code == 201
    assert changed.get_json()["open_tasks"] == 1
    assert deleted.get_json() == {"tasks": 1}
    assert program("GET", "/trash").get_json()["items"][0]["title"] == "Mow"


def test_two_projects_cannot_have_one_name(program: Program) -> None:
    program("POST", "/projects", {"name": "Garden"})

    response = program("POST", "/projects", {"name": "garden"})

    assert response.status_code == 409
    assert response.get_json()["kind"] == "NameTakenError"


def test_a_tag_is_renamed_and_deleted_by_name_or_id(program: Program) -> None:
    program.add("Call", tags=["fone"])

    (renamed,) = program("PATCH", "/tags/fone", {"name": "phone"}).get_json()["items"]
    gone = program("DELETE", f"/tags/{renamed['id']}").get_json()

    assert renamed["name"] == "phone"
    assert gone == {"tasks": 1}


def test_a_template_adds_its_tasks_around_a_day(program: Program) -> None:
    tasks = [
        {"title": "Pack", "due_after_days": -1, "subtasks": [{"title": "Passport"}]}
    ]
    program("POST", "/templates", {"name": "Trip", "tasks": tasks})

    used = program("POST", "/templates/trip/use", {"on": "2031-05-04"})

    (task,) = used.get_json()["items"]
    assert task["due_date"] == "2031-05-03"
    assert program("DELETE", "/templates/Trip").status_code == 204
    assert program("GET", "/templates").get_json() == {"items": []}


def test_history_of_one_task_and_redo(program: Program) -> None:
    task = program.add("Paint")
    program.add("Other")
    program("POST", f"/tasks/{task['id']}/complete")
    program("POST", "/undo", {})

    redone = program("POST", "/redo", {}).get_json()

    steps = program("GET", f"/history?task={task['number']}").get_json()["items"]
    assert redone["kind"] == "task.complete"
    assert [step["kind"] for step in steps] == ["task.complete", "task.add"]
    assert {step["origin"] for step in steps} == {"web"}


def test_counts_what_the_navigation_shows(program: Program) -> None:
    program.add("Late", due_date="2020-01-01")
    program.add("In a project", project="Home")
    task = program.add("Gone")
    program("DELETE", f"/tasks/{task['id']}")

    counts = program("GET", "/counts").get_json()

    assert (counts["open"], counts["overdue"], counts["inbox"]) == (2, 1, 1)
    assert list(counts["projects"].values()) == [1]
    assert counts["trash"] == 1


def test_previews_what_is_typed_and_stores_nothing(program: Program) -> None:
    preview = program(
        "POST", "/preview", {"text": "dentist tomorrow at 9 am urgent"}
    ).get_json()

    (task,) = preview["items"]
    assert task["title"] == "Dentist"
    assert task["due_date"].endswith("T09:00")
    assert task["due_text"] == "Tomorrow 09:00"
    assert task["priority"] == "urgent"
    assert program("GET", "/tasks").get_json()["total"] == 0


def test_what_is_no_command_is_the_title_of_a_task(program: Program) -> None:
    for text in ("milk", "delete all tasks", "?", "what is due today"):
        (task,) = program("POST", "/tasks/understand", {"text": text}).get_json()[
            "items"
        ]

        assert task["title"].lower() == text


def test_what_a_person_chose_replaces_what_was_understood(program: Program) -> None:
    body = {
        "text": "dentist tomorrow at 9 am urgent",
        "instead": {"due_date": None, "priority": "low", "project": "Health"},
    }

    (task,) = program("POST", "/tasks/understand", body).get_json()["items"]

    assert (task["due_date"], task["priority"], task["project"]) == (
        None,
        "low",
        "Health",
    )


@pytest.mark.parametrize("clock_is_behind", [timedelta(hours=26), timedelta(-3)])
@pytest.mark.parametrize("waited_days", [0, 2])
def test_tomorrow_is_counted_from_when_it_was_typed_by_a_wrong_clock(
    program: Program,
    services: Services,
    clock_is_behind: timedelta,
    waited_days: int,
) -> None:
    now = services.clock.now()
    sent_at = now - clock_is_behind
    typed_at = sent_at - timedelta(days=waited_days)

    body = {"text": "dentist tomorrow", "said_at": typed_at.isoformat()}
    answer = program(
        "POST", "/tasks/understand", body, Clara_Sent_At=sent_at.isoformat()
    )

    days = {
        moment.date() + timedelta(days=1 - waited_days)
        for moment in (now, services.clock.now())
    }
    (task,) = answer.get_json()["items"]
    assert date.fromisoformat(task["due_date"]) in days


@pytest.mark.parametrize(
    "sent_at", ["", "now", "2026-12-01", "0001-01-01T00:00+14:00", "9999-12-31T23:59Z"]
)
def test_a_nonsensical_clock_adds_all_the_same(program: Program, sent_at: str) -> None:
    for said_at in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:00-12:00"):
        body = {"text": "dentist tomorrow", "said_at": said_at}

        answer = program("POST", "/tasks/understand", body, Clara_Sent_At=sent_at)

        assert answer.status_code == 201, answer.text


def test_typed_turns_of_who_may_only_write_do_not_switch_the_device(
    app: Flask, services: Services, program: Program
) -> None:
    _device, token = services.access.store.add_token("writer", Scope.WRITE)
    writer = type(program)(app, token)

    answer = writer("POST", "/turns", {"text": "mute the microphone"})

    assert "without the right admin" in answer.get_json()["error"]


def test_a_typed_turn_is_done_answered_and_can_be_undone(program: Program) -> None:
    first = program("POST", "/turns", {"text": "add buy milk"}).get_json()
    second = program("POST", "/turns", {"text": "make it urgent"}).get_json()

    (task,) = program("GET", "/tasks").get_json()["items"]
    assert first["changes"][0]["kind"] == "task.created"
    assert second["reply"]
    assert task["priority"] == "urgent"
    assert program("POST", "/undo", {"step": second["step"]}).status_code == 200

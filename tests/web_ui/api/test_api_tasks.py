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


def test_answers_numbers_ids_and_parts_of_ids(program: Program) -> None:
    task = program.add("Call the dentist")

    found = [
        program("GET", f"/tasks/{reference}").get_json()["id"]
        for reference in (task["number"], task["id"], task["id"][:8])
    ]

    assert found == [task["id"]] * 3


def test_changes_only_what_is_sent(program: Program) -> None:
    task = program.add("Call", description="notes", tags=["phone"])

    response = program(
        "PATCH",
        f"/tasks/{task['id']}",
        {"title": "Call the dentist", "add_tags": ["health"]},
        If_Match=f'"{task["version"]}"',
    )

    changed = response.get_json()
    assert response.status_code == 200
    assert changed["title"] == "Call the dentist"
    assert changed["description"] == "notes"
    assert changed["tags"] == ["health", "phone"]
    assert changed["version"] != task["version"]


def test_null_clears_a_due_date_and_a_repetition(program: Program) -> None:
    task = program.add("Water", due_date="2031-05-04", repeat="every sunday")

    changed = program(
        "PATCH",
        f"/tasks/{task['id']}",
        {"due_date": None, "repeat": None},
        If_Match="*",
    ).get_json()

    assert (changed["due_date"], changed["rrule"]) == (None, None)


def test_refuses_to_overwrite_a_change_that_was_not_seen(program: Program) -> None:
    task = program.add("Paint the fence")
    path, seen = f"/tasks/{task['id']}", f'"{task["version"]}"'
    first = program("PATCH", path, {"title": "Paint the gate"}, If_Match=seen)

    second = program("PATCH", path, {"priority": "high"}, If_Match=seen)

    assert first.status_code == 200
    assert second.status_code == 412
    assert second.get_json()["kind"] == "VersionConflictError"
    assert second.headers["ETag"] == first.headers["ETag"]
    assert program("GET", path).get_json()["priority"] == "medium"


def test_asks_for_the_version_that_is_to_be_changed(program: Program) -> None:
    task = program.add("Paint the fence")

    response = program("PATCH", f"/tasks/{task['id']}", {"title": "Paint"})

    assert response.status_code == 428
    assert response.mimetype == "application/problem+json"


def test_completes_reopens_deletes_and_restores(program: Program) -> None:
    task = program.add("Water", due_date="2031-05-04", repeat="every sunday")
    path = f"/tasks/{task['id']}"

    done = program("POST", f"{path}/complete").get_json()
    again = program("POST", f"{path}/reopen").get_json()
    gone = program("DELETE", path).get_json()
    back = program("POST", f"{path}/restore").get_json()

    assert done["items"][0]["status"] == "completed"
    assert done["comes_back"][0]["due_date"] == "2031-05-11"
    assert again["items"][0]["status"] == "todo"
    assert gone["items"][0]["deleted_at"] is not None
    assert back["items"][0]["deleted_at"] is None


def test_tells_the_step_of_a_change_and_takes_it_back(program: Program) -> None:
    task = program.add("Paint the fence")
    response = program("POST", f"/tasks/{task['id']}/complete")
    program.add("Something else meanwhile")

    undone = program("POST", "/undo", {"step": int(response.headers["Clara-Step"])})

    assert undone.status_code == 200
    assert program("GET", f"/tasks/{task['id']}").get_json()["status"] == "todo"


def test_finds_by_filter_page_by_page(program: Program) -> None:
    for number in range(5):
        program.add(f"Errand {number}", project="Town")
    program.add("Elsewhere")

    first = program("GET", "/tasks?filter=@town&limit=2")
    second = program("GET", "/tasks?filter=@town&limit=2&offset=2")

    titles = [t["title"] for r in (first, second) for t in r.get_json()["items"]]
    assert titles == [f"Errand {number}" for number in range(4)]
    assert first.get_json()["total"] == 5
    assert 'offset=2>; rel="next"' in first.headers["Link"]
    assert {'rel="next"', 'rel="prev"', 'rel="first"'} <= set(
        second.headers["Link"].replace(",", ";").replace(" ", "").split(";")
    )


def test_a_filter_that_cannot_be_read_is_told_with_what_to_do(program: Program) -> None:
    response = program("GET", "/tasks?filter=colour:red")

    problem = response.get_json()
    assert response.status_code == 422
    assert problem["kind"] == "QueryInvalidError"
    assert "colour" in problem["detail"]
    assert problem["remedy"]


def test_searches_with_typing_errors(program: Program) -> None:
    program.add("Call the dentist")

    (hit,) = program("GET", "/search?q=dentits").get_json()["items"]

    assert hit["task"]["title"] == "Call the dentist"
    assert hit["exact"] is False


def test_moves_a_task_between_two_others_of_another_project(program: Program) -> None:
    first = program.add("First", project="Town")
    program.add("Third", project="Town")
    task = program.add("Second")

    moved = program(
        "POST", f"/tasks/{task['id']}/move", {"after": str(first["number"])}
    )

    listed = program("GET", "/tasks?filter=@town sort:manual").get_json()["items"]
    assert moved.status_code == 200
    assert [one["title"] for one in listed] == ["First", "Second", "Third"]


def test_a_batch_is_one_step(program: Program) -> None:
    tasks = [program.add(title)["id"] for title in ("One", "Two", "Three")]

    response = program("POST", "/tasks/batch", {"do": "complete", "tasks": tasks})
    program("POST", "/undo", {"step": int(response.headers["Clara-Step"])})

    assert len(response.get_json()["items"]) == 3
    assert program("GET", "/tasks").get_json()["total"] == 3


def test_a_batch_refuses_versions_that_are_not_the_present_ones(
    program: Program,
) -> None:
    one, two = program.add("One"), program.add("Two")
    program("PATCH", f"/tasks/{two['id']}", {"title": "2"}, If_Match="*")

    response = program(
        "POST",
        "/tasks/batch",
        {
            "do": "delete",
            "tasks": [one["id"], two["id"]],
            "versions": {one["id"]: one["version"], two["id"]: two["version"]},
        },
    )

    assert response.status_code == 412
    assert program("GET", "/tasks").get_json()["total"] == 2

"""Whatever is sent, the answer is a problem that says what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .conftest import Program

MEDIA = "application/problem+json"


@pytest.mark.parametrize(
    ("data", "content_type", "status", "kind"),
    [
        (b"{", "application/json", 400, "JsonInvalidError"),
        (b"", "application/json", 400, "JsonInvalidError"),
        (b"\xff\xfe", "application/json", 400, "JsonInvalidError"),
        (b"[" * 100_000, "application/json", 400, "JsonInvalidError"),
        (b'{"title": "a", "title": NaN}', "application/json", 400, None),
        (b'{"title": "\\ud800"}', "application/json", 400, None),
        (b'{"title": 5}', "application/json", 400, "RequestInvalidError"),
        (b'{"title": "a", "owner": 1}', "application/json", 400, "RequestInvalidError"),
        (b'{"title": "a"}', "text/plain", 415, "MediaTypeInvalidError"),
        (b"title=a", "application/x-www-form-urlencoded", 415, "MediaTypeInvalidError"),
        (b'{"title": "' + b"a" * 300_000 + b'"}', "application/json", 413, None),
        (b'{"title": "a\\u0000b"}', "application/json", 422, "TitleInvalidError"),
        (b'{"title": "a", "due_date": "2031-02-30"}', "application/json", 422, None),
        (b'{"title": "a", "due_zone": "Mars"}', "application/json", 422, None),
        (b'{"title": "a", "repeat": "at times"}', "application/json", 422, None),
        (b'{"title": "a", "parent_task_id": "99"}', "application/json", 404, None),
    ],
)
def test_what_cannot_be_used_is_told(
    program: Program, data: bytes, content_type: str, status: int, kind: str | None
) -> None:
    response = program.raw("POST", "/tasks", data=data, content_type=content_type)

    problem = response.get_json()
    assert response.status_code == status, problem
    assert response.mimetype == MEDIA
    assert problem["status"] == status
    assert problem["detail"]
    assert kind is None or problem["kind"] == kind
    assert program("GET", "/tasks").get_json()["total"] == 0


def test_each_fault_is_told_with_its_place(program: Program) -> None:
    response = program("POST", "/tasks", {"title": "", "priority": 3, "x": 1})

    faults = {fault["at"] for fault in response.get_json()["faults"]}
    assert faults == {"body.title", "body.priority", "body.x"}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("PUT", "/tasks", 405),
        ("GET", "/tasks/../../etc/passwd", 404),
        ("GET", "/tasks/%00", 404),
        ("GET", "/tasks/%ED%A0%80", 404),
        ("GET", "/tasks?limit=0", 400),
        ("GET", "/tasks?limit=1&limit=2", 400),
        ("GET", "/tasks?colour=red", 400),
        ("GET", "/counts?x=1", 400),
        ("GET", "/search?q=", 400),
        ("GET", "/tasks/999999999999999999999", 404),
        ("GET", "/events?since=-1", 400),
    ],
)
def test_addresses_that_do_not_fit_are_problems_too(
    program: Program, method: str, path: str, status: int
) -> None:
    response = program.raw(method, path)

    assert response.status_code == status, response.text
    assert response.mimetype == MEDIA
    assert status != 405 or "POST" in response.headers["Allow"]


def test_a_stranger_and_a_reader_are_refused_with_problems(
    stranger: Program, reader: Program
) -> None:
    unknown = stranger("GET", "/tasks")
    forbidden = reader("POST", "/tasks", {"title": "Milk"})

    assert (unknown.status_code, unknown.mimetype) == (401, MEDIA)
    assert (forbidden.status_code, forbidden.mimetype) == (403, MEDIA)
    assert reader("GET", "/tasks").status_code == 200


def test_a_mistake_of_ours_is_no_stack_trace(
    program: Program, services: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(type(services.understanding), "wanted", fail)

    response = program("POST", "/preview", {"text": "milk"})

    assert (response.status_code, response.mimetype) == (500, MEDIA)
    assert "secret" not in response.text


def test_a_database_that_cannot_be_read_is_told_and_comes_back(
    program: Program, services: Any
) -> None:
    program.add("Milk")
    file = services.folders.database
    services.stores.close()
    whole = file.read_bytes()
    file.write_bytes(b"no database at all" * 100)

    broken = program("GET", "/tasks")
    file.write_bytes(whole)
    mended = program("GET", "/tasks")

    assert (broken.status_code, broken.mimetype) == (503, MEDIA)
    assert broken.headers["Retry-After"]
    assert mended.get_json()["total"] == 1

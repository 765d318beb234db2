"""A request that comes again is not done again."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from clara_edge.domain.access import Scope
from clara_edge.domain.drafts import TaskDraft
from clara_edge.domain.errors import TitleInvalidError
from clara_edge.storage.answers import SqliteAnswers
from clara_edge.storage.store import SqliteTaskStore

from .conftest import Program

if TYPE_CHECKING:
    from flask import Flask

    from web_ui.services import Services


def test_a_repeated_request_is_done_once_and_answered_alike(program: Program) -> None:
    first = program("POST", "/tasks", {"title": "Milk"}, Idempotency_Key="k1")
    second = program("POST", "/tasks", {"title": "Milk"}, Idempotency_Key="k1")

    assert second.data == first.data
    assert second.status_code == 201
    assert second.headers["ETag"] == first.headers["ETag"]
    assert second.headers["Clara-Step"] == first.headers["Clara-Step"]
    assert second.headers["Clara-Replayed"] == "true"
    assert program("GET", "/tasks").get_json()["total"] == 1


def test_a_key_belongs_to_one_request(program: Program) -> None:
    program("POST", "/tasks", {"title": "Milk"}, Idempotency_Key="k1")

    response = program("POST", "/tasks", {"title": "Eggs"}, Idempotency_Key="k1")

    assert response.status_code == 422
    assert response.get_json()["kind"] == "KeyReusedError"


def test_keys_of_other_programs_are_other_keys(
    program: Program, app: Flask, services: Services
) -> None:
    _device, token = services.access.store.add_token("other", Scope.WRITE)
    program("POST", "/tasks", {"title": "Milk"}, Idempotency_Key="k1")

    Program(app, token)("POST", "/tasks", {"title": "Eggs"}, Idempotency_Key="k1")

    assert program("GET", "/tasks").get_json()["total"] == 2


def test_a_request_that_failed_may_be_sent_again_with_its_key(program: Program) -> None:
    body = {"title": "Part", "parent_task_id": "1"}
    failed = program("POST", "/tasks", body, Idempotency_Key="k1")
    program.add("Whole")

    again = program("POST", "/tasks", body, Idempotency_Key="k1")

    assert (failed.status_code, again.status_code) == (404, 201)


def test_requests_at_the_same_time_are_done_once(app: Flask, program: Program) -> None:
    barrier = threading.Barrier(8)
    answers: list[bytes] = []

    def send() -> None:
        barrier.wait(10)
        answers.append(
            program("POST", "/tasks", {"title": "Milk"}, Idempotency_Key="k1").data
        )

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(answers)) == 1
    assert len(answers) == 8
    assert program("GET", "/tasks").get_json()["total"] == 1


def test_a_change_whose_answer_cannot_be_kept_is_not_made(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(5, "the disk is gone")

    monkeypatch.setattr(SqliteAnswers, "keep", fail)
    response = program("POST", "/tasks", {"title": "Milk"}, Idempotency_Key="k1")
    monkeypatch.undo()

    assert response.status_code == 503
    assert program("GET", "/tasks").get_json()["total"] == 0


def test_a_turn_whose_end_nobody_knows_is_not_begun_again(
    program: Program, services: Services
) -> None:
    program("POST", "/turns", {"text": "add milk"}, Idempotency_Key="k1")
    with services.stores.lent() as (_store, database), database.write() as db:
        # what a crash between the turn and its answer leaves
        db.execute("UPDATE answers SET status = NULL")

    response = program("POST", "/turns", {"text": "add milk"}, Idempotency_Key="k1")

    assert response.status_code == 409
    assert response.get_json()["kind"] == "RequestUnfinishedError"
    assert program("GET", "/tasks").get_json()["total"] == 1


def test_a_repeated_turn_is_answered_as_the_first_time(program: Program) -> None:
    first = program("POST", "/turns", {"text": "add milk"}, Idempotency_Key="k1")
    second = program("POST", "/turns", {"text": "add milk"}, Idempotency_Key="k1")

    assert second.data == first.data
    assert program("GET", "/tasks").get_json()["total"] == 1


def test_two_browsers_that_change_one_version_at_once_are_told_apart(
    program: Program,
) -> None:
    task = program.add("Paint")
    barrier = threading.Barrier(6)
    statuses: list[int] = []

    def send(number: int) -> None:
        barrier.wait(10)
        response = program(
            "PATCH",
            f"/tasks/{task['id']}",
            {"title": f"Paint {number}"},
            If_Match=f'"{task["version"]}"',
        )
        statuses.append(response.status_code)

    threads = [threading.Thread(target=send, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(statuses) == [200, *[412] * 5]


def test_parts_of_a_transaction_that_fail_leave_the_others(services: Services) -> None:
    with services.stores.store() as store:
        assert isinstance(store, SqliteTaskStore)
        with store.together():
            store.add(TaskDraft("Milk"))
            with pytest.raises(TitleInvalidError):
                store.add(TaskDraft("Eggs"), TaskDraft(""))

        assert [task.title for task in store.open_tasks()] == ["Milk"]

"""Two browsers, or a browser and the voice, that change tasks at the same moment."""

from __future__ import annotations

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from clara_edge.domain.drafts import TaskDraft
from clara_edge.domain.errors import StorageFullError
from clara_edge.storage.open import open_store
from clara_edge.storage.store import SqliteTaskStore
from tests.web_ui.paired import paired_client
from web_ui import create_app
from web_ui.notices import EXTENSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

    from tests.web_ui.paired import PairedClient
    from web_ui.services import Services

ROUNDS = 12


def test_of_two_forms_saved_at_once_one_wins_and_one_is_told(
    services: Services,
) -> None:
    app = create_app(services)
    browsers = [paired_client(app), paired_client(app)]
    with services.store() as store:
        (task,) = store.add(TaskDraft("Milk"))

    def save(browser: PairedClient, title: str, version: str) -> int:
        together.wait()
        fields = {"title": title, "version": version}
        return browser.post(f"/tasks/{task.id}/edit", data=fields).status_code

    for number in range(ROUNDS):
        with services.store() as store:
            version = store.get(task.id).updated_at.isoformat()
        together = threading.Barrier(2)
        with ThreadPoolExecutor(2) as threads:
            saved = [
                threads.submit(save, browser, f"Milk {number} {index}", version)
                for index, browser in enumerate(browsers)
            ]
        assert sorted(one.result() for one in saved) == [303, 422]


def test_undo_takes_back_what_was_added_while_others_add(services: Services) -> None:
    app = create_app(services)
    browser = paired_client(app)
    stop = threading.Event()

    def others() -> None:
        with open_store(services.folders.database, services.clock) as store:
            while not stop.is_set():
                store.add(TaskDraft("Somebody else's"))

    other = threading.Thread(target=others)
    other.start()
    try:
        for _ in range(ROUNDS):
            browser.post("/tasks", data={"text": "Bread"})
            (notice,) = app.extensions[EXTENSION].take(browser.device.id)
            assert notice.link is not None
            assert notice.undo_step is not None
            task_id = notice.link.removeprefix("/tasks/")
            with services.store() as store:
                (step,) = store.history(task_id=task_id)
            assert step.id == notice.undo_step
    finally:
        stop.set()
        other.join()


def test_nothing_is_told_of_what_the_disk_did_not_take(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(services)
    browser = paired_client(app)
    whole = SqliteTaskStore.together

    @contextlib.contextmanager
    def full(store: SqliteTaskStore) -> Iterator[None]:
        with whole(store):
            yield
            raise StorageFullError("the disk is full")

    monkeypatch.setattr(SqliteTaskStore, "together", full)
    answer = browser.post("/tasks", data={"text": "Bread"})

    assert answer.status_code == 503
    assert "Added" not in answer.text
    assert "Added" not in browser.get("/").text
    with services.store() as store:
        assert store.count_open_tasks() == 0

"""Today, Upcoming, the inbox, projects, tags, search, done and the trash."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING

import pytest

from clara_edge.domain.access import DeviceKind
from clara_edge.domain.drafts import ProjectDraft, TaskDraft
from clara_edge.domain.due import Due
from clara_edge.domain.recurrence import parse_repeat
from clara_edge.domain.tasks import Priority
from tests.web_ui.paired import paired_client
from web_ui import create_app

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web_ui.paired import PairedClient
    from web_ui.services import Services

PAGES = (
    "/",
    "/upcoming",
    "/inbox",
    "/projects",
    "/tags",
    "/search",
    "/done",
    "/trash",
    "/more",
    "/about",
    "/help",
    "/help/shortcuts",
)


def titles(page: str, section: str | None = None) -> list[str]:
    """Return the titles of the tasks in a page, or in one of its sections."""
    if section is not None:
        found = re.search(rf'data-section="{section}".*?</section>', page, re.DOTALL)
        page = found[0] if found else ""
    return [
        unescape(title)
        for title in re.findall(r'<span class="title">(.*?)</span>', page)
    ]


def due_in(services: Services, days: int) -> Due:
    return Due(services.clock.now().date() + timedelta(days))


@pytest.mark.parametrize("address", PAGES)
def test_every_page_answers_without_any_task(
    address: str, onlooker: PairedClient
) -> None:
    answer = onlooker.get(address)

    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1
    assert "{{" not in answer.text


def test_no_page_has_inline_script_style_or_handlers(
    browser: PairedClient, services: Services
) -> None:
    with services.store() as store:
        store.add(TaskDraft("Milk", project="Shopping", due=due_in(services, 0)))

    for address in PAGES:
        page = browser.get(address).text

        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", page)
        for script in re.findall(r"<script[^>]*>", page):
            assert " src=" in script or "application/json" in script


def test_today_tells_late_due_and_done_tasks_apart(
    browser: PairedClient, services: Services
) -> None:
    with services.store() as store:
        for days in (-3, 0, 1):
            store.add(TaskDraft(f"due in {days}", due=due_in(services, days)))
        (done,) = store.add(TaskDraft("done"))
        store.complete([done.id])

    page = browser.get("/").text

    assert titles(page, "late") == ["due in -3"]
    assert titles(page, "today") == ["due in 0"]
    assert titles(page, "done") == ["done"]
    assert "3 days late" in page
    assert "due in 1" not in page


def test_upcoming_lists_two_weeks_by_day_and_the_rest_later(
    browser: PairedClient, services: Services
) -> None:
    with services.store() as store:
        for days in (0, 1, 14, 15):
            store.add(TaskDraft(f"in {days}", due=due_in(services, days)))

    page = browser.get("/upcoming").text
    days = re.findall(r'data-day="([-\d]+)"', page)

    assert len(days) == 14
    assert titles(page) == ["in 1", "in 14", "in 15"]
    assert page.index("in 14") < page.index(">Later<") < page.index("in 15")


def test_a_list_of_hundreds_comes_in_pages(
    browser: PairedClient, services: Services
) -> None:
    with services.store() as store:
        store.add(*(TaskDraft(f"task {n:03}") for n in range(130)))

    first, last = browser.get("/inbox").text, browser.get("/inbox?page=3").text

    assert len(titles(first)) == 50
    assert len(titles(last)) == 30
    assert "Page 1 of 3" in first
    assert not set(titles(first)) & set(titles(last))


@pytest.mark.parametrize("page", ["0", "-1", "x", "٣", "9" * 30, "99999"])
def test_page_numbers_that_do_not_exist_are_no_error(
    page: str, onlooker: PairedClient
) -> None:
    assert onlooker.get("/inbox", query_string={"page": page}).status_code == 200


def test_markup_in_titles_notes_and_names_is_only_text(
    browser: PairedClient, services: Services
) -> None:
    evil = "<img src=x onerror=alert(1)>\"'&{{7*7}}"
    with services.store() as store:
        (task,) = store.add(
            TaskDraft(evil, description=evil, project=evil, tags=(evil[:20],))
        )

    for address in ("/inbox", "/projects", "/search?q=img", f"/tasks/{task.id}"):
        page = browser.get(address).text
        assert "<img" not in page
        assert "49" not in titles(page)


def test_titles_of_any_script_are_shown(
    browser: PairedClient, services: Services
) -> None:
    names = ["купить молоко", "牛奶", "لبن", "👩‍👩‍👧 party", "Ünïcödé"]
    with services.store() as store:
        store.add(*(TaskDraft(name) for name in names))

    assert titles(browser.get("/inbox").text) == names


def test_search_marks_what_it_found_and_forgives_typing_errors(
    browser: PairedClient, services: Services
) -> None:
    with services.store() as store:
        store.add(TaskDraft("Clean up", description="and call the dentist about it"))

    found = browser.get("/search?q=dentist").text
    mistyped = browser.get("/search?q=dentsit").text

    assert "<mark>dentist</mark>" in found
    assert titles(mistyped) == ["Clean up"]


def test_a_filter_that_cannot_be_read_is_explained(onlooker: PairedClient) -> None:
    answer = onlooker.get("/search?q=due:someday")

    assert answer.status_code == 200
    assert "due:someday cannot be read" in unescape(answer.text)


def test_a_list_shows_one_of_its_tasks_beside_it(
    browser: PairedClient, services: Services
) -> None:
    with services.store() as store:
        milk, bread = store.add(TaskDraft("Milk"), TaskDraft("Bread"))

    page = browser.get(f"/inbox?sort=title&task={milk.id}").text

    assert titles(page) == ["Bread", "Milk"]
    assert f'data-detail="{milk.id}"' in page
    assert f"/inbox?sort=title&amp;task={bread.id}" in page
    assert browser.get("/inbox?task=nobody").status_code == 200


@pytest.mark.parametrize("address", ["/tasks/nobody", "/projects/nobody", "/tags/no"])
def test_what_there_is_not_is_said_on_a_page(
    address: str, onlooker: PairedClient
) -> None:
    answer = onlooker.get(address)

    assert answer.status_code == 404
    assert "There is no such thing" in answer.text
    assert "Traceback" not in answer.text


def test_detail_shows_everything_in_the_model(
    browser: PairedClient, services: Services
) -> None:
    due = due_in(services, 2)
    with services.store() as store:
        store.add_project(ProjectDraft("Home", color="#3f9142"))
        (task,) = store.add(
            TaskDraft(
                "Take out the bins",
                description="green first\nsee https://example.org/bins",
                project="Home",
                priority=Priority.URGENT,
                due=due,
                start=due.day,
                estimated_minutes=90,
                tags=("street",),
                recurrence=parse_repeat("every 2 weeks", due),
                subtasks=(TaskDraft("paper"), TaskDraft("glass")),
            )
        )
        paper = store.subtasks(task.id)[0]
        store.complete([paper.id])

    page = browser.get(f"/tasks/{task.id}").text

    for said in ("every 2 weeks", "Urgent", "#street", "1 h 30 min", "1/2", "Home"):
        assert said in page
    assert '<a href="https://example.org/bins" rel="noopener noreferrer"' in page
    assert 'fill="#3f9142"' in page
    assert "on a page" in page


def test_a_page_without_encryption_says_what_needs_it(services: Services) -> None:
    phone = paired_client(create_app(services), DeviceKind.HTTP)
    away = {"REMOTE_ADDR": "192.168.1.23"}

    page = phone.get("/", environ_base=away).text

    assert "This page is not encrypted" in page
    assert '<a href="/install">' in page


def test_storage_that_fails_is_said_and_not_traced(
    browser: PairedClient, services: Services, sent: Callable[..., str]
) -> None:
    sent("/tasks", text="Milk", next="/inbox")
    services.stores.close()
    services.folders.database.write_bytes(b"this is no database" * 100)

    answer = browser.get("/inbox")

    assert answer.status_code == 503
    assert "The tasks cannot be reached" in answer.text
    assert "Traceback" not in answer.text

"""Adding, changing and completing tasks with forms alone."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from clara_edge.domain.access import DeviceKind, Scope
from clara_edge.domain.drafts import ReminderDraft, TaskDraft
from clara_edge.domain.due import Due
from clara_edge.domain.errors import TaskNotFoundError
from clara_edge.domain.query import Query
from clara_edge.domain.recurrence import in_words, parse_repeat
from clara_edge.domain.tasks import Priority, Status
from clara_edge.storage.open import open_store
from tests.web_ui.paired import paired_client
from web_ui import create_app
from web_ui.pages.changes import local_address

if TYPE_CHECKING:
    from collections.abc import Callable

    from clara_edge.domain.tasks import Task
    from tests.web_ui.paired import PairedClient
    from web_ui.services import Services


def fields_of(page: str) -> dict[str, Any]:
    """Return the fields of the edit form of a page, as a browser would send them."""
    form = re.search(r"<form[^>]*data-edit-form.*?</form>", page, re.DOTALL)
    assert form
    fields: dict[str, Any] = {"reminder": []}
    for tag in re.findall(r"<input[^>]*>", form[0]):
        name, value = (re.search(rf'\b{a}="([^"]*)"', tag) for a in ("name", "value"))
        if name is None or ('type="radio"' in tag and "checked" not in tag):
            continue
        text = unescape(value[1]) if value else ""
        if name[1] == "reminder":
            fields["reminder"].append(text)
        else:
            fields[name[1]] = text
    for name, text in re.findall(
        r'<textarea[^>]*name="(\w+)"[^>]*>\n?(.*?)</textarea>', form[0], re.DOTALL
    ):
        fields[name] = unescape(text)
    for name, options in re.findall(
        r'<select[^>]*name="(\w+)".*?>(.*?)</select>', form[0], re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)" selected', options)
        fields[name] = chosen[1] if chosen else ""
    return fields


def add(browser: PairedClient, **fields: str) -> str:
    """Send the form for new tasks and return the page after it."""
    answer = browser.post("/tasks", data=fields, follow_redirects=True)
    assert answer.status_code == 200
    return answer.text


@pytest.fixture
def only(services: Services) -> Callable[[], Task]:
    """Return a function that returns the one open task there is."""

    def one() -> Task:
        with services.store() as store:
            (task,) = store.find(Query())
            return task

    return one


def test_quick_add_understands_what_is_typed_and_undo_takes_it_back(
    sent: Callable[..., str], only: Callable[[], Task], services: Services
) -> None:
    page = sent("/tasks", text="Buy milk tomorrow at 9, urgent #dairy", next="/inbox")

    task = only()
    assert (task.title, task.priority, task.tags) == (
        "Buy milk",
        Priority.URGENT,
        ("dairy",),
    )
    assert task.due is not None
    assert task.due.time is not None
    assert "Added “Buy milk”" in page
    step = re.search(r'name="step" value="(\d+)"', page)
    assert step

    assert "Undone" in sent("/undo", step=step[1], next="/inbox")
    with services.store() as store:
        assert store.count(Query()) == 0


def test_quick_add_never_does_what_a_title_says(
    sent: Callable[..., str], services: Services
) -> None:
    with services.store() as store:
        (gym,) = store.add(TaskDraft("Gym membership"))

    sent("/tasks", text="delete the gym membership", next="/")

    with services.store() as store:
        assert store.get(gym.id).is_open
        assert store.count(Query()) == 2


def test_what_is_added_in_a_list_belongs_to_it(
    sent: Callable[..., str], only: Callable[[], Task], services: Services
) -> None:
    sent("/tasks", text="Sweep", context="today")

    task = only()
    assert task.due == Due(services.clock.now().date())
    sent("/tasks", text="Corners", context=f"parent:{task.id}")
    with services.store() as store:
        assert [one.title for one in store.subtasks(task.id)] == ["Corners"]


@pytest.mark.parametrize(
    "context", ["day:never", "parent:nobody", "project:nobody", "day:2026-02-30"]
)
def test_a_context_that_there_is_not_adds_nothing_and_says_so(
    context: str, onlooker: PairedClient, house: Services
) -> None:
    with house.store() as store:
        before = store.count(Query())

    page = add(onlooker, text="Sweep", context=context)

    assert 'class="notice problem"' in page
    with house.store() as store:
        assert store.count(Query()) == before


@pytest.mark.parametrize("text", ["", "   ", "x" * 3000, "\u200b", "\x00"])
def test_what_is_no_task_is_refused_with_words(
    text: str, onlooker: PairedClient, house: Services
) -> None:
    with house.store() as store:
        before = store.count(Query())

    page = add(onlooker, text=text, next="/inbox")

    assert re.search(r'class="notice (problem|warning)"', page)
    with house.store() as store:
        assert store.count(Query()) == before


def test_buttons_complete_reopen_delete_and_restore(
    sent: Callable[..., str], services: Services
) -> None:
    with services.store() as store:
        (task,) = store.add(TaskDraft("Sweep"))

        sent(f"/tasks/{task.id}/complete", next="/")
        assert store.get(task.id).status is Status.COMPLETED
        sent(f"/tasks/{task.id}/reopen", next="/")
        assert store.get(task.id).is_open
        sent(f"/tasks/{task.id}/delete", next="/")
        assert store.get(task.id).deleted_at is not None
        assert "is back" in sent(f"/tasks/{task.id}/restore", next="/trash")
        assert store.get(task.id).is_open


def test_a_recurring_task_tells_when_it_comes_back(
    sent: Callable[..., str], services: Services
) -> None:
    today = Due(services.clock.now().date())
    with services.store() as store:
        rule = parse_repeat("every day", today)
        (task,) = store.add(TaskDraft("Sweep", due=today, recurrence=rule))

    assert "It comes back: Tomorrow" in sent(f"/tasks/{task.id}/complete", next="/")


def test_undo_of_what_was_changed_since_is_refused(
    sent: Callable[..., str], services: Services
) -> None:
    with services.store() as store:
        (task,) = store.add(TaskDraft("Sweep"))
        page = sent(f"/tasks/{task.id}/complete", next="/")
        step = re.search(r'name="step" value="(\d+)"', page)
        assert step
        store.reopen([task.id])
        store.delete([task.id])

    page = sent("/undo", step=step[1], next="/inbox")

    assert "cannot be undone any more" in page


def test_undo_without_a_number_takes_back_what_was_last_done_on_the_pages(
    sent: Callable[..., str], services: Services
) -> None:
    sent("/tasks", text="Sweep", next="/inbox")
    voice = open_store(services.folders.database, services.clock, origin="voice")
    voice.add(TaskDraft("Said"))
    voice.close()

    page = sent("/undo", next="/inbox")

    assert "Undone" in page
    with services.store() as store:
        assert [task.title for task in store.find(Query())] == ["Said"]
    for step in ("9" * 40, "-1", "x", "²"):
        assert 'class="notice problem"' in sent("/undo", step=step)


def test_an_unchanged_form_changes_nothing(
    browser: PairedClient, sent: Callable[..., str], services: Services
) -> None:
    due = Due.parse("2031-01-31T18:30", "America/New_York")
    with services.store() as store:
        (task,) = store.add(
            TaskDraft(
                "Pay",
                description="  two\n\nlines ",
                due=due,
                recurrence=parse_repeat("monthly on the 31st", due),
                reminders=(
                    ReminderDraft(minutes_before=90),
                    ReminderDraft(minutes_before=-5),
                    ReminderDraft(at=Due.parse("2031-01-30T08:00", "UTC")),
                ),
                estimated_minutes=1530,
                tags=("b", "c"),
                project="Home",
            )
        )
        before = store.get(task.id)
        fields = fields_of(browser.get(f"/tasks/{task.id}").text)

        page = sent(f"/tasks/{task.id}/edit", **fields)

        assert "Nothing was changed" in page
        assert store.get(task.id) == before


def test_the_form_changes_every_field(
    browser: PairedClient, sent: Callable[..., str], services: Services
) -> None:
    with services.store() as store:
        house, task = store.add(TaskDraft("House"), TaskDraft("Sweep"))
        store.add(TaskDraft("Other", project="Home"))
        home = store.project("Home")
        fields = fields_of(browser.get(f"/tasks/{task.id}").text)
        fields |= {
            "title": "Sweep the stairs",
            "description": "all\r\nof them",
            "due_day": "2031-03-07",
            "due_time": "18:30",
            "due_zone": "Europe/Berlin",
            "repeat": "every friday",
            "reminder": ["1h30", "", "2031-03-06 08:00"],
            "priority": "high",
            "project": home.id,
            "tags": "#one, two",
            "start": "2031-03-01",
            "estimate": "1h30",
            "parent": f"#{house.number}",
        }

        assert "Saved" in sent(f"/tasks/{task.id}/edit", **fields)

        now = store.get(task.id)
    assert (now.title, now.description) == ("Sweep the stairs", "all\nof them")
    assert now.due == Due.parse("2031-03-07T18:30", "Europe/Berlin")
    assert now.recurrence is not None
    assert in_words(now.recurrence) == "every Friday"
    assert {one.minutes_before for one in now.reminders} == {90, None}
    assert (now.priority, now.tags) == (Priority.HIGH, ("one", "two"))
    assert (now.estimated_minutes, now.parent_task_id) == (90, house.id)
    assert str(now.start) == "2031-03-01"
    assert now.project_id is None  # a subtask is where its parent is


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("title", "  ", "The title is empty"),
        ("due_day", "2031-02-30", "This cannot be read"),
        ("due_zone", "Mars/Base", "no time zone"),
        ("repeat", "every blue moon", "does not say how often"),
        ("estimate", "long", "no span of time"),
        ("reminder", "2031-03-06", "no time of day"),
        ("reminder", "soon", "is not a date"),
        ("priority", "extreme", "This cannot be read"),
        ("project", "nobody", "not there any more"),
        ("parent", "#999", "there is no task"),
    ],
)
def test_a_field_that_cannot_be_used_is_explained_and_nothing_typed_is_lost(
    name: str, value: str, said: str, onlooker: PairedClient, house: Services
) -> None:
    with house.store() as store:
        (task,) = store.add(
            TaskDraft("Sweep", due=Due.parse("2031-03-07T18:30", "UTC"))
        )
    fields = fields_of(onlooker.get(f"/tasks/{task.id}").text)
    fields |= {"description": "typed with love", name: value}

    answer = onlooker.post(f"/tasks/{task.id}/edit", data=fields)

    assert answer.status_code == 422
    assert said.lower() in unescape(answer.text).lower()
    assert "typed with love" in answer.text
    if name not in {"project", "priority"}:  # only what there is can be chosen
        assert value in unescape(answer.text)
    with house.store() as store:
        assert store.get(task.id).description == ""


def test_a_change_elsewhere_is_not_overwritten(
    browser: PairedClient, sent: Callable[..., str], services: Services
) -> None:
    with services.store() as store:
        (task,) = store.add(TaskDraft("Sweep"))
        fields = fields_of(browser.get(f"/tasks/{task.id}").text)
        store.complete([task.id])
        store.reopen([task.id])

        again = browser.post(
            f"/tasks/{task.id}/edit", data=fields | {"title": "Sweep twice"}
        )

        assert again.status_code == 422
        assert "changed elsewhere meanwhile" in again.text
        assert store.get(task.id).title == "Sweep"
        sent(f"/tasks/{task.id}/edit", **fields_of(again.text))
        assert store.get(task.id).title == "Sweep twice"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "inbox",
        "",
        "/\n/x",
    ],
)
def test_no_form_leads_out_of_the_service(address: str) -> None:
    assert local_address(address) == "/"


def test_places_are_changed_with_buttons(
    sent: Callable[..., str], services: Services
) -> None:
    with services.store() as store:
        first, second = store.add(TaskDraft("first"), TaskDraft("second"))

        sent(f"/tasks/{second.id}/move", direction="up", next="/inbox")
        assert store.get(second.id).position < store.get(first.id).position
        assert "at the end" in sent(f"/tasks/{second.id}/move", direction="up")

        sent(f"/tasks/{first.id}/move", day="2031-03-07")
        assert store.get(first.id).due == Due.parse("2031-03-07")


def test_a_device_that_may_only_read_changes_nothing(services: Services) -> None:
    with services.store() as store:
        (task,) = store.add(TaskDraft("Sweep"))
    reader = paired_client(create_app(services), DeviceKind.HTTPS, Scope.READ)

    assert reader.get("/").status_code == 200
    for address in ("/tasks", f"/tasks/{task.id}/complete", "/undo", "/projects"):
        assert reader.post(address, data={"text": "x"}).status_code == 403
    with services.store() as store:
        assert store.get(task.id).is_open


def test_unknown_actions_are_no_pages(browser: PairedClient) -> None:
    assert browser.post("/tasks/1/explode").status_code == 404


def test_a_removed_task_cannot_be_completed(
    sent: Callable[..., str], services: Services
) -> None:
    page = sent("/tasks/nobody/complete", next="/inbox")

    assert 'class="notice problem"' in page
    with services.store() as store, pytest.raises(TaskNotFoundError):
        store.get("nobody")

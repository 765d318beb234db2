"""Templates and the words that send tasks to projects, with forms alone."""

from __future__ import annotations

import re
from datetime import date, time
from typing import TYPE_CHECKING

from clara_edge.domain.drafts import ProjectDraft, TaskDraft
from clara_edge.domain.due import Due
from clara_edge.domain.query import Query

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web_ui.paired import PairedClient
    from web_ui.services import Services

TRIP = date(2027, 3, 10)


def trip(services: Services) -> str:
    """Add a task with subtasks before and after its day, and return its id."""
    with services.store() as store:
        (task,) = store.add(
            TaskDraft(
                "Trip to <Rome>",
                project="Travel",
                due=Due(TRIP),
                subtasks=(
                    TaskDraft("Pack", due=Due(date(2027, 3, 9), time(18), "UTC")),
                    TaskDraft("Unpack", due=Due(date(2027, 3, 15)), tags=("home",)),
                ),
            )
        )
    return task.id


def test_a_tree_is_kept_and_used_with_another_date(
    sent: Callable[..., str], services: Services
) -> None:
    page = sent("/templates", task=trip(services), name="Journey")
    assert "1 day earlier" in page
    assert "5 days later" in page
    assert "Trip to &lt;Rome&gt;" in page
    found = re.search(r"/templates/([^/]+)/use", page)
    assert found

    told = sent(f"/templates/{found[1]}/use", day="2028-01-10", project="")

    assert "Added 3 tasks" in told
    with services.store() as store:
        due = {
            t.title: (t.due.day, t.due.time)
            for t in store.find(Query())
            if t.due and t.due.day > date(2027, 12, 31)
        }
    assert due == {
        "Trip to <Rome>": (date(2028, 1, 10), None),
        "Pack": (date(2028, 1, 9), time(18)),
        "Unpack": (date(2028, 1, 15), None),
    }


def test_a_template_goes_into_another_project_and_is_undone(
    sent: Callable[..., str], services: Services
) -> None:
    with services.store() as store:
        work = store.add_project(ProjectDraft("Work"))
    page = sent("/templates", task=trip(services), name="Journey")
    found = re.search(r"/templates/([^/]+)/use", page)
    assert found

    told = sent(f"/templates/{found[1]}/use", day="", project="Work")
    with services.store() as store:
        added = [t for t in store.find(Query()) if t.project_id == work.id]
    step = re.search(r'name="step" value="(\d+)"', told)
    assert step
    sent("/undo", step=step[1])

    assert added
    with services.store() as store:
        assert not [t for t in store.find(Query()) if t.project_id == work.id]


def test_a_template_of_the_same_name_is_replaced_and_deleted(
    sent: Callable[..., str], services: Services
) -> None:
    task = trip(services)
    sent("/templates", task=task, name="Journey")

    page = sent("/templates", task=task, name="journey")

    assert "is replaced" in page
    with services.store() as store:
        (only,) = store.templates()
    assert "No templates yet" in sent(f"/templates/{only.id}/delete")


def test_what_cannot_be_kept_or_used_is_explained(
    sent: Callable[..., str], browser: PairedClient, services: Services
) -> None:
    task = trip(services)
    page = sent("/templates", task=task, name="Journey")
    found = re.search(r"/templates/([^/]+)/use", page)
    assert found
    use = f"/templates/{found[1]}/use"

    assert "is empty" in sent("/templates", task=task, name="", next=f"/tasks/{task}")
    assert "notice problem" in sent(use, day="31 February", project="")
    assert "notice problem" in sent(use, day="9999-12-31", project="")
    assert "notice problem" in sent(use, day="", project="x" * 5000)
    assert "notice problem" in sent("/templates/none/use", day="")
    assert browser.post("/templates", data={"task": "none"}).status_code == 303


def test_words_of_all_projects_are_on_one_page(
    sent: Callable[..., str], services: Services
) -> None:
    with services.store() as store:
        project = store.add_project(
            ProjectDraft("Shopping", description="the list", default_for=("milk",))
        )

    edit = f"/projects/{project.id}/edit"
    page = sent(edit, default_for="milk, Bread, #food", next="/projects/rules")
    refused = sent(edit, default_for="#" * 300, next="/projects/rules")

    assert 'value="milk, bread, #food"' in page
    assert "notice problem" in refused
    with services.store() as store:
        kept = store.project(project.id)
    assert kept.default_for == ("milk", "bread", "#food")
    assert (kept.name, kept.description) == ("Shopping", "the list")

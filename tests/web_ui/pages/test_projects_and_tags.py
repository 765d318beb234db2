"""Projects and tags: made, renamed, arranged and deleted with forms alone."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from clara_edge.domain.drafts import ProjectDraft, TaskDraft
from clara_edge.domain.errors import ProjectNotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web_ui.paired import PairedClient
    from web_ui.services import Services


def test_a_project_is_made_with_a_name_and_a_colour(
    sent: Callable[..., str], services: Services
) -> None:
    page = sent("/projects", name="Attic", color="#3f9142")

    with services.store() as store:
        project = store.project("Attic")
    assert project.color == "#3f9142"
    assert f'data-project="{project.id}"' in page


@pytest.mark.parametrize(
    ("name", "said"), [("", "is empty"), ("home", "already"), ("a\x07", "control")]
)
def test_a_name_that_cannot_be_used_is_explained(
    name: str, said: str, browser: PairedClient, services: Services
) -> None:
    with services.store() as store:
        store.add_project(ProjectDraft("Home"))

    answer = browser.post("/projects", data={"name": name})

    assert answer.status_code == 422
    assert said in unescape(answer.text)


def test_a_project_is_changed_archived_and_brought_back(
    sent: Callable[..., str], services: Services
) -> None:
    with services.store() as store:
        project = store.add_project(ProjectDraft("Attic"))
        address = f"/projects/{project.id}"

        sent(f"{address}/edit", name="Roof", description="", default_for="tile, #roof")
        sent(f"{address}/archive", archived="on")
        changed = store.project(project.id)
        assert (changed.name, changed.default_for) == ("Roof", ("tile", "#roof"))
        assert changed.archived

        sent(f"{address}/archive", archived="off")
        assert not store.project(project.id).archived


@pytest.mark.parametrize("goes", ["inbox", "trash", "other"])
def test_the_tasks_of_a_deleted_project_go_where_it_was_said(
    goes: str, sent: Callable[..., str], services: Services
) -> None:
    with services.store() as store:
        (task,) = store.add(TaskDraft("Sweep", project="Attic"))
        other = store.add_project(ProjectDraft("Cellar"))
        attic = store.project("Attic")

        where = other.id if goes == "other" else goes
        page = sent(f"/projects/{attic.id}/delete", tasks_go=where)

        with pytest.raises(ProjectNotFoundError):
            store.project(attic.id)
        now = store.get(task.id)
        assert (now.deleted_at is not None) == (goes == "trash")
        assert (now.project_id == other.id) == (goes == "other")
        step = re.search(r'name="step" value="(\d+)"', page)
        assert step
        sent("/undo", step=step[1])
        assert store.get(task.id).project_id == attic.id


def test_projects_are_arranged_one_place_at_a_time(
    sent: Callable[..., str], services: Services
) -> None:
    with services.store() as store:
        for name in ("A", "B", "C"):
            store.add_project(ProjectDraft(name))
        last = store.project("C")

        sent(f"/projects/{last.id}/move", direction="up")
        assert [one.name for one in store.projects()] == ["A", "C", "B"]
        sent(f"/projects/{last.id}/move", direction="up")
        sent(f"/projects/{last.id}/move", direction="up")
        assert [one.name for one in store.projects()] == ["C", "A", "B"]


def test_the_frame_counts_what_is_open(
    browser: PairedClient, services: Services
) -> None:
    with services.store() as store:
        store.add(*(TaskDraft(f"task {n}", project="Home") for n in range(3)))
        home = store.project("Home")

    page = browser.get("/").text

    entry = re.search(rf'<a href="/projects/{home.id}".*?</a>', page, re.DOTALL)
    assert entry
    assert '<span class="count">3</span>' in entry[0]


def test_tags_are_renamed_and_deleted(
    sent: Callable[..., str], services: Services
) -> None:
    with services.store() as store:
        (task,) = store.add(TaskDraft("Sweep", tags=("a/b+ü",)))

        sent("/tags/rename", name="a/b+ü", new_name="dust")
        assert store.get(task.id).tags == ("dust",)
        sent("/tags/delete", name="dust")
        assert store.get(task.id).tags == ()


def test_a_tag_with_a_slash_has_a_page(
    browser: PairedClient, services: Services
) -> None:
    with services.store() as store:
        store.add(TaskDraft("Sweep", tags=("a/b+ü",)))

    assert "Sweep" in browser.get("/tags/a/b+%C3%BC").text

"""What pages keep between requests is never older than the tasks; rows are safe markup."""

from __future__ import annotations

import html
import re
import shutil
from typing import TYPE_CHECKING

from clara_edge.config.clock import SystemClock
from clara_edge.domain.drafts import ProjectDraft, ProjectPatch, TaskDraft
from clara_edge.storage.open import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from clara_edge.storage.store import SqliteTaskStore
    from tests.web_ui.paired import PairedClient
    from web_ui.services import Services

NASTY = "<img src=x>\"'&\N{GREEK SMALL LETTER ALPHA}"


def somebody_else(path: Path) -> SqliteTaskStore:
    return open_store(path, SystemClock(), origin="cli")


def counted(page: str, key: str) -> str | None:
    """Return the number beside an entry of the sidebar."""
    entry = re.search(rf'data-nav="{key}">.*?</a>', page)
    assert entry, page
    found = re.search(r'"count">(\d+)<', entry[0])
    return found[1] if found else None


def listed_projects(page: str) -> list[str]:
    return re.findall(r'data-project="[^"]*">.*?"name">([^<]*)<', page)


def test_the_sidebar_follows_what_others_change(
    browser: PairedClient, services: Services
) -> None:
    browser.get("/inbox")
    with somebody_else(services.folders.database) as store:
        store.add(TaskDraft("one"), TaskDraft("two"))
        two = browser.get("/inbox").text
        store.undo()
        none = browser.get("/inbox").text
        project = store.add_project(ProjectDraft("garden"))
        named = browser.get("/inbox").text
        store.change_project(project.id, ProjectPatch(name="yard"))
        renamed = browser.get("/inbox").text
        store.change_project(project.id, ProjectPatch(archived=True))
        archived = browser.get("/inbox").text

    assert counted(two, "inbox") == "2"
    assert counted(none, "inbox") is None
    assert listed_projects(named) == ["garden"]
    assert listed_projects(renamed) == ["yard"]
    assert listed_projects(archived) == []


def test_the_sidebar_follows_a_database_that_has_changed_as_often(
    browser: PairedClient, services: Services, tmp_path: Path
) -> None:
    ours, other = services.folders.database, tmp_path / "other.db"
    for path, name in ((ours, "ours"), (other, "other")):
        with somebody_else(path) as store:
            store.add_project(ProjectDraft(name))
    before = browser.get("/inbox").text
    services.stores.close()
    moved = tmp_path / "moved.db"
    shutil.copy(other, moved)
    for suffix in ("-wal", "-shm"):
        ours.with_name(ours.name + suffix).unlink(missing_ok=True)
    moved.replace(ours)

    after = browser.get("/inbox").text

    assert listed_projects(before) == ["ours"]
    assert listed_projects(after) == ["other"]


def test_nothing_that_people_write_becomes_markup_in_a_row(
    browser: PairedClient, services: Services
) -> None:
    with services.store() as store:
        project = store.add_project(ProjectDraft(NASTY))
        store.add(TaskDraft(NASTY, project=project.name, tags=("a&b",)))

    page = browser.get("/search?q=is:open").text

    assert "<img" not in page
    link = re.search(r'<a class="task-link".*?</a>', page, re.DOTALL)
    assert link
    assert html.unescape(re.sub("<[^>]*>", "", link[0])).count(NASTY) == 2
    assert (
        f'aria-label="Complete: {html.escape(NASTY)}"'.replace(
            "&#x27;", "&#39;"
        ).replace("&quot;", "&#34;")
        in page
    )

"""Every page at two widths in two themes: looked at, and checked by axe."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from clara_edge.domain.query import Query

from .conftest import ARTEFACTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import BrowserContext, Page

    from tests.web_ui.served import Served

PAGES = (
    "/",
    "/upcoming",
    "/inbox",
    "/projects",
    "/projects/{project}",
    "/tags/errands",
    "/tasks/{task}",
    "/?task={task}",
    "/search?q=flights",
    "/done",
    "/trash",
    "/more",
    "/about",
    "/help",
    "/help/shortcuts",
    "/talk",
    "/settings",
    "/settings/devices",
    "/status",
    "/welcome",
    "/pair",
    "/install",
    "/offline",
)
WIDTHS = (360, 1440)
THEMES = ("light", "dark")
ROOM = 800


@pytest.fixture(scope="module")
def addresses(served: Served) -> dict[str, str]:
    with served.store() as store:
        tasks = store.find(Query())
        project = next(p for p in store.projects() if p.name == "Holiday in Portugal")
        task = next(t for t in tasks if t.title == "Book flights")
    return {path: path.format(task=task.id, project=project.id) for path in PAGES}


@pytest.fixture
def windows(
    open_context: Callable[..., BrowserContext],
) -> Iterator[list[tuple[str, Page]]]:
    """One page for each width and theme; the address is opened in one after another."""
    yield [
        (
            f"{width}-{theme}",
            open_context(
                viewport={"width": width, "height": ROOM},
                color_scheme=theme,
                reduced_motion="reduce",
            ).new_page(),
        )
        for width in WIDTHS
        for theme in THEMES
    ]


@pytest.mark.parametrize("path", PAGES)
def test_page_looks_right_and_is_accessible(
    path: str,
    addresses: dict[str, str],
    windows: list[tuple[str, Page]],
    served: Served,
) -> None:
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^a-z]+", "-", path.strip("/")).strip("-") or "today"
    problems: list[str] = []

    for kind, page in windows:
        answer = page.goto(f"{served.https}{addresses[path]}", wait_until="load")
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        page.screenshot(path=ARTEFACTS / f"{name}-{kind}.png", full_page=True)
        # nothing may stick out of a narrow screen
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            problems.append(f"{kind}: {wide} px too wide")
        found = Axe().run(page).response["violations"]
        problems += [
            f"{kind}: {one['id']}: {node['html'][:120]}"
            for one in found
            for node in one["nodes"][:3]
        ]

    assert problems == []

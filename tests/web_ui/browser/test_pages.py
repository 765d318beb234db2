"""Every page at two widths in two themes: looked at, and checked by axe."""

from __future__ import annotations

import re
from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from clara_edge.domain.query import Query
from clara_edge.domain.template_values import template_of
from web_ui.settings.groups import GROUPS
from web_ui.welcome.progress import STEPS

from .conftest import ARTEFACTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.web_ui.served import Served

    from .conftest import Watch

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
    "/templates",
    "/projects/rules",
    "/settings/look",
    *(f"/settings/{group.name}" for group in GROUPS),
    *(f"/welcome/{step}" for step in STEPS),
)
LOOKS = ((360, "light"), (360, "dark"), (1440, "light"), (1440, "dark"))
CHECKED = ((360, "light"), (1440, "dark"))
"""Each width and each theme once: axe looks at nothing that depends on both."""
HEIGHT = 800
AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
RUN_AXE = (
    "axe.run().then((all) => all.violations.map((one) => [one.id, one.nodes[0].html]))"
)


@pytest.fixture(scope="module")
def addresses(served: Served) -> dict[str, str]:
    with served.store() as store:
        tasks = store.find(Query())
        project = next(p for p in store.projects() if p.name == "Holiday in Portugal")
        task = next(t for t in tasks if t.title == "Book flights")
        trip = next(t for t in tasks if store.subtasks(t.id))
        tree = template_of(trip, store.subtasks(trip.id), date(2027, 1, 1))
        store.save_template("Journey", [tree], project=project.name)
    return {path: path.format(task=task.id, project=project.id) for path in PAGES}


@pytest.fixture(scope="module")
def window(
    browser: Browser, paired_state: dict[str, object]
) -> Iterator[tuple[Page, BrowserContext]]:
    """One page for all addresses; what it may not do is asked after each."""
    context = browser.new_context(
        storage_state=paired_state,  # type: ignore[arg-type] # as Playwright gave it
        locale="en-GB",
        reduced_motion="reduce",
        # it would fetch pages that are not looked at here
        service_workers="block",
    )
    yield context.new_page(), context
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_page_looks_right_and_is_accessible(
    path: str,
    addresses: dict[str, str],
    window: tuple[Page, BrowserContext],
    served: Served,
    watch: Watch,
) -> None:
    page, context = window
    watch.attach(context)
    watch.allow("Service Worker registration blocked")
    name = re.sub(r"[^a-z]+", "-", path.strip("/")).strip("-") or "today"
    problems: list[str] = []
    ARTEFACTS.mkdir(parents=True, exist_ok=True)

    answer = page.goto(f"{served.https}{addresses[path]}", wait_until="load")
    page.evaluate(AXE)
    for width, theme in LOOKS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.emulate_media(color_scheme=theme)
        picture = ARTEFACTS / f"{name}-{width}-{theme}.png"
        page.screenshot(path=picture, full_page=True)
        # nothing may stick out of a narrow screen
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            problems.append(f"{width} {theme}: {wide} px too wide")
        if (width, theme) in CHECKED:
            found = page.evaluate(RUN_AXE)
            problems += [f"{width} {theme}: {rule}: {html}" for rule, html in found]

    assert answer is not None
    assert answer.status == 200
    assert problems == []

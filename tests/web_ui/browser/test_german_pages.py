"""German on a narrow phone: long words fit, and axe finds nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .test_pages import AXE, RUN_AXE

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

    from tests.web_ui.served import Served

WORDY = ("/more", "/settings", "/settings/listening", "/welcome/tasks", "/status")
OTHERS = (
    "/",
    "/upcoming",
    "/inbox",
    "/projects",
    "/search",
    "/about",
    "/help",
    "/help/shortcuts",
    "/talk",
    "/settings/devices",
    "/settings/data",
    "/settings/network",
    "/settings/sound",
    "/settings/wake",
    "/welcome",
    "/welcome/models",
    "/pair",
    "/install",
    "/trash",
    "/done",
)
CUT = """() => [...document.querySelectorAll("main :is(button, a.button, label, dt, dd, h1, h2), nav span")]
  .filter((one) => !one.closest(".visually-hidden, .table-frame, [hidden]"))
  .filter((one) => {
    const wide = one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 1;
    const block = getComputedStyle(one).display !== "inline";
    return (wide && block) || one.getBoundingClientRect().right > innerWidth + 1;
  })
  .map((one) => one.textContent.trim().slice(0, 60))"""


@pytest.mark.parametrize(
    "paths", [WORDY, pytest.param(OTHERS, marks=pytest.mark.soak)], ids=["few", "many"]
)
def test_german_pages_fit_a_narrow_phone_and_are_accessible(
    paths: tuple[str, ...],
    browser: object,
    paired_state: dict[str, object],
    served: Served,
) -> None:
    context: BrowserContext = browser.new_context(  # type: ignore[attr-defined] # Playwright's, which may not be installed
        storage_state=paired_state,
        locale="de-DE",
        viewport={"width": 360, "height": 800},
        # axe is put into the page
        bypass_csp=True,
        service_workers="block",
        reduced_motion="reduce",
    )
    page = context.new_page()

    found = {}
    for path in paths:
        page.goto(f"{served.https}{path}")
        assert page.locator("html").get_attribute("lang") == "de"
        page.evaluate(AXE)
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        found[path] = (wide, page.evaluate(CUT), page.evaluate(RUN_AXE))
    context.close()

    assert found == dict.fromkeys(paths, (False, [], []))

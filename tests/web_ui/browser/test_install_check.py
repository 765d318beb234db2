"""The line of /install that tells whether a browser trusts this device by now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext

    from tests.web_ui.served import Served


def test_a_stranger_with_the_certificate_reads_that_it_works(
    open_context: Callable[..., BrowserContext], served: Served
) -> None:
    page = open_context(paired=False).new_page()
    page.goto(f"{served.http}/install")

    expect(page.locator("#install-check")).to_have_text(
        "It works: this browser trusts the certificate."
    )

    page.get_by_role("link", name="Open Clara with HTTPS").click()

    expect(page.get_by_text("You are on HTTPS")).to_be_visible()
    assert page.url == f"{served.https}/install"

"""Debian's Chromium, which trusts the authority of the service under test like a phone does."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.web_ui.served import NAME, paired_page, serving, visit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page, Playwright

    from tests.web_ui.served import Served

CHROMIUM = "/usr/bin/chromium"
ARTEFACTS = Path(__file__).parents[3] / ".artefacts" / "screenshots"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    f"--host-resolver-rules=MAP {NAME} 127.0.0.1",
)
TIMEOUT_MS = 15_000
"""For a machine with a lot else to do; most takes some milliseconds."""


def need(program: str) -> str:
    """Return the path of a program, or skip; CI must have it."""
    found = shutil.which(program)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(f"CI must have {program}")
        pytest.skip(f"{program} is not installed")
    return found


def trust(home: Path, authority: Path) -> None:
    """Let a browser with this home folder trust an authority, as `certutil` does for a person."""
    certutil = need("certutil")
    database = home / ".pki" / "nssdb"
    database.mkdir(parents=True, exist_ok=True)
    store = f"sql:{database}"
    subprocess.run([certutil, "-N", "-d", store, "--empty-password"], check=True)
    subprocess.run(
        [certutil, "-A", "-d", store, "-n", "Clara", "-t", "C,,", "-i", str(authority)],
        check=True,
    )


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One web service for all tests of the session; each works on tasks of its own."""
    with serving(tmp_path_factory.mktemp("served")) as running:
        yield running


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    api = pytest.importorskip("playwright.sync_api")
    need(CHROMIUM)
    api.expect.set_options(timeout=TIMEOUT_MS)
    with api.sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(
    playwright: Playwright, served: Served, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    home = tmp_path_factory.mktemp("home")
    trust(home, served.authority)
    with_browser = playwright.chromium.launch(
        executable_path=CHROMIUM,
        args=list(ARGUMENTS),
        env={**os.environ, "HOME": str(home)},
    )
    yield with_browser
    with_browser.close()


@pytest.fixture(scope="session")
def paired_state(browser: Browser, served: Served) -> dict[str, object]:
    """Cookies of a browser that was paired on the page, once for all tests."""
    context = browser.new_context()
    page = paired_page(context, served)
    page.wait_for_url(f"{served.https}/")
    state = context.storage_state()
    context.close()
    return dict(state)


class Watch:
    """Collects what no page may do: errors, refusals of the policy, requests to others."""

    def __init__(self, origins: tuple[str, ...]) -> None:
        self.origins = origins
        self.found: list[str] = []
        self.allowed: list[re.Pattern[str]] = []
        self.contexts: list[BrowserContext] = []
        self._ears = {
            "request": self._request,
            "console": lambda message: self._console(message.type, message.text),
            "weberror": lambda error: self.found.append(f"error: {error.error}"),
        }

    def allow(self, pattern: str) -> None:
        """Take messages that match for what a test provokes."""
        self.allowed.append(re.compile(pattern))

    def attach(self, context: BrowserContext) -> None:
        """Hear what happens in a context, until detach()."""
        self.contexts.append(context)
        for event, hear in self._ears.items():
            context.on(event, hear)  # type: ignore[call-overload] # events by name

    def detach(self) -> None:
        """Hear no more."""
        for context in self.contexts:
            for event, hear in self._ears.items():
                context.remove_listener(event, hear)

    def _request(self, request: object) -> None:
        url = urlsplit(str(getattr(request, "url", "")))
        if url.scheme in {"http", "https", "ws", "wss"}:
            origin = f"{url.scheme}://{url.netloc}"
            if origin not in self.origins:
                self.found.append(f"request to {origin}")

    def _console(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.found.append(f"console: {text}")

    def check(self) -> None:
        left = [
            one for one in self.found if not any(p.search(one) for p in self.allowed)
        ]
        assert left == []


@pytest.fixture
def watch(served: Served) -> Iterator[Watch]:
    """Fail the test if a page of it does what no page may do."""
    watching = Watch((served.http, served.https))
    yield watching
    watching.detach()
    watching.check()


@pytest.fixture
def open_context(
    browser: Browser, watch: Watch, paired_state: dict[str, object]
) -> Iterator[Callable[..., BrowserContext]]:
    """Return a maker of watched contexts; paired unless told otherwise."""
    made: list[BrowserContext] = []

    def make(*, paired: bool = True, **options: object) -> BrowserContext:
        if paired:
            options["storage_state"] = paired_state
        context = browser.new_context(locale="en-GB", **options)  # type: ignore[arg-type]
        context.set_default_timeout(TIMEOUT_MS)
        watch.attach(context)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def page(open_context: Callable[..., BrowserContext], served: Served) -> Page:
    """Return a paired page at Today, over HTTPS, whose scripts are all there."""
    opened = open_context(viewport={"width": 1280, "height": 900}).new_page()
    visit(opened, f"{served.https}/")
    return opened

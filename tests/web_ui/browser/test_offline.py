"""Clara without the network: what is known is shown, what is done is done once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from clara_edge.config.clock import SystemClock
from clara_edge.domain.query import Query
from clara_edge.storage.access.store import AccessStore
from tests.web_ui.served import paired_page, visit

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

    from tests.web_ui.served import Served

    from .conftest import Watch

LOST = "net::ERR|Failed to (load|fetch)|ERR_INTERNET|offline|502|503|401"


@pytest.fixture
def phone(
    open_context: Callable[..., BrowserContext], served: Served, watch: Watch
) -> Page:
    """A paired page whose service worker keeps the usual pages."""
    watch.allow(LOST)
    page = open_context(viewport={"width": 390, "height": 800}).new_page()
    visit(page, f"{served.https}/")
    page.wait_for_selector("html[data-kept]", state="attached")
    return page


def add(page: Page, text: str) -> None:
    field = page.locator("[data-quick-add] input[name=text]").first
    field.fill(text)
    field.press("Enter")


def count(served: Served, title: str) -> int:
    with served.store() as store:
        return sum(task.title == title for task in store.find(Query()))


def test_shows_what_it_knows_and_sends_later_what_was_done(
    phone: Page, served: Served
) -> None:
    add(phone, "Bring the bins in")
    row = phone.locator("main .task[data-task]").filter(has_text="Bring the bins in")
    expect(row).to_be_visible()
    phone.context.set_offline(True)

    phone.goto(f"{served.https}/upcoming")
    expect(phone.locator("h1")).to_contain_text("Upcoming")
    expect(phone.locator(".offline-line")).to_contain_text("Offline, as of")
    phone.goto(f"{served.https}/inbox")
    add(phone, "Typed in the cellar")
    expect(phone.locator(".pending")).to_contain_text("Typed in the cellar")
    assert count(served, "Typed in the cellar") == 0
    phone.context.set_offline(False)

    expect(phone.locator(".pending")).to_have_count(0)
    expect(phone.locator("main")).to_contain_text("Typed in the cellar")
    assert count(served, "Typed in the cellar") == 1


def test_pages_work_where_no_service_worker_may_be(
    open_context: Callable[..., BrowserContext], served: Served
) -> None:
    context = open_context()
    # as Chromium does where a certificate was accepted by hand
    context.add_init_script(
        "if (isSecureContext) ServiceWorkerContainer.prototype.register ="
        " async () => { throw new DOMException('certificate', 'SecurityError'); }"
    )
    page = context.new_page()

    visit(page, f"{served.https}/")
    add(page, "Typed without a worker")

    expect(page.locator("main")).to_contain_text("Typed without a worker")


def test_a_page_that_was_never_seen_says_so(phone: Page, served: Served) -> None:
    phone.context.set_offline(True)

    phone.goto(f"{served.https}/status")

    expect(phone.locator("h1")).to_have_text("Clara cannot be reached")


def test_an_answer_that_got_lost_adds_nothing_twice(
    phone: Page, served: Served
) -> None:
    phone.evaluate(
        """() => { const real = fetch; window.fetch = async (...all) => {
          const answer = await real(...all);
          if (window.lost || !String(all[0]).endsWith('/understand')) return answer;
          window.lost = answer.status;
          throw new TypeError('the answer got lost');
        }; }"""
    )
    add(phone, "Order firewood")
    expect(phone.locator("main")).to_contain_text("Order firewood")
    # at once by background sync where the browser has it, else by this
    phone.evaluate("dispatchEvent(new Event('online'))")

    expect(phone.locator(".pending")).to_have_count(0)
    assert phone.evaluate("lost") == 201
    assert count(served, "Order firewood") == 1


def test_two_tabs_send_what_waits_only_once(phone: Page, served: Served) -> None:
    other = phone.context.new_page()
    visit(other, f"{served.https}/inbox")
    phone.context.set_offline(True)
    add(phone, "Ask the neighbours")
    expect(phone.locator(".pending")).to_contain_text("Ask the neighbours")

    phone.context.set_offline(False)
    for page in (phone, other):
        page.evaluate("dispatchEvent(new Event('online'))")

    expect(phone.locator(".pending")).to_have_count(0)
    expect(other.locator("main")).to_contain_text("Ask the neighbours")
    assert count(served, "Ask the neighbours") == 1


def test_a_device_that_may_only_read_now_is_told_so_on_its_pages(
    open_context: Callable[..., BrowserContext], served: Served, watch: Watch
) -> None:
    watch.allow(f"{LOST}|403")
    context = open_context(paired=False, viewport={"width": 390, "height": 800})
    page = paired_page(context, served)
    visit(page, f"{served.https}/inbox")
    access = AccessStore(served.folders.data, SystemClock())
    mine = max(access.devices(), key=lambda device: device.number)
    context.set_offline(True)
    add(page, "Written when it was allowed")
    expect(page.locator(".pending")).to_contain_text("Written when")

    with access._file.write() as rows:
        rows.execute("UPDATE devices SET scope = 'read' WHERE id = ?", (mine.id,))
    context.set_offline(False)

    expect(page.locator(".pending")).to_contain_text("Pair it anew with that scope")
    visit(page, f"{served.https}/upcoming")
    expect(page.locator("h1")).to_contain_text("Upcoming")


def test_a_revoked_device_keeps_what_was_added_but_no_pages(
    open_context: Callable[..., BrowserContext], served: Served, watch: Watch
) -> None:
    watch.allow(LOST)
    context = open_context(paired=False, viewport={"width": 390, "height": 800})
    page = paired_page(context, served)
    visit(page, f"{served.https}/inbox")
    page.wait_for_selector("html[data-kept]", state="attached")
    access = AccessStore(served.folders.data, SystemClock())
    mine = max(access.devices(), key=lambda device: device.number)
    context.set_offline(True)
    add(page, "Written before the phone was revoked")
    expect(page.locator(".pending")).to_contain_text("Written before")

    access.revoke(mine.id)
    context.set_offline(False)

    expect(page.locator(".unpaired")).to_contain_text("kept here until it is paired")
    kept = page.evaluate("caches.keys()")
    assert [name for name in kept if name.startswith("clara-pages")] == []
    waiting = page.evaluate(
        """new Promise((done) => { const open = indexedDB.open('clara');
          open.onsuccess = () => { const all = open.result.transaction('queue')
            .objectStore('queue').getAll(); all.onsuccess = () => done(all.result.length); }; })"""
    )
    assert waiting == 1
